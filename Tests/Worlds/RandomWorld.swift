import Policies

/// Objects of every kind in every state, in ways that engines have been seen in and a few that they have not.
struct RandomWorld {
  /// How much of each kind there may be.
  var containers = 0...6
  var images = 1...6
  var others = 0...4

  /// Of a hundred facts, how many are missing.
  var gaps = 4
  /// Of a hundred labels that somebody may look for, how many an object has.
  var labels = 6

  func inventory(_ random: inout SplitMix) -> Inventory {
    let images = images(&random)
    let volumes = (0..<random.number(others)).map { volume($0, &random) }
    let networks = (0..<random.number(others)).map { network($0, &random) }
    var containers = (0..<random.number(containers)).map { number in
      container(number, images, volumes, networks, &random)
    }
    tie(&containers, &random)
    // So engines list them.
    let earliest = Timestamp(nanoseconds: .min)
    containers.sort { ($1.created ?? earliest, $1.id) < ($0.created ?? earliest, $0.id) }
    let users = Users(containers)
    return Inventory(
      containers: containers, images: images,
      volumes: volumes.map { volume in
        var volume = volume
        if volume.isDangling != nil { volume.isDangling = users.volumes[volume.name] == nil && !random.happens(3) }
        return volume
      }, networks: networks, cache: .known(cache(&random)))
  }

  func memory(of inventory: Inventory, _ random: inout SplitMix) -> Memory {
    var memory = Memory()
    func sighting() -> Sighting {
      let first = ago(days(Double(random.number(0...40))))
      return Sighting(
        firstSeen: first, lastInUse: random.happens(30) ? first : nil, firstUnused: random.happens(80) ? first : nil)
    }
    for image in inventory.images where random.happens(85) { memory.images[image.id] = sighting() }
    for volume in inventory.volumes where random.happens(85) { memory.volumes[volume.name] = sighting() }
    for network in inventory.networks where random.happens(85) { memory.networks[network.id] = sighting() }
    return memory
  }

  // MARK: Of every kind

  private func labels(_ random: inout SplitMix) -> [String: String] {
    let all = [
      ("keep", "1"), ("keep", ""), ("keep", "false"), ("job", "1"), ("job", "2"), ("com.docker.compose.project", "p"),
      ("com.docker.compose.service", "s"), ("com.docker.swarm.task.id", "t"), ("io.kubernetes.pod.uid", "u"),
      ("io.x-k8s.kind.cluster", "k"), ("PODMAN_SYSTEMD_UNIT", "u.service"), ("org.testcontainers", "true"),
    ]
    return Dictionary(random.some(all, labels), uniquingKeysWith: { first, _ in first })
  }

  private func missing(_ random: inout SplitMix) -> Bool { random.happens(gaps) }

  /// Between now and so many days ago, in whole seconds; the number makes it unlike others.
  private func date(_ number: Int, _ random: inout SplitMix) -> Timestamp? {
    missing(&random) ? nil : ago(.seconds(random.number(0...20) * 86_400 + number + 1))
  }

  // MARK: Containers

  private func container(
    _ number: Int, _ images: [Image], _ volumes: [Volume], _ networks: [Network], _ random: inout SplitMix
  ) -> Container {
    let state =
      missing(&random) ? .other("shiny") : random.happens(45) ? .exited : random.pick(ContainerState.known)
    let created = date(number, &random)
    let code = random.pick(0, 0, 1, 137)
    let hasRun = state != .created
    let since = created.map { ago in min(ago.duration(to: now), days(Double(random.number(0...20)))) }
    let finished = hasRun && !missing(&random) ? since.map(ago) : nil
    let restart = missing(&random) ? nil : random.happens(60) ? .no : random.pick(RestartPolicy.allCases)
    var container = Container(
      id: containerID(100 + number), names: missing(&random) ? [] : ["\(random.pick("c", "prod-", "job"))\(number)"],
      image: missing(&random) ? nil : random.happens(90) ? random.pick(images).id : imageID(77),
      imageReference: "r1:1", created: created, state: state,
      exitCode: state == .exited && !missing(&random) ? code : nil, health: Health.none, labels: labels(&random),
      ties: .known(ContainerTies()),
      details: missing(&random)
        ? .unavailable
        : .known(
          ContainerDetails(
            created: created, started: hasRun && !missing(&random) ? created : nil, finished: finished,
            exitCode: hasRun ? code : nil, restart: restart)),
      size: missing(&random) ? .unavailable : .known(ContainerSize(writableLayer: ByteCount(10), log: .zero)))
    container.mounts = mounts(volumes, &random)
    for network in random.some(networks, 25) {
      container.networks[network.name] = random.happens(80) ? network.id.description : ""
    }
    return container
  }

  /// Some need others that were made before: their network, which lists show, or what only those share that are open.
  private func tie(_ containers: inout [Container], _ random: inout SplitMix) {
    for index in containers.indices {
      let others = random.some(Array(0..<index), 8)
      if let owner = others.first, random.happens(50) {
        containers[index].networkOwner = containers[owner].id
        continue
      }
      containers[index].ties = missing(&random) ? .unavailable : .known(ContainerTies())
      guard case .known(var ties) = containers[index].ties else { continue }
      for other in others {
        guard case .known(var lodging) = containers[other].ties else { continue }
        lodging.lodging = random.pick(.open, .guarded)
        containers[other].ties = .known(lodging)
        ties.needs.insert(containers[other].id.description)
      }
      containers[index].ties = .known(ties)
    }
  }

  private func mounts(_ volumes: [Volume], _ random: inout SplitMix) -> [Mount] {
    var mounts = random.some(Array(volumes.enumerated()), 35).map { number, volume in
      Mount(type: "volume", name: volume.name.description, destination: "/data\(number)")
    }
    if random.happens(10) { mounts.append(Mount(type: "bind", source: "/tmp", destination: "/host")) }
    if random.happens(1) { mounts.append(Mount(type: "cluster", destination: "/odd")) }
    return mounts
  }

  // MARK: Images

  private func images(_ random: inout SplitMix) -> [Image] {
    var images: [Image] = []
    for number in 1...random.number(self.images) {
      let parent = random.happens(30) ? images.randomElement(using: &random) : nil
      let tags = (0..<random.pick(0, 1, 1, 2)).map { "\(random.pick("r0", "r1", "r2", "team/r")):\(number)-\($0)" }
      let base = parent.map { [Int($0.size?.bytes ?? 0)] } ?? []
      var image = Image.sample(
        number, tags: tags, labels: labels(&random), layers: base + [number, random.number(1...3)])
      image.parent = parent?.id
      if random.happens(15) {
        image.digests = ["\(random.pick("r1", "r3"))@sha256:\(containerID(number))"]
      }
      image.created = date(number, &random)
      image.details =
        missing(&random)
        ? .unavailable : .known(ImageDetails(created: image.created, tagged: date(number, &random)))
      if missing(&random) { image.layers = .unavailable }
      images.append(image)
    }
    return images
  }

  // MARK: Volumes, networks, build cache

  private func volume(_ number: Int, _ random: inout SplitMix) -> Volume {
    let isAnonymous = random.happens(50)
    let name = isAnonymous ? containerID(500 + number).description : "\(random.pick("data", "db-", "web"))\(number)"
    var volume = Volume.sample(
      name, anonymous: isAnonymous, dangling: missing(&random) ? nil : true, labels: labels(&random))
    volume.created = date(number, &random)
    if missing(&random) { volume.size = .unavailable }
    return volume
  }

  private func network(_ number: Int, _ random: inout SplitMix) -> Network {
    Network(
      id: networkID(700 + number), name: "\(random.pick("net", "shared", "web"))\(number)",
      scope: random.pick("local", "local", "local", "swarm"), labels: labels(&random), created: date(number, &random),
      isPredefined: random.happens(10), isConfigOnly: random.happens(10),
      configFrom: random.happens(5) ? "net\(random.number(0...2))" : nil,
      endpoints: missing(&random)
        ? .unavailable : .known(random.happens(5) ? [NetworkEndpoint(name: "gateway")] : []))
  }

  private func cache(_ random: inout SplitMix) -> [CacheRecord] {
    var records: [CacheRecord] = []
    for number in 0..<random.number(others) {
      let parents = random.some(records, 30).map(\.id)
      records.append(
        CacheRecord(
          id: cacheID(900 + number), parents: parents, kind: random.pick("regular", "internal"),
          isInUse: random.happens(15), isShared: random.happens(20), size: ByteCount(Int64(random.number(0...5) * 100)),
          created: date(number, &random), lastUsed: date(number, &random)))
    }
    return records
  }
}
