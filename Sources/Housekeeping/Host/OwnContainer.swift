import FoundationEssentials
import Policies

/// Finds the container that janitor itself runs in, so that it never takes it away.
enum OwnContainer {
  static func id() -> ContainerID? {
    func read(_ path: String) -> String {
      (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    return id(cgroup: read("/proc/self/cgroup"), mountinfo: read("/proc/self/mountinfo"))
  }

  /// The cgroup names it on older hosts; on newer ones, the file that engines mount as `/etc/hostname` lies in its folder.
  ///
  /// Other mounts say nothing: a host sees those of all its containers.
  static func id(cgroup: String, mountinfo: String) -> ContainerID? {
    let hostname = mountinfo.split(separator: "\n").filter { $0.contains(" /etc/hostname ") }
    return (cgroup.split(separator: "\n") + hostname).lazy.compactMap(id).first
  }

  /// The first whole ID in a line, between characters that cannot belong to one.
  private static func id(in line: Substring) -> ContainerID? {
    line.split { !($0.isASCII && $0.isHexDigit) }.lazy.compactMap { ContainerID($0) }.first
  }
}
