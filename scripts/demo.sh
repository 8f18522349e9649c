#!/bin/bash
# A tour of janitor on a throw-away Docker engine that holds a CI host's week: dry run, run, explain, history, report.
# Leaves the report as a page at PAGE, and nothing else. Wants root.
#
# usage: demo.sh JANITOR PAGE
set -euo pipefail

janitor=$(realpath "${1:?usage: demo.sh JANITOR PAGE}")
page=$(realpath -m "${2:?usage: demo.sh JANITOR PAGE}")
scripts=$(realpath "$(dirname "$0")")
if [ "$(id -u)" != 0 ]; then exec sudo "$scripts/demo.sh" "$janitor" "$page"; fi
"$scripts/need.sh" docker.io:dockerd busybox-static sqlite3

folder=$(mktemp -d /tmp/janitor-demo-XXXXXX)
# shellcheck source=scripts/engine.sh
. "$scripts/engine.sh"
# shellcheck disable=SC2317 # called by the trap
leave() {
  "$scripts/end-engine.sh" "$folder"
  rm -rf "$folder"
}
trap leave EXIT

export JANITOR_CONFIG=$folder/janitor.conf
ledger=$folder/history.sqlite
# configuration AGE...: for containers that passed, for those that failed, for images
configuration() {
  sed "s|@ledger@|$ledger|; s|@passed@|$1|; s|@failed@|$2|; s|@images@|$3|" "$scripts/demo.conf" >"$JANITOR_CONFIG"
  chmod 644 "$JANITOR_CONFIG"
}

# MARK: A CI host's week

# build NUMBER AGO: what one build leaves behind
build() {
  layer "app$1" $((900000 + $1 * 70000))
  image "$(ago "$2")" "ci/app:build-$1" toolchain "app$1"
  layer "draft$1" $((400000 + $1 * 30000))
  image "$(ago "$2")" "" toolchain "draft$1"
  ended "unit-$1" 0 --label ci.build="$1"
  ended "integration-$1" $(($1 % 3 == 0)) --label ci.build="$1" --volume /cache
}

echo "A CI host's week, made up on an engine of its own; it takes a minute …" >&2
start_engine
base_image base:1
layer toolchain 12000000
layer database 5000000
image "$(ago 200 days)" postgres:16 database
image "$(ago 2 days)" shop/web:1.2,shop/web:latest toolchain database
docker volume create shop-data >/dev/null
container shop-db --label janitor.keep --volume shop-data:/data base:1 sleep 1000000
for day in 7 6 5 4 3 2 1; do
  build $((20 - day)) "$day days"
  # In that week everything was old enough at once: an engine's clock cannot be set back.
  configuration 0s 0s 0s
  "$janitor" run --quiet >/dev/null
  sqlite3 "$ledger" "
    UPDATE run SET started_at = started_at - 86400 * $day, finished_at = finished_at - 86400 * $day
      WHERE id = (SELECT max(id) FROM run);
    UPDATE step SET started_at = started_at - 86400 * $day, finished_at = finished_at - 86400 * $day
      WHERE run = (SELECT max(id) FROM run);"
done
build 20 "30 hours"
build 21 "2 hours"
ended nightly-backup 0
halt_engine KILL
for each in unit-20 integration-20 nightly-backup; do backdate "$each" "30 hours"; done
start_engine
configuration 24h 7d 24h

# MARK: The tour

janitor() {
  printf '\n$ janitor %s\n' "$*"
  "$janitor" "$@"
}
janitor check
janitor run --dry-run --show-kept
janitor run
janitor explain unit-20
janitor explain shop-data
janitor history
janitor report --by day
mkdir -p "$(dirname "$page")"
janitor report --format html --output "$page"
printf '\nThe report is in %s; the engine ends now, and nothing else is left.\n' "$page"
