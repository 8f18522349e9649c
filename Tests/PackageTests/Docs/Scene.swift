import EngineLab
import Foundation
import Testing

/// Where the commands of a section run, as a comment of the page says: `<!-- scene: no engine -->`.
enum Scene: String, CaseIterable {
  /// Where the page says nothing: the sample engine of `make run`.
  case sample = "the sample engine"
  case podman = "Podman"
  case rootlessPodman = "rootless Podman"
  case noEngine = "no engine"
  /// It lets through what the section lists.
  case proxy = "the proxy of this section"
  case refusal = "a proxy that lets nothing be removed"
  case closedLedger = "a ledger on a read-only disk"
  case locked = "another janitor at work"

  /// Puts into the room what the scene has there, while the body goes on.
  func set(_ room: Room, _ lab: some Lab, _ section: Page.Section, _ body: (Room) async throws -> Void) async throws {
    var room = room
    switch self {
    case .sample: try room.link(lab.socket, to: "/run/docker.sock")
    case .podman: try room.link(lab.socket, to: "/run/podman/podman.sock")
    case .rootlessPodman:
      try room.link(lab.socket, to: "/run/user/1000/podman/podman.sock")
      room.preparation = "export XDG_RUNTIME_DIR=/run/user/1000"
    case .noEngine: break
    case .closedLedger:
      try room.link(lab.socket, to: "/run/docker.sock")
      room.preparation = "mount -t tmpfs -o ro none /var/lib/janitor"
    case .locked:
      try room.link(lab.socket, to: "/run/docker.sock")
      room.preparation = "exec 9>/run/lock/\(try await lockName(lab)) && flock 9"
    case .refusal:
      return try await behindProxy(lab, room, at: "/run/docker.sock", { $0.hasPrefix("GET ") }, body)
    case .proxy:
      let rules = Self.rules(section)
      let host = section.blocks.lazy.compactMap { $0.text.firstMatch(of: /host = "unix:\/\/([^"]+)"/) }.first
      return try await behindProxy(
        lab, room, at: String(try #require(host).output.1), { request in rules.contains { $0.allows(request) } }, body)
    }
    try await body(room)
  }

  private func behindProxy(
    _ lab: some Lab, _ room: Room, at path: String, _ isAllowed: @escaping @Sendable (String) -> Bool,
    _ body: (Room) async throws -> Void
  ) async throws {
    try await FaultProxy.with(lab) { proxy in
      var room = room
      proxy.allow(isAllowed)
      try room.link(proxy.socket, to: path)
      try await body(room)
    }
  }

  /// A line such as `DELETE /v1\.[0-9]+/volumes/.+`.
  private struct Rule {
    let method: String
    let pattern: String

    func allows(_ request: String) -> Bool {
      let words = request.split(separator: " ")
      let path = String(words[1].prefix { $0 != "?" })
      return words[0] == method && path.range(of: "^\(pattern)$", options: .regularExpression) != nil
    }
  }

  private static func rules(_ section: Page.Section) -> [Rule] {
    section.blocks.flatMap(\.lines).compactMap { line in
      line.firstMatch(of: /^(GET|POST|DELETE) +(\/.+)$/).map {
        Rule(method: String($0.output.1), pattern: String($0.output.2))
      }
    }
  }

  private func lockName(_ lab: some Lab) async throws -> String {
    let format = "{{.ID}}{{.DockerRootDir}}"
    let engine = try await execute(lab.client + ["info", "--format", format], environment: lab.environment)
    return "janitor-\(engine.split { !($0.isLetter || $0.isNumber) }.joined(separator: "-")).lock"
  }
}
