import EngineLab
import Foundation
import Policies
import Testing

@testable import EngineClient

/// An engine on TCP with TLS and client certificates, as Docker's documentation sets it up.
@Suite struct TLSTests {
  @Test func `TLS with client certificates, and refused without what it needs`() async throws {
    let folder = "/tmp/tls-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await makeCertificates(in: folder)
    let port = Int.random(in: 20_000..<30_000)
    let arguments = [
      "--host", "tcp://127.0.0.1:\(port)", "--host", "tcp://127.0.0.2:\(port)", "--tlsverify", "--tlscacert",
      "\(folder)/ca.pem", "--tlscert",
      "\(folder)/server.pem", "--tlskey", "\(folder)/server-key.pem",
    ]
    try await withDocker(sharesNetwork: true, arguments: arguments) { lab in
      let host = EngineHost.tcp(host: "127.0.0.1", port: port)
      let good = EngineTLS(directory: folder)
      #expect(await outcome(host, good) == "1.41")

      var without = good
      (without.certificate, without.key) = (nil, nil)
      #expect(await outcome(host, without).hasPrefix("tls "))

      var other = good
      other.certificateAuthority = "\(folder)/other-ca.pem"
      #expect(await outcome(host, other).hasPrefix("tls "))

      // The certificate is for 127.0.0.1 alone.
      let elsewhere = await outcome(.tcp(host: "127.0.0.2", port: port), good)
      #expect(elsewhere.hasPrefix("tls "), "\(elsewhere)")
      #expect(await outcome(host, nil) != "1.41")

      var missing = good
      missing.key = "\(folder)/no-key.pem"
      #expect(await outcome(host, missing).hasPrefix("tls a certificate or key cannot be read"))
    }
  }

  /// The version that was agreed on, or why none was.
  private func outcome(_ host: EngineHost, _ tls: EngineTLS?) async -> String {
    var options = EngineOptions()
    options.tls = tls
    do {
      return try await Engine.with(host, options) { $0.identity.apiVersion }
    } catch EngineError.unreachable(_, .tls(let detail)) {
      return "tls \(detail)"
    } catch {
      return "\(error)"
    }
  }
}
