import Benchmark
import Workloads

/// Each workload as often as two seconds allow.
let benchmarks: @Sendable () -> Void = {
  for workload in Workload.all {
    // Let go when it is over, so that a ledger's folder goes.
    var work: (() throws -> Void)?
    Benchmark(
      workload.name,
      configuration: .init(
        metrics: [.wallClock, .cpuTotal, .instructions, .throughput, .peakMemoryResident], maxDuration: .seconds(2),
        maxIterations: 1000),
      closure: { benchmark in
        for _ in benchmark.scaledIterations { try work?() }
      }, setup: { work = try workload.prepare() }, teardown: { work = nil })
  }
}
