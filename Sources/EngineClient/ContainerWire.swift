import Policies

/// A container as lists have it. Commands, environment and the contents of mounts are not read (S16).
struct ContainerWire: Decodable {
  var Id: String
  var Names: [String]?
  var Image: String?
  var ImageID: String?
  var Created: Int64?
  var State: String?
  var Status: String?
  var Labels: [String: String]?
  var Ports: [PortWire]?
  var Mounts: [MountWire]?
  var NetworkSettings: NetworksWire?
  var HostConfig: HostConfigWire?
  var Health: HealthWire?

  struct HealthWire: Decodable { var Status: String? }
  struct HostConfigWire: Decodable { var NetworkMode: String? }

  var container: Container? {
    guard let id = ContainerID(Id) else { return nil }
    let state = ContainerState(State ?? "")
    return Container(
      id: id, names: (Names ?? []).map(withoutSlash), image: ImageID.flatMap { Policies.ImageID($0) },
      imageReference: Image ?? "", created: Created.flatMap { Timestamp(unixSeconds: $0) }, state: state,
      inStateAtLeast: StatusText.age(Status ?? ""), exitCode: StatusText.exitCode(Status ?? ""),
      health: self.Health?.Status.map(Policies.Health.init(word:)) ?? StatusText.health(Status ?? ""),
      labels: Labels ?? [:], mounts: (Mounts ?? []).map(\.mount), networks: NetworkSettings?.networks ?? [:],
      networkOwner: HostConfig?.networkOwner, ports: (Ports ?? []).compactMap(\.port))
  }
}

/// A container as an inspection has it.
struct ContainerInspectionWire: Decodable {
  var Id: String
  var Name: String?
  var Image: String?
  var Created: String?
  var RestartCount: Int?
  var State: StateWire?
  var HostConfig: HostConfigWire?
  var Config: ConfigWire?
  var Mounts: [MountWire]?
  var NetworkSettings: NetworksWire?
  var LogPath: String?
  var HostnamePath: String?
  var ResolvConfPath: String?
  var SizeRw: Int64?
  var GraphDriver: GraphDriverWire?

  struct StateWire: Decodable {
    var Status: String?
    var ExitCode: Int?
    var StartedAt: String?
    var FinishedAt: String?
    var Health: ContainerWire.HealthWire?
  }
  struct HostConfigWire: Decodable {
    var RestartPolicy: RestartPolicyWire?
    var LogConfig: LogConfigWire?
    var Binds: [String]?
    var Mounts: [GivenMountWire]?
    var NetworkMode: String?
    var IpcMode: String?
    var PidMode: String?
    var VolumesFrom: [String]?

    /// What ties a container of Docker to others, beside links, which its list shows.
    var ties: ContainerTies {
      let owners = [NetworkMode, IpcMode, PidMode].compactMap { $0.flatMap(namespaceOwner) }
      // Before Docker 20.10 all of them were shareable.
      let isShareable = ["", "shareable"].contains(IpcMode ?? "")
      return ContainerTies(
        needs: Set(owners + volumeOwners(VolumesFrom)), lodging: isShareable ? .open : .closed)
    }
  }
  struct GivenMountWire: Decodable { var Source: String? }
  struct LogConfigWire: Decodable { var `Type`: String? }
  struct RestartPolicyWire: Decodable {
    var Name: String?
    var MaximumRetryCount: Int?
  }
  struct ConfigWire: Decodable {
    var Image: String?
    var Labels: [String: String]?
  }

  /// `NAME:/folder` or a mount with a source. Podman has all of them there, and goes by the volume.
  private func namedVolumes(_ kind: EngineKind) -> Set<VolumeName> {
    guard kind == .docker else { return [] }
    let binds = (HostConfig?.Binds ?? []).compactMap { $0.split(separator: ":").first.map(String.init) }
    let mounts = (HostConfig?.Mounts ?? []).compactMap(\.Source)
    return Set((binds + mounts).compactMap { VolumeName($0) }.filter(\.isMadeUp))
  }

  private var hasNoTriesLeft: Bool {
    guard let tries = HostConfig?.RestartPolicy?.MaximumRetryCount, tries > 0, let restarts = RestartCount else {
      return false
    }
    return restarts >= tries
  }

  func container(_ id: ContainerID, _ kind: EngineKind = .docker, size: Lookup<ContainerSize>) -> Container {
    let started = State?.StartedAt.flatMap { Timestamp(rfc3339: $0) }
    let state = ContainerState(State?.Status ?? "").corrected(hasStarted: started != nil)
    let finished = State?.FinishedAt.flatMap { Timestamp(rfc3339: $0) }
    // Of a run that the engine forgot it knows no end and no code: what it says is of the run before.
    let isForgotten = state.word != State?.Status && finished.map { end in started.map { end < $0 } ?? true } ?? true
    let exitCode = isForgotten ? nil : State?.ExitCode
    let created = Created.flatMap { Timestamp(rfc3339: $0) }
    let word = HostConfig?.RestartPolicy.map { $0.Name ?? "" }
    return Container(
      id: id, names: Name.map { [withoutSlash($0)] }?.filter { !$0.isEmpty } ?? [],
      image: Image.flatMap { ImageID($0) }, imageReference: Config?.Image ?? "", created: created, state: state,
      exitCode: exitCode, health: State?.Health?.Status.map(Policies.Health.init(word:)) ?? Policies.Health.none,
      labels: Config?.Labels ?? [:], mounts: (Mounts ?? []).map(\.mount), networks: NetworkSettings?.networks ?? [:],
      ties: kind == .docker ? HostConfig.map { .known($0.ties) } ?? .unavailable : .notAsked,
      details: .known(
        ContainerDetails(
          created: created, started: started, finished: isForgotten ? nil : finished, exitCode: exitCode,
          restart: word.flatMap { $0.isEmpty ? .no : RestartPolicy(rawValue: $0) }, hasNoTriesLeft: hasNoTriesLeft,
          namedVolumes: namedVolumes(kind),
          inheritsVolumes: kind == .docker && HostConfig?.VolumesFrom?.isEmpty == false)),
      size: size)
  }
}

extension ContainerWire.HostConfigWire {
  /// `container:` and its ID, whatever name it was given by.
  var networkOwner: ContainerID? {
    guard let mode = NetworkMode, mode.hasPrefix("container:") else { return nil }
    return ContainerID(mode.dropFirst("container:".count))
  }
}

extension ContainerState {
  /// What a container that was started once is whose engine says that it is `created`: Podman forgets with its host's memory that it ran.
  func corrected(hasStarted: Bool) -> Self { self == .created && hasStarted ? .exited : self }
}

struct MountWire: Decodable {
  var `Type`: String?
  var Name: String?
  var Source: String?
  var Destination: String?

  var mount: Mount {
    Mount(
      type: Type ?? "", name: Name.flatMap { $0.isEmpty ? nil : $0 }, source: Source ?? "",
      destination: Destination ?? "")
  }
}

struct PortWire: Decodable {
  var PrivatePort: Int?
  var PublicPort: Int?
  var `Type`: String?

  var port: Port? {
    PrivatePort.map { Port(inside: $0, published: PublicPort.flatMap { $0 > 0 ? $0 : nil }, proto: Type ?? "tcp") }
  }
}

struct NetworksWire: Decodable {
  struct Endpoint: Decodable { var NetworkID: String? }
  var Networks: [String: Endpoint?]?
  var networks: [String: String] { (Networks ?? [:]).mapValues { $0?.NetworkID ?? "" } }
}

/// What is only in the words of a list's `Status`, the same in every version from 20.10 on.
enum StatusText {
  /// `Exited (137) 2 days ago`, `Restarting (1) 5 seconds ago`
  static func exitCode(_ status: String) -> Int? {
    for word in ["Exited (", "Restarting ("] where status.hasPrefix(word) {
      return Int(status.dropFirst(word.count).prefix { $0 != ")" })
    }
    return nil
  }

  /// How long ago at least: `Exited (0) 3 days ago`, `Up About an hour (healthy)`; `nil` where it is not of that form.
  ///
  /// Docker cuts off the rest of the unit, but rounds to hours (up from half), and its months have 30 days.
  static func age(_ status: String) -> Duration? {
    var words = status.split(separator: " ")[...]
    switch words.first {
    case "Up": words = words.dropFirst()
    case "Exited", "Restarting": words = words.dropFirst(2)
    default: return nil
    }
    if words.first == "About" { words = words.dropFirst() }
    guard let number = words.first, let unit = words.dropFirst().first else { return nil }
    let count: Int64? = number == "a" || number == "an" ? 1 : Int64(number)
    // No engine counts higher before it takes the next unit; what does is no age.
    guard let count, (0..<10_000).contains(count) else { return nil }
    switch unit {
    case "second", "seconds": return .seconds(count)
    case "minute", "minutes": return .seconds(count * 60)
    case "hour", "hours": return .seconds(count * 3600 - 1800)
    case "day", "days": return .seconds(count * 86_400 - 1800)
    case "week", "weeks": return .seconds(count * 604_800 - 1800)
    case "month", "months": return .seconds(count * 2_592_000 - 1800)
    case "year", "years": return .seconds(count * 31_536_000 - 1800)
    default: return nil
    }
  }

  /// `Up 3 hours (unhealthy)`, `Up 2 seconds (health: starting)`; without such words there is no check, unless
  /// `(Paused)` is in their place.
  static func health(_ status: String) -> Health? {
    if status.hasSuffix("(Paused)") { return nil }
    if status.hasSuffix("(healthy)") { return .healthy }
    if status.hasSuffix("(unhealthy)") { return .unhealthy }
    return status.hasSuffix("(health: starting)") ? .starting : Health.none
  }
}

extension Health {
  init(word: String) { self = Health(rawValue: word) ?? .none }
}

/// `container:ID`; `nil` where the namespace is none of another container.
func namespaceOwner(_ mode: String) -> String? {
  let prefix = "container:"
  return mode.hasPrefix(prefix) ? String(mode.dropFirst(prefix.count)) : nil
}

/// `NAME` or `NAME:ro`
func volumeOwners(_ texts: [String]?) -> [String] {
  (texts ?? []).compactMap { $0.split(separator: ":").first.map(String.init) }
}

private func withoutSlash(_ name: String) -> String { name.hasPrefix("/") ? String(name.dropFirst()) : name }
