import EngineClient
import JanitorConfiguration
import Policies

extension Planner {
  /// As the configuration and the engine at hand want it.
  init(
    _ policies: [Policy], _ configuration: Configuration, _ information: EngineInformation,
    stored: Set<StepKey>? = nil
  ) {
    self.init(
      policies, protection: configuration.protection, brake: configuration.brake, own: OwnContainer.current,
      imageSizes: information.store.imageSizes, stored: stored)
  }
}
