import Foundation
import Testing

/// The links of README and docs lead somewhere.
@Suite struct LinkTests {
  @Test(arguments: Page.all) func `every relative link leads to a file, and to a heading of it`(_ page: Page) throws {
    for (number, line) in page.lines.enumerated() {
      for link in line.matches(of: /\]\(([^)\s]+)\)/).map({ String($0.output.1) }) where !link.contains("://") {
        let place = "\(page.path):\(number + 1): \(link)"
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let folder = URL(filePath: page.path, relativeTo: Page.root).deletingLastPathComponent()
        let file = parts[0].isEmpty ? URL(filePath: page.path, relativeTo: Page.root) : folder.appending(path: parts[0])
        #expect(FileManager.default.fileExists(atPath: file.path), "\(place) leads nowhere")
        guard parts.count == 2, let target = Page.all.first(where: { Self.isSame($0, file) }) else { continue }
        #expect(target.anchors.contains(parts[1]), "\(place): \(target.path) has no such heading")
      }
    }
  }

  @Test func `README leads to every page`() throws {
    let readme = try #require(Page.all.first).lines.joined(separator: "\n")
    for page in Page.all where !["README.md", "CHANGELOG.md"].contains(page.path) {
      #expect(readme.contains("](\(page.path))"), "\(page.path)")
    }
  }

  private static func isSame(_ page: Page, _ file: URL) -> Bool {
    Page.root.appending(path: page.path).standardized.path == file.standardized.path
  }
}
