import EngineClient
import Glibc
import JanitorConfiguration
import Policies

/// What the command line, the environment and janitor.conf say together; each is asked in the order of the interface.
enum Settings {
  /// Root goes by no file that others can write.
  ///
  /// - Throws: every mistake.
  static func load(_ path: String?) throws(ConfigurationFailure) -> Configuration {
    try Configuration.load(path: path ?? Environment.configurationPath, guarded: geteuid() == 0) { text in
      do throws(EngineHostError) {
        _ = try EngineHost(text)
        return nil
      } catch {
        return error.words
      }
    }
  }

  /// - Throws: 74 where nothing names a place.
  static func ledgerPath(_ options: CommonOptions, _ configuration: Configuration) throws(Failure) -> String {
    if let path = options.history ?? configuration.history.path ?? Environment.ledgerPath { return path }
    throw Failure(
      .ledger,
      "there is no place for the ledger: HOME is not an absolute path, and the user database has no home folder for user "
        + "\(geteuid()); name a file with --history or set XDG_STATE_HOME")
  }
}
