/// Says what a policy thinks of records of the build cache, before it looks at ages and sizes.
struct CacheJudge {
  private let selector: Selector<CacheRecord>
  /// Whether the policy speaks of shared records by name; they free nothing, and the next build wants them.
  private let takesShared: Bool

  init(_ policy: Policy, now: Timestamp) {
    selector = Selector(policy, CacheFilters(now: now))
    takesShared = policy.filters.all.contains { $0 == .shared(true) || $0 == .isPrivate(false) }
  }

  func eligibility(of record: CacheRecord) -> Eligibility {
    if let reason = selector.selection(of: record).keep { return .keep(reason) }
    if record.isInUse { return .keep(.inUseByEngine) }
    if record.isShared, !takesShared { return .keep(.sharedWithImage) }
    if let reason = selector.exception(of: record).keep { return .keep(reason) }
    return .eligible
  }
}
