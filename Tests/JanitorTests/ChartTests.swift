import Testing

@testable import JanitorD

@Suite struct ChartTests {
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
