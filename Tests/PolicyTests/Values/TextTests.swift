import Policies
import Testing
import Worlds

@Suite struct TextTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:01Z", 1_000_000_000), ("2026-11-23T22:07:00.58068436Z", 1_795_471_620_580_684_360),
      ("2026-11-23T23:07:00+01:00", 1_795_471_620_000_000_000),
      ("2026-11-23T21:37:00-00:30", 1_795_471_620_000_000_000),
      ("2026-11-23", 1_795_392_000_000_000_000), ("2026-11-23T22:07", 1_795_471_620_000_000_000),
      ("2000-02-29T12:00:00.123456789012Z", 951_825_600_123_456_789),
    ] as [(String, Int64)])
  func `times are read to the nanosecond`(text: String, nanoseconds: Int64) {
    #expect(Timestamp(rfc3339: text)?.nanoseconds == nanoseconds)
  }

  @Test(arguments: [
    "0001-01-01T00:00:00Z", "", "yesterday", "2026-13-01", "2026-11-23T25:00:00Z", "2026-11-23T22:07:00.Z",
    "2026-11-23T22:07:00Zjunk", "2026-11-23T22:07:00+1:00", "9999-12-31T23:59:59Z", "2026-1-1", "1969-12-31T23:59:59Z",
  ])
  func `S11 what is no time, or means never, is unknown`(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test func `a time that was written is read again, on any day`() {
    var random = SplitMix(state: 1)
    for _ in 0..<5000 {
      let time = Timestamp(nanoseconds: Int64.random(in: 1...9_000_000_000, using: &random) * 1_000_000_000)
      #expect(Timestamp(rfc3339: time.rfc3339) == time)
    }
    #expect(Timestamp(unixSeconds: -62_135_596_800 as Int64) == nil)
    #expect(Timestamp(unixSeconds: 0 as Int64) == nil)
    #expect(Timestamp(nanoseconds: .max).advanced(by: .seconds(1)).nanoseconds == .max)
  }

  @Test(arguments: [
    ("90s", 90), ("15m", 900), ("24h", 86_400), ("7d", 604_800), ("2w", 1_209_600), ("1d12h", 129_600), ("0s", 0),
    ("1.5h", 5400),
  ])
  func `durations are read`(text: String, seconds: Int) {
    #expect(Duration(text: text) == .seconds(seconds))
  }

  @Test(arguments: ["", "90", "h", "-1h", "1 h", "1y", "1h-2m", "1..5h", "1.h", ".5h", "99999999w", "٣h", "1h2"])
  func `what is no duration is refused`(text: String) {
    #expect(Duration(text: text) == nil)
  }

  @Test(arguments: [
    ("*", "abc", true), ("*", "a/b", false), ("a/*", "a/b", true), ("a/*", "a/b/c", false), ("?", "/", false),
    ("a?c", "abc", true), ("[a-c]x", "bx", true), ("[^a-c]x", "bx", false), ("[a-c]x", "dx", false),
    ("\\*", "*", true), ("\\*", "x", false), ("*a*b", "xaxb", true), ("*a*b", "xbxa", false), ("", "", true),
    ("", "x", false), ("a*", "a", true), ("app:1.?", "app:1.2", true), ("**", "abc", true), ("[]a]", "]", false),
  ])
  func `globs match as Go's path.Match`(pattern: String, text: String, matches: Bool) {
    #expect((Glob(pattern)?.matches(text, pathwise: true) ?? false) == matches)
  }

  @Test(arguments: ["[", "[a", "[]", "[a-]", "a\\", "[-a]"])
  func `globs that Go refuses are refused`(pattern: String) {
    #expect(Glob(pattern) == nil)
  }

  @Test func `a glob that protects crosses slashes`() throws {
    let glob = try #require(Glob("prod*"))
    #expect(glob.matches("prod/db/1", pathwise: false))
    #expect(!glob.matches("prod/db/1", pathwise: true))
  }

  @Test func `a glob with many stars takes no time`() throws {
    let glob = try #require(Glob(String(repeating: "a*", count: 50) + "b"))
    #expect(!glob.matches(String(repeating: "a", count: 5000), pathwise: false))
  }

  @Test(arguments: ["(?=a)", "(?<!a)b", "(a)\\1", "a(?>b)", "(", "[", "*a"])
  func `expressions that RE2 does not know are refused`(text: String) {
    #expect(Pattern(text) == nil)
  }

  @Test(arguments: [
    ("1795468188", true), ("1795468188.5", true), ("24h", true), ("2026-11-23", true), ("soon", false), ("-5", false),
  ])
  func `cutoffs are durations, seconds or times`(text: String, isValid: Bool) {
    #expect((Cutoff(text) != nil) == isValid)
  }

  @Test(
    arguments: [
      ("80", "80/tcp"), ("80/udp", "80/udp"), ("80-90", "80-90/tcp"), ("90-80", nil), ("x", nil), ("80/ip", nil),
      ("1-2-3", nil), ("70000", nil), ("", nil), ("80/tcp/udp", nil),
    ] as [(String, String?)])
  func `ports`(text: String, read: String?) {
    #expect(PortRange(text)?.description == read)
  }
}
