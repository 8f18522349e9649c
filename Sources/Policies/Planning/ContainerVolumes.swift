/// Which anonymous volumes go with a container, and which its removal leaves behind.
struct ContainerVolumes {
  private let users: Users
  private let volumes: [VolumeName: Volume]
  private let protection: Protection

  init(_ inventory: Inventory, _ users: Users, _ protection: Protection) {
    self.users = users
    volumes = Dictionary(inventory.volumes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.protection = protection
  }

  /// The volumes that the engine removes along with the container, all of which may go; `nil` where one may not, and
  /// then none goes: the engine makes no difference between them. One that another container has as well may not, since it would go
  /// with whichever is the last of them.
  func companions(of container: Container) -> [Volume]? {
    var companions: [Volume] = []
    for name in names(of: container) {
      guard let volume = volumes[name], volume.isAnonymous == true, protection.protector(of: volume) == nil,
        volume.manager?.isSovereign != true,
        Set(users.volumes[name] ?? []) == [container.id]
      else { return nil }
      companions.append(volume)
    }
    return companions
  }

  /// How many volumes with a made-up name nobody uses once it is gone, but for those that somebody named.
  func orphans(of container: Container) -> Int {
    names(of: container).count { Set(users.volumes[$0] ?? []) == [container.id] && volumes[$0]?.isAnonymous != false }
  }

  private func names(of container: Container) -> [VolumeName] {
    Set(container.mounts.filter(\.mayBeVolume).compactMap { $0.name.flatMap { VolumeName($0) } })
      .filter(\.isMadeUp).sorted()
  }
}
