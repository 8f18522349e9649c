import Foundation
import Testing

/// One page of the documentation, as its tests read it.
struct Page: Sendable, CustomTestStringConvertible {
  /// From the root of the project, as `docs/recipes.md`.
  let path: String
  let lines: [String]
  /// What stands between one heading and the next.
  private(set) var sections: [Section] = []
  var testDescription: String { path }

  struct Section: Sendable {
    let heading: String
    var blocks: [Block] = []
    /// What a comment `<!-- scene: … -->` says of where its commands run.
    var scene: String?
  }

  /// A fenced block.
  struct Block: Sendable {
    let language: String
    /// The number of its first line in the page, from 1.
    let line: Int
    var lines: [String] = []
    var text: String { lines.map { $0 + "\n" }.joined() }
    /// The file that its first line names in a comment, as `# /etc/janitor.conf.d/50-here.conf`.
    var file: String? {
      guard let first = lines.first, first.hasPrefix("# /") || first.hasPrefix("# ~/") else { return nil }
      return first.dropFirst(2).split(separator: " ").first.map(String.init)
    }
  }

  init(_ path: String) throws {
    self.path = path
    lines = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
      .components(separatedBy: "\n")
    var section = Section(heading: "")
    var open: Block?
    for (number, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        if let block = open {
          section.blocks.append(block)
          open = nil
        } else {
          open = Block(language: String(line.dropFirst(3)), line: number + 2)
        }
      } else if open != nil {
        open?.lines.append(line)
      } else if let heading = line.firstMatch(of: /^#+ (.+)$/) {
        sections.append(section)
        section = Section(heading: String(heading.output.1))
      } else if let scene = line.firstMatch(of: /^<!-- scene: (.+) -->$/) {
        section.scene = String(scene.output.1)
      }
    }
    sections.append(section)
    #expect(open == nil, "\(path) has a block that does not end")
  }

  var blocks: [Block] { sections.flatMap(\.blocks) }

  /// The anchors of its headings, as GitHub makes them.
  var anchors: Set<String> {
    var seen: [String: Int] = [:]
    return Set(
      sections.dropFirst().map { section in
        let kept = section.heading.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
        let anchor = kept.replacing(" ", with: "-")
        defer { seen[anchor, default: 0] += 1 }
        return seen[anchor].map { "\(anchor)-\($0)" } ?? anchor
      })
  }
}

extension Page {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized

  /// All that people read of the project.
  static let all: [Page] = {
    do {
      let docs = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "docs").path)
      return try
        (["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }).map(Page.init)
    } catch {
      fatalError("the documentation cannot be read: \(error)")
    }
  }()
}
