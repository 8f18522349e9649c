/// What a policy can take.
protocol Sweepable: Hashable, Sendable {
  associatedtype ID: Hashable & Comparable & Sendable & CustomStringConvertible
  var id: ID { get }
  /// What a person calls it.
  var displayName: String { get }
  var created: Timestamp? { get }
}

extension Container: Sweepable {}
extension Image: Sweepable {}
extension CacheRecord: Sweepable {}

extension Network: Sweepable {
  package var displayName: String { name }
}

extension Volume: Sweepable {
  package var id: VolumeName { name }
  /// An anonymous one has a name of 64 digits, of which twelve tell enough.
  package var displayName: String { isAnonymous == true ? String(name.description.prefix(12)) : name.description }
}

extension CacheRecord {
  package var displayName: String { String(id.description.prefix(12)) }
}

/// Oldest first, ties by ID: the order of steps that nothing else orders.
func oldestFirst<Object: Sweepable>(_ a: Object, _ b: Object) -> Bool {
  let earliest = Timestamp(nanoseconds: .min)
  return (a.created ?? earliest, a.id) < (b.created ?? earliest, b.id)
}
