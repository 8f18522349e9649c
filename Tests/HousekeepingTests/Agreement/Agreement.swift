import EngineClient
import EngineLab
import Foundation
import ProgramLab

@testable import Housekeeping
@testable import Policies

/// Asks an engine's list and janitor the same, and tells where they part.
struct Agreement {
  let lab: any Lab
  let engine: Engine

  /// A question on which both do not say the same.
  struct Difference: CustomStringConvertible {
    var question: Question
    var janitor: Set<String>
    var engine: Reply
    /// What explains it, all of it; empty where nothing does.
    var quirks: Set<Quirk>

    var description: String {
      let theirs =
        switch engine {
        case .objects(let ids): "the engine alone \(short(ids.subtracting(janitor)))"
        case .refused(let status, let message): "the engine refuses: \(status) \(message.prefix(200))"
        }
      let ours: Set<String> = if case .objects(let ids) = engine { janitor.subtracting(ids) } else { janitor }
      return "\(question): janitor alone \(short(ours)), \(theirs)"
    }

    private func short(_ ids: Set<String>) -> [String] {
      ids.sorted().prefix(3).map { String($0.suffix(64).prefix(12)) } + (ids.count > 3 ? ["… of \(ids.count)"] : [])
    }
  }

  enum Reply: Equatable {
    case objects(Set<String>)
    case refused(Int, String)
  }

  /// What came of many questions.
  struct Tally {
    var asked = 0
    /// Of those, how many were answered by at least one object.
    var answered = 0
    /// The engine refused, and janitor matched nothing.
    var refused = 0
    var differences: [Difference] = []

    var unexplained: [Difference] { differences.filter(\.quirks.isEmpty) }
    var explained: [Difference] { differences.filter { !$0.quirks.isEmpty } }
  }

  /// Everything that can be judged, with every detail; in one order, since engines give some things in any.
  func inventory(for target: Target) async throws -> Inventory {
    var inventory = try await lists(for: target)
    let engine = engine
    let containers = try await concurrently(inventory.containers.map(\.id)) {
      try await engine.container($0, size: false)
    }
    let images = try await concurrently(inventory.images.map(\.id)) { try await engine.image($0) }
    for index in inventory.containers.indices {
      let fresh = containers[inventory.containers[index].id] ?? nil
      inventory.containers[index].details = fresh?.details ?? .unavailable
      inventory.containers[index].health = fresh?.health
    }
    for index in inventory.images.indices {
      inventory.images[index].details = (images[inventory.images[index].id] ?? nil)?.image.details ?? .unavailable
    }
    return inventory
  }

  /// What the target's filters look at: containers in any case, as users of the others.
  private func lists(for target: Target) async throws -> Inventory {
    var inventory = try await Inventory(
      containers: engine.containers(), images: [.containers, .images].contains(target) ? engine.images() : [],
      volumes: target == .volumes ? engine.volumes() : [], networks: target == .networks ? engine.networks() : [])
    inventory.images.sort { $0.id < $1.id }
    inventory.volumes.sort { $0.name < $1.name }
    inventory.networks.sort { $0.id < $1.id }
    for index in inventory.containers.indices {
      inventory.containers[index].mounts.sort { $0.destination < $1.destination }
      inventory.containers[index].ports.sort { "\($0)" < "\($1)" }
      // How long it has been so is not asked for by any filter, and never stands still.
      inventory.containers[index].inStateAtLeast = nil
    }
    return inventory
  }

  /// The filter keys of the target that this engine's list knows.
  func keys(_ target: Target, _ inventory: Inventory) async throws -> [FilterKey] {
    var known: [FilterKey] = []
    let own: [FilterKey] = [.restart, .managed, .anonymous]
    for key in target.filterKeys where !own.contains(key) {
      // A value that no engine minds: what is refused then is the key.
      let value =
        switch key {
        case .dangling, .isTask: "true"
        case .status: "running"
        case .exited: "0"
        case .health: "none"
        case .until: "1h"
        case .publish, .expose: "80"
        case .scope: "local"
        case .type: "custom"
        case .before, .since:
          target == .images
            ? inventory.images.first.map(\.id.description) ?? "" : inventory.containers.first?.id.description ?? ""
        default: "x"
        }
      if case .objects = try await ask(Question(target: target, texts: ["\(key.rawValue)=\(value)"])) {
        known.append(key)
      }
    }
    return known
  }

  /// Asks so many random questions about the target.
  func compare(_ target: Target, times: Int, _ random: inout Seeded) async throws -> Tally {
    let clock = try await clock()
    let lists = try await lists(for: target)
    let inventory = try await inventory(for: target)
    var writer = FilterWriter(inventory: inventory, random: random)
    let keys = try await keys(target, inventory)
    var questions: [Question] = []
    while questions.count < times {
      if let question = Question(target: target, writing: writer.filters(target, keys: keys)) {
        questions.append(question)
      }
    }
    random = writer.random

    let jury = Jury(inventory, now: clock)
    let (agreement, asked) = (self, questions)
    let replies = try await concurrently(Array(asked.indices), width: 4) { try await agreement.ask(asked[$0]) }
    var tally = Tally()
    for (index, question) in asked.enumerated() {
      guard let reply = replies[index] else { continue }
      tally.asked += 1
      let ours = jury.matches(question)
      if case .objects(let ids) = reply, ids == ours {
        tally.answered += ids.isEmpty ? 0 : 1
      } else if case .refused = reply, ours.isEmpty {
        tally.refused += 1
      } else if let difference = try await settle(question, lists, inventory) {
        tally.differences.append(difference)
        // More of the same would tell no more.
        if tally.unexplained.count >= 40 { break }
      }
    }
    return tally
  }

  /// Looks again at what seems to differ: restarts and health checks go on meanwhile.
  private func settle(_ question: Question, _ lists: Inventory, _ inventory: Inventory) async throws -> Difference? {
    var (lists, inventory) = (lists, inventory)
    for _ in 0..<8 {
      let before = try await clock()
      let reply = try await ask(question)
      let now = try await clock()
      let after = try await self.lists(for: question.target)
      guard after == lists else {
        lists = after
        inventory = try await self.inventory(for: question.target)
        continue
      }
      let ours = Jury(inventory, now: now).matches(question)
      // What comes of age meanwhile may be in the reply or not.
      guard Jury(inventory, now: before).matches(question) == ours else { continue }
      if reply == .objects(ours) { return nil }
      if case .refused = reply, ours.isEmpty { return nil }
      let model = EngineModel(lab.engine, inventory, now: now)
      return Difference(question: question, janitor: ours, engine: reply, quirks: model.quirks(question, reply))
    }
    throw Unsettled(question: question)
  }

  private func clock() async throws -> Timestamp {
    try await engine.information().clock ?? Timestamp(nanoseconds: 0)
  }

  /// What the engine held did not stay the same for as long as a question takes.
  struct Unsettled: Error { var question: Question }

  private func ask(_ question: Question) async throws -> Reply {
    let path = "/v\(engine.identity.apiVersion)\(question.target.path)filters=\(question.encoded)"
    let reply = try await lab.request("GET", path)
    guard reply.status == 200 else {
      return .refused(reply.status, String(decoding: reply.body, as: UTF8.self))
    }
    return .objects(try question.target.ids(in: reply.body))
  }
}

extension Target {
  /// Those that an engine has a list of, which can be filtered.
  static let listed: [Target] = [.containers, .images, .volumes, .networks]

  fileprivate var path: String {
    switch self {
    case .containers: "/containers/json?all=1&"
    case .images: "/images/json?all=1&"
    case .volumes: "/volumes?"
    case .networks: "/networks?"
    case .buildCache: fatalError("no list of it can be filtered")  // It is not among `listed`.
    }
  }

  fileprivate func ids(in body: Data) throws -> Set<String> {
    struct Element: Decodable {
      var Id: String?
      var Name: String?
    }
    struct Volumes: Decodable { var Volumes: [Element]? }
    if self == .volumes {
      return Set(try JSONDecoder().decode(Volumes.self, from: body).Volumes?.compactMap(\.Name) ?? [])
    }
    return Set(try JSONDecoder().decode([Element].self, from: body).compactMap(\.Id))
  }
}

/// A set of filters on one kind of object.
struct Question: Sendable, CustomStringConvertible {
  let target: Target
  let texts: [String]
  let filters: [Filter]

  init(target: Target, texts: [String], filters: [Filter] = []) {
    self.target = target
    self.texts = texts
    self.filters = filters
  }

  /// `nil` where janitor does not take one of the texts.
  init?(target: Target, writing texts: [String]) {
    let filters = texts.compactMap { try? Filter($0, for: target) }
    guard filters.count == texts.count else { return nil }
    self.init(target: target, texts: texts, filters: filters)
  }

  var description: String { "\(target.rawValue) \(texts)" }

  func values(_ key: FilterKey) -> [String] {
    texts.filter { $0.hasPrefix(key.rawValue + "=") }.map {
      String($0.dropFirst(key.rawValue.count + 1))
    }
  }

  /// As the `filters` parameter has it.
  var encoded: String {
    var values: [String: [String]] = [:]
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      values[parts[0], default: []].append(parts[1])
    }
    let json = (try? JSONEncoder().encode(values)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return json.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
}

/// What janitor says.
struct Jury {
  private let inventory: Inventory
  private let now: Timestamp
  private let index: ImageIndex
  private let users: Users

  init(_ inventory: Inventory, now: Timestamp) {
    self.inventory = inventory
    self.now = now
    index = ImageIndex(inventory.images)
    users = Users(inventory.containers)
  }

  /// The IDs of what matches for sure.
  func matches(_ question: Question) -> Set<String> {
    switch question.target {
    case .containers:
      matches(question, inventory.containers, ContainerFilters(inventory.containers, index, now: now), \.id.description)
    case .images: matches(question, inventory.images, ImageFilters(index, now: now), \.id.description)
    case .volumes: matches(question, inventory.volumes, VolumeFilters(users: users), \.name.description)
    case .networks: matches(question, inventory.networks, NetworkFilters(users: users, now: now), \.id.description)
    case .buildCache: []
    }
  }

  private func matches<Judge: FilterJudge>(
    _ question: Question, _ objects: [Judge.Object], _ judge: Judge, _ id: (Judge.Object) -> String
  ) -> Set<String> {
    let test = judge.test(FilterSet(question.filters))
    return Set(objects.filter { test($0) == .yes }.map(id))
  }
}
