import Policies
import Testing

@Suite struct FilterTextTests {
  @Test(arguments: [
    "id=abc", "name=^web", "label=a", "label=a=b=c", "label!=a", "status=exited", "exited=137", "ancestor=base:1",
    "before=x", "since=x", "volume=/data", "network=none", "health=none", "publish=80/tcp", "expose=80-90/udp",
    "is-task=true", "restart=on-failure", "managed=false",
  ])
  func `container filters read back as they were written`(text: String) throws {
    #expect(try Filter(text, for: .containers).text == text)
  }

  @Test(arguments: [
    "dangling=true", "reference=a/*:1", "label=x", "label!=x=y", "before=a:1", "since=a:1", "managed=true",
  ])
  func `image filters read back as they were written`(text: String) throws {
    #expect(try Filter(text, for: .images).text == text)
  }

  @Test(arguments: [
    ("status", Target.containers, FilterError.noValue("status")),
    ("state=x", .containers, .unknownKey("state", known: Target.containers.filterKeys)),
    ("dangling=true", .containers, .wrongTarget(.dangling, .containers)),
    ("exited=1", .images, .wrongTarget(.exited, .images)),
    ("name=", .containers, .badValue(.name, "", expected: .nonEmpty)),
    ("exited=one", .containers, .badValue(.exited, "one", expected: .integer)),
    ("name=(", .containers, .badValue(.name, "(", expected: .regularExpression)),
    ("reference=[", .images, .badValue(.reference, "[", expected: .glob)),
    ("until=soon", .containers, .badValue(.until, "soon", expected: .cutoff)),
    ("publish=http", .containers, .badValue(.publish, "http", expected: .ports)),
    ("dangling=maybe", .images, .badValue(.dangling, "maybe", expected: .oneOf(["true", "false"]))),
  ])
  func `what is no filter is refused with its reason`(text: String, target: Target, error: FilterError) {
    #expect(throws: error) { try Filter(text, for: target) }
  }

  @Test func `a status that no engine has is refused`() {
    #expect(throws: FilterError.self) { try Filter("status=gone", for: .containers) }
  }
}
