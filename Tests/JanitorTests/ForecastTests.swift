import History
import Policies
import Testing

@testable import JanitorD

@Suite struct ForecastTests {
  private static func samples(_ used: [(hours: Int64, used: Int64)], size: Int64 = 100_000) -> [DiskSample] {
    used.map { sample in
      DiskSample(
        at: Timestamp(unixSeconds: Double(1_790_000_000 + sample.hours * 3600)), size: ByteCount(size),
        used: ByteCount(sample.used))
    }
  }

  @Test(
    arguments: [
      ([], .unknown(samples: 0)), ([(0, 5), (48, 10)], .unknown(samples: 2)),
      ([(0, 5), (5, 7), (23, 10)], .unknown(samples: 3)),
      // A thousand a day, on the line and around it; what is left counts from the last.
      ([(0, 1000), (24, 2000), (48, 3000)], .fills(perDay: 1000, days: 97)),
      ([(0, 0), (24, 2000), (48, 2000)], .fills(perDay: 1000, days: 98)),
      ([(0, 100_000), (24, 100_500), (48, 101_000)], .fills(perDay: 500, days: 0)),
      ([(0, 3000), (24, 2000), (48, 1000)], .steady(perDay: -1000)),
      ([(0, 50_000), (24, 50_000), (48, 50_000)], .steady(perDay: 0)),
    ] as [([(hours: Int64, used: Int64)], Forecast)])
  func `the line that fits best tells how fast a disk fills`(used: [(hours: Int64, used: Int64)], forecast: Forecast) {
    #expect(Forecast(Self.samples(used)) == forecast)
  }

  @Test(arguments: [
    (0.5, "less than a day"), (1, "1 day"), (12.9, "12 days"), (729, "729 days"), (1e300, "more than two years"),
  ])
  func `days are whole`(days: Double, text: String) { #expect(Wording.days(days) == text) }

  @Test(
    arguments: [(0, "0"), (1, "1"), (0.04, "0"), (0.05, "0.1"), (12.34, "12.3"), (-0.5, "-0.5"), (711.96, "712")]
      as [(Double, String)])
  func `a chart's numbers have a tenth at most`(value: Double, text: String) { #expect(Chart.number(value) == text) }

  @Test func `bars and curves stay in their chart, whatever the figures`() {
    let values: [Int64] = [0, 1, 999, .max, -5]
    let bars = Chart.bars("a", "t", "d", values.map { ("x", $0) })
    for bar in bars.bars {
      let (y, height) = (Double(bar.y) ?? -1, Double(bar.height) ?? -1)
      #expect(y >= 12 && height >= 0 && y + height <= 192.1)
    }
    #expect(bars.filled.count == 3)
    let curve = Chart.curve("a", "t", "d", values.map { (1, $0) }, limit: .max, ends: ("a", "b"))
    #expect(curve.points.split(separator: " ").count == values.count)
    let stack = Chart.stack("a", "t", "d", [("a", 3), ("b", 0), ("c", 1)])
    #expect(stack.bars.map(\.x) == ["0", "540"])
  }
}
