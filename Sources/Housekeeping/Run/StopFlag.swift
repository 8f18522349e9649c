import Synchronization

/// Whether somebody asked the run to end; steps in flight finish, and no other begins.
package final class StopFlag: Sendable {
  private let raised = Atomic(false)
  package init() {}
  package var isRaised: Bool { raised.load(ordering: .relaxed) }
  package func raise() { raised.store(true, ordering: .relaxed) }
}
