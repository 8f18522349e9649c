import Wording

/// Columns of text, as wide as their widest cell; the last one is not padded.
///
/// In a window that is narrower, columns that may be missing are left out, long names are cut in the middle, and the
/// last column goes on in lines of its own.
struct Table {
  struct Column {
    enum Alignment { case left, right }
    enum Fit { case whole, cut, optional }
    var title: String
    var alignment: Alignment
    var fit: Fit

    static func left(_ title: String) -> Column { Column(title: title, alignment: .left, fit: .whole) }
    static func right(_ title: String) -> Column { Column(title: title, alignment: .right, fit: .whole) }
    /// Names, which may be long and are known by their ends.
    static func names(_ title: String) -> Column { Column(title: title, alignment: .left, fit: .cut) }
    /// What a narrow window can do without.
    static func optional(_ title: String) -> Column { Column(title: title, alignment: .left, fit: .optional) }
  }

  struct Cell {
    var text: String
    var emphasis: Style.Emphasis
    init(_ text: String, _ emphasis: Style.Emphasis = .none) {
      self.text = Format.safe(text)
      self.emphasis = emphasis
    }
  }

  private enum Row {
    case heading(String)
    case cells([Cell])
  }

  private let columns: [Column]
  private var rows: [Row] = []
  private var isGrouped: Bool {
    rows.contains { if case .heading = $0 { true } else { false } }
  }

  init(_ columns: [Column]) { self.columns = columns }

  mutating func add(_ cells: [String]) { add(cells.map { Cell($0) }) }
  mutating func add(_ texts: [String], _ cells: [Cell]) { add(texts.map { Cell($0) } + cells) }
  mutating func add(_ cells: [Cell]) { rows.append(.cells(cells)) }
  /// Begins a group of rows, which are indented below it.
  mutating func group(_ heading: String) { rows.append(.heading(Format.safe(heading))) }

  func text(style: Style) -> String {
    let layout = Layout(columns, rows.compactMap { if case .cells(let cells) = $0 { cells } else { nil } }, style)
    let indent = isGrouped ? "  " : ""
    let header = indent + layout.lines(columns.map { Cell($0.title, .bold) }, indent, style)
    return
      ([header]
      + rows.map { row in
        switch row {
        case .heading(let text): style.text(text, .bold)
        case .cells(let cells): indent + layout.lines(cells, indent, style)
        }
      }).joined(separator: "\n")
  }

  /// Which columns there is room for, and how wide each is.
  private struct Layout {
    private let columns: [Column]
    private var shown: [Int]
    private var widths: [Int]

    /// Below these, a cut name or a wrapped text tells nothing any more.
    private static let leastName = 12
    private static let leastText = 24

    init(_ columns: [Column], _ rows: [[Cell]], _ style: Style) {
      self.columns = columns
      shown = Array(columns.indices)
      widths = columns.indices.map { column in
        rows.reduce(Format.width(columns[column].title)) { max($0, Format.width($1[column].text)) }
      }
      guard let window = style.width else { return }
      // As much for the indent of groups.
      let room = window - 2
      for column in columns.indices.reversed() where columns[column].fit == .optional && excess(room) > 0 {
        shown = shown.filter { $0 != column }
      }
      let names = columns.firstIndex { $0.fit == .cut }
      if let names, excess(room) > 0 { widths[names] = min(widths[names], max(2 * Self.leastName, room / 4)) }
      if let last = shown.last, columns[last].alignment == .left, excess(room) > 0 {
        widths[last] = min(widths[last], max(Self.leastText, widths[last] - excess(room)))
      }
      if let names, excess(room) > 0 {
        widths[names] = min(widths[names], max(Self.leastName, widths[names] - excess(room)))
      }
    }

    /// By how much the columns that are shown are wider than `room`.
    private func excess(_ room: Int) -> Int { shown.reduce(2 * (shown.count - 1) - room) { $0 + widths[$1] } }

    /// One row; where a text takes several lines, the ones after the first are indented to their column.
    func lines(_ cells: [Cell], _ indent: String, _ style: Style) -> String {
      var line = ""
      var used = 0
      for (place, column) in shown.enumerated() {
        let cell = cells[column]
        let isLast = place == shown.count - 1
        let gap = place > 0 ? "  " : ""
        used += gap.count
        if isLast, columns[column].alignment == .left {
          let parts = Format.wrapped(cell.text, widths[column]).map { style.text($0, cell.emphasis) }
          line += gap + parts[0]
          for part in parts.dropFirst() { line += "\n" + indent + String(repeating: " ", count: used) + part }
        } else {
          let text = columns[column].fit == .cut ? Format.cut(cell.text, to: widths[column]) : cell.text
          let padding = String(repeating: " ", count: max(0, widths[column] - Format.width(text)))
          let shown = style.text(text, cell.emphasis)
          line += gap + (columns[column].alignment == .left ? shown + padding : padding + shown)
        }
        used += widths[column]
      }
      return line
    }
  }
}
