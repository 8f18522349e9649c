#!/bin/bash
# Records what JANITOR says and how it ends, in some hundreds of calls on engines of its own that hold all kinds of
# clutter: one file for each call in OUT, with exit status, stdout and stderr. What differs from run to run (times, IDs,
# paths) is replaced by stand-ins, so that `diff -r OUT1 OUT2` shows just what two programs do differently, and
# nothing for a program that was restructured. Takes minutes. Wants root.
#
# usage: behaviour.sh JANITOR OUT [SCENE...]
#   SCENE   only these of the scenes below; some need what others leave behind
set -euo pipefail
export LC_ALL=C.UTF-8

[ $# -ge 2 ] || {
  sed -n 's/^# usage: /usage: /p' "$0" >&2
  exit 64
}
# A network of its own: those of its engine are made in it, and nothing listens there.
[ -n "${JANITOR_BEHAVIOUR:-}" ] || exec unshare --net env JANITOR_BEHAVIOUR=1 "$0" "$@"
janitor=$(realpath "$1") out=$(realpath -m "$2")
shift 2
scenes=("$@")
[ $# -gt 0 ] || scenes=(help usage check wrong dry_runs completions hosts contexts explain doctor brake ledgers runs cache
  faults interrupted locked past podman)

root=$(realpath "$(dirname "$0")/..")
"$root/scripts/need.sh" docker.io busybox-static curl iproute2 jq podman python3 runc sqlite3
ip link set lo up
# Of one length, since what is shown depends on how long a path is.
folder=$(mktemp -d /tmp/janitor-behaviour-XXXX)
names=$folder/names proxied=unix://$folder/proxy.sock raw=$folder/raw tools=$root/scripts/behaviour.py
begun=$(date +%s)
tomorrow=$(date --utc --date=tomorrow +%F)
mkdir "$raw" "$folder/bin" "$folder/home"
# Under one path and name, whatever program it is.
cp "$janitor" "$folder/bin/janitor"
say() { echo "behaviour: $*" >&2; }

# shellcheck source=scripts/engine.sh
. "$root/scripts/engine.sh"
printf '%s\n' "$folder FOLDER" "$PATH PATH" "$root ROOT" >"$names"
podman_clutter=0
# shellcheck source=scripts/bench-podman.sh
. "$root/scripts/bench-podman.sh"
# shellcheck source=scripts/behaviour-engine.sh
. "$root/scripts/behaviour-engine.sh"
# shellcheck source=scripts/behaviour-scenes.sh
. "$root/scripts/behaviour-scenes.sh"

proxy=''
# shellcheck disable=SC2317 # called by the trap
leave() {
  set +e
  # shellcheck disable=SC2046
  kill $(jobs -p) 2>/dev/null
  "$root/scripts/end-engine.sh" "$podman"
  "$root/scripts/end-engine.sh" "$folder"
  rm -rf --one-file-system "$folder"
}
trap leave EXIT
# What has no input of its own gets none from here.
exec </dev/null
trap 'exit 130' INT TERM

# await COMMAND...: until it succeeds, for half a minute at most.
await() {
  for _ in {1..300}; do
    if "$@"; then return; fi
    sleep 0.1
  done
  say "in vain: $*"
  return 1
}

# MARK: Recording

count=0 through=() journal='' order=-

# record NAME [VARIABLE=VALUE]... ARGUMENT...: what janitor does with these arguments, in this environment.
record() {
  local file status=0 variables=()
  count=$((count + 1))
  file=$raw/$(printf %03d "$count")$order$1
  shift
  while [[ ${1:-} =~ ^[A-Za-z_]+= ]]; do variables+=("$1") && shift; done
  : >"$folder/stdout"
  [ -z "$journal" ] || variables+=("JOURNAL_STREAM=$(stat -c %d:%i "$folder/stdout")")
  timeout 120 env -i PATH="$PATH" HOME="$folder/home" LANG=C.UTF-8 TERM=xterm DOCKER_HOST="$DOCKER_HOST" \
    JANITOR_CONFIG="$JANITOR_CONFIG" "${variables[@]}" "${through[@]}" "$folder/bin/janitor" "$@" \
    >"$folder/stdout" 2>"$folder/stderr" </dev/null || status=$?
  {
    echo "\$" "${variables[@]}" janitor "$@" | sed 's/JOURNAL_STREAM=[0-9:]*/JOURNAL_STREAM=stdout/'
    echo "status $status"
    echo "-- stdout"
    cat "$folder/stdout"
    echo "-- stderr"
    cat "$folder/stderr"
  } >"$file"
}

# record_file NAME FILE: what janitor wrote there.
record_file() {
  count=$((count + 1))
  cp "$2" "$raw/$(printf %03d "$count")-$1"
}

# on_terminal COLUMNS record...: with standard output on a terminal, or with standard error as well.
on_terminal() { local through=("$tools" terminal "$1") && "${@:2}"; }
on_terminals() { local through=("$tools" terminals "$1") && "${@:2}"; }
# With standard output read by the journal.
in_journal() { local journal=1 && "$@"; }
# Requests that are out at the same time end in any order.
in_order() { local order=+ && "$@"; }
# Where what is told is sorted by names that the engine makes up.
in_any_order() { local order='~' && "$@"; }
# Where no engine listens at any of the usual places.
# shellcheck disable=SC2016
without_sockets() { local through=(unshare --mount sh -c 'mount -t tmpfs none /run; exec "$@"' sh) && "$@"; }
# shellcheck disable=SC2016
on_read_only() {
  local through=(unshare --mount sh -c 'mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"; exec "$@"' "$1")
  "${@:2}"
}
# Leaves its process ID for the proxy's commands.
# shellcheck disable=SC2016
as_process() { local through=(sh -c 'echo $$ >"$0/process"; exec "$@"' "$folder") && "$@"; }

# MARK: What the scenes begin with

# configure NAME: a ledger of that name, and the policies from standard input, or else those of behaviour.conf.
configure() {
  export JANITOR_CONFIG=$folder/$1.conf
  sed "s|@folder@|$folder|; s|@ledger@|$1|" "$root/scripts/behaviour.conf" >"$JANITOR_CONFIG"
  if [[ -p /dev/stdin || -f /dev/stdin ]]; then
    sed -i '/^\[\[policy/,$d' "$JANITOR_CONFIG"
    cat >>"$JANITOR_CONFIG"
  fi
  chmod 644 "$JANITOR_CONFIG"
}

# past NAME: has all that its ledger tells of happen some days ago, each run for as long as its number says, on a disk
# that fills evenly; and has janitor know objects for a month.
past() {
  sqlite3 "$folder/$1/history.sqlite" "
    PRAGMA busy_timeout = 5000;
    UPDATE run SET started_at = $begun - 86400 * (3 + (SELECT max(id) FROM run) - id) - 600 WHERE finished_at IS NOT NULL;
    UPDATE run SET finished_at = started_at + 0.0625 * (id % 40) + 0.0003, disk_bytes = 250000000000,
      disk_used_bytes = 100000000000 + id * 1000000000 WHERE finished_at IS NOT NULL;
    UPDATE step SET started_at = (SELECT started_at FROM run WHERE id = run) WHERE started_at IS NOT NULL;
    UPDATE step SET finished_at = started_at + 0.5 WHERE finished_at IS NOT NULL;
    UPDATE sighting SET first_seen = first_seen - 30 * 86400, first_unused = first_unused - 20 * 86400,
      last_in_use = last_in_use - 10 * 86400 WHERE first_seen > $begun - 86400;" >/dev/null
}

# plan_of ARGUMENT...: the ID of the plan that a dry run shows.
plan_of() { "$folder/bin/janitor" "$@" --format json 2>/dev/null | jq -r .plan; }

# proxy RULE...: stands before the engine, at $proxied.
proxy() {
  "$tools" proxy "${proxied#unix://}" "$folder/docker.sock" "$@" &
  proxy=$!
  await test -S "${proxied#unix://}"
}

unproxy() {
  kill "$proxy"
  wait "$proxy" || true
  rm -f "${proxied#unix://}"
  proxy=''
}

reproxy() {
  unproxy
  proxy "$@"
}

# MARK: The whole

configure state
for scene in "${scenes[@]}"; do
  case $scene in
    help | usage | check | wrong) ;;
    podman) need_podman && start_podman ;;
    *) [ -S "$folder/docker.sock" ] || { say "making clutter" && make_clutter; } ;;
  esac
  since=$SECONDS
  "scene_$scene"
  say "$scene: $((SECONDS - since)) s"
done

rm -rf "$out"
mkdir -p "$out"
"$tools" stand-ins "$names" "$begun" "$raw" "$out"
say "$count records in $out, $SECONDS s"
