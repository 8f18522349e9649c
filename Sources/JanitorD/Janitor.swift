import ArgumentParser
import Glibc

struct Janitor: AsyncParsableCommand {
  static let version = "0.1.0"
  static let configuration = CommandConfiguration(
    commandName: "janitor",
    abstract: "Keeps a container host clean, by declared policies, and remembers what it did.",
    discussion: """
      EXAMPLES:
        janitor check                    say what the configuration means
        janitor run --dry-run            show what a run would do, and change nothing
        janitor run                      do it, and record it
        janitor report --since 7d        what was reclaimed, by policy
        janitor doctor                   say what a run would miss

      EXIT STATUS:
         0  done; for a run, every step done or found already gone
         1  janitor's own failure
         3  the run went through, and some steps failed
         4  the brake stopped the run before its first step
        64  usage
        69  no engine answered
        74  the ledger cannot be read or written: nothing was removed
        75  another janitor is running on this engine
        78  the configuration has a mistake: nothing was run
      """,
    version: version,
    subcommands: [
      RunCommand.self, ReportCommand.self, HistoryCommand.self, ExplainCommand.self, CheckCommand.self,
      DoctorCommand.self,
    ])
}

@main
enum Entry {
  static func main() async {
    // The ledger tells what a host runs: nobody but its owner and group reads it.
    umask(0o027)
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try Janitor.parseAsRoot()
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
    } catch let failure as Failure {
      if !failure.message.isEmpty { Console.note("janitor: \(failure.message)", .error) }
      exit(failure.status.rawValue)
    } catch {
      Janitor.exit(withError: error)
    }
  }
}
