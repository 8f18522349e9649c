import Policies
import Testing
import Worlds

/// S5 over random schedules: containers come and go, janitor looks now and then, and no volume that was in use, or seen
/// unused only once, is lost.
@MainActor @Suite struct VolumePropertyTests {
  /// What janitor would remember.
  private struct Sightings {
    var memory = Memory()
    mutating func look(_ inventory: Inventory, _ now: Timestamp) {
      let users = Users(inventory.containers)
      for volume in inventory.volumes {
        let isUsed = users.volumes[volume.name] != nil || volume.isDangling != true
        memory.volumes[volume.name] = Sighting(memory.volumes[volume.name], isUsed: isUsed, at: now)
      }
    }
  }

  @Test func `S5 no volume is lost that was in use at a look, or seen unused only once or too briefly`() throws {
    var removals = 0
    for seed in UInt64(0)..<2000 {
      var random = SplitMix(state: seed)
      let limit = days(Double(Int.random(in: 0...5, using: &random)))
      var policy = try Policy.sample(.volumes, olderThan: limit)
      policy.takesNamed = true
      var sightings = Sightings()
      var unusedLooks: [VolumeName: [Timestamp]] = [:]
      var volumes: Set<Int> = [0, 1, 2, 3]
      var instant = ago(days(100))
      for _ in 0..<Int.random(in: 2...12, using: &random) {
        instant = instant.advanced(by: .seconds(Int64.random(in: 1...200_000, using: &random)))
        let users = volumes.filter { _ in Int.random(in: 0...2, using: &random) == 0 }
        // The engine may be behind the list of containers, or before it.
        let liar = Int.random(in: 0...9, using: &random) == 0
        let world = Inventory(
          containers: users.sorted().map { number in
            var container = Container.sample(
              number, state: ContainerState.known.randomElement(using: &random) ?? .exited)
            container.mounts = [Mount(type: "volume", name: "v\(number)", destination: "/d")]
            return container
          },
          volumes: volumes.sorted().map {
            .sample("v\($0)", anonymous: false, dangling: liar ? nil : !users.contains($0), created: days(200))
          })
        sightings.look(world, instant)
        for volume in world.volumes {
          let isUsed = volume.isDangling != true || users.contains(Int(volume.name.description.dropFirst()) ?? -1)
          unusedLooks[volume.name] = isUsed ? [] : (unusedLooks[volume.name] ?? []) + [instant]
        }
        let planner = Planner([policy], brake: Brake(steps: .max, share: 1))
        guard case .plan(let plan) = planner.next(world, sightings.memory, now: instant) else {
          Issue.record("seed \(seed): no plan")
          return
        }
        for step in plan.steps {
          let name = volumeName(step.objectName)
          let looks = unusedLooks[name] ?? []
          #expect(looks.count >= 2, "seed \(seed): \(name)")
          let first = try #require(looks.first)
          #expect(first.duration(to: instant) > limit, "seed \(seed): \(name)")
          volumes.remove(Int(name.description.dropFirst()) ?? -1)
          removals += 1
        }
      }
    }
    // Else all this says nothing.
    #expect(removals > 1000)
  }
}
