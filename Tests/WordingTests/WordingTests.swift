import Policies
import Testing
import Wording

@Suite struct WordingTests {
  @Test func `a reason says what, how long ago, and by which limit`() {
    let exited = SweepReason(
      condition: .container(.exited, exitCode: 1), elapsed: .seconds(3 * 86_400 + 4 * 3600), origin: .finished,
      limit: .seconds(86_400))
    #expect(Wording.reason(exited) == "exited (1) 3d 4h ago, older than 24h")
    let ranked = SweepReason(
      condition: .unused, elapsed: .seconds(40 * 86_400), origin: .created, limit: .seconds(30 * 86_400),
      beyond: Rank(place: 4, kept: 3, group: "app"))
    #expect(Wording.reason(ranked) == "unused, created 40d ago, older than 30d, not among the newest 3 of app")
    let running = SweepReason(
      condition: .container(.running, exitCode: nil), elapsed: .seconds(7200), origin: .started)
    #expect(Wording.reason(running) == "running, started 2h ago")
  }

  @Test(arguments: [
    (0.5, "less than a day"), (1, "1 day"), (12.9, "12 days"), (729, "729 days"), (1e300, "more than two years"),
  ])
  func `days are whole`(days: Double, text: String) { #expect(Wording.days(days) == text) }
}
