# Sums the samples of bench.sh up: benchmarks.json, schema janitor.benchmarks/1.

def quantile($q): sort | if length == 0 then null else ((length - 1) * $q) as $at | ($at | floor) as $low
  | .[$low] + (.[[$low + 1, length - 1] | min] - .[$low]) * ($at - $low) end;
def spread: {median: quantile(0.5), lower: quantile(0.25), upper: quantile(0.75), least: min, most: max};

# The tool that the others of a scenario are measured against: what people run today.
[["idle-empty", "docker_ps"], ["idle-100", "docker_ps"], ["sweep-100", "docker_prune"],
  ["sweep-100-busy", "docker_prune"]] as $scenarios
| def timed($scenario; $tool): [$samples[] | select(.kind == "time" and .scenario == $scenario and .tool == $tool)];
def accounts($scenario; $tool): [$samples[] | select(.kind == "account" and .scenario == $scenario and .tool == $tool)];
def seriesMedians: group_by(.series) | map(map(.seconds) | quantile(0.5));
def result($scenario; $baseline):
  . as $entry | timed($scenario; .tool) as $runs | accounts($scenario; .tool) as $counts
  | timed($scenario; $baseline) as $base | accounts($scenario; $baseline) as $baseCounts
  | {tool, title}
  + if .absent != "" then {notRun: .absent} else {
      seconds: ($runs | map(.seconds) | spread),
      # Of the medians, over all rounds and in each series.
      ratio: (($runs | map(.seconds) | quantile(0.5)) / ($base | map(.seconds) | quantile(0.5))),
      seriesRatios: ([($runs | seriesMedians), ($base | seriesMedians)] | transpose | map(.[0] / .[1])),
      # Each round by itself: what was measured within the same seconds.
      roundRatios: ([($runs | map(.seconds)), ($base | map(.seconds))] | transpose | map(.[0] / .[1]) | spread),
      peakBytes: ($counts | map(.kib * 1024) | quantile(0.5)),
      peakRatio: (($counts | map(.kib) | quantile(0.5)) / ($baseCounts | map(.kib) | quantile(0.5))),
      requests: ($counts[0].requests), requestCount: ($counts | map(.requests | add // 0) | quantile(0.5)),
      failures: ($runs + $counts | map(select(.status != 0 or (.left // 0) > 0)) | length),
      samples: ($runs | map(.seconds))
    } end;
{
  schema: "janitor.benchmarks/1", begunAt: $begun, finishedAt: $date,
  machine: {cpu: $cpu, cores: $cores, memoryBytes: ($kib * 1024), kernel: $kernel, system: $system, disk: $disk, loadAtEnd: $load},
  versions: ($versions + {dockerCustodian: (if $custodian == "" then null else $custodian end)}),
  rounds: {idle: $rounds, sweep: $sweepRounds, series: $series},
  scenarios: [$scenarios[] | . as [$name, $baseline]
    | {$name, $baseline, tools: [$tools[] | select(.scenario == $name) | result($name; $baseline)]}]
}
# A run that failed, or left something, measures nothing.
| def of($scenario; $tool): .scenarios[] | select(.name == $scenario) | .tools[] | select(.tool == $tool)
  | if .failures > 0 then .ratio = null | .peakRatio = null else . end;
. + {bars: [
  {what: "a dry run with nothing to do, time against docker ps -a (empty engine)", most: 2, is: of("idle-empty"; "janitor_dry_run").ratio},
  {what: "a dry run with nothing to do, time against docker ps -a (100 young containers)", most: 2, is: of("idle-100"; "janitor_dry_run").ratio},
  {what: "a dry run, peak memory against docker ps -a (100 young containers)", most: 1.3, is: of("idle-100"; "janitor_dry_run").peakRatio},
  {what: "a sweep of 100 exited containers, time against docker container prune -f (disk idle)", most: (1 / 3), is: of("sweep-100"; "janitor_sweep").ratio, floor: of("sweep-100"; "floor_sweep").ratio},
  {what: "the same while the disk is busy", most: (1 / 3), is: of("sweep-100-busy"; "janitor_sweep").ratio, floor: of("sweep-100-busy"; "floor_sweep").ratio}
] | map(. + {met: (.is != null and .is <= .most)})}
