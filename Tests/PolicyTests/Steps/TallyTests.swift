import Policies
import Testing
import Worlds

@Suite struct TallyTests {
  private static let plan = Plan(
    steps: [
      step(1, .remove, .image(ImageSubject(image: .sample(1))), predicted: ByteBounds(exactly: ByteCount(30))),
      step(2, .remove, .container(ContainerSubject(.sample(1))), predicted: .zero),
      step(3, .remove, .image(ImageSubject(image: .sample(2))), predicted: .unknown),
      step(4, .stop(timeout: nil), .container(ContainerSubject(.sample(2, state: .running))), predicted: .zero),
    ])

  private static func step(_ number: Int, _ verb: Verb, _ subject: Subject, predicted: ByteBounds) -> Step {
    Step(
      number: number, policy: "p", verb: verb, subject: subject,
      reason: SweepReason(condition: .unused, origin: .unused), predicted: predicted, stage: 0)
  }

  @Test func `a plan that was not carried out has its steps by verb and kind, and nothing done`() {
    let tally = Tally(Self.plan, leftOut: 2, outcomes: nil)
    #expect(
      tally.parts == [
        .init(verb: "remove", target: .containers, steps: 1), .init(verb: "stop", target: .containers, steps: 1),
        .init(verb: "remove", target: .images, steps: 2),
      ])
    #expect(tally.steps == 6 && tally.skipped == 2 && tally.done == 0 && !tally.isCarriedOut && !tally.hasTroubles)
    #expect(tally.predicted == ByteBounds(atLeast: ByteCount(30)) && tally.reclaimed == .zero && tally.unmeasured == 0)
  }

  @Test func `what became of each step is counted once, and a removal that nobody measured apart`() {
    let outcomes: [Int: Outcome] = [
      1: Outcome(.done, reclaimed: ByteCount(31)), 2: Outcome(.skipped, note: .alreadyGone), 3: Outcome(.done),
      4: Outcome(.done),
    ]
    let tally = Tally(Self.plan, leftOut: 1, outcomes: outcomes)
    #expect(tally.done == 3 && tally.skipped == 2 && tally.failed == 0 && tally.unknown == 0 && tally.isCarriedOut)
    #expect(tally.reclaimed == ByteCount(31) && tally.unmeasured == 1 && !tally.hasTroubles)
  }

  @Test(arguments: [(Outcome.Kind.failed, true), (.unknown, true), (.skipped, false), (.done, false)])
  func `a run has troubles where a step failed or nobody can tell`(kind: Outcome.Kind, hasTroubles: Bool) {
    #expect(Tally(Self.plan, outcomes: [1: Outcome(kind)]).hasTroubles == hasTroubles)
  }
}
