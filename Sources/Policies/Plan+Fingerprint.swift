extension Plan {
  /// The same text for the same steps on the same engine, so that a dry run and the run after it can be seen to agree.
  ///
  /// FNV-1a, 64 bits, over what each step does to what; 16 hexadecimal digits.
  package func fingerprint(engine: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func feed(_ text: String) {
      for byte in text.utf8 + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    feed(engine)
    for step in steps {
      feed(step.policy)
      feed(step.verb.word)
      feed(step.objectID)
      feed(step.objectName)
    }
    let hex = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }
}
