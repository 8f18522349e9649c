import EngineLab
import Foundation
import Policies
import Testing

@testable import EngineClient

@Suite struct DiskUsageTests {
  @Test func `a folder takes what du says: blocks, each file once, links not followed`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "usage-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await execute([
      "sh", "-c",
      """
      mkdir -p "$0/a/b"; for i in 1 2 3 4 5; do echo $i >"$0/a/$i"; done; head -c 100000 /dev/urandom >"$0/a/b/big"
      ln "$0/a/b/big" "$0/again"; ln -s / "$0/root"; truncate -s 1G "$0/sparse"
      """, folder,
    ])
    let expected = try await execute(["du", "--summarize", "--block-size=1", folder]).prefix { $0.isNumber }
    #expect(diskUsage(of: folder)?.bytes == Int64(expected))
    #expect(diskUsage(of: "\(folder)/nothing") == nil)
  }
}
