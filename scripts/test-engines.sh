#!/bin/bash
# Runs the tests by COMMAND, on each of the engines that JANITOR_TEST_ENGINES names (or all), and prints what became of
# which check on which engine: a table engine × check. Its last line is the test runner's own count.
# Ends as COMMAND ends, and badly where an engine made no check at all. JANITOR_TEST_SEED repeats what a seed had made.
#
# usage: test-engines.sh COMMAND...
set -uo pipefail

: "${1:?usage: test-engines.sh COMMAND...}"
export JANITOR_TEST_ENGINES=${JANITOR_TEST_ENGINES:-all}
export JANITOR_TEST_SEED=${JANITOR_TEST_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export JANITOR_TEST_TABLE=$folder/cells
: >"$JANITOR_TEST_TABLE"

"$@" 2>&1 | tee "$folder/log"
status=$?

# Lines of engine, check, event (began, is, passed, failed) and detail, with tabs between.
awk -F '\t' -v chosen="$JANITOR_TEST_ENGINES" '
  function cell(engine, check,   outcome) {
    outcome = ended[engine, check]
    if (!((engine, check) in began)) return "-"
    if (outcome == "") outcome = "FAILED, ended early"
    if (outcome == "passed") outcome = "ok"
    if (outcome == "failed") outcome = "FAILED"
    return outcome (detail[engine, check] == "" ? "" : " (" detail[engine, check] ")")
  }
  $3 == "is" { version[$1] = $4; next }
  $3 == "began" { began[$1, $2] = 1; count[$1]++; next }
  { if (ended[$1, $2] != "failed") ended[$1, $2] = $3; detail[$1, $2] = $4 }
  END {
    engines = "docker docker-trixie docker-sid docker-sid-containerd podman podman-trixie podman-sid"
    if (chosen != "all") { engines = chosen; gsub(",", " ", engines) }
    checks = split("containers|images|builder|dry run|bytes|filters|everything", check, "|")
    lines = split(engines, engine, " ")
    for (line = 0; line <= lines; line++) {
      name = line ? engine[line] : "engine"
      text[line, 0] = line ? name " " (name in version ? version[name] : "(no version)") : name
      for (column = 1; column <= checks; column++) text[line, column] = line ? cell(name, check[column]) : check[column]
      for (column = 0; column <= checks; column++)
        if (length(text[line, column]) > width[column]) width[column] = length(text[line, column])
      if (line && !count[name]) bad = 1
      for (column = 1; column <= checks; column++) if (text[line, column] ~ /^FAILED/) bad = 1
    }
    print ""
    for (line = 0; line <= lines; line++) {
      row = ""
      for (column = 0; column <= checks; column++) row = row sprintf("%-*s  ", width[column], text[line, column])
      sub(/ +$/, "", row)
      print row
    }
    exit bad
  }' "$JANITOR_TEST_TABLE" || status=$((status ? status : 1))

printf '\nseed %s\n' "$JANITOR_TEST_SEED"
grep 'Test run with ' "$folder/log" | tail -n 1
exit "$status"
