/// Why a text is no filter of a target.
package enum FilterError: Error, Hashable, Sendable {
  /// It has no `=`.
  case noValue(String)
  case unknownKey(String, known: [FilterKey])
  /// A filter that exists, but not for this target.
  case wrongTarget(FilterKey, Target)
  case badValue(FilterKey, String, expected: FilterValue)
}

/// What a filter's value has to be.
package enum FilterValue: Hashable, Sendable {
  case oneOf([String])
  case integer
  case regularExpression
  case glob
  case cutoff
  case ports
  case nonEmpty
}

extension Filter {
  /// Reads `key=value` or `label!=…` as a filter of `target`.
  package init(_ text: String, for target: Target) throws(FilterError) {
    guard let equals = text.firstIndex(of: "=") else { throw .noValue(text) }
    let word = String(text[..<equals])
    let value = String(text[text.index(after: equals)...])
    guard let key = FilterKey(rawValue: word) else { throw .unknownKey(word, known: target.filterKeys) }
    guard target.filterKeys.contains(key) else { throw .wrongTarget(key, target) }
    guard !value.isEmpty else { throw .badValue(key, value, expected: .nonEmpty) }
    self = try Self.parse(key, value, target)
  }

  private static func parse(_ key: FilterKey, _ value: String, _ target: Target) throws(FilterError) -> Filter {
    func need<T>(_ parsed: T?, _ expected: FilterValue) throws(FilterError) -> T {
      guard let parsed else { throw .badValue(key, value, expected: expected) }
      return parsed
    }
    func flag() throws(FilterError) -> Bool { try need(boolean(value), .oneOf(["true", "false"])) }
    switch key {
    case .id where target == .networks: return .idPattern(try need(Pattern(value), .regularExpression))
    case .id: return .id(value)
    case .name: return .name(try need(Pattern(value), .regularExpression))
    case .label: return .label(LabelMatch(value))
    case .notLabel: return .notLabel(LabelMatch(value))
    case .status:
      let states = ContainerState.known
      return .status(try need(states.first { $0.word == value }, .oneOf(states.map(\.word))))
    case .exited: return .exited(try need(Int(value), .integer))
    case .ancestor: return .ancestor(value)
    case .before: return .before(value)
    case .since: return .since(value)
    case .until: return .until(try need(Cutoff(value), .cutoff))
    case .volume: return .volume(value)
    case .network: return .network(value)
    case .health: return .health(try need(Health(rawValue: value), .oneOf(Health.allCases.map(\.rawValue))))
    case .publish: return .publish(try need(PortRange(value), .ports))
    case .expose: return .expose(try need(PortRange(value), .ports))
    case .isTask: return .isTask(try flag())
    case .dangling: return .dangling(try flag())
    case .managed: return .managed(try flag())
    case .anonymous: return .anonymous(try flag())
    case .inUse: return .inUse(try flag())
    case .shared: return .shared(try flag())
    case .isPrivate: return .isPrivate(try flag())
    case .driver: return .driver(value)
    case .scope: return .scope(value)
    case .parent: return .parent(value)
    case .description: return .description(value)
    case .type where target == .networks:
      return .networkKind(try need(NetworkKind(rawValue: value), .oneOf(NetworkKind.allCases.map(\.rawValue))))
    case .type: return .cacheKind(value)
    case .reference: return .reference(try need(Glob(value), .glob))
    case .restart:
      return .restart(try need(RestartPolicy(rawValue: value), .oneOf(RestartPolicy.allCases.map(\.rawValue))))
    }
  }

  private static func boolean(_ value: String) -> Bool? {
    switch value {
    case "true", "1": true
    case "false", "0": false
    default: nil
    }
  }

  /// As it stands in janitor.conf.
  package var text: String {
    let value =
      switch self {
      case .name(let pattern), .idPattern(let pattern): pattern.description
      case .label(let label), .notLabel(let label): label.description
      case .status(let state): state.word
      case .exited(let code): String(code)
      case .id(let text), .ancestor(let text), .before(let text), .since(let text), .volume(let text),
        .network(let text), .driver(let text), .scope(let text), .cacheKind(let text), .parent(let text),
        .description(let text):
        text
      case .until(.instant(let instant)): instant.rfc3339
      case .until(.ago(let duration)): "\(Int(duration.inSeconds))s"
      case .health(let health): health.rawValue
      case .publish(let range), .expose(let range): range.description
      case .isTask(let flag), .dangling(let flag), .managed(let flag), .anonymous(let flag), .inUse(let flag),
        .shared(let flag), .isPrivate(let flag):
        String(flag)
      case .networkKind(let kind): kind.rawValue
      case .reference(let glob): glob.description
      case .restart(let policy): policy.rawValue
      }
    return "\(key.rawValue)=\(value)"
  }
}
