package import Policies

extension Ledger {
  /// Writes down that these objects of one kind are there, by ID, and which of them are in use; of images also which have
  /// no tag.
  package func see(
    _ target: Target, _ objects: [String: Bool], untagged: Set<String> = [], engine: EngineKey, at: Timestamp
  ) throws(LedgerError) {
    try write { db in
      for (object, isUsed) in objects.inOrder {
        try db.execute(
          """
          INSERT INTO sighting (engine, target, object_id, first_seen, last_seen, last_in_use, first_unused,
            first_untagged)
          VALUES (?1, ?2, ?3, ?4, ?4, iif(?5, ?4, NULL), iif(?5, NULL, ?4), iif(?6, ?4, NULL))
          ON CONFLICT (engine, target, object_id) DO UPDATE SET
            last_seen = max(last_seen, excluded.last_seen),
            last_in_use = coalesce(excluded.last_in_use, last_in_use),
            first_unused = iif(?5, NULL, coalesce(first_unused, excluded.first_unused)),
            first_untagged = iif(?6, coalesce(first_untagged, excluded.first_untagged), NULL)
          """,
          [
            .integer(engine.rawValue), .text(target.singular), .text(object), .real(at.unixSeconds), .flag(isUsed),
            .flag(untagged.contains(object)),
          ])
      }
    }
  }

  /// When these objects of one kind were seen; those never seen are left out.
  package func sightings(
    of target: Target, _ objects: [String], engine: EngineKey
  ) throws(LedgerError) -> [String: Sighting] {
    try read { db in
      var sightings: [String: Sighting] = [:]
      for object in objects.sorted() {
        sightings[object] = try db.first(
          """
          SELECT first_seen, last_in_use, first_unused, first_untagged FROM sighting
          WHERE engine = ? AND target = ? AND object_id = ?
          """, [.integer(engine.rawValue), .text(target.singular), .text(object)], { try Sighting($0) })
      }
      return sightings
    }
  }

  /// When each object of one kind was seen that was ever seen.
  package func sightings(of target: Target, engine: EngineKey) throws(LedgerError) -> [String: Sighting] {
    try read { db in
      var sightings: [String: Sighting] = [:]
      try db.forEach(
        """
        SELECT first_seen, last_in_use, first_unused, first_untagged, object_id FROM sighting
        WHERE engine = ? AND target = ?
        """, [.integer(engine.rawValue), .text(target.singular)]
      ) { row in sightings[try row.text(4)] = try Sighting(row) }
      return sightings
    }
  }

  /// What was learnt of these images before; those unknown are left out.
  package func imageLayers(_ images: [ImageID]) throws(LedgerError) -> [ImageID: ImageLayers] {
    try read { db in
      var found: [ImageID: ImageLayers] = [:]
      for image in images.sorted() {
        let layers = try db.first(
          "SELECT chain, history FROM image_layers WHERE image_id = ?", [.text(image.description)]
        ) { LayerText.layers(chain: try $0.text(0), history: try $0.optionalText(1)) }
        if let layers { found[image] = layers }
      }
      return found
    }
  }

  /// Keeps what was learnt of images; it never changes.
  package func remember(_ layers: [ImageID: ImageLayers]) throws(LedgerError) {
    guard !layers.isEmpty else { return }
    try write { db in
      for (image, layers) in layers.inOrder {
        try db.execute(
          """
          INSERT INTO image_layers (image_id, chain, history) VALUES (?, ?, ?)
          ON CONFLICT (image_id) DO UPDATE SET chain = excluded.chain, history = coalesce(excluded.history, history)
          """,
          [
            .text(image.description), .text(LayerText.chain(layers.chain)),
            .text(layers.history.map(LayerText.history)),
          ])
      }
    }
  }

  /// What layers of an engine take alone, as far as somebody looked at their files.
  package func layerSizes(engine: EngineKey) throws(LedgerError) -> [LayerID: ByteCount] {
    try read { db in
      var sizes: [LayerID: ByteCount] = [:]
      try db.forEach("SELECT layer_id, bytes FROM layer_size WHERE engine = ?", [.integer(engine.rawValue)]) { row in
        guard let layer = LayerID(try row.text(0)) else { return }
        sizes[layer] = ByteCount(try row.integer(1))
      }
      return sizes
    }
  }

  /// Keeps what layers take; it never changes.
  package func remember(_ sizes: [LayerID: ByteCount], engine: EngineKey) throws(LedgerError) {
    guard !sizes.isEmpty else { return }
    try write { db in
      for (layer, size) in sizes.inOrder {
        try db.execute(
          "INSERT OR REPLACE INTO layer_size (engine, layer_id, bytes) VALUES (?, ?, ?)",
          [.integer(engine.rawValue), .text(layer.description), .integer(size.bytes)])
      }
    }
  }
}

extension Sighting {
  fileprivate init(_ row: borrowing Row) throws {
    self.init(
      firstSeen: try row.time(0), lastInUse: try row.optionalTime(1), firstUnused: try row.optionalTime(2),
      firstUntagged: try row.optionalTime(3))
  }
}

/// Layers as one line of text: digests between spaces, base first; history as sizes, an `m` behind what is metadata.
private enum LayerText {
  static func chain(_ chain: [LayerID]) -> String { chain.map(\.hex).joined(separator: " ") }

  static func history(_ entries: [HistoryEntry]) -> String {
    entries.map { "\($0.size.bytes)\($0.isMetadata ? "m" : "")" }.joined(separator: " ")
  }

  /// `nil` where the text is not of that form: then the engine is asked again.
  static func layers(chain: String, history: String?) -> ImageLayers? {
    var layers: [LayerID] = []
    for word in words(chain) {
      guard let layer = LayerID(word) else { return nil }
      layers.append(layer)
    }
    guard let history else { return ImageLayers(chain: layers) }
    let sizes = words(history)
    let entries = sizes.compactMap { word in
      let isMetadata = word.utf8.last == UInt8(ascii: "m")
      return Int64(isMetadata ? word.dropLast() : word).map {
        HistoryEntry(size: ByteCount($0), isMetadata: isMetadata)
      }
    }
    return entries.count == sizes.count ? ImageLayers(chain: layers, history: entries) : nil
  }

  // By bytes, not characters: a second dry run reads one of these for each image.
  private static func words(_ text: String) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init)
  }
}

extension Dictionary where Key: Comparable {
  /// By key, as the table's rows lie: in any other order, where there are very many, each is on another page.
  var inOrder: [Element] { sorted { $0.key < $1.key } }
}
