import EngineClient
import Glibc
import Policies

extension OwnContainer {
  /// What the system shows this process.
  static var current: OwnContainer {
    OwnContainer(
      cgroup: SystemFile.text("/proc/self/cgroup") ?? "", mountinfo: SystemFile.text("/proc/self/mountinfo") ?? "",
      hostname: name, isContained: access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0)
  }

  /// The cgroup names it, unless it has a namespace of its own. Then the files tell that engines mount out of a container's folder:
  /// Podman's `.containerenv`, and those that containers in one network share. Each of them may be another that somebody bound there.
  ///
  /// Other mounts say nothing: a host sees those of all its containers.
  init(cgroup: String, mountinfo: String, hostname: String = "", isContained: Bool = false) {
    let mounts = mountinfo.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      return fields.count > 4 ? (root: fields[3], point: fields[4]) : nil
    }
    func ids(mountedAt points: [Substring]) -> Set<ContainerID> {
      Set(mounts.filter { points.contains($0.point) }.flatMap { Self.ids(in: $0.root) })
    }
    // Engines mount these into each container; a machine whose files come from an image has the sign only.
    let points: [Substring] = ["/etc/hostname", "/etc/hosts", "/etc/resolv.conf"]
    let isContained = isContained && mounts.contains { points.contains($0.point) || $0.point == "/run/.containerenv" }
    self.init(
      ids: Set(cgroup.split(separator: "\n").flatMap(Self.ids)).union(ids(mountedAt: ["/run/.containerenv"])),
      shared: ids(mountedAt: points), hostname: hostname,
      isContained: isContained)
  }

  /// The whole IDs in a text, between characters that cannot belong to one.
  private static func ids(in text: Substring) -> [ContainerID] {
    text.split { !($0.isASCII && $0.isHexDigit) }.compactMap { ContainerID($0) }
  }

  private static var name: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
