/// An object that a policy may take, with what ranks and ages need.
struct Candidate<ID: Hashable & Comparable> {
  var id: ID
  /// Decides which of two is newer where their ages are the same.
  var created: Timestamp?
  /// What `older-than` counts from, and what "newest" means.
  var origin: Timestamp?
  /// The groups that it belongs to; `nil` where it has nothing to be grouped by.
  var groups: [String]?
}

/// What the last two rules of a policy leave of a candidate.
enum Ruling: Hashable {
  case keep(KeepReason)
  case sweep(elapsed: Duration?, beyond: Rank?)
}

extension Policy {
  /// Keeps the newest of each group, and what is not old enough.
  func rule<ID>(_ candidates: [Candidate<ID>], now: Timestamp) -> [ID: Ruling] {
    let ranks = keepLast.map { rank(candidates, $0) } ?? [:]
    var rulings: [ID: Ruling] = [:]
    for candidate in candidates {
      rulings[candidate.id] = rule(candidate, ranks[candidate.id], now: now)
    }
    return rulings
  }

  private func rule<ID>(_ candidate: Candidate<ID>, _ rank: Rank?, now: Timestamp) -> Ruling {
    if let keepLast {
      if let grouping = keepLast.grouping, candidate.groups == nil { return .keep(.ungrouped(grouping)) }
      guard let rank else { return .keep(.ageUnknown(since)) }
      if rank.place <= rank.kept { return .keep(.newest(rank)) }
    }
    let elapsed = candidate.origin.map { $0.duration(to: now) }
    if let ageLimit {
      guard let elapsed else { return .keep(.ageUnknown(since)) }
      if elapsed <= ageLimit { return .keep(.tooYoung(elapsed: elapsed, limit: ageLimit, origin: since)) }
    }
    return .sweep(elapsed: elapsed, beyond: rank)
  }

  /// The best place that each candidate has in any of its groups; newest first by `since`, ties by date and then by ID.
  private func rank<ID>(_ candidates: [Candidate<ID>], _ keepLast: KeepLast) -> [ID: Rank] {
    let earliest = Timestamp(nanoseconds: .min)
    var groups: [String: [(origin: Timestamp, created: Timestamp, id: ID)]] = [:]
    for candidate in candidates {
      guard let origin = candidate.origin else { continue }
      for group in candidate.groups ?? [] {
        groups[group, default: []].append((origin, candidate.created ?? earliest, candidate.id))
      }
    }
    var ranks: [ID: Rank] = [:]
    for (group, members) in groups {
      let newestFirst = members.sorted { ($1.origin, $1.created, $0.id) < ($0.origin, $0.created, $1.id) }
      for (index, member) in newestFirst.enumerated() {
        let rank = Rank(place: index + 1, kept: keepLast.count, group: group)
        if ranks[member.id].map({ (rank.place, rank.group) < ($0.place, $0.group) }) ?? true {
          ranks[member.id] = rank
        }
      }
    }
    return ranks
  }
}
