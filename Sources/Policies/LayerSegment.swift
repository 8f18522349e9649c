extension ImageLayers {
  /// What the topmost `count` layers of the image take, from its history.
  ///
  /// A history entry that wrote something is a layer; one that wrote nothing may be an empty layer or none. Where the
  /// image has fewer layers than such entries, the sum is bounded by choosing them from the base up and from the top
  /// down. `nil` where the history cannot belong to these layers.
  func bytes(ofTop count: Int) -> ByteBounds? {
    guard let history, count <= chain.count else { return nil }
    let entries = history.filter { $0.size > .zero || !$0.isMetadata }
    let wanted = chain.count - entries.count { $0.size > .zero }
    guard wanted >= 0, wanted <= entries.count - (chain.count - wanted) else { return nil }
    let fromBase = Self.chooseEmpty(wanted, from: entries)
    let fromTop = Self.chooseEmpty(wanted, from: entries.reversed())
    // Empty layers at the base leave the full ones on top, and the other way round.
    let upper = fromBase.suffix(count).reduce(.zero, +)
    let lower = fromTop.prefix(count).reduce(.zero, +)
    return ByteBounds(lower: lower, upper: upper)
  }

  /// The sizes of all full entries and of the first `wanted` empty ones, in order.
  private static func chooseEmpty(_ wanted: Int, from entries: some Sequence<HistoryEntry>) -> [ByteCount] {
    var left = wanted
    return entries.compactMap { entry in
      if entry.size > .zero { return entry.size }
      left -= 1
      return left >= 0 ? .zero : nil
    }
  }
}
