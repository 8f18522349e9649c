extension Configuration {
  /// Reads `path` and then its drop-ins: the `*.conf` files of the folder `<path>.d` in order of name.
  ///
  /// A later file's setting replaces an earlier one's, lists under `[protect]` are joined, policies are appended.
  /// All mistakes of all files are told; with any, there is no configuration.
  ///
  /// - Parameters:
  ///   - guarded: whether a file, or a folder of drop-ins, that others than its owner can write is a mistake: it is where
  ///     root goes by them.
  ///   - hostMistake: tells what is wrong with an engine's address; `nil` where nothing is.
  package static func load(
    path: String, guarded: Bool = false, hostMistake: @escaping (String) -> String? = { _ in nil }
  ) throws(ConfigurationFailure) -> Configuration {
    var merger = Merger()
    merger.hostMistake = hostMistake
    do {
      merger.read(bytes: try Files.read(path, guarded: guarded), file: path)
    } catch {
      merger.fail(path, error.reason, hint: error.isMissing ? missing : error.hint)
    }
    do {
      for file in try Files.dropIns(of: path, guarded: guarded) {
        do {
          merger.read(bytes: try Files.read(file, guarded: guarded), file: file)
        } catch {
          merger.fail(file, error.reason, hint: error.hint)
        }
      }
    } catch {
      merger.fail(Files.folder(of: path), error.reason, hint: error.hint)
    }
    return try merger.finish()
  }

  /// Reads one text alone; `file` is what messages call it.
  package static func parse(_ text: String, file: String) throws(ConfigurationFailure) -> Configuration {
    var merger = Merger()
    merger.read(bytes: Array(text.utf8), file: file)
    return try merger.finish()
  }

  private static let missing =
    "name a configuration with --config FILE or $JANITOR_CONFIG; without them it is /etc/janitor.conf"
}
