import Foundation

/// One image layer, by what lies in it; equal layers have equal bytes, so images can share them exactly.
package struct Layer: Hashable, Sendable {
  enum Entry: Hashable, Sendable {
    case made(path: String, size: Int, seed: String)
    case copied(path: String, from: String)
    case link(path: String, to: String)
  }

  let entries: [Entry]

  /// A layer of one file; its size is what the engine will say of the layer.
  package static func bytes(_ size: Int, seed: String) -> Layer {
    files([("file-\(seed)", size)], seed: seed)
  }

  /// A layer of files, whose bytes follow from path and seed.
  package static func files(_ files: [(path: String, size: Int)], seed: String = "") -> Layer {
    Layer(entries: files.map { .made(path: $0.path, size: $0.size, seed: seed) })
  }

  /// A layer without any file.
  package static let empty = Layer(entries: [])

  /// Debian's static busybox with the commands that tests run, so that containers of the image can start.
  package static let busybox = Layer(
    entries: [.copied(path: "bin/busybox", from: "/bin/busybox")]
      + ["sh", "sleep", "true", "false", "echo", "cat", "dd", "mkdir", "touch", "rm", "yes", "head"]
      .map { .link(path: "bin/\($0)", to: "busybox") })

  /// The layer as a tar archive, without any time, user or order that could differ.
  func tar() throws -> Data {
    try entries.reduce(into: Data()) { archive, entry in
      switch entry {
      case .made(let path, let size, let seed):
        archive.append(tarEntry(path, content: noise(size, seed: "\(seed)/\(path)")))
      case .copied(let path, let source):
        archive.append(tarEntry(path, content: try Data(contentsOf: URL(filePath: source)), mode: 0o755))
      case .link(let path, let target):
        archive.append(tarEntry(path, content: Data(), mode: 0o777, linkTarget: target))
      }
    } + Data(count: 1024)
  }
}

/// Bytes that follow from the seed alone and do not compress (SplitMix64, started with the seed's FNV-1a hash).
private func noise(_ size: Int, seed: String) -> Data {
  var state = seed.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  var data = Data(capacity: size + 8)
  while data.count < size {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    withUnsafeBytes(of: word ^ (word >> 31)) { data.append(contentsOf: $0) }
  }
  return data.prefix(size)
}

/// One file or symbolic link in the ustar format.
private func tarEntry(_ path: String, content: Data, mode: Int = 0o644, linkTarget: String? = nil) -> Data {
  func octal(_ number: Int, _ width: Int) -> String {
    let digits = String(number, radix: 8)
    return String(repeating: "0", count: width - 1 - digits.count) + digits + "\0"
  }
  func field(_ text: String, _ width: Int) -> String {
    text + String(repeating: "\0", count: width - text.utf8.count)
  }
  let front =
    field(path, 100) + octal(mode, 8) + octal(0, 8) + octal(0, 8) + octal(content.count, 12) + octal(0, 12)
  let back = (linkTarget == nil ? "0" : "2") + field(linkTarget ?? "", 100) + "ustar\0" + "00"
  let sum = (front + String(repeating: " ", count: 8) + back).utf8.reduce(0) { $0 + Int($1) }
  var entry = Data((front + octal(sum, 7) + " " + back).utf8)
  entry.append(Data(count: 512 - entry.count))
  entry.append(content)
  entry.append(Data(count: (512 - content.count % 512) % 512))
  return entry
}
