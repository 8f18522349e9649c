import Foundation
import NIOCore
import Policies
import Testing

@testable import EngineClient

@Suite struct ListReaderTests {
  private struct Thing: Decodable, Equatable {
    var Id: String
    var Parts: [[Int]]?
  }

  /// Reads `text` as it comes in these pieces.
  private func read(_ pieces: [Substring]) throws(EngineError) -> [Thing] {
    var reader = ListReader("GET /things") { json throws(EngineError) in try decoded(json, "GET /things") as Thing }
    for piece in pieces { try reader.feed(ByteBuffer(string: String(piece))) }
    return try reader.finish()
  }

  @Test func `a list is the same in however many pieces it comes`() throws {
    let text = """
       [ {"Id": "a,]}\\"[{\\\\", "Parts": [[1, 2], []]} ,
      {"Id":"ü"},{"Id":""} ]

      """
    let whole = try JSONDecoder().decode([Thing].self, from: Data(text.utf8))
    #expect(whole.count == 3)
    #expect(try read([text[...]]) == whole)
    #expect(try read(text.indices.map { text[$0...$0] }) == whole)
    for cut in text.indices { #expect(try read([text[..<cut], text[cut...]]) == whole) }
  }

  @Test func `any text of quotation marks, backslashes, brackets and commas is read, or refused, as JSON has it`() {
    let texts = (0...4).flatMap { length in
      (0..<length).reduce([""]) { texts, _ in texts.flatMap { text in ["\"", "\\", "]", ",", "n"].map { text + $0 } } }
    }
    var read = 0
    for text in texts {
      let list = "[{\"Id\":\"\(text)\"},{\"Id\":\"b\"}]"
      let whole = try? JSONDecoder().decode([Thing].self, from: Data(list.utf8))
      for cut in list.indices { #expect((try? self.read([list[..<cut], list[cut...]])) == whole, "\(list)") }
      read += whole == nil ? 0 : 1
    }
    // Of three plain characters and three escapes of two.
    #expect(texts.count == 781 && read == 1 + 3 + 12 + 45 + 171)
  }

  @Test(arguments: ["[]", " [\n] ", "[\t]\r\n"])
  func `an empty list has nothing`(text: String) throws {
    #expect(try read([text[...]]).isEmpty)
  }

  @Test(arguments: [
    "", " ", "[", "null", "{}", "{\"Id\": \"a\"}", "\"[]\"", "[,]", "[{\"Id\":\"a\"},]", "[,{\"Id\":\"a\"}]",
    "[{\"Id\":\"a\"}", "[{\"Id\":\"a\"]", "[{\"Id\":\"a\"}}", "[{\"Id\":\"a\"}] x", "[][]",
    "[{\"Id\":\"a\"} {\"Id\":\"b\"}]",
    "[{\"Id\":\"a]", "[{\"Id\":1}]", "[{}]", "[1]", "[null]",
  ])
  func `what is no list of things is an error`(text: String) {
    #expect(throws: EngineError.self) { try read([text[...]]) }
    #expect(throws: EngineError.self) { try read(text.indices.map { text[$0...$0] }) }
  }
}
