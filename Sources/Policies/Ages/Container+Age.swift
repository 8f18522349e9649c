extension Container {
  /// The instant that an age counts from, and what it is of, where it is not the date that was asked for; no instant where it
  /// never came or is not known.
  func instant(
    of origin: AgeOrigin, _ memory: Memory, now: Timestamp
  ) -> (instant: Timestamp?, standIn: StandIn?) {
    guard let flaw = flaw(of: origin, now: now) else {
      guard origin == .finished, let end = date(of: .finished) else { return (date(of: origin), nil) }
      return (max(end, believable(.started, now) ?? end), nil)
    }
    let finished = believable(.finished, now)
    let seen = memory.containers[id]?.firstUnused
    // Of what ran when the clock was wrong only its end tells enough, or that janitor saw it ended.
    guard hasEnded, finished ?? seen != nil else { return (nil, nil) }
    let dates: [(Timestamp?, StandIn.Evidence)] = [
      (finished, .finished), (believable(.started, now), .started), (believable(.created, now), .created),
      (seen, .seenEnded),
    ]
    let known = dates.compactMap { instant, what in instant.map { (instant: $0, what: what) } }
    guard let latest = known.max(by: { $0.instant < $1.instant }) else { return (nil, nil) }
    return (latest.instant, StandIn(latest.what, of: origin, date: date(of: origin), flaw: flaw))
  }

  /// Why a date says nothing; `nil` where it counts, or never came.
  package func flaw(of origin: AgeOrigin, now: Timestamp) -> DateFlaw? {
    guard let date = date(of: origin) else {
      return origin == .finished && hasEnded && details.value?.started != nil ? .missing : nil
    }
    if let flaw = date.flaw(now) { return flaw }
    guard origin != .created else { return nil }
    if let created = details.value?.created, created.flaw(now) == nil, date < created { return .beforeCreation }
    // Docker writes the start of what ends at once a little after its end.
    guard origin == .finished, let started = believable(.started, now), date.advanced(by: .leeway) < started else {
      return nil
    }
    return .beforeStart
  }

  /// Whether its age may hang on when janitor first saw it ended.
  package func needsSighting(now: Timestamp) -> Bool {
    guard hasEnded else { return false }
    switch flaw(of: .finished, now: now) {
    case .beforeStart: return false
    case nil: return details.value?.finished == nil && flaw(of: .created, now: now) != nil
    case .madeUp, .future, .beforeCreation, .missing, .shared: return true
    }
  }

  /// The latest instant at which it can have been created: lists cut the time to the second.
  var createdAtLatest: Timestamp? {
    details.value?.created ?? created?.advanced(by: .milliseconds(999))
  }

  /// The date, where it is one. An end before the last start is one: it is that of an earlier run.
  func believable(_ origin: AgeOrigin, _ now: Timestamp) -> Timestamp? {
    guard let date = date(of: origin), date.flaw(now) == nil else { return nil }
    if origin != .created, let created = details.value?.created, created.flaw(now) == nil, date < created { return nil }
    return date
  }

  package func date(of origin: AgeOrigin) -> Timestamp? {
    switch origin {
    case .finished: details.value?.finished
    case .started: details.value?.started
    case .created: createdAtLatest
    case .lastUsed, .tagged, .unused: nil
    }
  }

  /// Whether it does not run, in whatever state it was left.
  package var hasEnded: Bool {
    switch state {
    case .exited, .dead, .created: true
    case .running, .paused, .restarting, .removing, .other: false
    }
  }
}

extension Duration {
  /// So far two dates of one engine may be the wrong way round without its clock being wrong.
  fileprivate static let leeway = Duration.seconds(60)
}

extension Timestamp {
  /// What a container's date shows by itself. A run looks at some after it read the clock, so what comes a little later is no mistake.
  func flaw(_ now: Timestamp) -> DateFlaw? {
    self <= .lastMadeUp ? .madeUp : self > now.advanced(by: .leeway) ? .future : nil
  }
}
