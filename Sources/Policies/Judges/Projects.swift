/// The Compose projects that still have a container: what belongs to them stays whole.
struct Projects {
  private let living: Set<String>

  init(_ containers: some Sequence<Container>) { living = Set(containers.compactMap { Self.name($0.labels) }) }

  /// The living project that an object belongs to, unless the filters speak of Compose's things.
  func owner(_ labels: [String: String], unlessNamedBy filters: FilterSet) -> String? {
    guard let project = Self.name(labels), living.contains(project), !Manager.compose.isNamed(by: filters) else {
      return nil
    }
    return project
  }

  private static func name(_ labels: [String: String]) -> String? { labels["com.docker.compose.project"] }
}
