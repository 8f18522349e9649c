import EngineClient
import History
import Policies

extension Survey {
  /// Asks what may be manifest lists, of which Podman's list only has the names.
  ///
  /// Before an inspection as well: one of a list does not find it.
  func fillManifestForms(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    let inspections = wanted.imageDetails.union(wanted.imageChains)
    let images = inventory.images.filter { image in
      wanted.manifestForms.contains(image.id)
        || (!image.isKnownImage && !image.form.isList && inspections.contains(image.id))
    }
    guard !images.isEmpty else { return }
    let (engine, patience) = (look.engine, look.patience)
    let answers = try await concurrently(images) { image in
      try await patience.sight(.images) { () throws(EngineError) in try await engine.manifestForm(of: image) }
    }
    let forms = Dictionary(answers.map { ($0.id, $1) }) { first, _ in first }
    inventory.images = inventory.images.compactMap { image in
      var image = image
      switch forms[image.id] {
      case .found(let form): image.form = form
      case .unseen(.notFound): return nil
      case .unseen: image.form = .unreadable
      case nil: return image
      }
      if image.form.isList { image.layers = .known(ImageLayers(chain: [], history: [])) }
      return image
    }
  }

  func fillImages(_ inventory: inout Inventory, _ wanted: Wanted) async throws {
    let lists = Set(inventory.images.filter(\.form.isList).map(\.id))
    let inspections = wanted.imageDetails.union(wanted.imageChains).subtracting(lists)
    let (engine, patience) = (look.engine, look.patience)
    let inspected = try await concurrently(inspections.sorted()) { id in
      try await patience.sight(.images) { () throws(EngineError) in
        try await engine.image(id).map { (details: $0.image.details, chain: $0.chain) }
      }
    }
    let histories = try await concurrently(wanted.imageHistories.sorted()) { id in
      try await patience.sight(.histories) { () throws(EngineError) in try await engine.history(of: id) }
    }
    guard !inspected.isEmpty || !histories.isEmpty else { return }
    var learnt: [ImageID: ImageLayers] = [:]
    for index in inventory.images.indices {
      var image = inventory.images[index]
      switch inspected[image.id] {
      case .found(let fresh):
        image.details = fresh.details == .notAsked ? .unavailable : fresh.details
        if image.layers == .notAsked {
          learnt[image.id] = ImageLayers(chain: fresh.chain)
          image.layers = .known(ImageLayers(chain: fresh.chain))
        }
      case .unseen(let why):
        image.unseen = why
        image.details = .unavailable
        if image.layers == .notAsked { image.layers = .unavailable }
      case nil: break
      }
      switch histories[image.id] {
      case .found(let history):
        learnt[image.id] = image.layers.value.map { ImageLayers(chain: $0.chain, history: history) }
        image.layers = learnt[image.id].map { .known($0) } ?? .unavailable
      case .unseen(let why):
        if why == .notFound { image.unseen = why }
        // As an image that carries none; asked again in the next run.
        image.layers = image.layers.value.map { .known(ImageLayers(chain: $0.chain, history: [])) } ?? .unavailable
      case nil: break
      }
      inventory.images[index] = image
    }
    try look.ledger.remember(learnt)
  }
}
