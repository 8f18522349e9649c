package import Policies

/// The one place where facts become sentences.
package enum Wording {
  /// `1 container`, `3 records of the build cache`
  package static func count(_ number: Int, _ target: Target) -> String {
    switch target {
    case .buildCache: Format.count(number, "record of the build cache", "records of the build cache")
    case .containers, .images, .volumes, .networks: Format.count(number, target.singular)
    }
  }

  /// What the figures of a plan leave out; `nil` where nothing is.
  package static func unseenLogs(_ containers: Int) -> String? {
    guard containers > 0 else { return nil }
    let whose = Format.count(containers, "container")
    return "Logs of \(whose) are not counted: janitor cannot see their files."
  }

  package static func brake(_ trip: BrakeTrip) -> String {
    switch trip {
    case .steps(let planned, let limit):
      """
      the brake stopped the run: \(planned) steps are planned, and [brake] steps allows \(limit). \
      Look at the dry run; then raise `steps`, or run one policy at a time with --policy.
      """
    case .share(let target, let removed, let all, let limit):
      """
      the brake stopped the run: it would remove \(removed) of \(all) \(target.rawValue), and [brake] share allows \
      \(Format.percent(limit)). Look at the dry run; then raise `share`, or run one policy at a time with --policy.
      """
    }
  }

  /// How sure the bytes of images are, by what the engine says of their sizes.
  package static func certainty(_ sizes: ImageSizes) -> String {
    switch sizes {
    case .sums: "bytes of images are exact"
    case .withArchives, .ofArchives: "bytes of images are predicted within bounds and measured afterwards"
    }
  }
}
