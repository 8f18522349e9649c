import EngineLab
import Foundation
import Policies
import Testing

@testable import Housekeeping

/// Alone in its process only: tests that run beside it take memory too.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["JANITOR_FAULTS"] != nil))
struct MemoryTests {
  /// KiB that the process has in memory.
  private func resident() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.filter(\.isNumber)))
  }

  @Test func `memory stays bounded over 100 runs of 500 objects`() async throws {
    try await withDocker { lab in
      let bench = try await FaultBench(lab)
      try await execute([
        "sh", "-c",
        "seq 500 | xargs -P 4 -I{} docker --host \(lab.host) create --network none base:1 true >/dev/null",
      ])
      var early = 0
      for number in 1...100 {
        let result = try await bench.run(at: lab.host, dry: true, within: .seconds(30))
        #expect(result.plan.steps.count >= 500)
        if number == 20 { early = try resident() }
      }
      let late = try resident()
      print("resident after 20 runs \(early) KiB, after 100 \(late) KiB")
      #expect(Double(late) < Double(early) * 1.1)
    }
  }
}
