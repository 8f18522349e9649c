import Policies

/// What a look at one object found.
enum Sight<Value: Sendable>: Sendable {
  case found(Value)
  /// It went since the list was taken, and is no object of this run.
  case gone
  /// The engine cannot say: the object stays, and the rest of the run goes on.
  case refused

  var value: Value? { if case .found(let value) = self { value } else { nil } }
  var isGone: Bool { if case .gone = self { true } else { false } }
}

func sight<Value: Sendable>(_ ask: () async throws -> Value?) async throws -> Sight<Value> {
  do {
    return try await ask().map(Sight.found) ?? .gone
  } catch EngineError.refused {
    return .refused
  } catch EngineError.undecodable {
    return .refused
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
