extension SourceText {
  /// What no janitor.conf comes near; larger is a wrong file.
  static let largest = 1 << 20

  /// TOML is UTF-8 without NUL; anything else is a mistake where it first appears.
  init(file: String, bytes: [UInt8]) throws(Diagnostic) {
    guard bytes.count <= Self.largest else {
      throw Diagnostic(file: file, message: "is larger than 1 MiB: this is no configuration of janitor")
    }
    if let text = String(validating: bytes, as: UTF8.self) {
      self.init(file: file, text: text)
    } else {
      let source = SourceText(file: file, text: String(decoding: bytes, as: UTF8.self))
      throw source.diagnostic("this is not UTF-8", at: Self.end(ofValidIn: bytes), hint: "save the file as UTF-8")
    }
    try refuseNUL()
  }

  private func refuseNUL() throws(Diagnostic) {
    guard let place = place(where: { $0 == "\0" }) else { return }
    throw diagnostic("this is a NUL, which no text file has", at: place, hint: "is this a text file?")
  }

  private func place(where found: (Unicode.Scalar) -> Bool) -> Region? {
    var line = 1
    var column = 1
    for scalar in text.unicodeScalars {
      if found(scalar) { return Region(line: line, column: column, endLine: line, endColumn: column + 1) }
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return nil
  }

  private static func end(ofValidIn bytes: [UInt8]) -> Region {
    var line = 1
    var column = 1
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar == "\n" {
        line += 1
        column = 1
      } else if scalar != "\u{FEFF}" || (line, column) != (1, 1) {
        column += 1
      }
    }
    return Region(line: line, column: column, endLine: line, endColumn: column + 1)
  }
}
