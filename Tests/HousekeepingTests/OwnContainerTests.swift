import Policies
import Testing

@testable import Housekeeping

@Suite struct OwnContainerTests {
  private static let id = String(repeating: "0123456789abcdef", count: 4)

  @Test func `S12 janitor finds its own container, and none on a host`() {
    #expect(OwnContainer.id(cgroup: "12:pids:/docker/\(Self.id)\n", mountinfo: "")?.description == Self.id)
    #expect(OwnContainer.id(cgroup: "0::/system.slice/docker-\(Self.id).scope\n", mountinfo: "") != nil)
    let own = "651 640 254:1 /var/lib/docker/containers/\(Self.id)/hostname /etc/hostname rw - ext4 /dev/vda rw\n"
    #expect(OwnContainer.id(cgroup: "0::/\n", mountinfo: own)?.description == Self.id)
    let other = "99 22 0:45 / /var/lib/docker/containers/\(Self.id)/mounts/shm rw - tmpfs shm rw\n"
    #expect(OwnContainer.id(cgroup: "0::/user.slice\n", mountinfo: other) == nil)
  }
}
