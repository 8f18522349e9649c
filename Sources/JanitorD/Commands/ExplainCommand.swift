import ArgumentParser
import EngineClient
import History
import Housekeeping
import JanitorConfiguration
import Policies
import Wording

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says why an object stays or goes, or where it went.",
    discussion: """
      The object is named by its name, a reference, or the beginning of its ID. Of one that is gone, the ledger tells \
      which run and policy took it. Without an object: what each policy means, and how much it holds now. Nothing is \
      removed.

      EXAMPLES:
        janitor explain nightly-backup
        janitor explain registry/app:1.4
        janitor explain 40196eb83c69 --format json
        janitor explain
      """)

  @Argument(
    help: "A container, image, volume, network or record of the build cache.", completion: Candidates.objects)
  var object: String?

  @OptionGroup var output: FormatOptions

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try Settings.load(common.config)
    let path = try Settings.ledgerPath(common, settings)
    let (object, output, common) = (object, output, common)
    try await Settings.withEngine(common, settings) { engine in
      let explainer = try await Explainer(settings, engine, ledger: path)
      let now = explainer.now
      if let object {
        let explanations = try await explainer.explain(object)
        let past = explanations.isEmpty ? try explainer.past(object) : []
        guard !explanations.isEmpty || !past.isEmpty else {
          throw Failure(
            .usage,
            "nothing on \(engine.identity.host) is called \(Format.safe(object)), and the ledger has no step on it")
        }
        switch output.format {
        case .json:
          Console.result(try JSON.text(ExplanationDocument(explanations, past: past, engine.identity, now: now)))
        case .table: Console.result(ExplanationText(style: common.style, now: now).text(explanations, past: past))
        }
      } else {
        let holdings = try await explainer.holdings()
        switch output.format {
        case .json: Console.result(try JSON.text(HoldingsDocument(holdings, engine.identity)))
        case .table: Console.result(ExplanationText(style: common.style, now: now).text(holdings))
        }
      }
    }
  }
}
