import Policies

/// What a look at one object found.
enum Sight<Value: Sendable>: Sendable {
  case found(Value)
  /// The object stays, and the rest of the run goes on.
  case unseen(Unseen)

  var value: Value? { if case .found(let value) = self { value } else { nil } }
  var unseen: Unseen? { if case .unseen(let unseen) = self { unseen } else { nil } }
}

extension EngineError {
  /// Whether it is of the connection: no other request would be answered either.
  var isOfConnection: Bool {
    switch self {
    case .unreachable, .incompatible, .disconnected(_, .some): true
    case .timedOut, .disconnected(_, nil), .refused, .undecodable, .tooLarge: false
    }
  }
}

/// Asks for each element, so many at a time as the engine answers at its fastest; the answers by element.
func concurrently<Element: Hashable & Sendable, Answer: Sendable>(
  _ elements: [Element], width: Int = 8, _ ask: @escaping @Sendable (Element) async throws -> Answer
) async throws -> [Element: Answer] {
  try await withThrowingTaskGroup(of: (Element, Answer).self) { group in
    var answers: [Element: Answer] = [:]
    var rest = elements[...]
    for element in rest.prefix(width) { group.addTask { (element, try await ask(element)) } }
    rest = rest.dropFirst(width)
    while let (element, answer) = try await group.next() {
      answers[element] = answer
      if let next = rest.popFirst() { group.addTask { (next, try await ask(next)) } }
    }
    return answers
  }
}
