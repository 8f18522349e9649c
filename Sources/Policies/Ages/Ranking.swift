/// An object that a policy may take, with what ranks and ages need.
struct Candidate<ID: Hashable & Comparable> {
  var id: ID
  /// What `older-than` counts from.
  var origin: Timestamp?
  /// Says which of two is newer: the first of these in which they differ.
  var recency: [Timestamp?]
  /// What the age counts from where the policy's own date says nothing.
  var standIn: StandIn?
  /// The groups that it belongs to; `nil` where it has nothing to be grouped by.
  var groups: [String]?
}

/// What the last two rules of a policy leave of a candidate.
enum Ruling: Hashable {
  case keep(KeepReason)
  case sweep(elapsed: Duration?, standIn: StandIn?, beyond: Rank?)
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
      if elapsed <= ageLimit {
        return .keep(.tooYoung(elapsed: elapsed, limit: ageLimit, origin: since, standIn: candidate.standIn))
      }
    }
    return .sweep(elapsed: elapsed, standIn: candidate.standIn, beyond: rank)
  }

  /// The best place that each candidate has in any of its groups, newest first. What nothing tells apart has one place:
  /// whoever ties with what is kept stays.
  private func rank<ID>(_ candidates: [Candidate<ID>], _ keepLast: KeepLast) -> [ID: Rank] {
    var groups: [String: [(recency: [Timestamp], id: ID)]] = [:]
    for candidate in candidates where candidate.origin != nil {
      let recency = candidate.recency.map { $0 ?? Timestamp(nanoseconds: .min) }
      for group in candidate.groups ?? [] { groups[group, default: []].append((recency, candidate.id)) }
    }
    var ranks: [ID: Rank] = [:]
    for (group, members) in groups {
      let newestFirst = members.sorted { $1.recency.lexicographicallyPrecedes($0.recency) }
      var place = 1
      for (index, member) in newestFirst.enumerated() {
        if index > 0, newestFirst[index - 1].recency != member.recency { place = index + 1 }
        let rank = Rank(place: place, kept: keepLast.count, group: group)
        if ranks[member.id].map({ (rank.place, rank.group) < ($0.place, $0.group) }) ?? true {
          ranks[member.id] = rank
        }
      }
    }
    return ranks
  }
}
