import EngineLab
import Foundation
import Testing

@testable import EngineClient

/// An engine on TCP with TLS and client certificates, as Docker's documentation sets it up.
@Suite struct TLSTests {
  @Test func `TLS with client certificates, and refused without what it needs`() async throws {
    let folder = "/tmp/tls-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await Self.makeCertificates(in: folder)
    let port = Int.random(in: 20_000..<30_000)
    let arguments = [
      "--host", "tcp://127.0.0.1:\(port)", "--host", "tcp://127.0.0.2:\(port)", "--tlsverify", "--tlscacert",
      "\(folder)/ca.pem", "--tlscert",
      "\(folder)/server.pem", "--tlskey", "\(folder)/server-key.pem",
    ]
    try await withDocker(arguments: arguments) { lab in
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

  private static func makeCertificates(in folder: String) async throws {
    let script = """
      set -e; cd "$0"
      for ca in ca other-ca; do
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=$ca -keyout $ca-key.pem -out $ca.pem
      done
      sign() { # name, extension
        openssl req -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout "$1-key.pem" -out "$1.csr"
        echo "$2" >"$1.ext"
        openssl x509 -req -days 2 -in "$1.csr" -CA ca.pem -CAkey ca-key.pem -CAcreateserial -extfile "$1.ext" -out "$1.pem"
      }
      sign server 'subjectAltName=IP:127.0.0.1'
      sign client 'extendedKeyUsage=clientAuth'
      mv client.pem cert.pem; mv client-key.pem key.pem
      """
    try await execute(["sh", "-c", script, folder])
  }
}
