package import Policies

/// What happens in a run, for whoever wants to show it while it goes on.
package enum RunEvent: Sendable {
  /// It found out what became of so many steps that earlier runs left open.
  case settled(steps: Int)
  /// So many steps are about to be carried out.
  case begun(steps: Int)
  case step(Step, Outcome)
  /// No other step will be.
  case ended
}
