import JanitorConfiguration
import Policies
import Testing

@Test func `the default file loads`() throws {
  let configuration = try Configuration.parse(try defaultFile(), file: "etc/janitor.conf")
  #expect(configuration.engine == EngineSettings())
  #expect(configuration.history == HistorySettings())
  #expect(configuration.brake == Brake())
  #expect(configuration.protection == Protection(labels: [LabelMatch(key: "janitor.keep")]))
  #expect(
    configuration.policies.map(\.name) == [
      "finished-containers", "failed-containers", "dangling-images", "never-started-containers", "orphaned-volumes",
      "unused-networks", "build-cache", "stop-strays",
    ])
  #expect(configuration.policies.filter(\.isEnabled).allSatisfy { $0.action == .remove && $0.olderThan != nil })
}
