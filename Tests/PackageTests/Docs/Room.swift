import EngineLab
import Foundation
import ProgramLab

/// Where commands of the documentation run word for word: with a configuration, a ledger and sockets of the test's own in the
/// places where a host has them.
struct Room {
  private let folder: String
  private let home: String
  private var sockets: [String] = []
  /// Run before each command, in the room.
  var preparation = ":"

  /// - Parameter configuration: what the room has as `/etc/janitor.conf`.
  init(in lab: String, configuration: String) throws {
    folder = "\(lab)/rooms/\(UUID().uuidString)"
    home = "\(folder)/home"
    for part in ["etc", "etc.work", "lib", "lib.work", "run/lock", "home", "janitor.conf.d", "ledger"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(part)", withIntermediateDirectories: true)
    }
    try write(configuration, to: "/etc/janitor.conf")
  }

  /// Writes what is `/etc/janitor.conf` in the room, or a drop-in.
  func write(_ text: String, to file: String) throws {
    try text.write(
      toFile: folder + file.replacing("/etc", with: "", maxReplacements: 1), atomically: true, encoding: .utf8)
  }

  /// Makes a socket of this host's one of the room's, below `/run`.
  mutating func link(_ socket: String, to path: String) throws {
    let target = URL(filePath: folder + path)
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: target)
    sockets += [socket, path]
  }

  /// Where a file of the room's `/run` lies on this host.
  func outside(_ path: String) -> String { folder + path }

  struct Ending {
    var status: Int32
    /// All that a terminal would show.
    var output: String
  }

  /// With root's usual home folder in place of the room's.
  private func shown(_ output: String) -> String { output.replacing(home, with: "/root") }

  func callAsFunction(_ command: String) async throws -> Ending {
    let script = #"""
      set -e
      room=$1 preparation=$2 command=$3; shift 3
      mount -t overlay -o "lowerdir=/etc,upperdir=$room/etc,workdir=$room/etc.work" overlay /etc
      mount -t overlay -o "lowerdir=/var/lib,upperdir=$room/lib,workdir=$room/lib.work" overlay /var/lib
      mkdir -p /etc/janitor.conf.d /var/lib/janitor; touch /etc/janitor.conf
      mount --bind "$room/janitor.conf" /etc/janitor.conf
      mount --bind "$room/janitor.conf.d" /etc/janitor.conf.d
      mount --bind "$room/ledger" /var/lib/janitor
      while [ $# -gt 0 ]; do mount --bind "$1" "$room$2"; shift 2; done
      mount --rbind "$room/run" /run
      eval "$preparation"
      set +e
      sudo() { "$@"; }
      eval "$command" 2>&1
      """#
    let words = ["unshare", "--mount", "bash", "-c", script, "room", folder, preparation, command] + sockets
    let programs = URL(filePath: Program.path).deletingLastPathComponent().path
    let environment = ["PATH": "\(programs):/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home]
    do {
      return Ending(status: 0, output: shown(try await execute(words, environment: environment)))
    } catch let failure as CommandFailure {
      return Ending(status: failure.status, output: shown(failure.output + failure.diagnostics))
    }
  }
}
