import EngineLab
import Foundation
import Policies
import ProgramLab
import Testing

@testable import Housekeeping

/// Behind a proxy that filters the socket, janitor needs what docs/engines.md lists, and names what was refused.
@Suite struct FilteringProxyTests {
  /// `GET /containers/ID/json` and so on, of the table in the documentation.
  private static var listed: [String] {
    get throws {
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/engines.md")
      let page = try String(contentsOf: file.standardized, encoding: .utf8)
      let section = page.components(separatedBy: "## ").first { $0.hasPrefix("What a filtering proxy") } ?? ""
      return section.matches(of: /`((?:GET|HEAD|POST|DELETE) [^`]+)`/).map { String($0.output.1) }
    }
  }

  /// Whether a request is one that is listed: versions and queries left out, and any text where the list has a word in capitals.
  private static func matches(_ request: String, _ listed: String) -> Bool {
    let path = request.replacing(/\ \/v1\.\d+/, with: " ").prefix { $0 != "?" }
    let pattern = "^" + listed.replacing(/\/(ID|NAME|REFERENCE)/, with: "/[^/]+") + "$"
    return path.range(of: pattern, options: .regularExpression) != nil
  }

  @Test func `what is listed is enough for everything, and what is refused is named`() async throws {
    let listed = try Self.listed
    #expect(listed.count > 15)
    try await withDocker { lab in
      try await FaultProxy.with(lab) { proxy in
        let bench = try await FaultBench(lab, hasCache: true)
        try await bench.clutter()
        _ = try await bench.run(at: proxy.host, dry: true)
        proxy.allow { request in listed.contains { Self.matches(request, $0) } }
        let whole = try await bench.run(at: proxy.host)
        #expect(!whole.tally.hasTroubles && whole.tally.done == whole.plan.steps.count)
        #expect(whole.plan.steps.count > FaultBench.steps)
        let needed = listed.filter { entry in proxy.requests.contains { Self.matches($0, entry) } }
        #expect(needed.count > 12)

        for refused in needed {
          try await bench.clutter()
          proxy.allow(nil)
          _ = try await bench.run(at: proxy.host, dry: true)
          proxy.allow { !Self.matches($0, refused) }
          let ending = try await bench.program.run(["run", "--host", proxy.host] + bench.program.arguments)
          // What janitor can do without is no failure.
          guard proxy.requests.contains(where: { Self.matches($0, refused) }), ending.status != 0 else { continue }
          #expect(ending.status == 69 || ending.status == 3, "\(refused): \(ending)")
          let named = (ending.output + ending.diagnostics).matches(of: /refused ([A-Z]+ [^ ]+)/).map {
            String($0.output.1)
          }
          let isStep = ending.output.contains("the engine refused (403)")
          #expect(isStep || named.contains { Self.matches($0, refused) }, "\(refused): \(ending)")
        }
      }
    }
  }
}
