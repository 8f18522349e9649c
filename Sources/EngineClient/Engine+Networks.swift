import NIOHTTP1
package import Policies

extension Engine {
  /// `GET /networks`: every network. What is on it, this list does not tell.
  package func networks() async throws(EngineError) -> [Network] {
    let answer = try await callWhenFree("/networks")
    let units = quadletUnits
    var networks: [Network] = []
    for wire in try answer.decode([NetworkWire].self) {
      guard var network = wire.network(identity.kind) else {
        throw .undecodable(request: answer.request, detail: "'\(wire.Id)' is no network ID")
      }
      network.isOfUnit = units?.name(network.name) ?? false
      networks.append(network)
    }
    return networks
  }

  /// `GET /networks/{id}`, with what is on it now; `nil` if it is gone.
  package func network(_ id: NetworkID) async throws(EngineError) -> Network? {
    guard let answer = try await find("/networks/\(id)") else { return nil }
    let wire = try answer.decode(NetworkWire.self)
    // A network may be named like another's ID.
    guard wire.Id == id.description else { return nil }
    return wire.network(identity.kind, endpoints: .known(wire.endpoints))
  }

  /// `DELETE /networks/{id}`: never by force; the engine refuses one that something runs on.
  package func remove(_ id: NetworkID) async throws(EngineError) {
    _ = try await call(.DELETE, "/networks/\(id)", within: transport.options.removalTimeout)
  }
}

struct NetworkWire: Decodable {
  var Id: String
  var Name: String?
  var Driver: String?
  var Scope: String?
  var Created: String?
  var Labels: [String: String]?
  var Ingress: Bool?
  var ConfigOnly: Bool?
  var ConfigFrom: Reference?
  var Containers: [String: Endpoint?]?

  struct Reference: Decodable { var Network: String? }
  struct Endpoint: Decodable { var Name: String? }

  /// Docker has whatever is on it among the containers: `ingress-sbox` is no container's ID.
  var endpoints: [NetworkEndpoint] {
    (Containers ?? [:]).map { key, endpoint in
      NetworkEndpoint(name: endpoint?.Name ?? key, container: ContainerID(key))
    }.sorted { $0.name < $1.name }
  }

  func network(_ kind: EngineKind, endpoints: Lookup<[NetworkEndpoint]> = .notAsked) -> Network? {
    guard let name = Name, let id = NetworkID(Id) else { return nil }
    return Network(
      id: id, name: name, driver: Driver ?? "", scope: Ingress == true ? "swarm" : Scope ?? "", labels: Labels ?? [:],
      created: Created.flatMap { Timestamp(rfc3339: $0) }, isPredefined: Self.predefined(kind).contains(name),
      isConfigOnly: ConfigOnly ?? false, configFrom: ConfigFrom?.Network.flatMap { $0.isEmpty ? nil : $0 },
      endpoints: endpoints)
  }

  /// Docker's own three; Podman makes its one and that of `kube play` anew whenever they are missing, and has Docker's names
  /// for ways without one.
  private static func predefined(_ kind: EngineKind) -> Set<String> {
    switch kind {
    case .docker: ["bridge", "host", "none"]
    case .podman: ["podman", "podman-default-kube-network", "bridge", "host", "none"]
    }
  }
}
