/// Something in janitor that reads what others wrote. Whatever it is fed, it comes to an end, and the program lives on.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// janitor.conf.
  case configuration
  /// A filter: its first byte chooses the target, the rest is the text.
  case filter
  /// Durations, sizes, dates, ports, globs, addresses, and the words of an engine's status.
  case texts
  /// Whole lists of an engine, and the plan that follows from them.
  case plan
  // The bodies of an engine's answers.
  case containers, container, images, image, history, removals, volumes, volume, networks, network, usage, cacheRemoval
  case information, refusal
  // ... and of Podman's own.
  case podmanContainers, manifestList, podmanRemoval

  /// Lets it read the bytes.
  package func read(_ bytes: [UInt8]) {
    switch self {
    case .configuration: readConfiguration(bytes)
    case .filter: readFilter(bytes)
    case .texts: readTexts(String(decoding: bytes, as: UTF8.self))
    case .plan: readPlan(bytes)
    default: readBody(bytes)
    }
  }
}
