import Housekeeping
import Policies
import Wording

/// Shows a run while it goes on: on stderr, a line that is drawn again and again, and what happened beside the steps.
actor Progress {
  /// Whether there is a line, which only a terminal can draw.
  private let showsLine: Bool
  private let showsNotes: Bool
  private var total = 0
  private var done = 0
  private var freed = ByteCount.zero
  private var begun = ContinuousClock.now
  private var drawn: ContinuousClock.Instant?

  init(showsLine: Bool, showsNotes: Bool) {
    self.showsLine = showsLine
    self.showsNotes = showsNotes
  }

  func take(_ event: RunEvent) {
    switch event {
    case .settled(let steps): if showsNotes { Console.note("janitor: \(Wording.settled(steps))") }
    case .begun(let steps): (total, begun) = (steps, .now)
    case .step(_, let outcome): step(outcome)
    case .ended: if drawn != nil { Console.raw("\r\u{1B}[K") }
    }
  }

  private func step(_ outcome: Outcome) {
    done += 1
    freed = freed + (outcome.reclaimed ?? .zero)
    let now = ContinuousClock.now
    guard showsLine, drawn.map({ $0.duration(to: now) > .milliseconds(80) }) ?? true else { return }
    drawn = now
    Console.raw(
      "\r\u{1B}[K\(done) of \(total) steps, \(Format.bytes(freed.bytes)) freed\(pace(begun.duration(to: now)))")
  }

  /// `, 45 a second, 8s left`, once there is something to reckon by.
  private func pace(_ elapsed: Duration) -> String {
    guard elapsed > .seconds(2), done > 0 else { return "" }
    let rate = Double(done) / (elapsed / .seconds(1))
    let pace = rate >= 1 ? "\(Int(rate.rounded())) a second" : "\(Int((rate * 60).rounded())) a minute"
    return ", \(pace), \(Format.duration(.seconds(Double(total - done) / rate))) left"
  }
}
