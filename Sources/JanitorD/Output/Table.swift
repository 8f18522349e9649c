/// Columns of text, as wide as their widest cell; the last one is not padded.
struct Table {
  enum Alignment { case left, right }
  private let header: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  init(_ columns: [(title: String, alignment: Alignment)]) {
    header = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  mutating func add(_ cells: [String]) { rows.append(cells.map(Format.safe)) }

  func text(style: Style) -> String {
    let widths = header.indices.map { column in
      rows.reduce(header[column].count) { max($0, $1[column].count) }
    }
    func line(_ cells: [String]) -> String {
      var line = ""
      for (column, cell) in cells.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += "  " }
        switch alignments[column] {
        case .left: line += column == cells.count - 1 ? cell : cell + padding
        case .right: line += padding + cell
        }
      }
      return line
    }
    return ([style.bold(line(header))] + rows.map(line)).joined(separator: "\n")
  }
}
