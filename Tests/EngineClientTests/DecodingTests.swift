import Foundation
import NIOCore
import NIOHTTP1
import Policies
import Testing

@testable import EngineClient

@Suite struct DecodingTests {
  private static let hex = String(repeating: "0123456789abcdef", count: 4)

  private func container(_ fields: String) throws -> Container? {
    try JSONDecoder().decode(ContainerWire.self, from: Data(#"{"Id": "\#(Self.hex)", \#(fields)}"#.utf8)).container
  }

  @Test(
    arguments: [
      ("Exited (0) 2 days ago", 0), ("Exited (137) Less than a second ago", 137), ("Exited (-1) 1 second ago", -1),
      ("Restarting (1) 5 seconds ago", 1), ("Up 2 hours", nil), ("Created", nil), ("Dead", nil), ("", nil),
      ("Exited (x) ago", nil),
    ] as [(String, Int?)])
  func `exit codes are in the words of the list`(status: String, code: Int?) throws {
    #expect(StatusText.exitCode(status) == code)
  }

  @Test(
    arguments: [
      ("Exited (0) 3 days ago", .seconds(3 * 86_400 - 1800)), ("Up About an hour (healthy)", .seconds(1800)),
      ("Up Less than a second", nil), ("Up 9223372036854775807 years", nil), ("Exited (0) -5 days ago", nil),
      ("Up 99999 weeks", nil),
    ] as [(String, Duration?)])
  func `ages are in the words of the list, and nothing that overflows is one`(status: String, age: Duration?) throws {
    #expect(StatusText.age(status) == age)
  }

  @Test(
    arguments: [
      ("Up 2 hours (healthy)", .healthy), ("Up 1 second (unhealthy)", .unhealthy),
      ("Up 1 second (health: starting)", .starting), ("Up 2 hours", Health.none), ("Up 2 hours (Paused)", nil),
    ] as [(String, Health?)])
  func `health is in the words of the list, but not of what is paused`(status: String, health: Health?) {
    #expect(StatusText.health(status) == health)
  }

  @Test func `S11 what a list leaves out is unknown`() throws {
    let container = try #require(try container(#""State": "shiny""#))
    #expect(container.state == .other("shiny"))
    #expect(container.created == nil)
    #expect(container.image == nil)
    #expect(container.exitCode == nil)
    #expect(container.details == .notAsked)
    #expect(try self.container(#""Created": -62135596800"#)?.created == nil)
    #expect(try self.container(#""ImageID": """#)?.image == nil)
  }

  @Test func `what ties a container to others is in inspections`() throws {
    let id = try #require(ContainerID(Self.hex))
    func ties(_ hostConfig: String) throws -> Lookup<ContainerTies> {
      let json = #"{"Id": "\#(Self.hex)", "HostConfig": \#(hostConfig)}"#
      let wire = try JSONDecoder().decode(ContainerInspectionWire.self, from: Data(json.utf8))
      #expect(wire.container(id, .podman, size: .notAsked).ties == .notAsked)
      return wire.container(id, size: .notAsked).ties
    }
    let modes = ##""NetworkMode": "container:a", "IpcMode": "container:b", "PidMode": "container:c""##
    let all = ##"{\##(modes), "VolumesFrom": ["d:ro", "e"]}"##
    #expect(try ties(all) == .known(ContainerTies(needs: ["a", "b", "c", "d", "e"], lodging: .closed)))
    #expect(try ties(##"{"IpcMode": "private"}"##) == .known(ContainerTies()))
    #expect(try ties(##"{"IpcMode": "shareable"}"##) == .known(ContainerTies(lodging: .open)))
    #expect(try ties("{}") == .known(ContainerTies(lodging: .open)))
    #expect(try ties("null") == .unavailable)

    func podman(_ fields: String) throws -> ContainerTies? {
      try JSONDecoder().decode(PodmanTiesWire.self, from: Data(#"{"Id": "\#(Self.hex)"\#(fields)}"#.utf8)).ties
    }
    let own = ##", "Dependencies": ["a"], "HostConfig": {"VolumesFrom": ["d:ro"]}"##
    #expect(try podman(own) == ContainerTies(needs: ["a", "d"], lodging: .guarded))
    #expect(try podman(##", "Dependencies": []"##) == ContainerTies(lodging: .guarded))
    #expect(try podman("") == nil)
  }

  @Test func `Podman's own list tells of pods, of other tools' containers, and of those without an image`() throws {
    func read(_ fields: String) throws -> PodmanContainerWire {
      try JSONDecoder().decode(PodmanContainerWire.self, from: Data(#"{"Id": "\#(Self.hex)", \#(fields)}"#.utf8))
    }
    let id = try #require(ContainerID(Self.hex))
    let member = try read(##""Pod": "54ccdc2b814b776c", "PodName": "mail", "IsInfra": true, "State": "exited""##)
    #expect(member.pod == Pod(name: "mail", isInfra: true))
    #expect(member.external(id) == nil)
    #expect(try read(##""Pod": "54ccdc2b814b776c""##).pod == Pod(name: "54ccdc2b814b"))
    #expect(try read(##""Pod": "", "PodName": """##).pod == nil)
    let buildah = try #require(
      try read(##""Names": ["app-working-container"], "ImageID": "\##(Self.hex)", "State": "storage", "Pod": """##)
        .external(id))
    #expect(buildah.name == "app-working-container")
    #expect(buildah.image == ImageID(Self.hex))
    #expect(buildah.isExternal && !buildah.hasNoImage)
    // S11: an image that is not told is not the same as none.
    #expect(try read(##""State": "storage""##).external(id)?.hasNoImage == false)
    #expect(try read(##""Image": "scratch", "ImageID": "", "State": "storage""##).external(id)?.hasNoImage == true)
    #expect(try read(##""Image": "scratch", "ImageID": "", "State": "exited""##).hasNoImage == false)
    #expect(try read(##""Image": "", "ImageID": "", "State": "exited""##).hasNoImage)
  }

  @Test func `a list's entry is read whole`() throws {
    let container = try #require(
      try container(
        """
        "Names": ["/linker/alias", "/c1"], "Image": "base:1", "ImageID": "sha256:\(Self.hex)", "Created": 1795470500,
        "State": "exited", "Status": "Exited (4) 3 days ago", "Labels": {"k": "v"}, "Command": "secret --password x",
        "Ports": [{"PrivatePort": 80, "PublicPort": 8080, "Type": "tcp", "IP": "0.0.0.0"}, {"PrivatePort": 53, "Type": "udp"}],
        "Mounts": [{"Type": "volume", "Name": "data", "Source": "", "Destination": "/data"},
                   {"Type": "bind", "Source": "/tmp", "Destination": "/host"}],
        "NetworkSettings": {"Networks": {"none": {"NetworkID": "n1"}, "gone": null}}
        """.replacing("\n", with: " ")))
    #expect(container.name == "c1")
    #expect(container.image?.description == "sha256:\(Self.hex)")
    #expect(container.created == Timestamp(unixSeconds: Int64(1_795_470_500)))
    #expect(container.exitCode == 4)
    #expect(
      container.ports == [Port(inside: 80, published: 8080, proto: "tcp"), Port(inside: 53, proto: "udp")])
    #expect(container.mounts.map(\.name) == ["data", nil])
    #expect(container.networks == ["none": "n1", "gone": ""])
    // S16: nothing of a command line is kept anywhere.
    #expect(!"\(container)".contains("password"))
  }

  @Test func `an inspection's never is unknown`() throws {
    let json = """
      {"Id": "\(Self.hex)", "Name": "/never", "Created": "2026-11-23T22:07:00.5Z", "Image": "sha256:\(Self.hex)",
       "State": {"Status": "created", "ExitCode": 127, "StartedAt": "0001-01-01T00:00:00Z", "FinishedAt": "0001-01-01T00:00:00Z"},
       "HostConfig": {"RestartPolicy": {"Name": ""}}, "Config": {"Labels": null, "Env": ["TOKEN=secret"]}}
      """
    let wire = try JSONDecoder().decode(ContainerInspectionWire.self, from: Data(json.utf8))
    let container = wire.container(try #require(ContainerID(Self.hex)), size: .notAsked)
    #expect(container.details.value?.started == nil)
    #expect(container.details.value?.finished == nil)
    #expect(container.details.value?.restart == .no)
    #expect(container.details.value?.created?.nanoseconds == 1_795_471_620_500_000_000)
    #expect(!"\(container)".contains("secret"))
  }

  /// Podman 4.3 after a power cut.
  @Test(
    arguments: [
      ("0001-01-01T00:00:00Z", nil, nil), ("2026-11-20T00:00:00Z", nil, nil),
      ("2026-11-22T00:00:00Z", "2026-11-22T00:00:00Z", 3),
    ] as [(String, String?, Int?)])
  func `what was started once is not created, and the end of an earlier run is not its own`(
    _ end: String, _ expected: String?, _ code: Int?
  ) throws {
    let json = """
      {"Id": "\(Self.hex)", "State": {"Status": "created", "ExitCode": 3, "StartedAt": "2026-11-21T00:00:00Z",
       "FinishedAt": "\(end)"}}
      """
    let wire = try JSONDecoder().decode(ContainerInspectionWire.self, from: Data(json.utf8))
    let container = wire.container(try #require(ContainerID(Self.hex)), size: .notAsked)
    #expect(container.state == .exited)
    #expect(container.details.value?.started == Timestamp(rfc3339: "2026-11-21T00:00:00Z"))
    #expect(container.details.value?.finished == expected.flatMap { Timestamp(rfc3339: $0) })
    #expect(container.exitCode == code && container.details.value?.exitCode == code)
  }

  @Test func `S11 a manifest list may be empty, and one that does not say what it has is not understood`() throws {
    func members(_ json: String) throws -> [String] {
      try JSONDecoder().decode(ManifestListWire.self, from: Data(json.utf8)).manifests.map(\.digest)
    }
    #expect(try members(#"{"manifests": [{"digest": "sha256:1"}]}"#) == ["sha256:1"])
    #expect(try members(#"{"schemaVersion": 2, "manifests": null}"#) == [])
    #expect(throws: DecodingError.self) { try members(#"{"schemaVersion": 2}"#) }
    #expect(throws: DecodingError.self) { try members(#"{"manifests": [{}]}"#) }
  }

  @Test(arguments: [(EngineKind.docker, true), (.podman, false)])
  func `an inspection tells what the engine does not count as its own volumes, and whether it has tries left`(
    kind: EngineKind, isDocker: Bool
  ) throws {
    let other = String(repeating: "b", count: 64)
    let json = """
      {"Id": "\(Self.hex)", "RestartCount": 2, "HostConfig": {
       "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 2}, "VolumesFrom": ["other:ro"],
       "Binds": ["\(Self.hex):/a:ro", "/srv/data:/b", "data:/c"], "Mounts": [{"Target": "/d"}, {"Source": "\(other)"}]}}
      """
    let wire = try JSONDecoder().decode(ContainerInspectionWire.self, from: Data(json.utf8))
    let details = wire.container(try #require(ContainerID(Self.hex)), kind, size: .notAsked).details.value
    #expect(details?.hasNoTriesLeft == true)
    #expect(details?.namedVolumes.map(\.description).sorted() == (isDocker ? [Self.hex, other].sorted() : []))
    #expect(details?.inheritsVolumes == isDocker)
  }

  @Test func `a volume tells where its files are, and which folders stand behind it`() throws {
    let json = """
      {"Name": "v", "Driver": "local", "Mountpoint": "/var/lib/docker/volumes/v/_data",
       "Options": {"type": "overlay", "device": "overlay", "o": "lowerdir=/a:/b,upperdir=/c/d,workdir=/e"}}
      """
    let volume = try JSONDecoder().decode(VolumeWire.self, from: Data(json.utf8)).volume(.untold)
    #expect(volume?.mountpoint == "/var/lib/docker/volumes/v/_data")
    #expect(volume?.sources == ["/a", "/b", "/c/d", "/e"])
  }

  @Test func `a network tells what it was made from, and what is on it`() throws {
    let json = """
      {"Id": "\(Self.hex)", "Name": "n", "ConfigOnly": false, "ConfigFrom": {"Network": "settings"}, "Containers": {
       "ingress-sbox": {"Name": "gateway_ingress-sbox"}, "\(Self.hex)": {"Name": "web"}, "odd": null}}
      """
    let wire = try JSONDecoder().decode(NetworkWire.self, from: Data(json.utf8))
    let listed = try #require(wire.network(.docker))
    #expect(listed.configFrom == "settings" && !listed.isConfigOnly && listed.endpoints == .notAsked)
    #expect(
      wire.endpoints == [
        NetworkEndpoint(name: "gateway_ingress-sbox"), NetworkEndpoint(name: "odd"),
        NetworkEndpoint(name: "web", container: ContainerID(Self.hex)),
      ])
  }

  @Test(
    arguments: [
      (#"{"RestartPolicy": {"Name": "always"}}"#, RestartPolicy.always),
      (#"{"RestartPolicy": {"Name": "sometimes"}}"#, nil), ("{}", nil),
    ] as [(String, RestartPolicy?)])
  func `S11 a restart policy that nobody knows is none`(hostConfig: String, restart: RestartPolicy?) throws {
    let json = #"{"Id": "\#(Self.hex)", "HostConfig": \#(hostConfig)}"#
    let wire = try JSONDecoder().decode(ContainerInspectionWire.self, from: Data(json.utf8))
    let container = wire.container(try #require(ContainerID(Self.hex)), size: .notAsked)
    #expect(container.details.value?.restart == restart)
  }

  @Test(arguments: [
    (#""RepoTags": null, "RepoDigests": null"#, [String](), [String]()),
    (#""RepoTags": ["<none>:<none>"], "RepoDigests": ["<none>@<none>"]"#, [], []),
    (#""RepoTags": ["b:1", "a:1"], "RepoDigests": ["a@sha256:1"]"#, ["a:1", "b:1"], ["a@sha256:1"]),
  ])
  func `placeholders are no names`(fields: String, tags: [String], digests: [String]) throws {
    // Podman leaves the prefix of IDs out.
    let json = #"{"Id": "\#(Self.hex)", "ParentId": "", "Created": 0, "Size": -1, \#(fields)}"#
    let image = try #require(try JSONDecoder().decode(ImageWire.self, from: Data(json.utf8)).image)
    #expect(image.id.description == "sha256:\(Self.hex)")
    #expect(image.tags == tags)
    #expect(image.digests == digests)
    #expect(image.parent == nil)
    #expect(image.created == .epoch)
    #expect(image.size == nil)
  }

  @Test(arguments: [
    ("/bin/sh -c #(nop)  LABEL x=1", true), ("/bin/sh -c #(nop) CMD [\"sh\"]", true), ("ENV A=b", true),
    ("CMD", true), ("VOLUME [/v]", true), ("/bin/sh -c dd if=/dev/zero", false), ("RUN true # buildkit", false),
    ("WORKDIR /wd", false), ("COPY a b # buildkit", false), ("", false), ("/bin/sh -c ENV", false),
  ])
  func `instructions that make no layer`(instruction: String, isMetadata: Bool) {
    #expect(HistoryWire.isMetadata(instruction) == isMetadata)
  }

  @Test(arguments: [
    (#""Parent": "p0000000000000000000000000""#, ["p0000000000000000000000000"]), (#""Parent": """#, []), ("", []),
    (
      #""Parents": ["p0000000000000000000000000", "p0000000000000000000000001"]"#,
      ["p0000000000000000000000000", "p0000000000000000000000001"]
    ),
    // So engines of API 1.42 and later write it.
    (#"" Parents": ["p0000000000000000000000000"]"#, ["p0000000000000000000000000"]),
  ])
  func `a record of the build cache has its parents, whatever the engine calls them`(
    field: String, parents: [String]
  ) throws {
    let json = #"{"ID": "r0000000000000000000000000", "Size": 5\#(field.isEmpty ? "" : ", ")\#(field)}"#
    let record = try #require(try JSONDecoder().decode(CacheRecordWire.self, from: Data(json.utf8)).record)
    #expect(record.parents.map(\.description) == parents)
    #expect(record.isShared && record.isInUse)
  }

  @Test func `paths are encoded, and references keep their slashes`() {
    #expect("a/b:1@sha256:x y?".percentEncoded(keeping: "/:@") == "a/b:1@sha256:x%20y%3F")
    #expect("/run/ü.sock".percentEncoded(keeping: "") == "%2Frun%2F%C3%BC.sock")
  }

  /// Found by the fuzzer.
  @Test(arguments: [512, 513, 514, 100_000])
  func `a body that nests without end is an error, wherever it stops`(depth: Int) {
    let body = ByteBuffer(string: String(repeating: "[", count: depth))
    let answer = Answer(request: "GET /x", status: 200, headers: [:], body: body)
    #expect(throws: EngineError.self) { try answer.decode([ContainerWire].self) }
    guard case .refused = answer.refusal else { return #expect(Bool(false)) }
  }

  @Test(
    arguments: [
      (Self.hex, "", [false, nil, true]), (Self.hex, #", "Labels": {}, "Options": null"#, [false, nil, true]),
      (Self.hex, #", "Anonymous": true"#, [true, nil, true]),
      (Self.hex, #", "Labels": {"com.docker.volume.anonymous": ""}"#, [false, true, true]),
      (Self.hex, #", "Labels": {"a": "b"}"#, [false, false, false]),
      (Self.hex, #", "Options": {"o": "bind"}"#, [false, false, false]), ("data", "", [false, false, false]),
    ] as [(String, String, [Bool?])])
  func `S5 an anonymous volume is known by what its engine says, and by its name where no engine says anything`(
    _ name: String, _ fields: String, _ expected: [Bool?]
  ) throws {
    let json = #"{"Name": "\#(name)", "Driver": "local"\#(fields)}"#
    let wire = try JSONDecoder().decode(VolumeWire.self, from: Data(json.utf8))
    #expect([VolumeNaming.said, .labelled, .untold].map { wire.volume($0)?.isAnonymous } == expected)
  }
}
