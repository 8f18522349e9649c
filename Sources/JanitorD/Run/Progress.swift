import Policies
import Synchronization

/// A line on the terminal that tells how far a run is; nothing where stderr is no terminal.
actor Progress {
  private let total: Int
  private let isShown: Bool
  private var done = 0
  private var freed = ByteCount.zero
  private let begun = ContinuousClock.now
  private var drawn: ContinuousClock.Instant?

  init(total: Int, isShown: Bool) {
    self.total = total
    self.isShown = isShown
  }

  func step(_ outcome: Outcome) {
    done += 1
    freed = freed + (outcome.reclaimed ?? .zero)
    let now = ContinuousClock.now
    guard isShown, drawn.map({ $0.duration(to: now) > .milliseconds(80) }) ?? true else { return }
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

  func clear() {
    if isShown, drawn != nil { Console.raw("\r\u{1B}[K") }
  }
}
