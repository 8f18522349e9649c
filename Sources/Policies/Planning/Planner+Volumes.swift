extension Planner {
  /// What the volume policies take. Containers that go in the same plan still count: their volumes' time comes later.
  func sweepVolumes(
    _ inventory: Inventory, _ memory: Memory, _ users: Users, _ projects: Projects, now: Timestamp
  ) -> Selection<Volume> {
    var selection = Selection<Volume>()
    for policy in policies where policy.target == .volumes {
      let judge = VolumeJudge(policy, protection, users, projects)
      selection.choose(
        from: inventory.volumes, by: policy, now: now, judge.eligibility,
        ranked: { volume in
          let origin = volume.unusedSince(memory)
          return Candidate(
            id: volume.id, origin: origin, recency: [origin, volume.created], groups: policy.groups(volume.labels))
        }, condition: { _ in .unused })
    }
    return selection
  }

  /// What the network policies take; containers that go in the same plan still count.
  func sweepNetworks(
    _ inventory: Inventory, _ memory: Memory, _ users: Users, _ projects: Projects, now: Timestamp
  ) -> Selection<Network> {
    var selection = Selection<Network>()
    for policy in policies where policy.target == .networks {
      let judge = NetworkJudge(policy, protection, users, projects, inventory.networks, now: now)
      selection.choose(
        from: inventory.networks, by: policy, now: now, judge.eligibility,
        ranked: { network in
          let origin = network.unusedSince(memory)
          return Candidate(
            id: network.id, origin: origin, recency: [origin, network.created], groups: policy.groups(network.labels))
        }, condition: { _ in .unused })
    }
    // Last, and not before ranks: what nobody asked about must not count otherwise than what somebody did.
    selection.takeBack { $0.object.holder }
    return selection
  }
}
