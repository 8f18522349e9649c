#!/bin/sh
# Shows what the tests of faults wrote down, one line for each name, in the order in which they came.
#
# usage: fault-table.sh FILE
set -eu
awk '
  { name = substr($0, 1, 34); split(substr($0, 35), cell, " ") }
  !(name in tries) { order[++count] = name }
  {
    tries[name] += cell[1]; lost[name] += cell[2]; wrong[name] += cell[3]
    if (cell[4] > longest[name]) longest[name] = cell[4]
  }
  END {
    printf "\n%-34s%9s%9s%9s%9s\n", "FAULT", "TRIES", "LOST", "WRONG", "MS"
    for (i = 1; i <= count; i++) {
      name = order[i]
      printf "%-34s%9d%9d%9d%9d\n", name, tries[name], lost[name], wrong[name], longest[name]
    }
  }' "$1"
