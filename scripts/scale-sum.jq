# Sums the samples of scale.sh up: scale.json, schema janitor.scale/1.

def median: sort | .[length / 2 | floor];
def of($list; $size): $list | map(select(.size == $size)) | first;
[$samples[].size] | unique as $sizes
| def figures($size; $what): [$samples[] | select(.size == $size and .what == $what)]
    | {seconds: (map(.seconds) | median), spread: (map(.seconds) | [min, max]), peakBytes: (map(.peakBytes) | median),
      requests: (map(.requests) | median)};
  [$sizes[] | . as $size | {
    size: $size, listBytes: of($bodies; $size).bytes, ledgerBytes: of($ledgers; $size).bytes, plan: of($plans; $size),
    first: figures($size; "first"), second: figures($size; "second"), lists: figures($size; "lists")
  }] as $rows
| {
  schema: "janitor.scale/1", begunAt: $begun, finishedAt: $date, janitor: $janitor, commit: $commit,
  machine: {cpu: $cpu, cores: $cores, memoryBytes: ($kib * 1024)}, rounds: $rounds, sizes: $rows,
  growth: [
    range(1; $rows | length) | . as $at | $rows[$at - 1] as $small | $rows[$at] as $large | {
      from: $small.size, to: $large.size,
      first: {seconds: ($large.first.seconds / $small.first.seconds), peakBytes: ($large.first.peakBytes / $small.first.peakBytes)},
      second: {seconds: ($large.second.seconds / $small.second.seconds), peakBytes: ($large.second.peakBytes / $small.second.peakBytes)}
    }],
  samples: $samples
}
