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
  /// with whichever is the last of them. One that the container was given by its name the engine leaves;
  /// of one that it has from another container, nobody can tell.
  func companions(of container: Container) -> [Volume]? {
    var companions: [Volume] = []
    for name in names(of: container) where container.details.value?.namedVolumes.contains(name) != true {
      guard container.details.value?.inheritsVolumes != true, let volume = volumes[name], volume.isAnonymous == true,
        protection.protector(of: volume) == nil, volume.manager?.isSovereign != true,
        users.containers(on: volume) == [container.id], users.volumes(inside: volume).isEmpty,
        users.containers(inside: volume).isEmpty
      else { return nil }
      companions.append(volume)
    }
    return companions
  }

  /// How many volumes with a made-up name nobody has once these are gone, of which it is the last, and that stay.
  func orphans(of container: Container, after gone: Set<ContainerID>, taking companions: [Volume]) -> Int {
    let taken = Set(companions.map(\.name))
    return names(of: container).count {
      !taken.contains($0) && volumes[$0]?.isAnonymous != false
        && Set(users.volumes[$0] ?? []).subtracting(gone) == [container.id]
    }
  }

  private func names(of container: Container) -> [VolumeName] {
    Set(container.mounts.filter(\.mayBeVolume).compactMap { $0.name.flatMap { VolumeName($0) } })
      .filter(\.isMadeUp).sorted()
  }
}
