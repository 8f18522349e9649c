/// A label by its key, or by key and value.
package struct LabelMatch: Hashable, Sendable, CustomStringConvertible {
  package var key: String
  package var value: String?
  package init(key: String, value: String? = nil) {
    self.key = key
    self.value = value
  }
  /// `key` or `key=value`.
  package init(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(key: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : nil)
  }
  package var description: String { value.map { "\(key)=\($0)" } ?? key }
}

extension LabelMatch {
  func matches(_ labels: [String: String]) -> Bool {
    guard let found = labels[key] else { return false }
    return value.map { $0 == found } ?? true
  }
}
