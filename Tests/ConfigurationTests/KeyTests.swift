import Policies
import Testing

@testable import JanitorConfiguration

/// A value of a key and what the configuration makes of it; every key has one at least.
struct KeyCase: Sendable, CustomTestStringConvertible {
  let table: String
  let key: String
  let text: String
  let isRight: @Sendable (Configuration) -> Bool

  init(
    _ table: String, _ key: String, _ value: String, among others: String = "",
    isRight: @escaping @Sendable (Configuration) -> Bool
  ) {
    self.table = table
    self.key = key
    text = "\(opening(table))\n\(others)\n\(key) = \(value)\n"
    self.isRight = isRight
  }

  var testDescription: String { text }
}

/// The header of a table, below what it has to stand in.
private func opening(_ table: String) -> String {
  table == "[policy.when]" ? "[[policy]]\nname = 'p'\ntarget = 'build-cache'\n\(table)" : table
}

@Test(arguments: keyCases)
func `a good value of a key is taken`(_ example: KeyCase) throws {
  let configuration = try Configuration.parse(example.text, file: "t.conf")
  #expect(example.isRight(configuration))
  #expect(configuration != Configuration(sources: ["t.conf"]))
}

@Test func `every key has a case`() {
  let cases = Set(keyCases.map { "\($0.table) \($0.key)" })
  let keys = Set(Keys.tables.flatMap { table, keys in keys.map { "\(table) \($0)" } }).subtracting(["[engine] tls"])
  #expect(cases == keys)
}

@Test(arguments: Keys.tables.flatMap { table, keys in keys.map { (table, $0) } })
func `a value of the wrong type is a mistake for every key`(_ table: String, _ key: String) throws {
  for value in ["1979-05-27", "nan", "[[1]]", "{ x = 1 }"] {
    let text = "\(opening(table))\n\(key) = \(value)\n"
    let said = try #require(message(of: text))
    #expect(said.contains("t.conf:\(text.count { $0 == "\n" }):"), "\(said)")
  }
}

private let other = "name = 'p'\ntarget = 'containers'"
private let selecting = other + "\nfilter = ['status=exited']"

private func first(_ isRight: @escaping @Sendable (Policy) -> Bool) -> @Sendable (Configuration) -> Bool {
  { $0.policies.count == 1 && isRight($0.policies[0]) }
}

private let keyCases: [KeyCase] = [
  KeyCase("[engine]", "host", #""unix:///run/x.sock""#) { $0.engine.host == "unix:///run/x.sock" },
  KeyCase("[engine]", "host", #""tcp://10.0.0.1:2376""#) { $0.engine.host == "tcp://10.0.0.1:2376" },
  KeyCase("[engine]", "host", #""tcp://there:2376""#) { $0.engine.host == "tcp://there:2376" },
  KeyCase("[engine]", "timeout", #""1m30s""#) { $0.engine.timeout == .seconds(90) },
  KeyCase("[engine.tls]", "ca", #""/a.pem""#) { $0.engine.tls == TLSFiles(ca: "/a.pem") },
  KeyCase("[engine.tls]", "cert", #""/c.pem""#, among: "key = '/k.pem'") {
    $0.engine.tls == TLSFiles(cert: "/c.pem", key: "/k.pem")
  },
  KeyCase("[engine.tls]", "key", #""/k.pem""#, among: "cert = '/c.pem'") {
    $0.engine.tls == TLSFiles(cert: "/c.pem", key: "/k.pem", verify: true)
  },
  KeyCase("[engine.tls]", "verify", "false") { $0.engine.tls == TLSFiles(verify: false) },
  KeyCase("[history]", "path", #""/a/b""#) { $0.history.path == "/a/b" },
  KeyCase("[history]", "keep", #""2w""#) { $0.history.keep == .seconds(14 * 86400) },
  KeyCase("[protect]", "labels", #"["a", "b=c", "d=", "a"]"#) {
    $0.protection.labels == [LabelMatch(key: "a"), LabelMatch(key: "b", value: "c"), LabelMatch(key: "d", value: "")]
  },
  KeyCase("[protect]", "containers", #"["prod-*", "db"]"#) {
    $0.protection.containers.map(\.description) == ["prod-*", "db"]
  },
  KeyCase("[protect]", "images", #"["postgres:*", "x/*", "a[:/]b", "sha256?", "a@sha256:*"]"#) {
    $0.protection.images.count == 5
  },
  KeyCase("[protect]", "volumes", #"["db-*"]"#) { $0.protection.volumes.map(\.description) == ["db-*"] },
  KeyCase("[protect]", "networks", #"["shared"]"#) { $0.protection.networks.map(\.description) == ["shared"] },
  KeyCase("[brake]", "steps", "1") { $0.brake == Brake(steps: 1, share: 0.9) },
  KeyCase("[brake]", "share", #""12.5%""#) { $0.brake.share == 0.125 },
  KeyCase("[brake]", "share", #""1%""#) { $0.brake.share == 0.01 },
  KeyCase("[brake]", "share", #""100%""#) { $0.brake.share == 1 },
  KeyCase(
    "[[policy]]", "name", #""A.b-c_9""#, among: "target='images'\nolder-than='1d'",
    isRight: first {
      $0 == Policy(name: "A.b-c_9", target: .images, olderThan: .seconds(86400), since: .lastUsed)
    }),
  KeyCase("[[policy]]", "enabled", "false", among: selecting, isRight: first { !$0.isEnabled }),
  KeyCase(
    "[[policy]]", "action", #""remove""#, among: selecting,
    isRight: first {
      $0.action == .remove && $0.since == .finished
    }),
  KeyCase(
    "[[policy]]", "action", #""stop""#, among: selecting,
    isRight: first {
      $0.action == .stop && $0.since == .started
    }),
  KeyCase(
    "[[policy]]", "target", #""images""#, among: "name='p'\nkeep-last=1", isRight: first { $0.target == .images }),
  KeyCase(
    "[[policy]]", "filter", #"["label=a", "label=b", "status=dead", "label!=c"]"#, among: other,
    isRight: first {
      $0.filters
        == FilterSet([
          .label(LabelMatch("a")), .label(LabelMatch("b")), .status(.dead), .notLabel(LabelMatch("c")),
        ])
    }),
  KeyCase(
    "[[policy]]", "except", #"["label=keep", "exited=1"]"#, among: selecting,
    isRight: first {
      $0.exceptions == [.label(LabelMatch("keep")), .exited(1)]
    }),
  KeyCase("[[policy]]", "older-than", #""1d12h""#, among: other, isRight: first { $0.olderThan == .seconds(129_600) }),
  KeyCase("[[policy]]", "older-than", #""0s""#, among: other, isRight: first { $0.olderThan == .zero }),
  KeyCase(
    "[[policy]]", "since", #""created""#, among: other + "\nkeep-last=2",
    isRight: first {
      $0.since == .created && $0.keepLast == KeepLast(count: 2)
    }),
  KeyCase("[[policy]]", "keep-last", "3", among: other, isRight: first { $0.keepLast == KeepLast(count: 3) }),
  KeyCase(
    "[[policy]]", "per", #""label:app""#, among: other + "\nkeep-last=3",
    isRight: first {
      $0.keepLast == KeepLast(count: 3, per: .label("app"))
    }),
  KeyCase(
    "[[policy]]", "per", #""repository""#, among: "name='p'\ntarget='images'\nkeep-last=3",
    isRight: first {
      $0.keepLast == KeepLast(count: 3, per: .repository)
    }),
  KeyCase(
    "[[policy]]", "stop-timeout", #""10s""#, among: selecting + "\naction='stop'",
    isRight: first {
      $0.stopTimeout == .seconds(10)
    }),
  KeyCase(
    "[[policy]]", "per", #""compose-service""#, among: other + "\nkeep-last=3",
    isRight: first { $0.keepLast?.grouping == .composeService }),
  KeyCase(
    "[[policy]]", "per", #""network""#, among: other + "\nkeep-last=3",
    isRight: first { $0.keepLast?.grouping == .network }),
  KeyCase("[[policy]]", "volumes", "true", among: selecting, isRight: first(\.takesVolumes)),
  KeyCase(
    "[[policy]]", "named", "true", among: "name='p'\ntarget='volumes'\nolder-than='7d'",
    isRight: first { $0.takesNamed && $0.since == .unused }),
  KeyCase("[[policy]]", "every", #""6h""#, among: selecting, isRight: first { $0.trigger.every == .seconds(21_600) }),
  KeyCase(
    "[[policy]]", "when", #"{ larger-than = "20GiB", down-to = "1.5GB" }"#, among: "name='p'\ntarget='build-cache'",
    isRight: first {
      $0.trigger.pressure == Pressure(largerThan: ByteCount(21_474_836_480), downTo: ByteCount(1_500_000_000))
    }),
  KeyCase(
    "[policy.when]", "larger-than", #""500MB""#,
    isRight: first {
      $0.trigger.pressure == Pressure(largerThan: ByteCount(500_000_000), downTo: ByteCount(500_000_000))
    }),
  KeyCase(
    "[policy.when]", "down-to", #""0""#, among: "larger-than = '1GB'",
    isRight: first { $0.trigger.pressure?.downTo == .zero }),
]
