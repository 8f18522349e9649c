/// Judges volume filters as `docker volume ls` does.
struct VolumeFilters: FilterJudge {
  let users: Users

  func test(_ filter: Filter) -> (Volume) -> Truth {
    switch filter {
    case .dangling(let flag): return { $0.isDangling.map { Truth($0 == flag) } ?? .unknown }
    case .name(let pattern):
      let matches = pattern.matcher()
      return { Truth(matches($0.name.description)) }
    case .label(let label): return { Truth(label.matches($0.labels)) }
    case .notLabel(let label): return { Truth(!label.matches($0.labels)) }
    case .driver(let driver): return { Truth($0.driver == driver) }
    case .anonymous(let flag): return { $0.isAnonymous.map { Truth($0 == flag) } ?? .unknown }
    case .managed(let flag): return { Truth(($0.manager != nil) == flag) }
    default: return { _ in .no }
    }
  }
}
