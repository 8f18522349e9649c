/// What an age is measured from.
package enum AgeOrigin: String, Hashable, Sendable, CaseIterable {
  case finished, created, started
  /// Of an image the latest of: seen in use, first seen by janitor, tagged. Of build cache what the engine says.
  case lastUsed = "last-used"
  case tagged
  /// First seen unused by janitor, and unused at each look since.
  case unused
}
