/// Who else looks after an object.
package enum Manager: String, Hashable, Sendable, CaseIterable {
  case swarm, kubernetes, compose, testcontainers, kind, buildx, systemd
  case gitlabRunner = "gitlab-runner"
  case devcontainers
}

extension Manager {
  /// Who looks after an object, by the labels that they put on what is theirs, or by the name that they give it.
  package init?(labels: [String: String], name: String? = nil) {
    func has(_ key: String) -> Bool { labels[key] != nil }
    let found: Self? =
      if has("com.docker.swarm.task.id") || has("com.docker.swarm.service.id") {
        .swarm
      } else if has("io.kubernetes.pod.uid") || has("io.kubernetes.pod.name") {
        .kubernetes
      } else if has("io.x-k8s.kind.cluster") {
        .kind
      } else if name?.hasPrefix("buildx_buildkit_") ?? false {
        .buildx
      } else if let unit = labels["PODMAN_SYSTEMD_UNIT"], !unit.hasPrefix("podman-compose@") {
        // podman-compose names a unit for whoever wants one; there seldom is one.
        .systemd
      } else if labels["com.gitlab.gitlab-runner.type"] == "cache" || name.map(Self.isGitLabCache) ?? false {
        .gitlabRunner
      } else if has("devcontainer.local_folder") || name == "vscode" {
        .devcontainers
      } else if has("com.docker.compose.project") {
        // After those that keep others off: a devcontainer may be made by Compose.
        .compose
      } else if labels["org.testcontainers"] == "true" {
        .testcontainers
      } else {
        nil
      }
    guard let found else { return nil }
    self = found
  }

  /// `runner-TOKEN-project-N-concurrent-N-cache-HASH`, as runners named their cache volumes before they labelled them.
  private static func isGitLabCache(_ name: String) -> Bool {
    name.hasPrefix("runner-") && name.contains("-project-") && name.contains("-cache-")
  }

  /// Whether janitor keeps its hands off what is theirs unless a policy names it: they clean up by themselves, or keep
  /// on purpose what looks unused.
  var isSovereign: Bool {
    switch self {
    case .swarm, .kubernetes, .kind, .buildx, .systemd, .gitlabRunner, .devcontainers: true
    case .compose, .testcontainers: false
    }
  }

  /// What their labels begin with, or the names of what is theirs.
  private var marks: [String] {
    switch self {
    case .swarm: ["com.docker.swarm."]
    case .kubernetes: ["io.kubernetes."]
    case .compose: ["com.docker.compose."]
    case .testcontainers: ["org.testcontainers"]
    case .kind: ["io.x-k8s.kind."]
    case .buildx: ["buildx_buildkit_"]
    case .systemd: ["PODMAN_SYSTEMD_UNIT", Self.quadletPrefix]
    case .gitlabRunner: ["com.gitlab.gitlab-runner."]
    case .devcontainers: ["devcontainer."]
    }
  }

  /// What the name of a thing of Quadlet begins with, unless its unit gives it another one.
  package static let quadletPrefix = "systemd-"

  /// Whether the filters speak of its things by name.
  func isNamed(by filters: FilterSet) -> Bool {
    filters.all.contains { filter in
      switch filter {
      case .managed(true): true
      case .isTask(true): self == .swarm
      case .label(let label): marks.contains { label.key.hasPrefix($0) }
      case .name(let pattern): marks.contains { pattern.description.contains($0) }
      default: false
      }
    }
  }
}

extension Container {
  package var manager: Manager? { Manager(labels: labels, name: name) }
}

extension Image {
  var manager: Manager? { Manager(labels: labels) }
}

extension Volume {
  package var manager: Manager? { Manager(labels: labels, name: name.description) ?? (isOfUnit ? .systemd : nil) }
}

extension Network {
  package var manager: Manager? { Manager(labels: labels, name: name) ?? (isOfUnit ? .systemd : nil) }
}

extension Policy {
  /// Why janitor keeps its hands off what somebody looks after: the policy does not name what is theirs.
  func keep(for manager: Manager?) -> KeepReason? {
    guard let manager, manager.isSovereign, !manager.isNamed(by: filters) else { return nil }
    return .managed(by: manager)
  }
}
