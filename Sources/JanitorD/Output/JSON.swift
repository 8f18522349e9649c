import FoundationEssentials
import Policies

/// A value that stands in JSON as `null` where there is none, instead of being left out.
@propertyWrapper
struct Null<Value: Encodable & Sendable>: Encodable, Sendable {
  var wrappedValue: Value?
  init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

enum JSON {
  /// One document, readable and with its keys in a fixed order.
  static func text(_ document: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }
}
