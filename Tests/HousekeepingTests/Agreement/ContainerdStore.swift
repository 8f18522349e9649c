@testable import Policies

/// What Docker means by filters where its images lie in containerd's store, and not in a graph driver's.
struct ContainerdStore {
  private let now: Timestamp
  private let index: ImageIndex
  /// No image came before; the lab is younger than that.
  private let beginning: Timestamp?

  init(_ images: [Image], now: Timestamp) {
    self.now = now
    index = ImageIndex(images)
    beginning = images.compactMap(\.details.value?.tagged).min()?.advanced(by: .seconds(-600))
  }

  /// What there may be a difference in.
  func quirks(_ question: Question) -> Set<Quirk> {
    var quirks: Set<Quirk> = []
    if question.uses(.dangling) { quirks.insert(.danglingParents) }
    if question.texts.contains(where: { $0.hasPrefix("label!=") && $0.dropFirst("label!=".count).contains("=") }) {
      quirks.insert(.otherValue)
    }
    if question.uses(.until) { quirks.insert(.untilArrival) }
    if question.uses(.reference) { quirks.insert(.storedNames) }
    return quirks
  }

  /// Where it means something else than the graph drivers: what surely matches these filters of one key, and what may.
  func bounds(_ image: Image, _ filters: [Filter]) -> Bounds? {
    switch filters[0].key {
    case .dangling: return exactly(filters.contains(.dangling(image.tags.isEmpty)))
    case .notLabel:
      return exactly(
        filters.allSatisfy { filter in
          guard case .notLabel(let label) = filter else { return false }
          guard let value = label.value else { return image.labels[label.key] == nil }
          return image.labels[label.key].map { $0 != value } ?? false
        })
    case .until:
      let limits = filters.compactMap { if case .until(let cutoff) = $0 { cutoff.instant(now) } else { nil } }
      guard let limit = limits.min(), let tagged = image.details.value?.tagged, let beginning else {
        return (.no, .yes)
      }
      // It came at the time when it was last tagged, or before.
      return (Truth(tagged < limit), Truth(beginning < limit))
    case .reference:
      let names = image.tags.isEmpty ? ["moby-dangling@\(image.id)"] : image.tags
      return exactly(
        filters.contains { filter in
          guard case .reference(let glob) = filter else { return false }
          return names.contains { glob.matches(reference: $0) }
        })
    default: return nil
    }
  }

  /// The question as the store reads it, where a beginning of an ID in it is too short; else `nil`.
  func readIDs(_ question: Question) -> Question? {
    let read = question.filters.map { filter -> Filter in
      switch filter {
      case .ancestor(let text) where isTooShort(text): .ancestor(Self.nothing)
      case .before(let text) where question.target == .images && isTooShort(text): .before(Self.nothing)
      case .since(let text) where question.target == .images && isTooShort(text): .since(Self.nothing)
      default: filter
      }
    }
    return read == question.filters ? nil : Question(question.target, read)
  }

  /// A name that no image has.
  private static let nothing = "nothing:at-all"

  private func isTooShort(_ text: String) -> Bool {
    let digits = text.hasPrefix("sha256:") ? text.dropFirst("sha256:".count) : text[...]
    return digits.count < 4 && index.resolve(text).map { $0.hex.hasPrefix(digits) } ?? false
  }

  private func exactly(_ flag: Bool) -> Bounds { (Truth(flag), Truth(flag)) }
}
