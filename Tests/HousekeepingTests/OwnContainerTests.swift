import EngineClient
import Policies
import Testing

@testable import Housekeeping

@Suite struct OwnContainerTests {
  private static let id = String(repeating: "0123456789abcdef", count: 4)
  private static let other = String(repeating: "fedcba9876543210", count: 4)

  private static func mount(_ root: String, at point: String) -> String {
    "651 640 254:1 \(root) \(point) rw,relatime - ext4 /dev/vda rw\n"
  }

  private static func seen(_ cgroup: String, _ mountinfo: String) -> (own: [String], shared: [String]) {
    let seen = OwnContainer(cgroup: cgroup, mountinfo: mountinfo)
    return (seen.ids.map(\.description).sorted(), seen.shared.map(\.description).sorted())
  }

  @Test func `S12 janitor finds its own container, and none on a host`() {
    #expect(Self.seen("12:pids:/docker/\(Self.id)\n", "") == ([Self.id], []))
    #expect(Self.seen("0::/system.slice/docker-\(Self.id).scope\n", "") == ([Self.id], []))
    #expect(Self.seen("9:pids:/docker/\(Self.id)/docker/\(Self.other)\n", "") == ([Self.id, Self.other], []))
    let folder = "/var/lib/docker/containers/\(Self.id)"
    for file in ["hostname", "hosts", "resolv.conf"] {
      #expect(Self.seen("0::/\n", Self.mount("\(folder)/\(file)", at: "/etc/\(file)")) == ([], [Self.id]))
    }
    let podman = Self.mount("/containers/\(Self.id)/userdata/.containerenv", at: "/run/.containerenv")
    #expect(Self.seen("0::/\n", podman) == ([Self.id], []))
    let bound = Self.mount("/etc/hostname", at: "/etc/hostname") + Self.mount("\(folder)/hosts", at: "/etc/hosts")
    #expect(Self.seen("0::/\n", bound) == ([], [Self.id]))
    let host = "99 22 0:45 / /var/lib/docker/containers/\(Self.id)/mounts/shm rw - tmpfs shm rw\n"
    #expect(Self.seen("0::/user.slice\n", host) == ([], []))
  }

  /// A virtual machine whose files were an image's has `/.dockerenv`, and no engine around it.
  @Test(arguments: [("/etc/hosts", true), ("/run/.containerenv", true), ("/mnt", false)])
  func `janitor runs in a container where an engine mounts its files`(point: String, isContained: Bool) {
    let mountinfo = Self.mount("/etc/hostname", at: point)
    #expect(OwnContainer(cgroup: "9:pids:/\n", mountinfo: mountinfo, isContained: true).isContained == isContained)
    #expect(!OwnContainer(cgroup: "9:pids:/\n", mountinfo: mountinfo, isContained: false).isContained)
  }

  @Test func `a file of the kernel is read to its end`() throws {
    let text = try #require(SystemFile.text("/proc/kallsyms"))
    #expect(text.utf8.count > 4096 && text.hasSuffix("\n"))
    #expect(SystemFile.text("/proc/no-such-file") == nil)
  }
}
