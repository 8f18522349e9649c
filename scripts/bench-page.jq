# Renders benchmarks.json as Markdown.

def fixed($digits): if . == null then "-" else
  (pow(10; $digits)) as $unit | ((. * $unit) | round) as $n
  | ($n / $unit | floor | tostring) + (if $digits == 0 then "" else
      "." + (($n % $unit | tostring) | ("0" * ($digits - length)) + .) end) end;
def ms: if . == null then "-" elif . < 1 then (. * 1000 | fixed(1)) + " ms" else fixed(2) + " s" end;
def mib: if . == null then "-" else (. / 1048576 | fixed(1)) + " MiB" end;
def cell: gsub("\\|"; "\\|");

{
  "idle-empty": "Nothing to do, on an empty engine",
  "idle-100": "Nothing to do, on an engine with 100 containers that are too young",
  "sweep-100": "Removing 100 exited containers",
  "sweep-100-busy": "Removing 100 exited containers while the disk is busy"
} as $headings
| {
  "idle-empty": "janitor goes by the janitor.conf that it comes with, and by a ledger that it has used before.",
  "idle-100": "The containers ended well a moment ago; the policies of janitor.conf want a day.",
  "sweep-100": "Each container wrote a file of 10 kB and a line of log. The engine's data folder is laid out anew before every turn. janitor begins with no ledger; it records each step durably before it asks the engine, and looks at each container again before it removes it, all of which the others do not.",
  "sweep-100-busy": "The same, while four writers each write 4 MiB to the same file system and wait for it, over and over: the host whose disk fills is seldom idle. The engine waits for the disk at each removal, one after another in a prune."
} as $remarks
| "# Benchmarks",
"",
"Written by `make bench`, from [benchmarks.json](benchmarks.json), which has every sample. What counts is ratios: the tools took turns on the",
"same engine state, another one first in each round, so that whatever else the machine did fell on all of them.",
"",
"\(.finishedAt[:10]), \(.machine.cores) cores of \(.machine.cpu), \(.machine.memoryBytes / 1073741824 | round) GiB, \(.machine.disk), \(.machine.system), \(.machine.kernel); load at the end \(.machine.loadAtEnd).",
"janitor \(.versions.janitor) (\(.versions.commit), release build), Docker \(.versions.engine) (\(.versions.store)) with Debian's client \(.versions.client), curl \(.versions.curl)"
  + (.versions.dockerCustodian | if . then ", docker-custodian \(.)" else "" end) + ".",
"",
"## The bars",
"",
"The floor is a client that does nothing but one list and bare DELETEs, eight at a time: nothing that asks the engine for each object is faster.",
"",
"| bar | at most | is | the floor | |",
"| --- | ---: | ---: | ---: | --- |",
(.bars[] | "| \(.what) | \(.most | fixed(2)) | \(.is | fixed(2)) | \(.floor | fixed(2)) | \(if .met then "met" elif .is then "**missed**" else "**runs failed**" end) |"),
(.rounds as $rounds | .scenarios[] | . as $scenario
  | "",
  "## \($headings[.name])",
  "",
  "\($remarks[.name]) Medians of \(if .name[:4] == "idle" then $rounds.idle else $rounds.sweep end * $rounds.series) rounds, in \($rounds.series) series.",
  "",
  "| tool | time | middle half | ratio | in each series | peak memory | ratio | requests |",
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
  (.tools[] | if .notRun then "| \(.title | cell) | not run: \(.notRun) | | | | | | |" else
    "| `\(.title | cell)`\(if .failures > 0 then " (\(.failures) runs failed or left some)" else "" end) | \(.seconds.median | ms) | \(.seconds.lower | ms) to \(.seconds.upper | ms) | \(.ratio | fixed(2)) | \(.seriesRatios | map(fixed(2)) | join(" ")) | \(.peakBytes | mib) | \(.peakRatio | fixed(2)) | \(.requestCount) |" end))
