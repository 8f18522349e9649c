#!/bin/bash
# Measures how janitor grows with a host: dry runs on a generated engine with so many containers and as many images.
#
# The engine is a stub that answers at once (Tests/ScaleEngine), so what is measured is janitor. Each size has its own
# engine, and each round a new ledger: the first dry run asks for everything, the second knows what the first one learnt.
#
# usage: scale.sh JANITOR ENGINE OUT [--rounds N] [SIZE...]
#   OUT   folder for scale.json and scale.md
set -euo pipefail
export LC_ALL=C

usage() {
  sed -n 's/^# usage: /usage: /p' "$0" >&2
  exit 64
}
[ $# -ge 3 ] || usage
janitor=$(realpath "$1") engine=$(realpath "$2") out=$(realpath "$3")
shift 3
rounds=3
if [ "${1:-}" = --rounds ]; then
  rounds=${2:?}
  shift 2
fi
[ $# -gt 0 ] || set -- 1000 10000 100000

root=$(realpath "$(dirname "$0")/..")
"$root/scripts/need.sh" curl jq time
folder=$(mktemp -d /tmp/janitor-scale-XXXX)
leave() {
  [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap leave EXIT
trap 'exit 130' INT TERM

cat >"$folder/janitor.conf" <<END
[brake]
steps = 1000000
share = "100%"

[[policy]]
name = "exited-containers"
target = "containers"
filter = ["status=exited"]
older-than = "1d"

[[policy]]
name = "unused-images"
target = "images"
older-than = "1d"
since = "created"
END

ask() { curl --silent --fail --unix-socket "$folder/engine.sock" "http://engine/$1"; }

# measure SIZE WHAT COMMAND...: adds a sample of its time, its peak memory and what the engine was asked.
measure() {
  local size=$1 what=$2 status=0
  shift 2
  ask scale/requests >/dev/null
  /usr/bin/time --quiet --format '%e %M' --output "$folder/time" "$@" >"$folder/output" 2>"$folder/errors" || status=$?
  [ "$status" = 0 ] || { head -n 5 "$folder/errors" >&2 && exit "$status"; }
  read -r seconds kib < <(tail -n 1 "$folder/time")
  ask scale/requests | jq -c --argjson size "$size" --arg what "$what" --argjson seconds "$seconds" \
    --argjson kib "$kib" '{$size, $what, $seconds, peakBytes: ($kib * 1024), requests: (map(.) | add), calls: .}' >>"$folder/samples"
}

begun_at=$(date --utc +%Y-%m-%dT%H:%M:%SZ)
for size; do
  # It says so once it answers.
  exec {ready}< <(exec "$engine" "$folder/engine.sock" "$size")
  server=$!
  read -r -u "$ready" _
  dry_run=("$janitor" run --dry-run --format json --config "$folder/janitor.conf" --host "unix://$folder/engine.sock"
    --history "$folder/ledger/history.sqlite")
  for ((round = 1; round <= rounds; round++)); do
    echo "scale: $size of each, round $round of $rounds" >&2
    rm -rf "$folder/ledger"
    measure "$size" first "${dry_run[@]}"
    measure "$size" second "${dry_run[@]}"
    measure "$size" lists curl --silent --fail --unix-socket "$folder/engine.sock" --parallel \
      "http://engine/containers/json?all=1" --output /dev/null "http://engine/images/json?all=1" --output /dev/null
  done
  "${dry_run[@]}" | jq -c --argjson size "$size" '{$size, steps: .totals.steps, predictedBytes: .totals.predictedBytes}' >>"$folder/plans"
  for list in containers images; do ask "$list/json?all=1" | wc -c; done |
    jq -sc --argjson size "$size" '{$size, bytes: add}' >>"$folder/bodies"
  stat --format %s "$folder/ledger/history.sqlite" | jq -c --argjson size "$size" '{$size, bytes: .}' >>"$folder/ledgers"
  kill "$server"
  exec {ready}<&-
  server=
done

jq -n --slurpfile samples "$folder/samples" --slurpfile plans "$folder/plans" --slurpfile bodies "$folder/bodies" \
  --slurpfile ledgers "$folder/ledgers" --arg begun "$begun_at" --arg date "$(date --utc +%Y-%m-%dT%H:%M:%SZ)" \
  --arg janitor "$("$janitor" --version)" \
  --arg commit "$(git -C "$root" describe --always --dirty --exclude '*' 2>/dev/null)" \
  --arg cpu "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sed q)" --argjson cores "$(nproc)" \
  --argjson kib "$(awk '/^MemTotal/ { print $2 }' /proc/meminfo)" --argjson rounds "$rounds" \
  -f "$root/scripts/scale-sum.jq" >"$folder/scale.json"
jq -r -L "$root/scripts" -f "$root/scripts/scale-page.jq" "$folder/scale.json" >"$folder/scale.md"
install -m 644 "$folder/scale.json" "$folder/scale.md" "$out"
cat "$out/scale.md"
