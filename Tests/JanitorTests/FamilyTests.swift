import EngineLab
import ProgramLab
import Testing

/// Images of the legacy builder that stand on one untagged parent, which the engine takes along with the last of them.
@Suite struct FamilyTests {
  private static let children = 8

  /// Tagged images that differ, on one untagged parent with the label.
  private func makeFamily(_ lab: DockerLab) async throws -> String {
    _ = try await lab.importBase()
    var ids: [String] = []
    for number in 0..<Self.children {
      let dockerfile = "FROM base:1\nLABEL parent=yes\nLABEL parent=no number=\(number)"
      ids.append(try await lab.legacyBuild(dockerfile, tag: "child:\(number)"))
    }
    let parents = try await execute(
      ["docker", "--host", lab.host, "image", "inspect", "--format", "{{.Parent}}"] + ids, environment: lab.environment)
    let parent = try #require(Set(parents.split(separator: "\n").map(String.init)).first)
    #expect(Set(parents.split(separator: "\n")).count == 1)
    return parent
  }

  @Test func `S7 children of one parent go one after another, and each removal is recorded as done`() async throws {
    try await withDocker { lab in
      let parent = try await makeFamily(lab)
      let janitor = try Program(
        lab, "[[policy]]\nname = \"children\"\ntarget = \"images\"\nfilter = [\"reference=child\"]")
      let document = try await janitor.document("run")
      #expect(document.steps.map(\.outcome) == Array(repeating: "done", count: Self.children))
      #expect(try await lab.state().objects["image \(parent)"] == nil)
    }
  }

  @Test func `S2 a protected parent stays, whichever child goes last`() async throws {
    try await withDocker { lab in
      let parent = try await makeFamily(lab)
      let janitor = try Program(
        lab,
        """
        [protect]
        labels = ["parent=yes"]

        [[policy]]
        name = "children"
        target = "images"
        filter = ["reference=child"]
        """)
      let document = try await janitor.document("run")
      #expect(document.steps.map(\.outcome) == Array(repeating: "done", count: Self.children))
      #expect(try await lab.state().objects["image \(parent)"] != nil)
    }
  }
}
