import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An engine of any size on a Unix socket, to look at and not to change: what a host with so many objects costs.
///
///     ScaleEngine SOCKET SIZE
///
/// It prints a line once it answers. `GET /scale/requests` tells what it was asked since the last time.
@main
struct ScaleEngine {
  static func main() async throws {
    guard CommandLine.arguments.count == 3, let size = Int(CommandLine.arguments[2]), size > 0 else {
      FileHandle.standardError.write(Data("usage: ScaleEngine SOCKET SIZE\n".utf8))
      exit(64)
    }
    let path = CommandLine.arguments[1]
    let root = URL(filePath: path).deletingLastPathComponent().path
    let answers = Answers(GeneratedHost(size: size, now: Date(), root: root))
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 64)
      .childChannelInitializer { channel in
        channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
          try channel.pipeline.syncOperations.addHandler(Conversation(answers))
        }
      }
      .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    FileHandle.standardOutput.write(Data("answering at \(path)\n".utf8))
    try await channel.closeFuture.get()
  }
}

/// What the engine answers.
final class Answers: Sendable {
  private let host: GeneratedHost
  /// Made before anybody asks: no answer takes longer for being the first.
  private let containers: ByteBuffer
  private let images: ByteBuffer
  private let asked = Mutex<[String: Int]>([:])

  init(_ host: GeneratedHost) {
    self.host = host
    containers = ByteBuffer(string: host.containers())
    images = ByteBuffer(string: host.images())
  }

  func answer(_ method: HTTPMethod, _ uri: String) -> (HTTPResponseStatus, ByteBuffer) {
    let path = uri.prefix { $0 != "?" }.split(separator: "/").drop { $0.hasPrefix("v1.") }
    if path == ["scale", "requests"] { return (.ok, ByteBuffer(string: requests())) }
    let name = ([method.rawValue] + path.map { $0.utf8.count >= 64 ? "ID" : String($0) }).joined(separator: " ")
    asked.withLock { $0[name, default: 0] += 1 }
    guard method == .GET || path == ["_ping"] else {
      return (.methodNotAllowed, ByteBuffer(string: #"{"message":"this engine is only for looking at"}"#))
    }
    let words = path.map(String.init)
    if words.count == 3 {
      switch (words[0], words[2]) {
      case ("containers", "json"): return found(host.container(words[1]), words[1])
      case ("images", "json"): return found(host.image(words[1]), words[1])
      case ("images", "history"): return found(host.history(ofImage: words[1]), words[1])
      default: break
      }
    }
    switch words {
    case ["_ping"]: return (.ok, ByteBuffer(string: "OK"))
    case ["info"]: return (.ok, ByteBuffer(string: host.information))
    case ["containers", "json"]: return (.ok, containers)
    case ["images", "json"]: return (.ok, images)
    case ["volumes"]: return (.ok, ByteBuffer(string: #"{"Volumes":[],"Warnings":null}"#))
    case ["networks"]: return (.ok, ByteBuffer(string: "[]"))
    case ["system", "df"]: return (.ok, ByteBuffer(string: #"{"LayersSize":0,"Images":[],"BuildCache":[]}"#))
    default: return (.notFound, ByteBuffer(string: #"{"message":"page not found"}"#))
    }
  }

  private func found(_ text: String?, _ id: String) -> (HTTPResponseStatus, ByteBuffer) {
    guard let text else { return (.notFound, ByteBuffer(string: #"{"message":"No such object: \#(id)"}"#)) }
    return (.ok, ByteBuffer(string: text))
  }

  private func requests() -> String {
    let asked = asked.withLock { asked in
      defer { asked = [:] }
      return asked
    }
    return "{" + asked.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}\n"
  }
}

/// One connection.
private final class Conversation: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let answers: Answers
  private var head: HTTPRequestHead?

  init(_ answers: Answers) { self.answers = answers }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      let (status, body) = answers.answer(head.method, head.uri)
      var headers = HTTPHeaders([
        ("Api-Version", "1.43"), ("Server", "Docker/24.0.0 (linux)"), ("Content-Type", "application/json"),
        ("Content-Length", "\(body.readableBytes)"),
      ])
      if !head.isKeepAlive { headers.add(name: "Connection", value: "close") }
      context.write(
        wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
      if head.method != .HEAD { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      if !head.isKeepAlive { context.close(promise: nil) }
    }
  }
}
