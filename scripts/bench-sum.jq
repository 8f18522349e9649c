# Sums the samples of bench.sh up: benchmarks.json, schema janitor.benchmarks/2.

def quantile($q): sort | if length == 0 then null else ((length - 1) * $q) as $at | ($at | floor) as $low
  | .[$low] + (.[[$low + 1, length - 1] | min] - .[$low]) * ($at - $low) end;
def median: quantile(0.5);
def spread: {median: median, lower: quantile(0.25), upper: quantile(0.75), least: min, most: max};
def over($other): if . == null or $other == null or $other == 0 then null else . / $other end;

# Each scenario with the tool that the others are measured against: what people run today, where there is one.
[["version", "docker_version"], ["idle-empty", "docker_ps"], ["idle-clutter", "docker_ps"], ["sweep", "docker_prune"],
  ["sweep-busy", "docker_prune"], ["system", "docker_system_prune"], ["dry-run", "docker_custodian_dry_run"],
  ["dry-run-again", "docker_ps"], ["recording", "janitor_sweep"], ["podman", "podman_prune"], ["ledger-day", "sql_by_day"],
  ["ledger", "on_ledger report"]] as $scenarios
# Memory and requests of both scenarios with dry runs are counted once.
| def counted: if . == "dry-run-again" then "dry-run" else . end;
def timed($scenario; $tool): [$samples[] | select(.kind == "time" and .scenario == $scenario and .tool == $tool)];
def accounts($scenario; $tool): [$samples[] | select(.kind == "account" and .scenario == ($scenario | counted) and .tool == $tool)];
def seriesMedians: group_by(.series) | map(map(.seconds) | median);
def result($scenario; $baseline):
  . as $entry | timed($scenario; .tool) as $runs | accounts($scenario; .tool) as $counts
  | timed($scenario; $baseline) as $base | accounts($scenario; $baseline) as $baseCounts
  | {tool, title}
  + if .absent != "" then {notRun: .absent} else {
      seconds: ($runs | map(.seconds) | spread),
      # Of the medians, over all rounds and in each series.
      ratio: ($runs | map(.seconds) | median | over($base | map(.seconds) | median)),
      seriesRatios: ([($runs | seriesMedians), ($base | seriesMedians)] | transpose | map(.[1] as $base | .[0] | over($base))),
      # Each round by itself: what was measured within the same seconds.
      roundRatios: ([($runs | map(.seconds)), ($base | map(.seconds))] | transpose | map(.[1] as $base | .[0] | over($base)) | spread),
      peakBytes: ($counts | map(.kib * 1024) | median),
      peakRatio: ($counts | map(.kib) | median | over($baseCounts | map(.kib) | median)),
      requests: ($counts[0].requests), requestCount: ($counts | map(.requests | add // 0) | median),
      failures: ($runs + $counts | map(select(.problem)) | length), problems: ($runs + $counts | map(.problem // empty) | unique),
      samples: ($runs | map(.seconds))
    } end;
{
  schema: "janitor.benchmarks/2", begunAt: $begun, finishedAt: $date,
  machine: {cpu: $cpu, cores: $cores, memoryBytes: ($kib * 1024), kernel: $kernel, system: $system, disk: $disk, loadAtEnd: $load},
  versions: ($versions + {dockerCustodian: (if $custodian == "" then null else $custodian end)}),
  clutter: $clutter, podmanClutter: $podmanClutter, series: $series,
  figures: ($figures | group_by(.name) | map({(.[0].name): (map(.value) | median)}) | add // {}),
  scenarios: [$scenarios[] | . as [$name, $baseline] | [$tools[] | select(.scenario == $name)] | select(length > 0)
    | {$name, $baseline, rounds: .[0].rounds, tools: map(result($name; $baseline))}]
}
# A run that failed, or left something, measures nothing.
| def of($scenario; $tool): first(.scenarios[] | select(.name == $scenario) | .tools[] | select(.tool == $tool)
    | select(.failures == 0)) // null;
  def time($scenario; $tool): of($scenario; $tool) | .seconds.median?;
  def ratio($scenario; $tool; $other): time($scenario; $other) as $base | time($scenario; $tool) | over($base);
  def peak($scenario; $tool; $other): of($scenario; $other).peakBytes as $base | of($scenario; $tool).peakBytes | over($base);
  "\($clutter)" as $n
| . + {bars: ([
  {part: "version", what: "`janitor --version`, time against `docker --version`", most: 1,
    is: ratio("version"; "janitor_version"; "docker_version")},
  {part: "idle-empty", what: "a dry run with nothing to do, time against `docker ps -a` (empty engine)", most: 2,
    is: ratio("idle-empty"; "janitor_dry_run"; "docker_ps"), floor: ratio("idle-empty"; "floor_list"; "docker_ps")},
  {part: "idle-empty", what: "the same against `docker ps -a` of Docker \($versions.newerClient | split(".")[0] // "28")", most: 2,
    is: ratio("idle-empty"; "janitor_dry_run"; "docker_ps_newer"), floor: ratio("idle-empty"; "floor_list"; "docker_ps_newer")},
  {part: "idle-clutter", what: "a dry run with nothing to do, time against `docker ps -a` (\($n) young containers)", most: 2,
    is: ratio("idle-clutter"; "janitor_dry_run"; "docker_ps"), floor: ratio("idle-clutter"; "floor_list"; "docker_ps")},
  {part: "idle-clutter", what: "the same, peak memory", most: 1.3, is: peak("idle-clutter"; "janitor_dry_run"; "docker_ps")},
  {part: "sweep", what: "a sweep of \($n) exited containers, time against `docker container prune -f`", most: 0.2,
    is: ratio("sweep"; "janitor_sweep"; "docker_prune"), floor: ratio("sweep"; "floor_looks"; "docker_prune")},
  {part: "sweep", what: "the same against `docker rm $(docker ps -aq -f status=exited)`", most: 1,
    is: ratio("sweep"; "janitor_sweep"; "docker_rm"), floor: ratio("sweep"; "floor_looks"; "docker_rm")},
  {part: "sweep", what: "the same against the floor: the same requests", most: 1.25, is: ratio("sweep"; "janitor_sweep"; "floor_looks"),
    floor: ratio("sweep"; "floor_looks"; "floor_looks")},
  {part: "sweep", what: "the same against one list and bare removals", most: null, is: ratio("sweep"; "janitor_sweep"; "floor_sweep"),
    floor: ratio("sweep"; "floor_looks"; "floor_sweep")},
  {part: "sweep-busy", what: "the same against `docker container prune -f`, while the disk is busy", most: 0.2,
    is: ratio("sweep-busy"; "janitor_sweep"; "docker_prune"), floor: ratio("sweep-busy"; "floor_looks"; "docker_prune")},
  {part: "system", what: "containers and images together, time against `docker system prune -af`", most: null,
    is: ratio("system"; "janitor_system"; "docker_system_prune")},
  {part: "dry-run", what: "a dry run over \($n) containers and \($n) images, the first, time against docker-custodian's", most: 0.1,
    is: ratio("dry-run"; "janitor_dry_first"; "docker_custodian_dry_run"), floor: ratio("dry-run"; "floor_first"; "docker_custodian_dry_run")},
  {part: "dry-run", what: "the same, the second", most: 0.1,
    is: ratio("dry-run"; "janitor_dry_again"; "docker_custodian_dry_run")},
  {part: "dry-run-again", what: "the second dry run, time against the same lists asked for at once", most: 1.5,
    is: ratio("dry-run-again"; "janitor_dry_again"; "floor_lists"), floor: ratio("dry-run-again"; "floor_lists"; "floor_lists")},
  {part: "dry-run-again", what: "the second dry run, requests", most: 8, unit: "count", is: of("dry-run-again"; "janitor_dry_again").requestCount},
  {part: "dry-run-again", what: "the second dry run, peak memory against `docker ps -a`", most: 1.25,
    is: peak("dry-run-again"; "janitor_dry_again"; "docker_ps")},
  {part: "recording", what: "recording, share of the time of a sweep of \($clutter * 2) containers: what a ledger in memory saves", most: 0.05, unit: "share",
    is: (ratio("recording"; "janitor_sweep_memory"; "janitor_sweep") | if . then 1 - . else null end)},
  {part: "recording", what: "the same: what passes in the system calls on the ledger's files", most: 0.05, unit: "share",
    is: .figures.recordingCallsShare},
  {part: "podman", what: "Podman: a sweep of \($podmanClutter) exited containers, time against `podman container prune -f`", most: 1.25,
    is: ratio("podman"; "janitor_podman"; "podman_prune"), floor: ratio("podman"; "floor_podman"; "podman_prune")},
  {part: "podman", what: "the same against the floor: the same requests", most: null,
    is: ratio("podman"; "janitor_podman"; "floor_podman"), floor: ratio("podman"; "floor_podman"; "floor_podman")},
  {part: "podman", what: "the same against one list and bare removals", most: null,
    is: ratio("podman"; "janitor_podman"; "floor_podman_bare"), floor: ratio("podman"; "floor_podman"; "floor_podman_bare")},
  {part: "ledger-day", what: "`janitor report --by day` on a million steps, time against the same SQL in `sqlite3`", most: 1.5,
    is: ratio("ledger-day"; "on_ledger report --by day"; "sql_by_day"), floor: ratio("ledger-day"; "sql_by_day"; "sql_by_day")}
] as $bars | [.scenarios[].name] as $done | $bars | map(select(.part | IN($done[]))
  | . + {met: (if .most == null then null else .is != null and .is <= .most end)}))}
