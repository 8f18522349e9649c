/// Judges image filters as `docker images` does.
struct ImageFilters: FilterJudge {
  let now: Timestamp
  private let index: ImageIndex

  init(_ index: ImageIndex, now: Timestamp) {
    self.index = index
    self.now = now
  }

  /// The image that somebody calls so.
  func image(_ reference: String) -> Image? { index.resolve(reference).flatMap { index[$0] } }

  /// A test that says whether an image matches one filter.
  func test(_ filter: Filter) -> (Image) -> Truth {
    switch filter {
    case .dangling(true): return { Truth($0.tags.isEmpty && index.children[$0.id] == nil) }
    case .dangling(false): return { Truth(!$0.tags.isEmpty) }
    case .reference(let glob):
      return { image in Truth((image.tags + image.digests).contains { glob.matches(reference: $0) }) }
    case .label(let label): return { Truth(label.matches($0.labels)) }
    case .notLabel(let label): return { Truth(!label.matches($0.labels)) }
    case .before(let reference): return order(reference) { $0 < $1 }
    case .since(let reference): return order(reference) { $0 > $1 }
    case .until(let cutoff):
      let limit = cutoff.instant(now)
      return { $0.createdAtLatest.map { Truth($0 < limit) } ?? .unknown }
    case .managed(let flag): return { Truth(($0.manager != nil) == flag) }
    default: return { _ in .no }
    }
  }

  /// By every reading of a reference: whoever spares an image may call it as he likes.
  func exception(_ filter: Filter) -> (Image) -> Truth {
    guard case .reference(let glob) = filter else { return test(filter) }
    return { Truth(glob.spares($0.readings)) }
  }

  /// Docker compares the dates of the builds; within one second the finer time decides.
  private func order(
    _ reference: String, _ compare: @escaping (Timestamp, Timestamp) -> Bool
  ) -> (Image) -> Truth {
    guard let other = self.image(reference) else { return { _ in .unknown } }
    return { image in
      guard image.id != other.id else { return .no }
      guard let a = image.created, let b = other.created, min(a, b) > .epoch else { return .unknown }
      if a != b { return Truth(compare(a, b)) }
      guard image.details != .notAsked, other.details != .notAsked else { return .notAsked }
      guard let a = image.details.value?.created, let b = other.details.value?.created else { return .unknown }
      return Truth(compare(a, b))
    }
  }
}
