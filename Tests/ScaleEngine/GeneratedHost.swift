import Foundation

/// A host of any size that an engine could have: everything follows from an object's number, so that the same size is the
/// same host.
///
/// It has as many containers as images. Three of four containers ended long ago, and one of ten images is that of
/// containers which run. Ten images in a row share their lower layers, four of them are a chain of the legacy builder; one
/// in a hundred is about as deep as Docker allows.
struct GeneratedHost: Sendable {
  /// Of containers, and of images.
  let size: Int
  /// What its dates lie before.
  let now: Date
  /// Where it says that its files are.
  let root: String

  private var epoch: Int { Int(now.timeIntervalSince1970) }

  // MARK: Identities

  enum Kind: UInt64 {
    case container = 1, image, base, family, layer, network
  }

  /// 64 hexadecimal digits in no order, from which the number can be read again.
  static func digits(_ kind: Kind, _ number: Int) -> String {
    var mixer = kind.rawValue << 48 ^ UInt64(number)
    var text = ""
    for _ in 0..<3 {
      mixer &+= 0x9E37_79B9_7F4A_7C15
      var word = mixer
      word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
      text += hex(word ^ word >> 31)
    }
    return text + hex(kind.rawValue << 48 | UInt64(number))
  }

  /// The number of an object of this host; `nil` for whatever is none.
  func number(_ kind: Kind, of digits: some StringProtocol) -> Int? {
    guard digits.utf8.count == 64, let tail = UInt64(digits.suffix(16), radix: 16), tail >> 48 == kind.rawValue else {
      return nil
    }
    let number = Int(tail & 0xFFFF_FFFF_FFFF)
    return number < size && Self.digits(kind, number) == digits ? number : nil
  }

  private static func hex(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  // MARK: Containers

  private func isRunning(_ container: Int) -> Bool { container % 4 == 0 }
  private func image(ofContainer container: Int) -> Int { min(container / 10 * 10 + 5 + container % 4, size - 1) }
  private func name(ofContainer container: Int) -> String { "job-\(container)" }
  /// The newest have the highest numbers, and all of them are days old.
  private func created(_ number: Int) -> Int { epoch - 3 * 86_400 - (size - number) * 7 }

  func containers() -> String {
    "[" + (0..<size).reversed().map { listed(container: $0) }.joined(separator: ",\n") + "]"
  }

  private func listed(container: Int) -> String {
    let status = isRunning(container) ? "Up 3 days" : "Exited (0) 3 days ago"
    let image = image(ofContainer: container)
    return """
      {"Id":"\(Self.digits(.container, container))","Names":["/\(name(ofContainer: container))"],\
      "Image":"\(reference(ofImage: image) ?? Self.digits(.image, image))","ImageID":"\(id(ofImage: image))",\
      "Command":"/usr/bin/build --all","Created":\(created(container)),"Ports":[],\
      "Labels":{\(labels(container))},"State":"\(isRunning(container) ? "running" : "exited")","Status":"\(status)",\
      "HostConfig":{"NetworkMode":"default"},"NetworkSettings":{"Networks":{"bridge":\
      {"NetworkID":"\(Self.digits(.network, 0))","MacAddress":"","IPAddress":""}}},"Mounts":[]}
      """
  }

  func container(_ digits: some StringProtocol) -> String? {
    guard let container = number(.container, of: digits) else { return nil }
    let image = image(ofContainer: container)
    let ended = isRunning(container) ? "0001-01-01T00:00:00Z" : text(created(container) + 60)
    return """
      {"Id":"\(Self.digits(.container, container))","Created":"\(text(created(container)))","Path":"/usr/bin/build",\
      "State":{"Status":"\(isRunning(container) ? "running" : "exited")","ExitCode":0,\
      "StartedAt":"\(text(created(container) + 1))","FinishedAt":"\(ended)"},"Image":"\(id(ofImage: image))",\
      "Name":"/\(name(ofContainer: container))","RestartCount":0,"Driver":"overlay2",\
      "HostConfig":{"RestartPolicy":{"Name":"no"},"LogConfig":{"Type":"none","Config":{}},"IpcMode":"private"},\
      "GraphDriver":{"Name":"overlay2","Data":{}},"SizeRw":\(container % 97 * 4096),\
      "Mounts":[],"Config":{"Image":"\(reference(ofImage: image) ?? Self.digits(.image, image))",\
      "Labels":{\(labels(container))}},"NetworkSettings":{"Networks":{"bridge":\
      {"NetworkID":"\(Self.digits(.network, 0))"}}}}
      """
  }

  // MARK: Images

  private func id(ofImage image: Int) -> String { "sha256:" + Self.digits(.image, image) }
  private func parent(ofImage image: Int) -> Int? { (1...3).contains(image % 10) ? image - 1 : nil }

  /// What others were built on has no name.
  private func reference(ofImage image: Int) -> String? {
    image % 10 < 3 || image % 10 == 9
      ? nil : "registry.example.com/team-\(image % 97)/service-\(image % 1009):build-\(image)"
  }

  func images() -> String {
    "[" + (0..<size).reversed().map { listed(image: $0) }.joined(separator: ",\n") + "]"
  }

  private func listed(image: Int) -> String {
    """
    {"Id":"\(id(ofImage: image))","ParentId":"\(parent(ofImage: image).map(id) ?? "")",\
    "RepoTags":[\(reference(ofImage: image).map { "\"\($0)\"" } ?? "")],"RepoDigests":[],\
    "Created":\(created(image)),"Size":\(layers(ofImage: image).map(\.bytes).reduce(0, +)),"SharedSize":-1,\
    "Containers":-1,"Labels":{\(labels(image))}}
    """
  }

  func image(_ name: some StringProtocol) -> String? {
    guard name.hasPrefix("sha256:"), let image = number(.image, of: name.dropFirst(7)) else { return nil }
    let layers = layers(ofImage: image)
    let diffs = layers.map { "\"sha256:\($0.digits)\"" }.joined(separator: ",")
    return """
      {"Id":"\(id(ofImage: image))","Parent":"\(parent(ofImage: image).map(id) ?? "")",\
      "RepoTags":[\(reference(ofImage: image).map { "\"\($0)\"" } ?? "")],"RepoDigests":[],\
      "Created":"\(text(created(image)))","Size":\(layers.map(\.bytes).reduce(0, +)),\
      "Config":{"Labels":{\(labels(image))}},"GraphDriver":{"Name":"overlay2","Data":{}},\
      "RootFS":{"Type":"layers","Layers":[\(diffs)]},"Metadata":{"LastTagTime":"\(text(created(image) + 5))"}}
      """
  }

  /// Newest first, with a line that made no layer.
  func history(ofImage name: some StringProtocol) -> String? {
    guard name.hasPrefix("sha256:"), let image = number(.image, of: name.dropFirst(7)) else { return nil }
    let entries = layers(ofImage: image).reversed().map {
      #"{"Id":"<missing>","Created":\#(created(image)),"CreatedBy":"COPY . /app","Size":\#($0.bytes),"Tags":null}"#
    }
    let last = #"{"Id":"<missing>","Created":0,"CreatedBy":"CMD [\"build\"]","Size":0,"Tags":null}"#
    return "[" + ([last] + entries).joined(separator: ",") + "]"
  }

  /// Base first.
  private func layers(ofImage image: Int) -> [(digits: String, bytes: Int)] {
    if let parent = parent(ofImage: image) {
      return layers(ofImage: parent) + [(Self.digits(.layer, image << 8), 1_000 + image % 100)]
    }
    let family = image / 10
    let bases = (0..<6).map { (Self.digits(.base, (family % 40) << 8 | $0), 5_000_000 + $0) }
    let shared = (0..<8).map { (Self.digits(.family, family << 8 | $0), 100_000 + $0) }
    let own = (0..<(image % 100 == 5 ? 110 : 6)).map { (Self.digits(.layer, image << 8 | $0), 10_000 + $0) }
    return bases + shared + own
  }

  // MARK: The rest

  /// As builders and schedulers write them: few keys, long values.
  private func labels(_ number: Int) -> String {
    let commit = Self.digits(.layer, number).prefix(40)
    return """
      "org.opencontainers.image.source":"https://git.example.com/team-\(number % 97)/service-\(number % 1009)",\
      "org.opencontainers.image.revision":"\(commit)",\
      "org.opencontainers.image.description":"The part of the service that takes what comes, number \(number), with all of \
      the words that somebody once thought worth keeping, and nobody reads any more.",\
      "com.example.ci.pipeline":"https://ci.example.com/pipelines/\(number)/jobs/\(number * 7)?ref=refs/heads/main",\
      "com.example.ci.job":"build-\(number)","maintainer":"team-\(number % 97)@example.com"
      """
  }

  private func text(_ seconds: Int) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }

  var information: String {
    """
    {"ID":"SCALE-\(size)","Name":"scale","SystemTime":"\(now.formatted(.iso8601))","Driver":"overlay2",\
    "DriverStatus":[["Backing Filesystem","extfs"]],"DockerRootDir":"\(root)"}
    """
  }
}
