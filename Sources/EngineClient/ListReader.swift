import FoundationEssentials
import NIOCore
import Policies

/// Reads a JSON array element by element, as its bytes come: whole, the lists of a large host would take several times
/// their size.
struct ListReader<Element> {
  private let request: String
  private let read: (Data) throws(EngineError) -> Element
  private var elements: [Element] = []
  private var state = State.before
  private var text = Text.outside
  /// Of arrays and objects inside the element.
  private var depth = 0
  /// What came of the element that is not whole yet.
  private var pending = ByteBuffer()

  private enum State { case before, element, after }
  private enum Text { case outside, inside, escaped }

  /// - Parameter read: makes an element of its JSON.
  init(_ request: String, _ read: @escaping (Data) throws(EngineError) -> Element) {
    self.request = request
    self.read = read
  }

  /// Takes the next bytes of the body.
  mutating func feed(_ body: ByteBuffer) throws(EngineError) {
    let bytes = body.readableBytesView
    var (start, index) = (bytes.startIndex, bytes.startIndex)
    // The next quotation mark, once it was looked for.
    var quote: Int?
    while index < bytes.endIndex {
      if text == .inside {
        // A label can be a megabyte.
        if (quote ?? -1) < index { quote = bytes[index...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.endIndex }
        let end = quote ?? bytes.endIndex
        index = bytes[index..<end].firstIndex(of: UInt8(ascii: "\\")) ?? end
        guard index < bytes.endIndex else { break }
      }
      let byte = bytes[index]
      switch state {
      case .before where byte == UInt8(ascii: "["):
        state = .element
        start = index + 1
      case .before, .after:
        guard Self.isBlank(byte) else { throw malformed("it is no JSON array") }
      case .element where isEnd(byte):
        keep(body, start..<index)
        try close(byte)
        start = index + 1
      case .element: break
      }
      index += 1
    }
    if state == .element { keep(body, start..<bytes.endIndex) }
  }

  /// All elements, once the body is over.
  func finish() throws(EngineError) -> [Element] {
    guard state == .after else { throw malformed("it ends too early") }
    return elements
  }

  /// Whether the element ends here: with a comma or a bracket that is neither in a text nor in what is nested.
  private mutating func isEnd(_ byte: UInt8) -> Bool {
    switch (text, byte) {
    case (.escaped, _): text = .inside
    case (.inside, UInt8(ascii: "\\")): text = .escaped
    case (.inside, UInt8(ascii: "\"")): text = .outside
    case (.inside, _): break
    case (.outside, UInt8(ascii: "\"")): text = .inside
    case (.outside, UInt8(ascii: "[")), (.outside, UInt8(ascii: "{")): depth += 1
    case (.outside, UInt8(ascii: "]")), (.outside, UInt8(ascii: "}")):
      guard depth > 0 else { return true }
      depth -= 1
    case (.outside, UInt8(ascii: ",")): return depth == 0
    default: break
    }
    return false
  }

  private mutating func keep(_ bytes: ByteBuffer, _ range: Range<Int>) {
    guard let slice = bytes.getSlice(at: range.lowerBound, length: range.count) else { return }
    pending.writeImmutableBuffer(slice)
  }

  private mutating func close(_ byte: UInt8) throws(EngineError) {
    let isLast = byte == UInt8(ascii: "]")
    if pending.readableBytesView.allSatisfy(Self.isBlank) {
      guard isLast, elements.isEmpty else { throw malformed("an element is missing") }
    } else {
      guard byte != UInt8(ascii: "}") else { throw malformed("its brackets do not match") }
      elements.append(try read(Data(pending)))
    }
    pending.clear()
    state = isLast ? .after : .element
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    [0x20, 0x0A, 0x0D, 0x09].contains(byte)
  }

  private func malformed(_ detail: String) -> EngineError { .undecodable(request: request, detail: detail) }
}
