extension Manager {
  /// Who looks after an object, by the labels that they put on what is theirs.
  init?(labels: [String: String]) {
    if labels["com.docker.swarm.task.id"] != nil || labels["com.docker.swarm.service.id"] != nil {
      self = .swarm
    } else if labels["io.kubernetes.pod.uid"] != nil || labels["io.kubernetes.pod.name"] != nil {
      self = .kubernetes
    } else if labels["com.docker.compose.project"] != nil {
      self = .compose
    } else if labels["org.testcontainers"] == "true" {
      self = .testcontainers
    } else {
      return nil
    }
  }

  /// Whether it cleans up by itself, so that janitor keeps its hands off unless a policy names its things.
  var isSovereign: Bool { self == .swarm || self == .kubernetes }

  private var labelPrefix: String {
    switch self {
    case .swarm: "com.docker.swarm."
    case .kubernetes: "io.kubernetes."
    case .compose: "com.docker.compose."
    case .testcontainers: "org.testcontainers"
    }
  }

  /// Whether the filters speak of its things by name.
  func isNamed(by filters: FilterSet) -> Bool {
    filters.all.contains { filter in
      switch filter {
      case .managed(true): true
      case .isTask(true): self == .swarm
      case .label(let label): label.key.hasPrefix(labelPrefix)
      default: false
      }
    }
  }
}

extension Protection {
  /// The rule that protects a container, if one does.
  func protector(of container: Container) -> Protector? {
    label(on: container.labels)
      ?? containers.first { glob in container.names.contains { glob.matches($0, pathwise: false) } }
      .map(Protector.container)
  }

  /// The rule that protects an image; one tag that matches protects it whole.
  func protector(of image: Image) -> Protector? {
    if let rule = label(on: image.labels) { return rule }
    let references = image.tags + image.digests
    return images.first { glob in
      references.contains {
        glob.matches($0, pathwise: false) || glob.matches(Reference.familiar($0), pathwise: false)
      }
    }.map(Protector.image)
  }

  /// A label that is there but says `false` does not protect.
  private func label(on labels: [String: String]) -> Protector? {
    self.labels.first { rule in
      guard let value = labels[rule.key] else { return false }
      return rule.value.map { $0 == value } ?? (value.lowercased() != "false")
    }.map(Protector.label)
  }
}

extension LabelMatch {
  func matches(_ labels: [String: String]) -> Bool {
    guard let found = labels[key] else { return false }
    return value.map { $0 == found } ?? true
  }
}
