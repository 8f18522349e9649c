# Renders scale.json as Markdown.

include "units";

def grouped: tostring | [scan("\\d{1,3}(?=(?:\\d{3})*$)")] | join(",");

"# Scale",
"",
"Written by `make scale`, from [scale.json](scale.json), which has every sample. A stub engine serves so many containers and as many images:",
"three of four containers have exited, one of ten images is that of containers which run, an image has 20 layers (one in a hundred 124), ten share 14 of them,",
"and four of ten stand on each other as the legacy builder's do. It answers at once, so the time is janitor's and the stub's. The first dry run has an empty ledger and asks for",
"each container and image that it may take; the second knows what the first one learnt. `curl` fetches the two lists at the same time and throws them away.",
"",
"\(.finishedAt[:10]), \(.machine.cores) cores of \(.machine.cpu), janitor \(.janitor) (\(.commit), release build). Medians of \(.rounds) rounds.",
"",
"| containers, images | lists | steps | first dry run | peak memory | requests | second dry run | peak memory | requests | `curl` | ledger |",
"| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
(.sizes[] | "| \(.size | grouped) each | \(.listBytes | mib) | \(.plan.steps | grouped) | \(.first.seconds | fixed(2)) s | \(.first.peakBytes | mib) | \(.first.requests | grouped) | \(.second.seconds | fixed(2)) s | \(.second.peakBytes | mib) | \(.second.requests | grouped) | \(.lists.seconds | fixed(2)) s | \(.ledgerBytes | mib) |"),
"",
"| growth | first: time | first: memory | second: time | second: memory |",
"| --- | ---: | ---: | ---: | ---: |",
(.growth[] | "| \(.from | grouped) to \(.to | grouped) | \(.first.seconds | fixed(1)) | \(.first.peakBytes | fixed(1)) | \(.second.seconds | fixed(1)) | \(.second.peakBytes | fixed(1)) |")
