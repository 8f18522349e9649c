/// Guesses the word that was meant; only ever to ask "did you mean", never to act on.
enum Spelling {
  /// The nearest of `known`: at most two letters off, or one is the start of the other.
  static func nearest(_ word: String, among known: [String]) -> String? {
    let word = word.lowercased()
    // A word that long is none of ours, and the distance costs its square.
    guard word.utf8.count <= 64 else { return nil }
    let scored = known.map { ($0, distance(word, $0)) }
    if let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= 2, best.1 < min(word.count, best.0.count) {
      return best.0
    }
    return known.first { candidate in
      (word.count >= 3 && candidate.hasPrefix(word)) || (candidate.count >= 3 && word.hasPrefix(candidate))
    }
  }

  /// `did you mean "…"?`
  static func hint(_ word: String, among known: [String]) -> String? {
    nearest(word, among: known).map { "did you mean \"\($0)\"?" }
  }

  /// Letters to insert, drop or replace (Levenshtein).
  static func distance(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(row[j + 1] + 1, row[j] + 1, replaced)
      }
    }
    return row[b.count]
  }
}
