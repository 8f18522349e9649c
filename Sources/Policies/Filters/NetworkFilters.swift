/// Judges network filters as `docker network ls` does.
struct NetworkFilters: FilterJudge {
  let users: Users
  let now: Timestamp

  func test(_ filter: Filter) -> (Network) -> Truth {
    switch filter {
    // The engine's notion: nothing runs on it. What is stopped on it is janitor's to see.
    case .dangling(let flag): return { Truth((!$0.isPredefined && !users.isActive($0)) == flag) }
    case .name(let pattern):
      let matches = pattern.matcher()
      return { Truth(matches($0.name)) }
    case .idPattern(let pattern):
      let matches = pattern.matcher()
      return { Truth(matches($0.id.description)) }
    case .label(let label): return { Truth(label.matches($0.labels)) }
    case .notLabel(let label): return { Truth(!label.matches($0.labels)) }
    case .driver(let driver): return { Truth($0.driver == driver) }
    case .scope(let scope): return { Truth($0.scope == scope) }
    case .networkKind(let kind): return { Truth($0.isPredefined == (kind == .builtin)) }
    case .until(let cutoff):
      let limit = cutoff.instant(now)
      return { $0.created.map { Truth($0 < limit) } ?? .unknown }
    case .managed(let flag): return { Truth(($0.manager != nil) == flag) }
    default: return { _ in .no }
    }
  }
}
