import Wording

/// A chart's geometry, in the units of its SVG; the template only writes it down.
struct Chart {
  struct Bar {
    var x: String
    var y = "0"
    var width: String
    var height: String
    var label: String
    var value: String
    var opacity = "1"
  }
  struct Line {
    var y: String
    var label: String
  }
  struct Label {
    var x: String
    var y: String
    var anchor: String
    var text: String
  }

  var id: String
  var title: String
  /// What it shows, for those who do not see it.
  var description: String
  var width = 720
  var height = 220
  var grid: [Line] = []
  var bars: [Bar] = []
  /// Those that are not empty, for the table beside the chart.
  var filled: [Bar] = []
  var labels: [Label] = []
  var points = ""
  var area = ""
  /// Where lines and labels end; the template reads what is stored, and computes nothing.
  let right = 712
}

extension Chart {
  private static let (left, top, bottom) = (64.0, 12.0, 28.0)
  private var plot: (width: Double, height: Double) {
    (Double(right) - Self.left, Double(height) - Self.top - Self.bottom)
  }

  /// One bar for each span of time.
  static func bars(
    _ id: String, _ title: String, _ description: String, _ values: [(label: String, bytes: Int64)]
  ) -> Chart {
    var chart = Chart(id: id, title: title, description: description)
    let top = round(above: Double(max(1, values.map(\.bytes).max() ?? 0)))
    chart.addScale(upTo: top)
    let step = chart.plot.width / Double(max(1, values.count))
    let width = min(step * 0.8, 48)
    chart.bars = values.enumerated().map { place, value in
      let height = chart.plot.height * Double(max(0, value.bytes)) / top
      return Bar(
        x: number(left + step * (Double(place) + 0.5) - width / 2), y: number(Self.top + chart.plot.height - height),
        width: number(width), height: number(height), label: value.label, value: Format.bytes(value.bytes))
    }
    chart.filled = zip(values, chart.bars).filter { $0.0.bytes > 0 }.map(\.1)
    chart.addEnds(values.first?.label ?? "", values.count > 1 ? values.last?.label ?? "" : "")
    return chart
  }

  /// A line through points in time, below a limit.
  static func curve(
    _ id: String, _ title: String, _ description: String, _ values: [(at: Double, bytes: Int64)], limit: Int64,
    ends: (String, String)
  ) -> Chart {
    var chart = Chart(id: id, title: title, description: description)
    let top = Double(max(1, limit))
    chart.addScale(upTo: top)
    let (first, last) = (values.first?.at ?? 0, values.last?.at ?? 0)
    let points = values.map { value in
      let x = last > first ? (value.at - first) / (last - first) : 0
      return (left + chart.plot.width * x, Self.top + chart.plot.height * (1 - Double(max(0, value.bytes)) / top))
    }
    func text(_ point: (Double, Double)) -> String { "\(number(point.0)),\(number(point.1))" }
    chart.points = points.map(text).joined(separator: " ")
    let floor = Self.top + chart.plot.height
    let corners = [points.first.map { ($0.0, floor) }].compactMap { $0 } + points
    chart.area = (corners + [points.last.map { ($0.0, floor) }].compactMap { $0 }).map(text).joined(separator: " ")
    chart.addEnds(ends.0, ends.1)
    return chart
  }

  /// One bar of parts beside each other, each with its name below where there is room for it.
  static func stack(
    _ id: String, _ title: String, _ description: String, _ parts: [(label: String, bytes: Int64)]
  ) -> Chart {
    var chart = Chart(id: id, title: title, description: description, height: 44)
    let sum = Double(max(1, parts.map(\.bytes).reduce(0, &+)))
    var x = 0.0
    for (place, part) in parts.enumerated() where part.bytes > 0 {
      let width = Double(chart.width) * Double(part.bytes) / sum
      chart.bars.append(
        Bar(
          x: number(x), width: number(max(0, width - 1)), height: "22", label: part.label,
          value: Format.bytes(part.bytes), opacity: number(1 - 0.2 * Double(place % 5))))
      if width > 90 { chart.labels.append(Label(x: number(x), y: "38", anchor: "start", text: part.label)) }
      x += width
    }
    return chart
  }

  /// Lines at the bottom, in the middle and at the top.
  private mutating func addScale(upTo top: Double) {
    grid = [0.0, 0.5, 1].map { part in
      Line(
        y: Self.number(Self.top + plot.height * (1 - part)), label: Format.bytes(Int64(min(top * part, 9e18))))
    }
  }

  private mutating func addEnds(_ first: String, _ last: String) {
    let y = Self.number(Double(height) - 8)
    labels += [
      Label(x: Self.number(Self.left), y: y, anchor: "start", text: first),
      Label(x: "\(right)", y: y, anchor: "end", text: last),
    ].filter { !$0.text.isEmpty }
  }

  /// The next of 1, 2, 5, 10, 20 and so on.
  private static func round(above value: Double) -> Double {
    var unit = 1.0
    while true {
      for digit in [1.0, 2, 5] where digit * unit >= value { return digit * unit }
      unit *= 10
    }
  }

  /// To a tenth: finer nobody sees.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
