/// Judges filters of the build cache as `docker builder prune --filter` does.
struct CacheFilters: FilterJudge {
  let now: Timestamp

  func test(_ filter: Filter) -> (CacheRecord) -> Truth {
    switch filter {
    case .id(let id): return { Truth($0.id.description == id) }
    case .parent(let id): return { record in Truth(record.parents.contains { $0.description == id }) }
    case .cacheKind(let kind): return { Truth($0.kind == kind) }
    case .description(let text): return { Truth($0.description == text) }
    case .inUse(let flag): return { Truth($0.isInUse == flag) }
    case .shared(let flag): return { Truth($0.isShared == flag) }
    // BuildKit calls private what is not shared.
    case .isPrivate(let flag): return { Truth($0.isShared != flag) }
    case .until(let cutoff):
      let limit = cutoff.instant(now)
      return { $0.instant(of: .lastUsed).map { Truth($0 < limit) } ?? .unknown }
    default: return { _ in .no }
    }
  }
}
