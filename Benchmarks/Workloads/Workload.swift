/// A piece of janitor's work, over inputs that are the same each time.
package struct Workload: Sendable {
  package let name: String
  /// How often it is done for one count: what is short is done more often, so that nothing else matters beside it.
  package let repetitions: Int
  /// Makes the inputs, and gives what does the work once.
  package let prepare: @Sendable () throws -> () throws -> Void

  init(_ name: String, repetitions: Int, prepare: @escaping @Sendable () throws -> () throws -> Void) {
    self.name = name
    self.repetitions = repetitions
    self.prepare = prepare
  }

  package static let all = planning + decoding + filters + ledger
}

/// So that what leads to a value is not left out for having no use.
@inline(never) @_optimize(none) func use<Value>(_ value: Value) {}
