import Foundation
import Policies
import Testing

@testable import EngineClient

@Suite struct UsageTests {
  private func read(_ text: String) throws -> UsageWire {
    try JSONDecoder().decode(UsageWire.self, from: Data(text.utf8))
  }

  private static func image(_ digit: Character, size: Int64, shared: Int64, containers: Int) -> String {
    let id = "sha256:" + String(repeating: digit, count: 64)
    return #"{"Id": "\#(id)", "Size": \#(size), "SharedSize": \#(shared), "Containers": \#(containers)}"#
  }

  /// Two images share 30; one is in use, and has 5 for itself.
  @Test func `what is reclaimable of images is reckoned as Docker's client does it`() throws {
    let images = [
      Self.image("a", size: 35, shared: 30, containers: 1), Self.image("b", size: 40, shared: 30, containers: 0),
      // Not measured: the client takes it for nothing.
      Self.image("c", size: 7, shared: -1, containers: 2),
    ].joined(separator: ",")
    let usage = try read(#"{"LayersSize": 52, "Images": [\#(images)]}"#)
    #expect(usage.reclaimable == ByteCount(47))
    #expect(usage.ownBytes.values.sorted() == [ByteCount(5), ByteCount(10)])
  }

  @Test(arguments: ["{}", #"{"Images": null, "LayersSize": 5}"#, #"{"Images": []}"#])
  func `where an engine does not count, nothing is said`(body: String) throws {
    #expect(try read(body).reclaimable == nil)
  }

  @Test func `figures that make no sense are no less than nothing`() throws {
    let image = Self.image("a", size: .max, shared: 0, containers: 1)
    let id = String(repeating: "b", count: 64)
    let usage = try read(
      #"{"LayersSize": -4, "Images": [\#(image), \#(image)], "Containers": [{"Id": "\#(id)", "SizeRw": -1}, {"Id": "x"}]}"#
    )
    #expect(usage.reclaimable.map { $0 >= .zero } == true)
    #expect(usage.writableBytes.map(\.value) == [.zero])
  }
}
