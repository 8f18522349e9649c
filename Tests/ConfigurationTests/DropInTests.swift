import Foundation
import JanitorConfiguration
import Policies
import Testing

@Test func `drop-ins are read in order of name, and later ones win`() throws {
  try withTemporaryFolder { folder in
    try folder.write("[engine]\nhost='tcp://a:1'\ntimeout='1s'\n[brake]\nsteps=5\n", to: "j.conf")
    try folder.write("[engine]\nhost='tcp://c:1'\n[brake]\nshare='50%'\n", to: "j.conf.d/20-b.conf")
    try folder.write("[engine]\nhost='tcp://b:1'\n", to: "j.conf.d/10-a.conf")
    try folder.write("[brake]\nsteps=6\n", to: "j.conf.d/Z.conf")
    let path = folder.appending(path: "j.conf").path
    let configuration = try Configuration.load(path: path)
    #expect(configuration.engine == EngineSettings(host: "tcp://c:1", timeout: .seconds(1)))
    #expect(configuration.brake == Brake(steps: 6, share: 0.5))
    #expect(configuration.sources == [path] + ["10-a", "20-b", "Z"].map { "\(path).d/\($0).conf" })
  }
}

@Test func `a drop-in never takes a protection away`() throws {
  try withTemporaryFolder { folder in
    try folder.write("[protect]\nlabels=['a','b=1']\ncontainers=['x']\nimages=['i:*']\n", to: "j.conf")
    try folder.write("[protect]\nlabels=['c','a']\ncontainers=[]\nimages=['k:1','i:*']\n", to: "j.conf.d/a.conf")
    let protection = try Configuration.load(path: folder.appending(path: "j.conf").path).protection
    #expect(protection.labels.map(\.description) == ["a", "b=1", "c"])
    #expect(protection.containers.map(\.description) == ["x"])
    #expect(protection.images.map(\.description) == ["i:*", "k:1"])
  }
}

@Test func `policies are appended, and their names are unique over all files`() throws {
  try withTemporaryFolder { folder in
    let path = folder.appending(path: "j.conf").path
    try folder.write(policy(""), to: "j.conf")
    try folder.write(policy("").replacing("'p'", with: "'q'").replacing("\"p\"", with: "\"q\""), to: "j.conf.d/a.conf")
    let policies = try Configuration.load(path: path).policies
    #expect(policies.map(\.name) == ["p", "q"])
    try folder.write(policy("enabled = false"), to: "j.conf.d/b.conf")
    #expect(
      failure(path) == """
        \(path).d/b.conf:2:8: a second policy named "p"
          name = "p"
                 ^~~
          hint: the first stands at \(path):2
        """)
  }
}

@Test func `the mistakes of all files are told at once, syntax errors too`() throws {
  try withTemporaryFolder { folder in
    let path = folder.appending(path: "j.conf").path
    try folder.write("[brake]\nsteps = 0\nshare = 3\n", to: "j.conf")
    try folder.write("[brake\n", to: "j.conf.d/a.conf")
    try FileManager.default.createDirectory(atPath: "\(path).d/b.conf", withIntermediateDirectories: true)
    try folder.write("[brak]\n", to: "j.conf.d/c.conf")
    #expect(
      failure(path) == """
        \(path):2:9: steps must be 1 or more, not 0
          steps = 0
                  ^
          hint: as in steps = 1000
        \(path):3:9: share must be a percentage, not an integer
          share = 3
                  ^
          hint: as in share = "90%"
        \(path).d/a.conf:1:7: syntax error in this table header: expected ']', saw '\\n'
          [brake
                ^
        \(path).d/b.conf: cannot be read: Is a directory
        \(path).d/c.conf:1:2: unknown table "brak"
          [brak]
           ^~~~
          hint: did you mean [brake]?
        """)
  }
}

@Test func `a missing file says where one is expected, and its drop-ins are read all the same`() throws {
  try withTemporaryFolder { folder in
    let path = folder.appending(path: "j.conf").path
    let missing = """
      \(path): cannot be read: No such file or directory
        hint: name a configuration with --config FILE or $JANITOR_CONFIG; without them it is /etc/janitor.conf
      """
    #expect(failure(path) == missing)
    try folder.write("x = 1", to: "j.conf.d/a.conf")
    #expect(failure(path)?.hasPrefix(missing + "\n\(path).d/a.conf:1:1: unknown key \"x\"") == true)
  }
}

@Test func `only visible files that end in .conf are drop-ins`() throws {
  try withTemporaryFolder { folder in
    let path = folder.appending(path: "j.conf").path
    try folder.write("", to: "j.conf")
    for name in [".hidden.conf", "a.conf~", "a.conf.dpkg-new", "README"] {
      try folder.write("?", to: "j.conf.d/\(name)")
    }
    let configuration = try Configuration.load(path: path)
    #expect(configuration == Configuration(sources: [path]))
    try FileManager.default.createSymbolicLink(atPath: "\(path).d/x.conf", withDestinationPath: "/nowhere/at/all")
    #expect(failure(path) == "\(path).d/x.conf: cannot be read: No such file or directory")
  }
}

@Test func `a folder of drop-ins that is no folder is a mistake`() throws {
  try withTemporaryFolder { folder in
    try folder.write("", to: "j.conf")
    try folder.write("", to: "j.conf.d")
    let path = folder.appending(path: "j.conf").path
    #expect(failure(path) == "\(path).d: cannot be read: Not a directory")
  }
}

@Test func `the halves of a certificate may stand in two files`() throws {
  try withTemporaryFolder { folder in
    let path = folder.appending(path: "j.conf").path
    try folder.write("[engine.tls]\ncert='/c'\n", to: "j.conf")
    try folder.write("[engine.tls]\nkey='/k'\n", to: "j.conf.d/a.conf")
    let configuration = try Configuration.load(path: path)
    #expect(configuration.engine.tls == TLSFiles(cert: "/c", key: "/k"))
    try folder.write("[engine.tls]\nca='/k'\n", to: "j.conf.d/a.conf")
    #expect(failure(path)?.hasPrefix("\(path):2:1: cert without key\n") == true)
  }
}

private func failure(_ path: String) -> String? {
  do {
    _ = try Configuration.load(path: path)
    return nil
  } catch {
    return error.description
  }
}
