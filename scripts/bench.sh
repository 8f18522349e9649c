#!/bin/bash
# Measures janitor beside what else does its work, on private engines of this machine: for time, peak memory and requests.
#
# What counts is ratios. Tools take turns on the same engine state, and another one begins each round, so that
# whatever else this machine does falls on all of them. Where a tool changes the engine, the engine's whole
# data folder is laid out anew before each turn.
#
# usage: bench.sh JANITOR OUT CACHE [--rounds N] [--sweep-rounds N] [--series N] [--only PART[,PART]...] [--keep FOLDER]
#   OUT     folder for benchmarks.json and benchmarks.md
#   CACHE   folder for peers that are not Debian's
#   PART    idle, sweep, busy, system, dry, recording, podman or ledger; what comes of it is printed and goes nowhere
#   FOLDER  where each part's samples are kept once it is through: a run that ended early goes on from there, with the
#           same janitor, and writes what it has by then
set -euo pipefail
export LC_ALL=C

usage() {
  sed -n 's/^# usage: /usage: /p' "$0" >&2
  exit 64
}
[ $# -ge 3 ] || usage
janitor=$(realpath "$1") out=$(realpath "$2") cache=$(realpath -m "$3")
shift 3
parts=idle,sweep,busy,system,dry,recording,podman,ledger
rounds=20 sweep_rounds=3 series=3 accounts=2 only='' keep=''
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=${2:?} ;;
    --sweep-rounds) sweep_rounds=${2:?} ;;
    --series) series=${2:?} ;;
    --only) only=${2:?} ;;
    --keep) keep=$(realpath -m "${2:?}") ;;
    *) usage ;;
  esac
  shift 2
done
for part in ${only//,/ }; do
  [[ ,$parts, = *,"$part",* ]] || usage
done
parts=${only:-$parts}

root=$(realpath "$(dirname "$0")/..")
"$root/scripts/need.sh" docker.io busybox-static curl jq time python3-venv podman runc sqlite3 strace
folder=$(mktemp -d /tmp/janitor-bench-XXXX)
samples=$folder/samples tools=$folder/tools figures=$folder/figures
touch "$samples" "$tools" "$figures"
say() { echo "bench: $*" >&2; }

# Of Debian's docker.io, as the engine is: another one may lie earlier in the caller's path.
# shellcheck source=scripts/engine.sh
. "$root/scripts/engine.sh"
clutter=500 podman_clutter=100
# shellcheck source=scripts/bench-states.sh
. "$root/scripts/bench-states.sh"
# shellcheck source=scripts/bench-podman.sh
. "$root/scripts/bench-podman.sh"
# shellcheck source=scripts/bench-ledger.sh
. "$root/scripts/bench-ledger.sh"
# shellcheck source=scripts/bench-tools.sh
. "$root/scripts/bench-tools.sh"

# shellcheck disable=SC2317 # called by the trap
leave() {
  "$root/scripts/end-engine.sh" "$podman"
  "$root/scripts/end-engine.sh" "$folder"
  rm -rf --one-file-system "$folder"
}
trap leave EXIT
trap 'exit 130' INT TERM

# MARK: Measuring

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

# tool FUNCTION [ARGUMENT...]: what it sets, in one word, as scenarios name it.
tool() {
  local words
  read -ra words <<<"$1"
  absent=
  "${words[@]}"
}

# figure NAME NUMBER: what is measured beside the tools; of several with one name the median counts.
figure() { jq -nc --arg name "$1" --argjson value "$2" '{$name, $value}' >>"$figures"; }

# measure SCENARIO TOOL KIND SERIES: runs the tool once and adds a sample.
# KIND is `time`, or `account`, where peak memory and requests are counted and time is not.
measure() {
  local scenario=$1 kind=$3 status=0 begun ended kib=null requests={} problem
  local title command absent
  tool "$2"
  [ -z "$absent" ] || return 0
  if [ "$kind" = time ]; then
    if [[ $scenario = *-busy ]]; then load_disk && sleep 0.5; fi
    begun=${EPOCHREALTIME/./}
    "${command[@]}" >"$folder/output" 2>"$folder/errors" </dev/null || status=$?
    ended=${EPOCHREALTIME/./}
    rm -f "$folder/busy"
    wait
  else
    : >"$folder/log"
    begun=0 ended=0
    # The kernel's own account of the largest process; the tool's output stays apart.
    /usr/bin/time --quiet --format %M --output "$folder/peak" "${command[@]}" >"$folder/output" 2>"$folder/errors" \
      </dev/null || status=$?
    kib=$(tail -n 1 "$folder/peak")
    requests=$(sed -nE 's,.*msg="Calling ([A-Z]+) (/v[0-9.]+)?(/[^?" ]*).*,\1 \3,p' "$folder/log" |
      sed -E 's/(sha256:)?[0-9a-f]{12,64}/ID/; s/job-[0-9]+/NAME/' | sort | uniq -c |
      jq -nR '[inputs | capture("^ *(?<n>[0-9]+) (?<call>.*)")] | map({(.call): (.n | tonumber)}) | add // {}')
  fi
  problem=$(problem "$scenario" "$2")
  [ "$status" = 0 ] || problem="status $status${problem:+, $problem}"
  [ -z "$problem" ] || { say "$scenario: $title: $problem" && head -n 5 "$folder/errors" >&2; }
  jq -nc --arg scenario "$scenario" --arg tool "$2" --arg kind "$kind" --argjson series "$4" \
    --argjson micros "$((ended - begun))" --argjson kib "$kib" --argjson requests "$requests" --arg problem "$problem" \
    '{$scenario, $tool, $kind, $series, seconds: ($micros / 1e6), $kib, $requests,
      problem: (if $problem == "" then null else $problem end)}' >>"$samples"
}

# problem SCENARIO TOOL: what the tool that has just run did not do, if anything.
problem() {
  local left counts
  case $1 in
    sweep* | recording)
      left=$(docker ps --all --quiet --filter status=exited | wc -l)
      [ "$left" = 0 ] || echo "$left containers left"
      ;;
    system)
      left=$(holdings | diff "$folder/full.kept" - | grep -c '^[<>]') || true
      [ "$left" = 0 ] || echo "not what was before the clutter, by $left lines"
      ;;
    podman)
      left=$("${podman_here[@]}" ps --all --quiet | wc -l)
      [ "$left" = 0 ] || echo "$left containers left"
      ;;
    ledger-day) by_day_agrees || echo "the SQL and the report do not tell the same" ;;
    dry-run*)
      case $2 in
        janitor*) counts=$(sed -nE 's/^(containers|images): ([0-9]+) steps.*/\1 \2/p' "$folder/output") ;;
        docker_custodian*) counts=$(sed -nE 's/^Removing (container|image) .*/\1s/p' "$folder/output" | sort |
          uniq -c | awk '{ print $2, $1 }') ;;
        *) return 0 ;;
      esac
      diff -q <(printf '%s\n' "containers $clutter" "images $clutter") <(sort <<<"$counts") >/dev/null ||
        echo "it would not take all: ${counts//$'\n'/, }"
      ;;
  esac
  # Each DELETE of curl's tells whether it had to connect.
  if [ "$2" = floor_sweep ]; then figure floorConnections "$(awk '{ sum += $1 } END { print sum + 0 }' "$folder/output")"; fi
}

# scenario NAME LAYOUT ROUNDS TOOL...: LAYOUT is run before each turn; `:` leaves the engine as it is.
scenario() {
  local name=$1 layout rounds=$3 number=0 turn each round
  read -ra layout <<<"$2"
  shift 3
  local these=("$@")
  for each in "${these[@]}"; do
    local title command absent
    tool "$each"
    jq -nc --arg scenario "$name" --arg tool "$each" --arg title "$title" --arg absent "$absent" --argjson rounds "$rounds" \
      '{$scenario, $tool, $title, $absent, $rounds}' >>"$tools"
  done
  for ((each = 1; each <= series; each++)); do
    say "$name: series $each of $series, $rounds rounds of ${#these[@]} tools"
    for ((round = 1; round <= rounds; round++)); do
      for ((turn = 0; turn < ${#these[@]}; turn++)); do
        "${layout[@]}"
        measure "$name" "${these[(number + turn) % ${#these[@]}]}" time "$each"
      done
      number=$((number + 1))
    done
  done
}

# account NAME STATE TOOL...: memory and requests, on an engine that logs what it is asked.
# STATE is laid out before each turn where tools change it, else once.
account() {
  local name=$1 state=$2 round each
  shift 2
  say "$name: memory and requests"
  # shellcheck disable=SC2034 # start_engine reads it
  daemon_options=(--debug)
  lay_out "$state"
  for ((round = 1; round <= accounts; round++)); do
    for each in "$@"; do
      if [[ $name = sweep* || $name = system ]]; then lay_out "$state"; fi
      measure "$name" "$each" account 0
    done
  done
  daemon_options=()
}

# MARK: The parts

bench_idle() {
  local these=(janitor_dry_run docker_ps docker_ps_newer floor_list)
  lay_out empty
  scenario version : "$rounds" janitor_version docker_version
  scenario idle-empty : "$rounds" "${these[@]}"
  need clutter
  lay_out clutter
  scenario idle-clutter : "$rounds" "${these[@]}"
  account idle-clutter clutter "${these[@]}"
  account idle-empty empty "${these[@]}"
}

bench_sweep() {
  local these=(janitor_sweep docker_prune docker_rm docker_custodian floor_sweep floor_looks)
  need clutter
  scenario sweep "lay_out clutter" "$sweep_rounds" "${these[@]}"
  account sweep clutter "${these[@]}"
}

bench_busy() {
  need clutter
  scenario sweep-busy "lay_out clutter" 1 janitor_sweep docker_prune docker_rm floor_looks
}

bench_system() {
  local these=(janitor_system docker_system_prune)
  need full
  scenario system "lay_out full" 1 "${these[@]}"
  account system full "${these[@]}"
}

bench_dry() {
  need full
  learn_requests
  account dry-run full janitor_dry_first janitor_dry_again docker_custodian_dry_run docker_ps floor_lists
  lay_out full
  scenario dry-run : "$sweep_rounds" janitor_dry_first janitor_dry_again docker_custodian_dry_run floor_first
  scenario dry-run-again : "$rounds" janitor_dry_again docker_ps floor_lists
}

bench_recording() {
  local round
  need twice
  scenario recording "lay_out twice" "$sweep_rounds" janitor_sweep janitor_sweep_memory
  for ((round = 1; round <= series; round++)); do
    lay_out twice
    trace_recording
  done
}

bench_podman() {
  need_podman
  halt_engine TERM
  scenario podman lay_out_podman "$sweep_rounds" janitor_podman podman_prune floor_podman floor_podman_bare
  start_engine
}

bench_ledger() {
  need_million
  scenario ledger-day : "$sweep_rounds" "on_ledger report --by day" sql_by_day
  scenario ledger : 1 "on_ledger report" "on_ledger report --by target" "on_ledger report --by engine" \
    "on_ledger report --by run" "on_ledger report --by day --format json" "on_ledger report --by day --format csv" \
    "on_ledger report --by day --format markdown" "on_ledger report --format html" "on_ledger report --format prometheus" \
    "on_ledger report --since 30d" "on_ledger history" "on_ledger history --limit 0" "on_ledger history 1000" \
    "on_ledger history --object $ledger_object" "on_ledger history --outcome failed"
}

begun_at=$(date --utc +%Y-%m-%dT%H:%M:%SZ)
write_configurations
start_engine
newer_docker=() newer_version=''
if [[ ,$parts, = *,idle,* ]]; then newer_client || say "the newer client will be missing"; fi
versions=$(jq -n --arg janitor "$("$janitor" --version)" --arg commit "$(git -C "$root" describe --always --dirty 2>/dev/null)" \
  --arg newerClient "$newer_version" --arg client "$(docker version --format '{{.Client.Version}}')" --arg engine "$(docker version --format '{{.Server.Version}}')" \
  --arg store "$(docker info --format '{{.Driver}}')" --arg curl "$(curl --version | sed -n '1s/^curl \([^ ]*\).*/\1/p')" \
  --arg podman "$(podman --version | sed 's/.* //')" --arg sqlite "$(sqlite3 --version | cut -d' ' -f1)" \
  '{$janitor, $commit, $client, $newerClient, $engine, $store, $curl, $podman, $sqlite}')
keep_state empty

kept=${keep:-$folder/kept}
mkdir -p "$kept"
touch "$kept/parts" "$kept"/{samples,tools,figures}
if [ -s "$kept/versions" ] && ! diff -q "$kept/versions" <(echo "$versions") >/dev/null; then
  say "what is kept in $kept was measured with other versions"
  exit 65
fi
echo "$versions" >"$kept/versions"
for part in ${parts//,/ }; do
  if grep -qx "$part" "$kept/parts"; then continue; fi
  lay_out empty
  begun=$SECONDS
  "bench_$part"
  say "$part took $((SECONDS - begun)) s"
  for each in samples tools figures; do
    cat "$folder/$each" >>"$kept/$each"
    : >"$folder/$each"
  done
  echo "$part" >>"$kept/parts"
done

custodian=$("$cache/custodian/bin/pip" list --format json 2>/dev/null | jq -r '.[] | select(.name == "docker-custodian").version') || true
jq -n --slurpfile samples "$kept/samples" --slurpfile tools "$kept/tools" --slurpfile figures "$kept/figures" --argjson versions "$versions" \
  --arg custodian "${custodian:-}" --arg begun "$begun_at" --arg date "$(date --utc +%Y-%m-%dT%H:%M:%SZ)" \
  --arg cpu "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sed q)" --argjson cores "$(nproc)" \
  --argjson kib "$(awk '/^MemTotal/ { print $2 }' /proc/meminfo)" --arg kernel "$(uname -sr)" \
  --arg system "$(. /etc/os-release && echo "$PRETTY_NAME")" --arg disk "$(df --output=fstype "$folder" | tail -n 1)" \
  --arg load "$(cut -d' ' -f1-3 /proc/loadavg)" --argjson clutter "$clutter" --argjson podmanClutter "$podman_clutter" \
  --argjson series "$series" \
  -f "$root/scripts/bench-sum.jq" >"$folder/benchmarks.json"
jq -r -L "$root/scripts" -f "$root/scripts/bench-page.jq" "$folder/benchmarks.json" >"$folder/benchmarks.md"
if [ -z "$only" ] || [ -n "$keep" ]; then install -m 644 "$folder/benchmarks.json" "$folder/benchmarks.md" "$out"; fi
cat "$folder/benchmarks.md"
