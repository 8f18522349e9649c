import JanitorConfiguration
import Testing

/// A text and exactly what is said of it.
struct MessageCase: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  let message: String

  init(_ name: String, _ text: String, _ message: String) {
    self.name = name
    self.text = text
    self.message = message
  }

  var testDescription: String { name }
}

/// What is said of `text`; `nil` where nothing is wrong with it.
func message(of text: String, file: String = "t.conf") -> String? {
  do {
    _ = try Configuration.parse(text, file: file)
    return nil
  } catch {
    return error.description
  }
}

/// A policy of the given lines that has all else it needs.
func policy(_ lines: String, target: String = "containers", filter: String = #"["status=exited"]"#) -> String {
  """
  [[policy]]
  name = "p"
  target = "\(target)"
  filter = \(filter)
  \(lines)
  """
}
