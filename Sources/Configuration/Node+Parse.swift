private import CToml

extension Node {
  /// The root table of a TOML document; the first mistake of syntax ends it.
  static func parse(_ source: SourceText) throws(Diagnostic) -> Node {
    var text = source.text
    let parsed: Result<Node, SyntaxError> = text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { characters in
        do throws(SyntaxError) {
          return .success(try parse(characters))
        } catch {
          return .failure(error)
        }
      }
    }
    switch parsed {
    case .success(let root): return root
    case .failure(let error): throw error.diagnostic(in: source)
    }
  }

  private static func parse(_ text: UnsafeBufferPointer<CChar>) throws(SyntaxError) -> Node {
    let document = ctoml_parse(text.baseAddress, text.count)
    defer { ctoml_free(document) }
    var reader = NodeReader(rest: UnsafeBufferPointer(start: ctoml_nodes(document), count: ctoml_count(document))[...])
    return try reader.entry().node
  }
}

/// Takes nodes off the flat list that the shim gives.
private struct NodeReader {
  var rest: Slice<UnsafeBufferPointer<CTomlNode>>

  mutating func entry() throws(SyntaxError) -> Entry {
    // The list is in pre-order with true counts, so a node is left for each one asked for.
    let node = rest.removeFirst()
    let value: Node.Value
    switch node.kind {
    case .table: value = .table(try entries(node.children).sorted { $0.keyAt.precedes($1.keyAt) })
    case .array: value = .array(try entries(node.children).map(\.node))
    case .string: value = .string(Self.string(node.text, node.textLength))
    case .integer: value = .integer(node.integer)
    case .real: value = .real(node.real)
    case .boolean: value = .boolean(node.boolean)
    case .date: value = .date
    case .error: throw SyntaxError(reason: Self.string(node.text, node.textLength), at: Region(node.at))
    }
    return Entry(
      key: Self.string(node.key, node.keyLength), keyAt: Region(node.keyAt),
      node: Node(at: Region(node.at), value: value))
  }

  private mutating func entries(_ count: Int) throws(SyntaxError) -> [Entry] {
    var entries: [Entry] = []
    for _ in 0..<count { entries.append(try entry()) }
    return entries
  }

  private static func string(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
  }
}

extension Region {
  fileprivate init(_ region: CTomlRegion) {
    self.init(
      line: Int(region.line), column: Int(region.column), endLine: Int(region.endLine),
      endColumn: Int(region.endColumn))
  }

  fileprivate func precedes(_ other: Region) -> Bool { (line, column) < (other.line, other.column) }
}
