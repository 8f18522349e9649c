#!/bin/bash
# Shows what janitor would do by CONFIG: on the engine at hand, or, where none answers, on a throw-away one.
# Nothing is removed and no ledger is left behind.
#
# usage: dry-run.sh JANITOR CONFIG
set -euo pipefail

janitor=${1:?usage: dry-run.sh JANITOR CONFIG}
config=${2:?usage: dry-run.sh JANITOR CONFIG}
scripts=$(dirname "$0")
folder=$(mktemp -d /tmp/janitor-XXXXXX)
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)

# shellcheck disable=SC2317 # called by the trap
leave() {
  "${as_root[@]}" "$scripts/end-engine.sh" "$folder"
  rm -rf "$folder"
}
trap leave EXIT

# With the rights that root asks of a configuration, whatever those of the tree that it lies in.
install -m 644 "$config" "$folder/janitor.conf"
config=$folder/janitor.conf

show() {
  "$janitor" run --dry-run --config "$config" --history "$folder/history.sqlite" "$@"
}

status=0
show || status=$?
no_engine=69
[ "$status" = "$no_engine" ] || exit "$status"

cat >&2 <<END

No engine answers here, so this starts a throw-away Docker engine of its own with sample clutter:
containers, images and volumes of various ages, in $folder. It takes a few seconds and leaves nothing.

END
"$scripts/need.sh" docker.io:dockerd busybox-static
host=$("${as_root[@]}" "$scripts/sample-engine.sh" "$folder" "$(id -gn)")
status=0
show --host "$host" || status=$?
echo >&2
echo "That was the sample engine; it ends now and everything of it goes. Nothing else was touched." >&2
exit "$status"
