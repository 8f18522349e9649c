#!/bin/sh
# Feeds each of janitor's readers whatever libFuzzer makes up, and tells how much that was.
#
#   fuzz.sh FUZZER CORPUS RUNS [TARGET…]
#
# Begins with what lies in CORPUS/TARGET; what it learns beyond that stays beside the fuzzer, in found/TARGET, and what
# broke something in broken/. With KEEP=1 the corpus takes over as little of it as reaches as much of the code.
set -eu

fuzzer=$(realpath "$1")
corpus=$(realpath "$2")
runs=$3
shift 3
folder=$(dirname "$fuzzer")
if [ $# = 0 ]; then
  cd "$corpus"
  set -- *
fi

# Inputs longer than that teach little and cost much.
length=4096
failed=0
# Swift's own crash handler would only hide what the address sanitizer has to say.
export SWIFT_BACKTRACE=enable=no
printf '%-16s %10s %9s %8s %8s\n' TARGET INPUTS 'PER S' SECONDS CORPUS
for target; do
  export JANITOR_FUZZ_TARGET="$target"
  mkdir -p "$folder/found/$target" "$folder/broken"
  log="$folder/$target.log"
  "$fuzzer" -runs="$runs" -max_len=$length -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 -seed="${SEED:-20261123}" \
    -dict="$corpus/../Fuzzer/words" -artifact_prefix="$folder/broken/$target-" "$folder/found/$target" "$corpus/$target" \
    >"$log" 2>&1 || { failed=1; echo "$target failed: see $log" >&2; }
  if [ "${KEEP:-0}" = 1 ]; then
    mkdir "$folder/merged"
    "$fuzzer" -merge=1 -max_len=1024 "$folder/merged" "$corpus/$target" "$folder/found/$target" >"$folder/merge.log" 2>&1
    rm -r "${corpus:?}/$target"
    mv "$folder/merged" "$corpus/$target"
  fi
  inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  speed=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
  seconds=$(sed -n 's/^Done .* in \([0-9]*\) second.*/\1/p' "$log")
  printf '%-16s %10s %9s %8s %8s\n' "$target" "${inputs:--}" "${speed:--}" "${seconds:--}" "$(find "$corpus/$target" -type f | wc -l)"
done
exit $failed
