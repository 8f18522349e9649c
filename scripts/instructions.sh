#!/bin/bash
# Counts the instructions of each workload under callgrind, and compares them with the counts that are kept.
#
#   instructions.sh RUNNER COUNTS [NAME…]
#
# One count is that of twice as many repetitions less that of once as many, so that neither start-up nor making the
# inputs is in it. Fails where one is more than a tenth above the kept one. With KEEP=1 the new ones are kept instead.
# What callgrind wrote stays beside the runner, for callgrind_annotate.
set -euo pipefail

runner=$(realpath "$1")
kept=$2
shift 2
folder=$(dirname "$runner")/callgrind
mkdir -p "$folder"
# Else each process puts sets and dictionaries in another order.
export SWIFT_DETERMINISTIC_HASHING=1

count() { # NAME TIMES
  valgrind --tool=callgrind --callgrind-out-file="$folder/$1.$2" "$runner" "$1" "$2" >"$folder/$1.$2.log" 2>&1 || {
    tail -n 20 "$folder/$1.$2.log" >&2
    return 1
  }
  sed -n 's/^totals: //p' "$folder/$1.$2"
}

workloads=$("$runner")
[ $# = 0 ] || workloads=$(for name; do
  grep "^$name " <<<"$workloads" || { echo "there is no workload '$name'" >&2; exit 64; }
done)
now='{}'
while read -r name times; do
  count "$name" "$times" >"$folder/once" &
  twice=$(count "$name" $((2 * times)))
  wait $!
  now=$(jq --arg name "$name" --argjson count $((twice - $(cat "$folder/once"))) '.[$name] = $count' <<<"$now")
done <<<"$workloads"

swift=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p')
if [ "${KEEP:-0}" = 1 ]; then
  old='{}'
  [ $# = 0 ] || old=$(jq .instructions "$kept")
  jq --null-input --arg swift "$swift" --argjson old "$old" --argjson now "$now" \
    '{$swift, instructions: ($old + $now)}' >"$kept"
fi

[ "$(jq --raw-output .swift "$kept")" = "$swift" ] ||
  echo "note: the counts were kept with Swift $(jq --raw-output .swift "$kept"), this is $swift" >&2
jq --raw-output --argjson now "$now" --argjson all "$((!$#))" '
  .instructions as $kept | ($now + if $all == 1 then $kept else {} end | keys[]) |
  "\(.) \($kept[.] // "-") \($now[.] // "-")"' "$kept" |
  awk -v file="$kept" '
    BEGIN { printf "%-24s %14s %14s %7s\n", "WORKLOAD", "KEPT", "NOW", "RATIO" }
    $2 == "-" || $3 == "-" {
      printf "%-24s %14s %14s %7s\n", $1, $2, $3, "-"
      changed = changed " " $1
      next
    }
    {
      ratio = $3 / $2
      printf "%-24s %14d %14d %7.3f\n", $1, $2, $3, ratio
      if (ratio > 1.1) slower = slower " " $1
      if (ratio < 0.9) faster = faster " " $1
    }
    END {
      hint = "`make instructions KEEP=1` keeps the new counts in " file
      if (faster) print "\nmore than a tenth below what is kept:" faster "\n" hint
      if (slower) print "\nmore than a tenth above what is kept:" slower "\nif that has to be, " hint
      if (changed) print "\nnot both kept and counted:" changed "\n" hint
      exit (slower || changed) ? 1 : 0
    }'
