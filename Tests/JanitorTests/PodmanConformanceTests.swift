import EngineLab
import Foundation
import ProgramLab
import Testing

/// One of everything that Podman can hold: what its Docker-compatible API hides counts all the same.
@Suite struct PodmanConformanceTests {
  /// As much as policies can ask for.
  private static let aggressive = """
    [protect]
    labels = ["janitor.keep"]
    [brake]
    share = "100%"
    [[policy]]
    name = "containers"
    target = "containers"
    older-than = "0s"
    since = "created"
    volumes = true
    [[policy]]
    name = "images"
    target = "images"
    # No age: Podman tells its time in whole seconds, and an image of this very second has not come yet.
    filter = ["label!=no-such-label"]
    [[policy]]
    name = "volumes"
    target = "volumes"
    older-than = "0s"
    named = true
    [[policy]]
    name = "networks"
    target = "networks"
    older-than = "0s"
    """

  @Test(.inMatrix, arguments: EngineUnderTest.podmans)
  func `of all that Podman can hold nothing goes that somebody uses, and no removal is refused`(
    _ engine: EngineUnderTest
  ) async throws {
    try await withPodman(engine, for: .everything) { lab in
      _ = try await lab.importBase()
      let world = try await PodmanWorld(in: lab)
      let janitor = try Program(
        host: "unix://\(lab.folder)/podman/podman.sock", folder: "\(lab.folder)/janitor", configuration: Self.aggressive
      )
      // Volumes and networks have to be seen unused before.
      _ = try await janitor.document("run", "--dry-run")
      let before = try await lab.state()
      let dry = try await janitor.document("run", "--dry-run")
      #expect(Set(dry.steps.map(\.name)) == world.free, "\(dry.steps)")
      #expect(try await lab.state().changes(since: before) == [])

      let kept = try await janitor("run", "--dry-run", "--show-kept").output
      for reason in [
        "it is part of the manifest list localhost/multi:1", "it is part of the manifest list localhost/multi:2",
        "in use by sub-working-container, which", "it is part of the pod mail", "it is a manifest list",
        "managed by systemd", "in use by images-of-a-volume+volume, which",
      ] { #expect(kept.contains(reason), "\(reason) in \(kept)") }

      let run = try await janitor.document("run")
      #expect(run.decisions == dry.decisions)
      #expect(run.steps.allSatisfy { $0.outcome == "done" }, "\(run.steps)")
      #expect(try await lab.state().changes(since: before).allSatisfy { $0.hasPrefix("- ") })
      let again = try await janitor("run")
      #expect(again.status == 0, "\(again)")

      // What is left works.
      for list in ["multi:1", "multi:2"] {
        try await lab.podman("create", "--network=none", "localhost/\(list)", "true")
      }
      #expect(try await lab.podman("pod", "ps", "--quiet").split(separator: "\n").count == world.pods)
      #expect(try await lab.podman("image", "ls", "--quiet", "--filter=reference=localhost/sub").isEmpty == false)
      for tag in ["sub:1", "sub:2", "member:2", "other:2"] {
        try await lab.podman("image", "exists", "localhost/\(tag)")
      }
      try await lab.podman("secret", "inspect", "secret")
    }
  }

  @Test(.inMatrix, arguments: EngineUnderTest.podmans)
  func `an idle dry run asks Podman for one list more than Docker`(_ engine: EngineUnderTest) async throws {
    try await withPodman(engine) { lab in
      _ = try await lab.importBase()
      try await lab.podman("manifest", "create", "multi:1")
      try await lab.running(name: "busy")
      try await FaultProxy.with(lab) { proxy in
        let janitor = try Program(host: proxy.host, folder: "\(lab.folder)/janitor", configuration: Self.aggressive)
        for _ in 1...2 {
          proxy.harm(0, by: nil)
          let document = try await janitor.document("run", "--dry-run")
          #expect(document.steps.isEmpty, "\(document.steps)")
        }
        // Ping, information, containers twice, images, volumes twice, networks.
        #expect(proxy.requests.count == 8, "\(proxy.requests)")
      }
    }
  }

  @Test(.inMatrix, arguments: EngineUnderTest.podmans)
  func `an image of a store that Podman only reads is not planned`(_ engine: EngineUnderTest) async throws {
    try await withPodman(engine) { lab in
      _ = try await lab.importBase()
      try await lab.setAside()
      let own = try await lab.loadImage(tags: ["own:1"], layers: [.bytes(10, seed: "own")])
      let document = try await Program(lab, Self.aggressive).document("run")
      #expect(document.steps.map(\.id) == [own])
      #expect(document.steps.map(\.outcome) == ["done"])
      try await lab.podman("image", "exists", "base:1")
    }
  }

  @Test(.inMatrix, arguments: EngineUnderTest.podmans)
  func `S2 a protected parent without a tag stays when its last child goes`(_ engine: EngineUnderTest) async throws {
    try await withPodman(engine) { lab in
      _ = try await lab.importBase()
      try await lab.build(["FROM base:1", "LABEL janitor.keep=yes", "COPY file /parent"], ["--tag=parent:1"])
      let parent = try await lab.podman("image", "inspect", "--format={{.Id}}", "parent:1")
      try await lab.build(["FROM parent:1", "LABEL janitor.keep=false", "COPY file /child"], ["--tag=child:1"])
      try await lab.podman("untag", "parent:1")
      let janitor = try Program(lab, Self.aggressive)
      let document = try await janitor.document("run")
      #expect(document.steps.contains { $0.name == "localhost/child:1" && $0.outcome == "done" }, "\(document.steps)")
      try await lab.podman("image", "exists", parent)
    }
  }
}

/// What the test makes, and what of it is nobody's.
private struct PodmanWorld {
  /// The names of all that may go.
  let free: Set<String> = [
    "done", "rootfs", "localhost/free:1", "free", "freenet", "images-of-a-volume",
  ]
  let pods = 5

  init(in lab: PodmanLab) async throws {
    try await Self.makeImages(lab)
    try await Self.makePods(lab)
    try await Self.makeUnits(lab)
    try await lab.exited(0, image: "localhost/base:1", name: "done")
    try await lab.podman("volume", "create", "free")
    try await lab.podman("network", "create", "freenet")
    let secret = "\(lab.folder)/secret"
    try "s".write(toFile: secret, atomically: true, encoding: .utf8)
    try await lab.podman("secret", "create", "secret", secret)
    let files = "\(lab.folder)/files"
    try FileManager.default.createDirectory(atPath: files, withIntermediateDirectories: true)
    for name in ["rootfs", "kept-rootfs"] {
      let label = name == "rootfs" ? "a=b" : "janitor.keep"
      try await lab.podman("create", "--name=\(name)", "--label=\(label)", "--network=none", "--rootfs", files, "true")
    }
  }

  private static func makeImages(_ lab: PodmanLab) async throws {
    // A list made by hand, with a member that lost its tag and one that has two, and one that a build made.
    for number in 1...2 {
      try await lab.build(
        ["FROM base:1", "COPY file /member\(number)"], ["--tag=member:\(number)", "--tag=other:\(number)"])
    }
    try await lab.podman("manifest", "create", "empty:1")
    try await lab.podman("manifest", "create", "multi:1")
    for number in 1...2 {
      try await lab.podman("manifest", "add", "multi:1", "containers-storage:localhost/member:\(number)")
    }
    try await lab.podman("untag", "member:1")
    try await lab.build(["FROM base:1", "COPY file /built"], ["--manifest=multi:2"])

    // Containers that a build leaves: of an image with two tags, and of none at all.
    try await lab.build(["FROM base:1", "COPY file /sub"], ["--tag=sub:1", "--tag=sub:2"])
    for (lines, text) in [
      (["FROM sub:1", #"RUN ["sh", "-c", "exit 3"]"#], "sub"),
      (["FROM scratch", "COPY file /f", #"RUN ["/f"]"#], "scratch"),
    ] {
      await #expect(throws: CommandFailure.self, "\(text)") {
        try await lab.build(lines, ["--rm=false", "--force-rm=false"])
      }
    }
    try await lab.build(["FROM base:1", "COPY file /held"], ["--tag=held:1"])
    try await lab.podman("volume", "create", "--driver=image", "--opt=image=localhost/held:1", "images-of-a-volume")
    try await lab.build(["FROM base:1", "COPY file /free"], ["--tag=free:1"])
  }

  private static func makePods(_ lab: PodmanLab) async throws {
    let infra = ["--infra-image=localhost/base:1", "--infra-command=sleep 1000000"]
    try await lab.podman("network", "create", "podnet")
    try await lab.podman("volume", "create", "poddata")
    try await lab.podman(
      ["pod", "create", "--name=mail", "--network=podnet", "--volume=poddata:/d"] + infra)
    try await lab.podman("create", "--pod=mail", "--name=mail-smtp", "base:1", "true")
    try await lab.podman(["pod", "create", "--name=ran", "--network=none"] + infra)
    try await lab.podman("create", "--pod=ran", "--name=ran-1", "base:1", "true")
    try await lab.podman("pod", "start", "ran")
    try await lab.podman("pod", "stop", "--time=0", "ran")
    try await lab.podman(["pod", "create", "--name=empty", "--network=none"] + infra)
    try await lab.podman("pod", "create", "--name=bare", "--infra=false")
    try await lab.podman("create", "--pod=bare", "--name=bare-1", "--network=none", "base:1", "true")

    // Podman wants a file of this name for the infra container; nothing starts it here.
    try FileManager.default.createDirectory(atPath: "\(lab.folder)/bin", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: "/bin/busybox", toPath: "\(lab.folder)/bin/catatonit")
    let kube = """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: claim}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Gi}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: kube}
      spec:
        hostNetwork: true
        restartPolicy: Never
        volumes:
        - {name: data, persistentVolumeClaim: {claimName: claim}}
        - {name: scratch, emptyDir: {}}
        containers:
        - name: main
          image: localhost/base:1
          command: ["true"]
          volumeMounts: [{name: data, mountPath: /d}, {name: scratch, mountPath: /e}]
      """
    try kube.write(toFile: "\(lab.folder)/kube.yml", atomically: true, encoding: .utf8)
    try await lab.podman("play", "kube", "--start=false", "\(lab.folder)/kube.yml")
  }

  /// What units of Quadlet make and mount, and what its generator writes where systemd reads it.
  private static func makeUnits(_ lab: PodmanLab) async throws {
    for volume in ["systemd-pgdata", "named", "plain"] { try await lab.podman("volume", "create", volume) }
    for network in ["systemd-app", "appnet"] { try await lab.podman("network", "create", network) }
    let units = "\(lab.folder)/units"
    for (name, text) in [
      ("pg.volume", "[Volume]\nVolumeName=named\n"), ("app.network", "[Network]\nNetworkName=appnet\n"),
      ("web.container", "[Container]\nImage=localhost/base:1\nVolume=plain:/d\n"),
    ] {
      try FileManager.default.createDirectory(atPath: units, withIntermediateDirectories: true)
      try text.write(toFile: "\(units)/\(name)", atomically: true, encoding: .utf8)
    }
    let output = "\(lab.folder)/systemd/generator"
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    if lab.engine.hasQuadlet {
      try await lab.inside(["env", "QUADLET_UNIT_DIRS=\(units)", "/usr/libexec/podman/quadlet", output])
    } else {
      // Podman 4.3 comes without it; these are the lines that it writes elsewhere.
      for (name, command) in [
        ("pg-volume", "volume create --ignore named"), ("app-network", "network create --ignore appnet"),
        ("web", "run --name systemd-%N --replace --rm --cgroups=split -d -v plain:/d localhost/base:1"),
      ] {
        try "[Service]\nExecStart=/usr/bin/podman \(command)\n"
          .write(toFile: "\(output)/\(name).service", atomically: true, encoding: .utf8)
      }
    }
    // Units are found beside the socket, as /run/systemd is beside /run/podman.
    try FileManager.default.createDirectory(atPath: "\(lab.folder)/podman", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(lab.folder)/podman/podman.sock", withDestinationPath: "\(lab.folder)/podman.sock")
  }
}

extension PodmanLab {
  /// Builds from these lines, with a `file` of its own beside them.
  fileprivate func build(_ lines: [String], _ options: [String]) async throws {
    let context = "\(folder)/context-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: context, withIntermediateDirectories: true)
    try context.write(toFile: "\(context)/file", atomically: true, encoding: .utf8)
    try lines.joined(separator: "\n").write(toFile: "\(context)/Containerfile", atomically: true, encoding: .utf8)
    try await podman(["build", "--network=none"] + options + ["--file=\(context)/Containerfile", context])
  }

  fileprivate func podman(_ arguments: [String]) async throws {
    try await execute(client + arguments, environment: environment)
  }
}
