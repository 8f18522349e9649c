import EngineLab
import Foundation
import Policies
import Testing

@testable import EngineClient

/// Every method on real engines.
@Suite struct LiveTests {
  @Test func `Docker says who it is and what time it has`() async throws {
    try await withDocker { lab in
      try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
        #expect(engine.identity.kind == .docker)
        #expect(engine.identity.apiVersion == "1.41")
        #expect(engine.identity.version.hasPrefix("20.10."))
        let first = try await engine.information()
        let second = try await engine.information()
        #expect(first.id == second.id)
        #expect(first.store == .layers)
        #expect(first.rootDirectory == "\(lab.folder)/data")
        let clock = try #require(first.clock)
        #expect(abs(clock.unixSeconds - Date().timeIntervalSince1970) < 60)
      }
    }
  }

  @Test func `containers are listed, looked at, measured with their log, stopped and removed`() async throws {
    try await withDocker { lab in
      let image = try await lab.importBase()
      let script = "head -c 5000 /dev/zero > /file; yes | head -c 3000; exit 3"
      let text = try await lab.run(["sh", "-c", script], name: "writer", options: ["--label", "k=v"])
      try await lab.docker("wait", text)
      let busy = try await lab.running(name: "busy")
      try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
        let list = try await engine.containers()
        #expect(list.map(\.name) == ["busy", "writer"])
        let id = try #require(ContainerID(text))
        let running = try #require(ContainerID(busy))

        let writer = try #require(try await engine.container(id, size: true))
        #expect(writer.state == .exited)
        #expect(writer.details.value?.exitCode == 3)
        #expect(writer.labels == ["k": "v"])
        #expect(writer.image?.description == image)
        #expect(writer.size.value?.writableLayer == ByteCount(5000))
        let log = try #require(writer.size.value?.log)
        #expect(log > ByteCount(3000))
        #expect(try await engine.container(id, size: false)?.size == .notAsked)

        await #expect { try await engine.remove(running, withVolumes: false) } throws: {
          ($0 as? EngineError)?.status == 409
        }
        #expect(try await engine.stop(running, timeout: .milliseconds(1)) == .stopped)
        #expect(try await engine.stop(running, timeout: nil) == .alreadyStopped)
        try await engine.remove(running, withVolumes: false)
        #expect(try await engine.container(running, size: false) == nil)
        await #expect { try await engine.remove(running, withVolumes: false) } throws: {
          ($0 as? EngineError)?.status == 404
        }
      }
    }
  }

  @Test func `a container that is named like an ID is not taken for it`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let name = String(repeating: "ab", count: 32)
      try await lab.exited(name: name)
      try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
        let id = try #require(ContainerID(name))
        #expect(try await engine.container(id, size: false) == nil)
      }
    }
  }

  @Test func `images have their layers by chain ID, as the engine itself stores them`() async throws {
    try await withDocker { lab in
      _ = try await lab.importBase()
      let text = try await lab.loadImage(
        tags: ["a:1", "b:1"], created: "2020-01-02T03:04:05.678Z", labels: ["x": "y"],
        layers: [.busybox, .bytes(100, seed: "1"), .bytes(200, seed: "2")])
      try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
        let id = try #require(ImageID(text))
        #expect(try await engine.images().first { $0.id == id }?.tags == ["a:1", "b:1"])
        let inspection = try #require(try await engine.image(id))
        #expect(inspection.image.details.value?.created?.nanoseconds == 1_577_934_245_678_000_000)
        #expect(inspection.image.labels == ["x": "y"])
        let stored = "\(lab.folder)/data/image/overlay2/layerdb/sha256"
        for (layer, size) in zip(inspection.chain.dropFirst(), [100, 200]) {
          let file = "\(stored)/\(layer.description.dropFirst(7))/size"
          #expect(try String(contentsOfFile: file, encoding: .utf8) == String(size))
        }
        let history = try #require(try await engine.history(of: id))
        #expect(history.map(\.size.bytes).suffix(3) == [100, 200, 0])
        #expect(history.map(\.isMetadata).last == true)

        await #expect { try await engine.remove(id, keepingParents: false) } throws: {
          ($0 as? EngineError)?.status == 409
        }
        #expect(try await engine.untag("a:1") == ImageRemoval(untagged: ["a:1"], deleted: []))
        let removal = try await engine.remove(id, keepingParents: false)
        #expect(removal.untagged == ["b:1"])
        #expect(Set(removal.deleted) == Set([text] + inspection.chain.dropFirst().map(\.description)))
        #expect(try await engine.image(id) == nil)
        #expect(try await engine.history(of: id) == nil)
      }
    }
  }

  @Test func `Podman is recognised, and known again`() async throws {
    try await withPodman { lab in
      _ = try await lab.importBase()
      let text = try await lab.exited(7, name: "seven")
      try await Engine.with(try EngineHost(lab.host), EngineOptions()) { engine in
        #expect(engine.identity.kind == .podman)
        #expect(engine.identity.version.hasPrefix("4.3."))
        let (first, second) = (try await engine.information(), try await engine.information())
        #expect(
          first
            == EngineInformation(
              id: second.id, clock: first.clock, store: .unknown, storageDriver: "overlay",
              rootDirectory: second.rootDirectory))
        let id = try #require(ContainerID(text))
        #expect(try await engine.containers().first?.exitCode == 7)
        let container = try #require(try await engine.container(id, size: true))
        #expect(container.details.value?.finished != nil)
        try await engine.remove(id, withVolumes: false)
        #expect(try await engine.container(id, size: false) == nil)
      }
    }
  }
}
