import EngineLab
import Foundation
import Policies
import ProgramLab
import Testing
import Worlds

@testable import Housekeeping

/// S7: whenever janitor or the engine is killed, the next run finds out what became of everything.
@Suite struct KillTests {
  private static let isWhole = ProcessInfo.processInfo.environment["JANITOR_FAULTS"] != nil

  @Test func `S7 janitor killed at any instant`() async throws {
    try await withDocker { lab in
      let bench = try await FaultBench(lab, hasCache: true)
      var row = FaultRow(name: "SIGKILL of janitor")
      for _ in 0..<(Self.isWhole ? 300 : 8) {
        // Up to a little longer than a run takes here.
        let wait = Double.random(in: 0...0.4)
        let verdict = try await bench.trial(on: lab.host) {
          let script = #""$@" >/dev/null 2>&1 & sleep \#(wait); kill -KILL $!; wait $!; true"#
          try await execute(
            ["sh", "-c", script, "sh", Program.path, "run", "--host", lab.host] + bench.program.arguments)
          // The engine goes on with what it was asked.
          try await execute(["sleep", "0.2"])
        }
        row.add(verdict, "after \(wait) s")
      }
      FaultRow.report([row])
      #expect(row.lost == 0 && row.wrong == 0)
    }
  }

  @Test func `S7 janitor killed at every request, before the engine hears of it and after it did it`() async throws {
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        let bench = try await FaultBench(lab)
        try await bench.clutter()
        _ = try await bench.run(at: proxy.host, dry: true)
        proxy.harm(0, by: nil)
        let run = ["run", "--host", proxy.host] + bench.program.arguments
        #expect(try await bench.program.run(run).status == 0)
        let places = proxy.requests.count
        #expect(places > 20)
        var rows: [FaultRow] = []
        for (name, fault) in [
          ("SIGKILL before each request", Fault.killBefore), ("SIGKILL after each request", .killAfter),
        ] {
          var row = FaultRow(name: name)
          for place in stride(from: 0, to: places, by: Self.isWhole ? 1 : 9) {
            let verdict = try await bench.trial(on: proxy.host) {
              proxy.harm(place, by: fault)
              let ending = try await bench.program.run(run)
              #expect(ending.status == 128 + SIGKILL || proxy.requests.count <= place)
              proxy.harm(0, by: nil)
              // The engine goes on with what it was asked.
              try await execute(["sleep", "0.2"])
            }
            row.add(verdict, "\(name), request \(place)")
          }
          rows.append(row)
        }
        FaultRow.report(rows)
        #expect(rows.allSatisfy { $0.lost == 0 && $0.wrong == 0 })
      }
    }
  }

  @Test func `S7 the engine killed in the middle of removals`() async throws {
    try await withDocker { lab in
      let bench = try await FaultBench(lab)
      var row = FaultRow(name: "SIGKILL of the engine")
      for _ in 0..<(Self.isWhole ? 50 : 2) {
        let wait = Double.random(in: 0...0.3)
        let verdict = try await bench.trial(on: lab.host) {
          // Without the network: Docker 20.10 killed in the middle of removing one may panic at its next start.
          let policies = ["containers", "images", "volumes"].flatMap { ["--policy", $0] }
          async let run: Void = {
            _ = try? await execute([Program.path, "run", "--host", lab.host] + policies + bench.program.arguments)
          }()
          try await execute(["sleep", "\(wait)"])
          try await lab.kill()
          await run
          try await lab.start()
        }
        row.add(verdict, "after \(wait) s")
      }
      FaultRow.report([row])
      #expect(row.lost == 0 && row.wrong == 0)
    }
  }

  @Test func `S7 the engine hanging in the middle of removals`() async throws {
    try await withDocker { lab in
      let bench = try await FaultBench(lab)
      var row = FaultRow(name: "SIGSTOP of the engine")
      for _ in 0..<(Self.isWhole ? 50 : 3) {
        let wait = Double.random(in: 0...0.3)
        let verdict = try await bench.trial(on: lab.host) {
          async let run = try? bench.run(at: lab.host)
          try await execute(["sleep", "\(wait)"])
          try lab.suspend()
          // It ended well before the engine hung, knows of steps that nobody can tell of, or was told nothing at all.
          let result = await run
          #expect(result?.plan.brake == nil)
          try lab.resume()
          // What the engine was asked for before, it now does.
          try await execute(["sleep", "0.5"])
        }
        row.add(verdict, "after \(wait) s")
      }
      FaultRow.report([row])
      #expect(row.lost == 0 && row.wrong == 0)
    }
  }
}
