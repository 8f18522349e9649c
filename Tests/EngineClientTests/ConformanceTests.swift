import EngineLab
import Foundation
import Policies
import Testing

@testable import EngineClient

/// What the stub of `make scale` answers is what an engine would, as far as janitor looks.
@Suite struct ConformanceTests {
  @Test func `an engine's answers fit each other`() async throws {
    try await withSampleEngine { lab in
      _ = try await lab.legacyBuild("FROM base:1\nRUN echo a >/a\nLABEL k=v\nRUN echo b >/b\n", tag: "legacy:1")
      try await conforms(lab.host)
    }
  }

  @Test func `the stub's answers fit each other`() async throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let stub = Process()
    stub.executableURL = URL(filePath: own).deletingLastPathComponent().appending(path: "ScaleEngine")
    stub.arguments = ["\(folder)/engine.sock", "240"]
    let output = Pipe()
    stub.standardOutput = output
    try stub.run()
    defer { stub.terminate() }
    // It says so as soon as it answers; nothing comes of one that ended.
    try #require(!output.fileHandleForReading.availableData.isEmpty)
    try await conforms("unix://\(folder)/engine.sock")
  }

  private func conforms(_ host: String) async throws {
    try await Engine.with(try EngineHost(host), EngineOptions()) { engine in
      #expect(engine.identity.kind == .docker)
      let information = try await engine.information()
      #expect(information.store == .layers)
      #expect(try await engine.information().id == information.id)
      let clock = try #require(information.clock)
      #expect(abs(clock.unixSeconds - Date().timeIntervalSince1970) < 3600)

      let containers = try await engine.containers()
      let images = try await engine.images()
      try await conform(containers, engine, clock, among: images)
      try await conform(images, engine)
      _ = try await (engine.volumes(), engine.networks(), engine.cacheRecords())
    }
  }

  private func conform(_ containers: [Container], _ engine: Engine, _ clock: Timestamp, among images: [Image])
    async throws
  {
    let dates = containers.compactMap(\.created)
    #expect(dates.count == containers.count)
    #expect(dates == dates.sorted(by: >))
    #expect(Set(containers.map(\.state)).isSuperset(of: [.running, .exited]))
    #expect(Set(images.map(\.id)).isSuperset(of: containers.compactMap(\.image)))
    for listed in containers {
      let found = try #require(try await engine.container(listed.id, size: true))
      let details = try #require(found.details.value)
      #expect(found.name == listed.name)
      #expect(found.image == listed.image)
      #expect(found.labels == listed.labels)
      #expect(found.state == listed.state)
      #expect(found.size.value != nil)
      #expect(details.restart != nil)
      #expect(details.created.map { Int64($0.unixSeconds) } == listed.created.map { Int64($0.unixSeconds) })
      guard listed.state == .exited else { continue }
      #expect(details.exitCode == listed.exitCode)
      let finished = try #require(details.finished)
      #expect(listed.inStateAtLeast ?? .zero <= finished.duration(to: clock) + .seconds(5))
    }
    let nobody = try #require(ContainerID(String(repeating: "0", count: 64)))
    #expect(try await engine.container(nobody, size: false) == nil)
  }

  private func conform(_ images: [Image], _ engine: Engine) async throws {
    #expect(images.contains { $0.tags.isEmpty } && images.contains { !$0.tags.isEmpty })
    #expect(images.contains { $0.parent != nil })
    var chains: [ImageID: [LayerID]] = [:]
    for listed in images {
      let found = try #require(try await engine.image(listed.id))
      #expect(found.image.tags == listed.tags)
      #expect(found.image.labels == listed.labels)
      #expect(found.image.parent == listed.parent)
      #expect(found.image.size == listed.size)
      #expect(!found.chain.isEmpty)
      chains[listed.id] = found.chain

      let history = try #require(try await engine.history(of: listed.id))
      #expect(history.map(\.size).reduce(.zero, +) == listed.size)
      #expect(history.count { $0.size > .zero } <= found.chain.count)
    }
    for image in images {
      guard let parent = image.parent.flatMap({ chains[$0] }) else { continue }
      #expect(chains[image.id]?.starts(with: parent) == true)
    }
    let nothing = try #require(ImageID(String(repeating: "0", count: 64)))
    #expect(try await engine.image(nothing) == nil)
    #expect(try await engine.history(of: nothing) == nil)
  }
}
