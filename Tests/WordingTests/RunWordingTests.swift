import Policies
import Testing
import Wording

@Suite struct RunWordingTests {
  private static func tally(_ change: (inout Tally) -> Void) -> Tally {
    var tally = Tally(Plan(), outcomes: nil)
    tally.parts = [
      Tally.Part(verb: "remove", target: .containers, steps: 2), Tally.Part(verb: "untag", target: .images, steps: 1),
    ]
    tally.steps = 3
    change(&tally)
    return tally
  }

  @Test func `a summary says what would be done, and what was`() {
    #expect(Wording.sum(Tally(Plan(), outcomes: [:])) == "Nothing to do.")
    let steps = "3 steps (remove 2 containers, untag 1 image)"
    #expect(
      Wording.sum(Self.tally { $0.predicted = ByteBounds(exactly: ByteCount(4096)) })
        == "A run would take \(steps) and free 4.1 kB.")
    #expect(
      Wording.sum(Self.tally { $0.predicted = .unknown })
        == "A run would take \(steps); nobody can tell what that frees.")
    // A dry run of a stored plan, of which all or some has changed since.
    #expect(
      Wording.sum(Self.tally { ($0.parts, $0.steps, $0.skipped) = ([], 17, 17) })
        == "A run would take none of 17 steps: each has changed since the plan.")
    #expect(
      Wording.sum(Self.tally { ($0.steps, $0.skipped, $0.predicted) = (5, 2, ByteBounds(exactly: ByteCount(4096))) })
        == "A run would take 3 of 5 steps (remove 2 containers, untag 1 image) and free 4.1 kB, and skip 2.")
    let done = Self.tally {
      ($0.isCarriedOut, $0.done, $0.reclaimed) = (true, 3, ByteCount(4096))
    }
    #expect(Wording.sum(done) == "Did 3 of \(steps): 4.1 kB freed.")
    var trouble = done
    (trouble.done, trouble.skipped, trouble.failed, trouble.unmeasured) = (1, 1, 1, 1)
    #expect(
      Wording.sum(trouble)
        == "Did 1 of \(steps): at least 4.1 kB freed (of 1 removal nobody can tell), 1 skipped, 1 failed.")
    trouble.reclaimed = .zero
    #expect(Wording.sum(trouble).hasPrefix("Did 1 of \(steps): of 1 removal nobody can tell, "))
  }

  @Test(
    arguments: [
      (.unreachable("unix:///x", reason: .absent), "no engine answers at unix:///x: there is no such socket"),
      (.unreachable("unix:///x", reason: .notPermitted(isRoot: true)), "even to root"),
      (.unreachable("unix:///x", reason: .notPermitted(isRoot: false)), "join the group of the socket"),
      (
        .unreachable("ssh://x", reason: .ssh(.notStarted(reason: "No such file"))),
        "ssh cannot be started: No such file; is openssh-client installed?"
      ),
      (.timedOut(request: "GET /x", after: .seconds(30)), "did not answer GET /x within 30s; it may hang"),
      (.disconnected(request: "GET /x"), "closed the connection in the middle of GET /x"),
      (
        .disconnected(request: "GET /x", ssh: .ended(status: SSHFailure.itself, words: "")),
        "the connection broke in the middle of GET /x: ssh failed: it did not say why"
      ),
      (.refused(request: "GET /x", status: 500, message: "no"), "the engine refused GET /x (500): no"),
      (.undecodable(request: "GET /x", detail: "d"), "the engine's answer to GET /x makes no sense: d"),
      (.tooLarge(request: "GET /x", limit: 1000), "the engine's answer to GET /x is larger than 1 kB"),
      (.incompatible(engineMinimum: nil, engineMaximum: "1.24"), "the engine speaks API up to 1.24, and janitor"),
    ] as [(EngineError, String)])
  func `each failure of an engine says what went wrong and where`(error: EngineError, text: String) {
    #expect(Wording.engine(error).contains(text), "\(Wording.engine(error))")
    // What a step met says the same in the ledger.
    #expect(Wording.note(.notLookedAt(error)) == Wording.engine(error))
    #expect(
      Wording.note(.unanswered(error))
        == "no answer: \(Wording.engine(error)); the next run will show what became of it")
  }

  @Test(
    arguments: [
      (.gone, .done, "it is gone"), (.untagged, .done, "the tag is gone"), (.stopped(.exited), .done, "it is exited"),
      (.there(), .skipped, "it is still there"), (.there(.running), .skipped, "it is still there, running"),
      (.senseless, .unknown, "its ID makes no sense"),
      (.unanswered(.disconnected(request: "GET /x")), .unknown, "the engine closed the connection"),
    ] as [(StepFinding, Outcome.Kind, String)])
  func `S7 what a later look found settles a step, and says so`(
    finding: StepFinding, outcome: Outcome.Kind, text: String
  ) {
    #expect(finding.outcome == outcome)
    #expect(
      Wording.settlement(error: nil, finding: finding)
        .hasPrefix("the run died; found out later by asking the engine for it: \(text)"))
    #expect(Wording.settlement(error: "no answer", finding: finding).hasPrefix("no answer; found out later"))
  }

  @Test(
    arguments: [
      (nil, .state(.running), "it is running, and no policy selects it"),
      (nil, .containers(0), "unused, and no policy selects it"),
      (nil, .containers(2), "2 containers of it, and no policy selects it"),
      (nil, .inUse(true), "in use, and no policy selects it"), (nil, nil, "no policy selects it"),
      (.named, .inUse(false), "somebody named it, and the policy does not say named = true"),
    ] as [(KeepReason?, Situation?, String)])
  func `what stays says why`(reason: KeepReason?, situation: Situation?, text: String) {
    #expect(Wording.stays(reason, situation) == text)
  }
}
