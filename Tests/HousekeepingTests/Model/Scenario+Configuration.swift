import Policies
import Worlds

extension Scenario {
  /// What janitor.conf says of the scenario's policies, protection and brake.
  var configuration: String {
    """
    [protect]
    labels = \(list(protection.labels.map(\.description)))
    containers = \(list(protection.containers.map(\.description)))
    images = \(list(protection.images.map(\.description)))
    volumes = \(list(protection.volumes.map(\.description)))
    networks = \(list(protection.networks.map(\.description)))
    [brake]
    steps = \(brake.steps)
    share = "\(Int(brake.share * 100))%"

    """ + policies.map(\.text).joined(separator: "\n")
  }
}

extension Policy {
  fileprivate var text: String {
    var lines = [
      "[[policy]]", "name = \"\(name)\"", "enabled = \(isEnabled)", "action = \"\(action.rawValue)\"",
      "target = \"\(target.rawValue)\"", "filter = \(list(filters.all.map(\.text)))",
      "except = \(list(exceptions.map(\.text)))",
    ]
    if let olderThan { lines.append("older-than = \"\(Int(olderThan.inSeconds))s\"") }
    if olderThan != nil || keepLast != nil { lines.append("since = \"\(since.rawValue)\"") }
    if let keepLast { lines.append("keep-last = \(keepLast.count)") }
    if let grouping = keepLast?.grouping { lines.append("per = \"\(grouping.word)\"") }
    if takesVolumes { lines.append("volumes = true") }
    if takesNamed { lines.append("named = true") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Grouping {
  fileprivate var word: String {
    switch self {
    case .repository: "repository"
    case .label(let key): "label:\(key)"
    case .composeService: "compose-service"
    case .network: "network"
    }
  }
}

/// An array of literal strings.
private func list(_ words: [String]) -> String { "[" + words.map { "'\($0)'" }.joined(separator: ", ") + "]" }
