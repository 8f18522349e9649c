import EngineClient
import Glibc
import History
import JanitorConfiguration
import Policies

/// What the command line, the environment and janitor.conf say together; each is asked in the order of the interface.
enum Settings {
  /// Root goes by no file that others can write.
  ///
  /// - Throws: `Failure` 78 with every mistake.
  static func load(_ path: String?) throws -> Configuration {
    do {
      return try Configuration.load(
        path: path ?? Environment.configurationPath, guarded: geteuid() == 0
      ) { text in
        do throws(EngineHostError) {
          _ = try EngineHost(text)
          return nil
        } catch {
          return Wording.host(error)
        }
      }
    } catch {
      throw Failure(.configuration, "the configuration has a mistake\n\(error)")
    }
  }

  static func ledgerPath(_ options: CommonOptions, _ configuration: Configuration) -> String {
    options.history ?? configuration.history.path ?? Environment.ledgerPath
  }

  /// Runs `body` with what may fail on the ledger turned into status 74.
  static func ledger<R>(_ body: () throws(LedgerError) -> R) throws -> R {
    do { return try body() } catch { throw Failure(.ledger, "\(error)") }
  }
}
