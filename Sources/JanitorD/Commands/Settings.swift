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

  static func ledgerPath(_ options: CommonOptions, _ configuration: Configuration) -> String {
    options.history ?? configuration.history.path ?? Environment.ledgerPath
  }
}
