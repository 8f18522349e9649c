import Policies
import Testing
import Wording

@Suite struct FormatTests {
  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (4096, "4.1 kB"), (99_949, "99.9 kB"), (99_950, "100 kB"),
      (999_499, "999 kB"), (999_500, "1 MB"), (1_234_567_890, "1.2 GB"), (-4096, "-4.1 kB"),
      (Int64.max, "9.2 EB"),
    ] as [(Int64, String)])
  func `bytes are decimal, with two or three digits`(bytes: Int64, text: String) {
    #expect(Format.bytes(bytes) == text)
  }

  @Test(
    arguments: [
      (4000, 4000, "4 kB"), (0, 4000, "up to 4 kB"), (0, 0, "0 B"), (4000, nil, "at least 4 kB"), (0, nil, "unknown"),
      (3800, 4200, "about 4 kB"), (3_000_000, 9_000_000, "3 MB to 9 MB"), (8000, 10_000, "about 9 kB"),
      (7999, 10_000, "8 kB to 10 kB"),
    ] as [(Int64, Int64?, String)])
  func `bytes say how sure they are`(lower: Int64, upper: Int64?, text: String) {
    #expect(Format.bytes(ByteBounds(lower: ByteCount(lower), upper: upper.map { ByteCount($0) })) == text)
  }

  @Test(arguments: [
    (0, "less than a second"), (1, "1s"), (60, "1m"), (61, "1m 1s"), (3600, "1h"), (90_061, "1d 1h"),
    (86_400 + 59, "1d"), (11 * 86_400, "11d"),
  ])
  func `durations have their two largest units`(seconds: Int, text: String) {
    #expect(Format.duration(.seconds(seconds)) == text)
  }

  @Test(arguments: [
    (90, "90s"), (900, "15m"), (86_400, "24h"), (7 * 86_400, "7d"), (14 * 86_400, "2w"), (129_600, "36h"),
  ])
  func `limits read as people write them`(seconds: Int, text: String) {
    #expect(Format.limit(.seconds(seconds)) == text)
  }

  @Test(arguments: [
    ("web-1", "web-1"), ("ü 漢", "ü 漢"), ("a\u{1B}[31mb", "a\\u{1b}[31mb"), ("x\ny\tz", "x\\ny\\tz"),
    ("\u{202E}evil", "\\u{202e}evil"), ("nul\0", "nul\\u{0}"), ("del\u{7F}", "del\\u{7f}"),
  ])
  func `S14 text from an engine cannot steer the terminal`(text: String, shown: String) {
    #expect(Format.safe(text) == shown)
  }
}
