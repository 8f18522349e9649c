import ArgumentParser
import Glibc

struct Janitor: AsyncParsableCommand {
  static let version = "0.1.0"
  static let configuration = CommandConfiguration(
    commandName: "janitor",
    abstract: "Keeps a container host clean, by declared policies, and remembers what it did.",
    discussion: """
      The policies in janitor.conf say which containers, images, volumes, networks and build cache of a Docker or Podman \
      engine go, and when. What runs, is used, protected or not understood stays. A dry run shows all that a run would \
      do; the ledger, an SQLite database, tells what each run did.

      EXAMPLES:
        janitor check                    say what the configuration means
        janitor run --dry-run            show what a run would do, and change nothing
        janitor run                      do it, and record it
        janitor report --since 7d        what was reclaimed, by policy
        janitor doctor                   say what a run would miss

      EXIT STATUS:
         0  done; for a run, every step done or found already gone
         1  janitor's own failure
         3  the run went through, and some steps failed or a policy could not take part
         4  the brake stopped the run before its first step
        64  usage
        69  no engine answered
        74  the ledger cannot be read or written: nothing was removed; or the output was lost
        75  another janitor is running on this engine
        78  the configuration has a mistake: nothing was run

      ENVIRONMENT:
        JANITOR_CONFIG     the configuration, unless --config names one
        DOCKER_HOST        the engine, unless --host names one
        DOCKER_CONTEXT     the context of Docker's client that names the engine
        DOCKER_CONFIG      where the contexts are, instead of ~/.docker
        DOCKER_TLS_VERIFY  TLS for tcp://, and the engine has to prove who it is
        DOCKER_TLS         TLS for tcp:// by the certificates in DOCKER_CERT_PATH
        DOCKER_CERT_PATH   the folder of ca.pem, cert.pem and key.pem
        XDG_RUNTIME_DIR    where rootless engines have their sockets
        STATE_DIRECTORY    the folder of the ledger; systemd sets it
        XDG_STATE_HOME     the folder of janitor/history.sqlite, but for root
        NO_COLOR           no colours, unless --color says so

      FILES:
        /etc/janitor.conf                      the configuration
        /etc/janitor.conf.d/*.conf             its drop-ins, in order of name
        /var/lib/janitor/history.sqlite        root's ledger
        ~/.local/state/janitor/history.sqlite  the ledger of other users
        /run/lock/janitor-*.lock               held by the janitor that is at work
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
    _ = Environment.mask
    signal(SIGPIPE, SIG_IGN)
    Console.occupyStreams()
    Heap.keepSmall()
    let status = await obey()
    Console.closeResults()
    guard let loss = Console.loss else { exit(status) }
    Console.note("janitor: the output is lost: standard output cannot be written (\(loss))", .error)
    // What went wrong before says more.
    exit(status == ExitStatus.success.rawValue ? ExitStatus.ledger.rawValue : status)
  }

  /// Does what the command line says; the exit status, as far as the output was not lost.
  private static func obey() async -> Int32 {
    do {
      var command = try await Janitor.asyncParseAsRoot()
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
      return ExitStatus.success.rawValue
    } catch {
      guard let failure = Failure(error) else { return answer(error) }
      if !failure.message.isEmpty { Console.note("janitor: \(failure.message)", .error) }
      return failure.status.rawValue
    }
  }

  /// Help, the version and completions are results that the parser throws; all else is about the command line.
  private static func answer(_ error: any Error) -> Int32 {
    let code = Janitor.exitCode(for: error)
    let text = Janitor.fullMessage(for: error)
    if !text.isEmpty { code.isSuccess ? Console.result(text) : Console.note(text, .error) }
    return code.rawValue
  }
}
