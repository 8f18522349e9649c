import EngineClient
import History
import Policies

/// Takes the inventory and asks for just as much as the planner needs.
struct Survey {
  let look: Look
  let planner: Planner

  /// What is there, and what the ledger remembers of it.
  func inventory(of targets: Set<Target>) async throws -> (Inventory, Memory) {
    var inventory = try await look.engine.lists(of: targets)
    return (inventory, try remember(&inventory))
  }

  /// Fills in what the ledger knows of it, and has it note what is there.
  func remember(_ inventory: inout Inventory) throws -> Memory {
    try look.notebook.recall(&inventory)
    return try look.notebook.remember(inventory)
  }

  /// Fills in what the planner needs.
  func plan(on inventory: inout Inventory, _ memory: Memory) async throws -> Plan {
    while true {
      switch planner.next(inventory, memory, now: look.now) {
      case .plan(let plan): return plan
      case .needs(let wanted): try await fill(&inventory, wanted)
      }
    }
  }

  func fill(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    try await fillContainers(&inventory, wanted)
    try await fillTies(&inventory, wanted)
    try await fillManifestForms(&inventory, wanted)
    try await fillImages(&inventory, wanted)
    try await fillVolumes(&inventory, wanted)
    try await fillNetworks(&inventory, wanted)
    if wanted.cacheRecords { inventory.cache = try await cacheOfImages() }
    try await fillLayers(&inventory, wanted)
    try look.notebook.note(inventory, wanted)
  }

  /// Looks at the files of layers, each once.
  private func fillLayers(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    var learnt: [LayerID: ByteCount] = [:]
    for image in inventory.images where wanted.layerSizes.contains(image.id) {
      let chain = image.layers.value?.chain ?? []
      let unseen = Set(chain.filter { inventory.layerSizes[$0] == nil })
      let sizes = await look.files.layerSizes(of: image.id, chain, only: unseen)
      for layer in unseen { inventory.layerSizes[layer] = sizes[layer].map { .known($0) } ?? .unavailable }
      learnt.merge(sizes) { $1 }
    }
    guard !learnt.isEmpty else { return }
    try look.ledger.remember(learnt, engine: look.key)
  }

  /// The build cache for the account of images. No run fails for it: it only tells how sure a figure is.
  private func cacheOfImages() async throws -> Lookup<[CacheRecord]> {
    let answer = try await look.patience.sight(.usage) { () throws(EngineError) in try await look.engine.cacheRecords()
    }
    return answer.value.map { .known($0) } ?? .unavailable
  }

  /// One answer for all; where it cannot be had they stay unknown.
  private func fillVolumes(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    guard !wanted.volumeSizes.isEmpty else { return }
    let answer = try await look.patience.sight(.usage) { () throws(EngineError) in try await look.engine.volumeSizes() }
    let sizes = answer.value ?? [:]
    for index in inventory.volumes.indices where wanted.volumeSizes.contains(inventory.volumes[index].name) {
      inventory.volumes[index].size = sizes[inventory.volumes[index].name].map { .known($0) } ?? .unavailable
    }
  }
}
