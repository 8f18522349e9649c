package import Policies

extension EngineModel {
  /// What came of a step.
  package enum Deed: Hashable {
    case done
    /// The object was not as the step was decided on.
    case skipped
    case refused(String)
  }

  /// Carries a plan out as janitor does: a list of users at the start of each stage, a look at each object just before
  /// its step, and only then the request.
  ///
  /// - Parameters:
  ///   - stage: called before each stage, before the list.
  ///   - step: called before each step.
  package mutating func carryOut(
    _ plan: Plan, beforeStage stage: (inout EngineModel) -> Void = { _ in },
    beforeStep: (inout EngineModel, Step) -> Void = { _, _ in }
  ) -> [Deed] {
    var deeds: [Deed] = []
    var current: Int?
    var users = Users([])
    var dependents = Dependents([])
    for step in plan.steps {
      if step.stage != current {
        current = step.stage
        stage(&self)
        users = Users(containers.values)
        dependents = Dependents(Array(containers.values))
      }
      beforeStep(&self, step)
      deeds.append(isAsPlanned(step, users, dependents) ? request(step) : .skipped)
    }
    return deeds
  }

  /// The look of a step, by the very comparison that janitor makes.
  private func isAsPlanned(_ step: Step, _ users: Users, _ dependents: Dependents) -> Bool {
    switch step.subject {
    case .container(let subject):
      guard let now = containers[subject.id] else { return false }
      if step.verb == .remove, !dependents.holders(of: subject).isEmpty { return false }
      return subject.container.changes(to: now).isEmpty
    case .image(let subject):
      guard users.images[subject.id] == nil, let now = images[subject.id] else { return false }
      return subject.changes(to: now).isEmpty
    case .volume(let volume):
      guard users.volumes[volume.name] == nil, !users.hasUnknownVolume, let now = volumes[volume.name] else {
        return false
      }
      return volume.changes(to: now).isEmpty
    case .network(let network):
      guard users.containers(on: network).isEmpty, let now = networks[network.id] else { return false }
      return network.changes(to: now).isEmpty
    case .cache(let record):
      guard let now = cache[record.id] else { return false }
      return record.changes(to: now).isEmpty
    }
  }

  /// Does what the step asks for, unless the engine refuses it.
  private mutating func request(_ step: Step) -> Deed {
    let refusal: String? =
      switch (step.subject, step.verb) {
      case (.container(let subject), .remove): remove(subject.id, withVolumes: !subject.volumes.isEmpty)
      case (.container(let subject), .stop): stop(subject.id)
      case (.image(let subject), .untag(let reference)): untag(subject.id, reference)
      case (.image(let subject), .remove): removeWhole(subject)
      case (.volume(let volume), .remove): remove(volume.name)
      case (.network(let network), .remove): remove(network.id)
      case (.cache(let record), .remove): remove(record.id)
      case (_, .stop), (_, .untag): "there is no such request"
      }
    return refusal.map(Deed.refused) ?? .done
  }

  private mutating func remove(_ id: ContainerID, withVolumes: Bool) -> String? {
    guard let container = containers[id] else { return "no such container" }
    switch container.state {
    case .created, .exited, .dead, .other: break
    case .running, .paused, .restarting: return "stop the container before its removal"
    case .removing: return "its removal is already in progress"
    }
    // As Podman says.
    if !Dependents(Array(containers.values)).holders(of: id).isEmpty { return "it has dependent containers" }
    containers[id] = nil
    guard withVolumes else { return nil }
    // Of whatever has a made-up name, the engine takes along what nobody else uses.
    let users = Users(containers.values)
    for name in container.mounts.compactMap({ $0.type == "volume" ? $0.name.flatMap { VolumeName($0) } : nil })
    where name.isMadeUp && users.volumes[name] == nil {
      volumes[name] = nil
    }
    return nil
  }

  private mutating func stop(_ id: ContainerID) -> String? {
    guard var container = containers[id] else { return "no such container" }
    guard container.isWithinReach(of: .stop) else { return "it does not run" }
    container.state = .exited
    container.exitCode = 137
    if case .known(var details) = container.details {
      details.finished = ago(.seconds(1))
      details.exitCode = 137
      container.details = .known(details)
    }
    containers[id] = container
    return nil
  }

  private mutating func untag(_ id: ImageID, _ reference: String) -> String? {
    guard let image = images[id], image.removableReferences.contains(reference) else { return "no such reference" }
    guard image.removableReferences.count > 1 else { return "that would take the image itself" }
    images[id]?.tags.removeAll { $0 == reference }
    images[id]?.digests.removeAll { $0 == reference }
    // Without a tag, a repository's digests have nothing to hold on to.
    let repository = reference.prefix { $0 != ":" && $0 != "@" }
    if images[id]?.tags.contains(where: { $0.hasPrefix("\(repository):") }) == false {
      images[id]?.digests.removeAll { $0.hasPrefix("\(repository)@") }
    }
    return nil
  }

  private mutating func removeWhole(_ subject: ImageSubject) -> String? {
    if let refusal = refusal(subject.id) { return refusal }
    _ = remove(subject.id, keepingParents: subject.keepsParents)
    return nil
  }

  private mutating func remove(_ name: VolumeName) -> String? {
    if Users(containers.values).volumes[name] != nil { return "the volume is in use" }
    return volumes.removeValue(forKey: name) == nil ? "no such volume" : nil
  }

  /// What only stopped containers are on, an engine lets go.
  private mutating func remove(_ id: NetworkID) -> String? {
    guard let network = networks[id] else { return "no such network" }
    if network.isPredefined { return "a predefined network cannot be removed" }
    let runs = containers.values.contains { container in
      container.isWithinReach(of: .stop)
        && container.networks.contains { $0.key == network.name || $0.value == id.description }
    }
    if runs || network.endpoints.value?.isEmpty == false { return "the network has active endpoints" }
    if networks.values.contains(where: { $0.configFrom == network.name }) { return "the configuration is in use" }
    networks[id] = nil
    return nil
  }

  private mutating func remove(_ id: CacheID) -> String? {
    guard let record = cache[id] else { return "no such record" }
    if record.isInUse { return "a build uses it" }
    if cache.values.contains(where: { $0.parents.contains(id) }) { return "others were built on it" }
    cache[id] = nil
    return nil
  }
}
