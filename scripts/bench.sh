#!/bin/bash
# Measures janitor beside what else does its work, on private engines of this machine: for time, peak memory and requests.
#
# What counts is ratios. Tools take turns on the same engine state, and another one begins each round, so that
# whatever else this machine does falls on all of them. Where a tool changes the engine, the engine's whole
# data folder is laid out anew before each turn.
#
# usage: bench.sh JANITOR OUT CACHE [--rounds N] [--sweep-rounds N] [--series N]
#   OUT     folder for benchmarks.json and benchmarks.md
#   CACHE   folder for peers that are not Debian's
set -euo pipefail
export LC_ALL=C

usage() {
  sed -n 's/^# usage: /usage: /p' "$0" >&2
  exit 64
}
[ $# -ge 3 ] || usage
janitor=$(realpath "$1") out=$(realpath "$2") cache=$(realpath -m "$3")
shift 3
rounds=20 sweep_rounds=5 series=3 accounts=3
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=${2:?} ;;
    --sweep-rounds) sweep_rounds=${2:?} ;;
    --series) series=${2:?} ;;
    *) usage ;;
  esac
  shift 2
done

root=$(realpath "$(dirname "$0")/..")
"$root/scripts/need.sh" docker.io busybox-static curl jq time python3-venv
folder=$(mktemp -d /tmp/janitor-bench-XXXX)
# Of Debian's docker.io, as the engine is: another one may lie earlier in the caller's path.
# shellcheck source=scripts/engine.sh
. "$root/scripts/engine.sh"
# shellcheck disable=SC2317 # called by the trap
leave() {
  "$root/scripts/end-engine.sh" "$folder"
  rm -rf "$folder"
}
trap leave EXIT
trap 'exit 130' INT TERM

clutter=100
samples=$folder/samples
: >"$samples"
say() { echo "bench: $*" >&2; }

# MARK: Tools. Each sets `title` and `command`; one that cannot be had sets `absent` to why.

janitor_dry_run() {
  title="janitor run --dry-run"
  command=("$janitor" run --dry-run --config "$folder/janitor.conf" --history "$folder/dry/history.sqlite")
}

docker_ps() {
  title="docker ps -a"
  command=(docker ps --all)
}

floor_list() {
  title="floor: one bare list (curl)"
  command=(curl --silent --fail --unix-socket "$folder/docker.sock" "http://engine/containers/json?all=1")
}

# With a new ledger each time: in one that knows the containers from the last round, half the work would be done.
janitor_sweep() {
  title="janitor run"
  command=("$janitor" run --config "$folder/sweep.conf" --history "$folder/ledger/history.sqlite")
  rm -rf "$folder/ledger"
}

docker_prune() {
  title="docker container prune -f"
  command=(docker container prune --force)
}

docker_rm() {
  # shellcheck disable=SC2016
  title='docker rm $(docker ps -aq -f status=exited)'
  command=(sh -c "$title")
}

docker_custodian() {
  title="docker-custodian (dcgc --max-container-age 0s)"
  command=("$cache/custodian/bin/dcgc" --max-container-age 0s)
  [ -x "${command[0]}" ] || {
    say "getting docker-custodian from PyPI"
    /usr/bin/python3 -m venv "$cache/custodian" && "$cache/custodian/bin/pip" --quiet install docker-custodian
  } >&2 || absent="it could not be installed from PyPI"
}

# What the engine itself needs, with as little client as can be.
floor_sweep() {
  title="floor: one list, bare DELETEs, eight at a time (curl)"
  # shellcheck disable=SC2016
  command=(sh -c '
    curl --silent --unix-socket "$0" "http://engine/containers/json?all=1&filters=%7B%22status%22:%5B%22exited%22%5D%7D" |
      jq -r ".[] | \"url = \\\"http://engine/containers/\(.Id)\\\"\"" |
      curl --silent --fail --unix-socket "$0" --parallel --parallel-max 8 --request DELETE --config -
  ' "$folder/docker.sock")
}

# MARK: Engine states

# exited N: containers that wrote a file and a line of log and ended well, a moment ago.
exited() {
  seq "$1" | xargs --max-procs=4 -I{} sh -c '
    docker run --detach --network=none --name job-{} base:1 sh -c "head -c 10000 /bin/busybox >/result; echo done" >/dev/null'
  while [ -n "$(docker ps --quiet)" ]; do sleep 0.2; done
}

keep_state() {
  halt_engine TERM
  cp -a "$folder/data" "$folder/$1"
}

# lay_out STATE: a running engine that has just what it had when the state was kept.
lay_out() {
  halt_engine TERM
  rm -rf --one-file-system "$folder/data"
  cp -a "$folder/$1" "$folder/data"
  start_engine
  # Else the first tool that waits for a disk waits for this as well.
  sync --file-system "$folder"
  sleep 0.5
}

# Four writers that wait for the disk, while `busy` is there.
load_disk() {
  local writer
  touch "$folder/busy"
  for writer in 1 2 3 4; do
    while [ -e "$folder/busy" ]; do
      dd if=/dev/zero of="$folder/load-$writer" bs=1M count=4 conv=fsync status=none
    done &
  done
}

# MARK: Measuring

# measure SCENARIO TOOL KIND SERIES: runs the tool once and adds a sample.
# KIND is `time`, or `account`, where peak memory and requests are counted and time is not.
measure() {
  local scenario=$1 tool=$2 kind=$3 status=0 begun ended kib=null requests={} left=null
  local title command absent=
  "$tool"
  [ -z "$absent" ] || return 0
  if [ "$kind" = time ]; then
    if [[ $scenario = *-busy ]]; then load_disk && sleep 0.5; fi
    begun=${EPOCHREALTIME/./}
    "${command[@]}" >"$folder/output" 2>&1 </dev/null || status=$?
    ended=${EPOCHREALTIME/./}
    rm -f "$folder/busy"
    wait
  else
    : >"$folder/log"
    begun=0 ended=0
    # The kernel's own account of the largest process; the tool's output stays apart.
    /usr/bin/time --quiet --format %M --output "$folder/peak" "${command[@]}" >"$folder/output" 2>&1 </dev/null ||
      status=$?
    kib=$(tail -n 1 "$folder/peak")
    requests=$(sed -nE 's,.*msg="Calling ([A-Z]+) (/v[0-9.]+)?(/[^?" ]*).*,\1 \3,p' "$folder/log" |
      sed -E 's/[0-9a-f]{12,64}/ID/; s/job-[0-9]+/NAME/' | sort | uniq -c |
      jq -nR '[inputs | capture("^ *(?<n>[0-9]+) (?<call>.*)")] | map({(.call): (.n | tonumber)}) | add // {}')
  fi
  [[ $scenario != sweep* ]] || left=$(docker ps --all --quiet --filter status=exited | wc -l)
  [ "$status" = 0 ] || { say "$title: status $status" && head -n 5 "$folder/output" >&2; }
  jq -nc --arg scenario "$scenario" --arg tool "$tool" --arg kind "$kind" --argjson series "$4" \
    --argjson micros "$((ended - begun))" --argjson kib "$kib" --argjson requests "$requests" \
    --argjson status "$status" --argjson left "$left" \
    '{$scenario, $tool, $kind, $series, seconds: ($micros / 1e6), $kib, $requests, $status, $left}' >>"$samples"
}

# scenario NAME STATE ROUNDS TOOL...: STATE is laid out before each turn, or `-` for the engine as it is.
scenario() {
  local name=$1 state=$2 rounds=$3 number=0 turn each round
  shift 3
  local tools=("$@")
  for tool in "${tools[@]}"; do
    local title command absent=
    "$tool"
    jq -nc --arg scenario "$name" --arg tool "$tool" --arg title "$title" --arg absent "$absent" \
      '{$scenario, $tool, $title, $absent}' >>"$folder/tools"
  done
  for ((each = 1; each <= series; each++)); do
    say "$name: series $each of $series, $rounds rounds of ${#tools[@]} tools"
    for ((round = 1; round <= rounds; round++)); do
      for ((turn = 0; turn < ${#tools[@]}; turn++)); do
        [ "$state" = - ] || lay_out "$state"
        measure "$name" "${tools[(number + turn) % ${#tools[@]}]}" time "$each"
      done
      number=$((number + 1))
    done
  done
}

# account NAME STATE TOOL...: the same for memory and requests, on an engine that logs what it is asked.
account() {
  local name=$1 state=$2 round tool
  shift 2
  say "$name: memory and requests"
  for ((round = 1; round <= accounts; round++)); do
    for tool in "$@"; do
      [ "$state" = - ] || lay_out "$state"
      measure "$name" "$tool" account 0
    done
  done
}

cp "$root/etc/janitor.conf" "$folder/"
cat >"$folder/sweep.conf" <<END
[brake]
share = "100%"

[[policy]]
name = "exited-containers"
target = "containers"
filter = ["status=exited"]
END

idle=(janitor_dry_run docker_ps floor_list)
sweep=(janitor_sweep docker_prune docker_rm docker_custodian floor_sweep)

begun_at=$(date --utc +%Y-%m-%dT%H:%M:%SZ)
start_engine
versions=$(jq -n --arg janitor "$("$janitor" --version)" --arg commit "$(git -C "$root" describe --always --dirty 2>/dev/null)" \
  --arg client "$(docker version --format '{{.Client.Version}}')" --arg engine "$(docker version --format '{{.Server.Version}}')" \
  --arg store "$(docker info --format '{{.Driver}}')" --arg curl "$(curl --version | sed -n '1s/^curl \([^ ]*\).*/\1/p')" \
  '{$janitor, $commit, $client, $engine, $store, $curl}')

scenario idle-empty - "$rounds" "${idle[@]}"
say "making $clutter exited containers"
base_image base:1
exited "$clutter"
scenario idle-100 - "$rounds" "${idle[@]}"
keep_state clutter
start_engine
scenario sweep-100 clutter "$sweep_rounds" "${sweep[@]}"
scenario sweep-100-busy clutter "$sweep_rounds" "${sweep[@]}"

# shellcheck disable=SC2034 # start_engine reads it
daemon_options=(--debug)
lay_out clutter
account idle-100 - "${idle[@]}"
account sweep-100 clutter "${sweep[@]}"
docker system prune --all --force >/dev/null
account idle-empty - "${idle[@]}"

custodian=$("$cache/custodian/bin/pip" list --format json 2>/dev/null | jq -r '.[] | select(.name == "docker-custodian").version') || true
jq -n --slurpfile samples "$samples" --slurpfile tools "$folder/tools" --argjson versions "$versions" \
  --arg custodian "${custodian:-}" --arg begun "$begun_at" --arg date "$(date --utc +%Y-%m-%dT%H:%M:%SZ)" \
  --arg cpu "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sed q)" --argjson cores "$(nproc)" \
  --argjson kib "$(awk '/^MemTotal/ { print $2 }' /proc/meminfo)" --arg kernel "$(uname -sr)" \
  --arg system "$(. /etc/os-release && echo "$PRETTY_NAME")" --arg disk "$(df --output=fstype "$folder" | tail -n 1)" \
  --arg load "$(cut -d' ' -f1-3 /proc/loadavg)" --argjson rounds "$rounds" --argjson sweepRounds "$sweep_rounds" \
  --argjson series "$series" -f "$root/scripts/bench-sum.jq" >"$folder/benchmarks.json"
jq -r -f "$root/scripts/bench-page.jq" "$folder/benchmarks.json" >"$folder/benchmarks.md"
install -m 644 "$folder/benchmarks.json" "$folder/benchmarks.md" "$out"
cat "$out/benchmarks.md"
