import JanitorConfiguration
import Policies
import Testing

@Test func `a default file cut anywhere is refused or says no more than the whole`() throws {
  let text = try defaultFile()
  let whole = try Configuration.parse(text, file: "t.conf")
  for end in text.indices {
    guard let cut = try? Configuration.parse(String(text[..<end]), file: "t.conf") else { continue }
    let complete = cut.policies.dropLast()
    #expect(Array(complete) == Array(whole.policies.prefix(complete.count)))
    if let last = cut.policies.last {
      let full = try #require(whole.policies.first { $0.name == last.name })
      #expect(last.target == full.target && last.filters == full.filters)
      #expect(isSound(last))
    }
  }
}

/// Each key of the default file, each of its letters left out, doubled or turned into another.
@Test func `no misspelt key of the default file passes in silence`() throws {
  let lines = try defaultFile().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  var tried = 0
  for (index, line) in lines.enumerated() where line.contains(" = ") && !line.hasPrefix("#") {
    let key = Array(line.prefix { $0 != " " })
    for place in key.indices {
      for change in [[], [key[place], key[place]], ["q"]] as [[Character]] {
        var changed = lines
        let word = String(key[..<place] + change + key[(place + 1)...])
        changed[index] = word + line.dropFirst(key.count)
        let said = message(of: changed.joined(separator: "\n"))
        #expect(said?.contains("t.conf:\(index + 1):1: unknown key \"\(word)\"") == true, "\(word): \(said ?? "")")
        tried += 1
      }
    }
  }
  #expect(tried > 200)
}

@Test func `no value of the wrong type in the default file passes in silence`() throws {
  let lines = try defaultFile().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  for (index, line) in lines.enumerated() where line.contains(" = ") && !line.hasPrefix("#") {
    for value in ["1979-05-27", "0.5", "[3]", "\"\"", "-1", "\"\\u0000\""] {
      var changed = lines
      let column = line.prefix { $0 != "=" }.count + 3
      changed[index] = line.prefix { $0 != "=" } + "= " + value
      let said = message(of: changed.joined(separator: "\n"))
      let places = [column, column + 1].map { "t.conf:\(index + 1):\($0): " }
      #expect(places.contains { said?.contains($0) == true }, "\(changed[index]): \(said ?? "")")
    }
  }
}

@Test(arguments: 0..<40)
func `random changes never crash, and never yield a policy that breaks the rules`(_ seed: UInt64) throws {
  var random = SplitMix(state: seed)
  let start = Array(try defaultFile().utf8)
  let pieces = [
    "[", "]", "[[policy]]", "\"", "'", "\"\"\"", "=", ".", "\n", "}", "{", ",", "é", "\0", "0x", "\\u", "#",
  ]
  for _ in 0..<50 {
    var bytes = start
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 0...40, using: &random))
      switch Int.random(in: 0...3, using: &random) {
      case 0: bytes.removeSubrange(place..<end)
      case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random)?.utf8.map { $0 } ?? [], at: place)
      case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
      default: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &random))
      }
      if bytes.isEmpty { bytes = start }
    }
    do {
      let configuration = try Configuration.parse(String(decoding: bytes, as: UTF8.self), file: "t.conf")
      #expect(configuration.policies.allSatisfy(isSound))
      #expect(Set(configuration.policies.map(\.name)).count == configuration.policies.count)
    } catch {
      #expect(!error.diagnostics.isEmpty)
      #expect(error.description.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F })
    }
  }
}

/// Whether a policy keeps the rules that every accepted one keeps.
private func isSound(_ policy: Policy) -> Bool {
  !policy.name.isEmpty && policy.target.origins.contains(policy.since)
    && (!policy.filters.isEmpty || policy.action == .remove && (policy.olderThan != nil || policy.keepLast != nil))
    && (policy.action == .remove || policy.target == .containers && policy.keepLast == nil)
    && (policy.action == .stop || policy.stopTimeout == nil)
    && !(policy.action == .stop && policy.since == .finished)
}

/// A generator that gives the same numbers for the same seed.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
