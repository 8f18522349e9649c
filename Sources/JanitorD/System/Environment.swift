import FoundationEssentials
import Glibc

/// What the process was given by its surroundings.
enum Environment {
  static subscript(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// `systemd`, or the user that called.
  static var startedBy: String {
    if self["INVOCATION_ID"] != nil { return "systemd" }
    let name = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) }
    return "user \(self["SUDO_USER"] ?? name ?? String(getuid()))"
  }

  /// Where the ledger is, unless the command line or the configuration says.
  static var ledgerPath: String {
    if let folder = self["STATE_DIRECTORY"]?.split(separator: ":").first { return "\(folder)/history.sqlite" }
    if geteuid() == 0 { return "/var/lib/janitor/history.sqlite" }
    let state = self["XDG_STATE_HOME"] ?? "\(self["HOME"] ?? ".")/.local/state"
    return "\(state)/janitor/history.sqlite"
  }

  static var configurationPath: String { self["JANITOR_CONFIG"] ?? "/etc/janitor.conf" }
}
