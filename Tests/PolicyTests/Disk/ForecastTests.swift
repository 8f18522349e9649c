import Policies
import Testing

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
}
