import ArgumentParser

/// What every command knows.
struct CommonOptions: ParsableArguments {
  @Option(help: "The configuration, instead of $JANITOR_CONFIG or /etc/janitor.conf.", completion: .file())
  var config: String?

  @Option(
    help: """
      The engine: unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST, instead of $DOCKER_HOST, $DOCKER_CONTEXT, \
      [engine] host or the Docker context in use.
      """)
  var host: String?

  @Option(help: "The ledger, instead of [history] path.", completion: .file())
  var history: String?

  @Option(help: "Colours: auto is yes on a terminal, unless NO_COLOR is set.")
  var color: ColorChoice = .auto

  @Flag(help: "Say on stderr what is asked of the engine.")
  var verbose = false

  @Flag(help: "Say nothing but results and failures; a run says only what it did and what failed.")
  var quiet = false

  var style: Style {
    let isColored =
      switch color {
      case .always: true
      case .never: false
      case .auto: Console.isTerminal(1) && Environment["NO_COLOR"] == nil
      }
    return Style(isColored: isColored, width: Console.width)
  }
}

/// Of commands that print a table or JSON, and nothing else.
struct FormatOptions: ParsableArguments {
  @Option(help: "A table for people, or JSON for programs.")
  var format: OutputFormat = .table
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case table, json }
enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }
