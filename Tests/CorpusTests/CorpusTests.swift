import Foundation
import Testing

/// What the fuzzer found worth keeping is read again, each by what it was found for.
@Suite struct CorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Corpus")
    .standardized

  @Test(arguments: FuzzTarget.allCases)
  func `the corpus is read without a crash, to its end`(_ target: FuzzTarget) throws {
    let folder = Self.folder.appending(path: target.rawValue)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files { target.read(Array(try Data(contentsOf: file))) }
  }

  @Test func `every folder of the corpus has its target`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(names) == Set(FuzzTarget.allCases.map(\.rawValue)))
  }
}
