import FoundationEssentials
import Glibc
import History
import Housekeeping

/// What the process was given by its surroundings.
enum Environment {
  static subscript(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// A folder that a variable names; `nil` where that is no absolute path, which would mean another one wherever janitor starts.
  static func folder(_ name: String) -> String? { self[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }

  /// `$HOME`, else what the user database says; `nil` where neither has one.
  static var home: String? {
    if let home = folder("HOME") { return home }
    guard let entry = getpwuid(geteuid()), let home = entry.pointee.pw_dir.map({ String(cString: $0) }) else {
      return nil
    }
    return home.hasPrefix("/") ? home : nil
  }

  /// The umask that janitor was called with. The first look at it sets janitor's own: the ledger tells what a host runs, and
  /// nobody but its owner and group reads it.
  static let mask = umask(0o027)

  /// What systemd says, to the commands of `ExecStopPost=`, of how `ExecStart=` ended: see systemd.exec(5), `$EXIT_CODE`.
  static var attempt: Attempt? {
    guard self["SERVICE_RESULT"] != nil, let ending = self["EXIT_CODE"], let status = self["EXIT_STATUS"] else {
      return nil
    }
    return Attempt(endedAt: HostClock.now, status: ending == "exited" ? Int32(status) ?? -1 : -1)
  }

  /// `systemd`, or the user that called.
  static var startedBy: String {
    if self["INVOCATION_ID"] != nil { return "systemd" }
    let name = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) }
    return "user \(self["SUDO_USER"] ?? name ?? String(getuid()))"
  }

  /// Where the ledger is, unless the command line or the configuration says; `nil` where this user has no home folder.
  static var ledgerPath: String? {
    if let folder = folder("STATE_DIRECTORY")?.split(separator: ":").first { return "\(folder)/history.sqlite" }
    if geteuid() == 0 { return "/var/lib/janitor/history.sqlite" }
    let state = folder("XDG_STATE_HOME") ?? home.map { "\($0)/.local/state" }
    return state.map { "\($0)/janitor/history.sqlite" }
  }

  static var configurationPath: String { self["JANITOR_CONFIG"] ?? "/etc/janitor.conf" }
}
