/// Finds out which entries of `[protect]` and `except` match something of an inventory, whether or not a policy would take it.
package struct EntryTrial {
  private let inventory: Inventory
  private let listed: Set<Target>
  private let now: Timestamp

  /// - Parameter listed: the kinds of which the inventory has all objects; entries for others are not tried.
  package init(_ inventory: Inventory, listed: Set<Target>, now: Timestamp) {
    self.inventory = inventory
    self.listed = listed
    self.now = now
  }

  /// Whether each entry of `[protect]` matches something; those that nobody can tell of are left out.
  ///
  /// - Parameter policed: the kinds that policies are about. A label that protects nothing may protect something of a kind that
  ///   is not listed this time.
  package func matches(_ protection: Protection, policed: Set<Target>) -> [SparingEntry: Bool] {
    var matches: [SparingEntry: Bool] = [:]
    for label in protection.labels {
      let only = Protection(labels: [label])
      let found =
        inventory.containers.contains { only.protector(of: $0) != nil }
        || inventory.images.contains { only.protector(of: $0) != nil }
        || inventory.volumes.contains { only.protector(of: $0) != nil }
        || inventory.networks.contains { only.protector(of: $0) != nil }
      if found || policed.isSubset(of: listed) { matches[.label(label)] = found }
    }
    func note(_ target: Target, _ globs: [Glob], _ entry: (Glob) -> SparingEntry, _ found: (Glob) -> Bool) {
      guard listed.contains(target) else { return }
      for glob in globs { matches[entry(glob)] = found(glob) }
    }
    note(.containers, protection.containers, SparingEntry.container) { glob in
      inventory.containers.contains { Protection(containers: [glob]).protector(of: $0) != nil }
    }
    if listed.contains(.images), !protection.images.isEmpty {
      let readings = inventory.images.map(\.readings)
      note(.images, protection.images, SparingEntry.image) { glob in readings.contains(where: glob.spares) }
    }
    note(.volumes, protection.volumes, SparingEntry.volume) { glob in
      inventory.volumes.contains { Protection(volumes: [glob]).protector(of: $0) != nil }
    }
    note(.networks, protection.networks, SparingEntry.network) { glob in
      inventory.networks.contains { Protection(networks: [glob]).protector(of: $0) != nil }
    }
    return matches
  }

  /// Whether each exception of a policy matches something of its kind.
  package func matches(_ policy: Policy) -> [SparingEntry: Bool] {
    guard listed.contains(policy.target), !policy.exceptions.isEmpty else { return [:] }
    let index = ImageIndex(inventory.images)
    let users = Users(inventory.containers)
    switch policy.target {
    case .containers:
      return matches(policy, inventory.containers, ContainerFilters(inventory.containers, index, now: now))
    case .images: return matches(policy, inventory.images, ImageFilters(index, now: now))
    case .volumes: return matches(policy, inventory.volumes, VolumeFilters(users: users))
    case .networks: return matches(policy, inventory.networks, NetworkFilters(users: users, now: now))
    case .buildCache: return matches(policy, inventory.cache.value ?? [], CacheFilters(now: now))
    }
  }

  /// One object of which a fact is missing may be the one that matches.
  private func matches<Object>(
    _ policy: Policy, _ objects: [Object], _ filters: some FilterJudge<Object>
  ) -> [SparingEntry: Bool] {
    var matches: [SparingEntry: Bool] = [:]
    for filter in policy.exceptions {
      let test = filters.exception(filter)
      switch Truth.any(objects.lazy.map(test)) {
      case .yes: matches[.exception(policy: policy.name, filter)] = true
      case .no: matches[.exception(policy: policy.name, filter)] = false
      case .notAsked, .unknown: break
      }
    }
    return matches
  }
}
