extension Plan {
  /// The same text for the same steps on the same engine, so that a dry run and the run after it can be seen to agree.
  package func fingerprint(engine: String) -> String {
    var print = Fingerprint()
    print.feed(engine)
    for step in steps {
      for text in [step.policy, step.verb.word, step.objectID, step.objectName] { print.feed(text) }
    }
    return print.text
  }
}
