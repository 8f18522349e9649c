# Renders benchmarks.json as Markdown.

include "units";

def cell: gsub("\\|"; "\\|");
def number($unit): if . == null then "" elif $unit == "count" then fixed(0) elif $unit == "share" then (. * 100 | fixed(1)) + " %"
  else fixed(2) end;

(.clutter | tostring) as $n | .figures as $figures
| {
  "version": "Starting",
  "idle-empty": "Nothing to do, on an empty engine",
  "idle-clutter": "Nothing to do, on an engine with \($n) containers that are too young",
  "sweep": "Removing \($n) exited containers",
  "sweep-busy": "Removing \($n) exited containers while the disk is busy",
  "system": "Removing \($n) exited containers and \($n) unused images",
  "dry-run": "A dry run over \($n) containers and \($n) images",
  "dry-run-again": "The second dry run, beside what only lists",
  "recording": "What recording costs",
  "podman": "Podman: removing \(.podmanClutter) exited containers",
  "ledger-day": "The ledger: a report by day on a million steps",
  "ledger": "The ledger: everything else that reads a million steps"
} as $headings
| {
  "version": "What it takes until a program can begin.",
  "idle-empty": ("janitor goes by the janitor.conf that it comes with, and by a ledger that it has used before. "
    + (if (.versions.newerClient // "") == "" then "" else "The newer client is docker-cli \(.versions.newerClient) of Debian sid, with the libraries of sid; it speaks to the same engine." end)),
  "idle-clutter": "The containers ended well a moment ago; the policies of janitor.conf want a day.",
  "sweep": "Each container wrote a file of 10 kB and a line of log. The engine's data folder is laid out anew before every turn. janitor begins with no ledger; it records each step durably before it asks the engine, and looks at each container again before it removes it, all of which the others do not. curl opened \($figures.floorConnections | fixed(0)) connections for its \($n) bare DELETEs, and one more for its list.",
  "sweep-busy": "The same, while four writers each write 4 MiB to the same file system and wait for it, over and over: the host whose disk fills is seldom idle. The engine waits for the disk at each removal, one after another in a prune.",
  "system": "The containers of a sweep, and images of thirty days ago on layers that they share, every other one without a tag. janitor has policies that take the same as `docker system prune --all`. One running container has to stay with its image: after each turn containers, images, volumes, networks and the number of layers on the disk must be just what they were before the clutter was made.",
  "dry-run": "Containers that ended two days ago, images of thirty days ago; both tools are asked for what is older than a day, and must name all of them. The first dry run has no ledger; the second one a copy of what the first one left, and asks only for what it does not know yet. What the floor asks for is what the engine's log shows of the first one.",
  "dry-run-again": "The floor asks for just the lists that the engine's log shows of the second dry run, all at once over eight connections, and throws the answers away.",
  "recording": ("The sweep, of twice as many containers, with the ledger on the engine's own disk and on a file system in memory. The difference is what waiting for the disk costs, also where the engine waits for it at the same time; what SQLite itself computes is in both. "
    + (if $figures.recordingCallsShare then "Beside that, `strace` adds up the time in the calls that write or sync the ledger's files: \($figures.recordingCallsShare * 100 | fixed(1)) % of the sweep, in \($figures.recordingCommits | fixed(0)) syncs. Some of that passes while the engine removes and delays nothing." else "" end)),
  "podman": "Debian's Podman with storage of its own; janitor asks its API service, `podman` needs none. Each turn begins with the same storage. The floor sends what janitor sends: a ping, `GET /info`, one list, two inspections of each container, and its removal.",
  "ledger-day": (if $figures.ledgerSteps then "\($figures.ledgerSteps | fixed(0)) steps of \($figures.ledgerRuns | fixed(0)) runs over two years, in a ledger of \($figures.ledgerBytes | mib): \($figures.ledgerBytesPerStep | fixed(0)) bytes a step. janitor made the ledger and one dry run; SQL made the runs, with that run's words and bytes. Both must tell the same of each day." else "" end),
  "ledger": "The same ledger; ratios are against `janitor report`."
} as $remarks
| .series as $series
| "# Benchmarks",
"",
"Written by `make bench`, from [benchmarks.json](benchmarks.json), which has every sample. What counts is ratios: the tools took turns on the",
"same engine state, another one first in each round, so that whatever else the machine did fell on all of them.",
"",
"\(.finishedAt[:10]), \(.machine.cores) cores of \(.machine.cpu), \(.machine.memoryBytes / 1073741824 | round) GiB, \(.machine.disk), \(.machine.system), \(.machine.kernel); load at the end \(.machine.loadAtEnd).",
"janitor \(.versions.janitor) (\(.versions.commit), release build), Docker \(.versions.engine) (\(.versions.store)) with Debian's client \(.versions.client)"
  + (if (.versions.newerClient // "") == "" then "" else " (and \(.versions.newerClient) where it says so)" end) + ", Podman \(.versions.podman), curl \(.versions.curl), SQLite \(.versions.sqlite)"
  + (.versions.dockerCustodian | if . then ", docker-custodian \(.)" else "" end) + ".",
"",
"## The bars",
"",
"The floor is a client that sends the same requests as janitor over eight connections and does nothing else. Ratios are of medians.",
"",
"| bar | at most | is | the floor | |",
"| --- | ---: | ---: | ---: | --- |",
(.bars[] | .unit as $unit
  | "| \(.what | cell) | \(.most | number($unit)) | \(.is | if . == null then "-" else number($unit) end) | \(.floor | number($unit)) | \(if .is == null then "**runs failed**" elif .met == null then "no bar" elif .met then "met" else "**missed**" end) |"),
(.scenarios[] | . as $scenario | (.tools | map(.peakBytes // empty) | length > 0) as $accounted
  | "",
  "## \($headings[.name])",
  "",
  "\($remarks[.name]) Medians of \(.rounds * $series) rounds, in \($series) series.",
  "",
  "| tool | time | middle half | ratio | in each series |" + (if $accounted then " peak memory | ratio | requests |" else "" end),
  "| --- | ---: | ---: | ---: | ---: |" + (if $accounted then " ---: | ---: | ---: |" else "" end),
  (.tools[] | if .notRun then "| \(.title | cell) | not run: \(.notRun) | | | |" + (if $accounted then " | | |" else "" end) else
    "| `\(.title | cell)`\(if .failures > 0 then " (\(.failures) runs failed: \(.problems | join("; ") | cell))" else "" end) | \(.seconds.median | ms) | \(.seconds.lower | ms) to \(.seconds.upper | ms) | \(.ratio | fixed(2)) | \(.seriesRatios | map(fixed(2)) | join(" ")) |"
    + (if $accounted then " \(.peakBytes | mib) | \(.peakRatio | fixed(2)) | \(.requestCount // "-") |" else "" end) end))
