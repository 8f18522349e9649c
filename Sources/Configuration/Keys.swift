/// The keys of one table of janitor.conf.
protocol ConfigurationKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// As its header stands in a file.
  static var table: String { get }
  /// The type of its value, in words.
  var expected: String { get }
  /// A good value, as it stands in a file.
  var example: String { get }
}

enum RootKey: String, ConfigurationKey {
  case engine, history, protect, brake, policy

  static let table = "the file"
  var expected: String { self == .policy ? "an array of tables" : "a table" }
  var example: String { header }
  var header: String { self == .policy ? "[[policy]]" : "[\(rawValue)]" }
}

enum EngineKey: String, ConfigurationKey {
  case host, timeout, tls

  static let table = "[engine]"
  var expected: String {
    switch self {
    case .host: "a string"
    case .timeout: "a duration"
    case .tls: "a table"
    }
  }
  var example: String {
    switch self {
    case .host: #""unix:///var/run/docker.sock""#
    case .timeout: #""30s""#
    case .tls: "{ verify = true }"
    }
  }
}

enum TLSKey: String, ConfigurationKey {
  case ca, cert, key, verify

  static let table = "[engine.tls]"
  var expected: String { self == .verify ? "true or false" : "a path" }
  var example: String { self == .verify ? "true" : #""/etc/janitor/\#(rawValue).pem""# }
}

enum HistoryKey: String, ConfigurationKey {
  case path, keep

  static let table = "[history]"
  var expected: String { self == .path ? "a path" : "a duration" }
  var example: String { self == .path ? #""/var/lib/janitor/history.sqlite""# : #""400d""# }
}

enum ProtectKey: String, ConfigurationKey {
  case labels, containers, images, volumes, networks

  static let table = "[protect]"
  var expected: String { "an array of strings" }
  var example: String {
    switch self {
    case .labels: #"["janitor.keep"]"#
    case .containers: #"["prod-*"]"#
    case .images: #"["postgres:*"]"#
    case .volumes: #"["db-*"]"#
    case .networks: #"["shared"]"#
    }
  }
}

enum BrakeKey: String, ConfigurationKey {
  case steps, share

  static let table = "[brake]"
  var expected: String { self == .steps ? "an integer" : "a percentage" }
  var example: String { self == .steps ? "1000" : #""90%""# }
}

enum PolicyKey: String, ConfigurationKey {
  case name, enabled, action, target, filter, except
  case olderThan = "older-than"
  case since
  case keepLast = "keep-last"
  case per
  case stopTimeout = "stop-timeout"
  case volumes, named, every, when

  static let table = "[[policy]]"
  var expected: String {
    switch self {
    case .name, .action, .target, .since, .per: "a string"
    case .enabled, .volumes, .named: "true or false"
    case .when: "a table"
    case .filter, .except: "an array of strings"
    case .olderThan, .stopTimeout, .every: "a duration"
    case .keepLast: "an integer"
    }
  }
  var example: String {
    switch self {
    case .name: #""exited-containers""#
    case .enabled: "false"
    case .action: #""remove""#
    case .target: #""containers""#
    case .filter: #"["status=exited"]"#
    case .except: #"["label=keep"]"#
    case .olderThan: #""24h""#
    case .since: #""finished""#
    case .keepLast: "3"
    case .per: #""repository""#
    case .stopTimeout: #""30s""#
    case .volumes, .named: "true"
    case .every: #""6h""#
    case .when: #"{ larger-than = "50GB" }"#
    }
  }
}

enum WhenKey: String, ConfigurationKey {
  case largerThan = "larger-than"
  case downTo = "down-to"

  static let table = "[policy.when]"
  var expected: String { "a size" }
  var example: String { self == .largerThan ? #""50GB""# : #""40GB""# }
}

/// Which table has which keys.
enum Keys {
  static let tables: [(table: String, keys: [String])] = [
    (EngineKey.table, EngineKey.allCases.map(\.rawValue)), (TLSKey.table, TLSKey.allCases.map(\.rawValue)),
    (HistoryKey.table, HistoryKey.allCases.map(\.rawValue)), (ProtectKey.table, ProtectKey.allCases.map(\.rawValue)),
    (BrakeKey.table, BrakeKey.allCases.map(\.rawValue)), (PolicyKey.table, PolicyKey.allCases.map(\.rawValue)),
    (WhenKey.table, WhenKey.allCases.map(\.rawValue)),
  ]
}
