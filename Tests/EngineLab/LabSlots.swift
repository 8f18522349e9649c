/// Lets so many engines run at the same time as a small machine bears: with more, tests wait for each other's disks until
/// their own limits of time are over.
actor LabSlots {
  static let shared = LabSlots(6)
  /// Whether the task has one already: a second engine of the same test needs none, or all might wait for each other.
  @TaskLocal static var isHeld = false

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  private init(_ count: Int) { free = count }

  /// Runs `body` once there is a slot.
  static func with<Value>(_ body: () async throws -> Value) async throws -> Value {
    guard !isHeld else { return try await body() }
    await shared.take()
    do {
      let value = try await $isHeld.withValue(true) { try await body() }
      await shared.give()
      return value
    } catch {
      await shared.give()
      throw error
    }
  }

  private func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// To who has waited longest.
  private func give() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
