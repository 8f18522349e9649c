extension ImageLayers {
  /// What the lowest layers of the image take together by its history: of one, of two, up to all of them.
  ///
  /// A history entry that wrote something is a layer; one that wrote nothing may be an empty layer or none. Where the
  /// image has fewer layers than such entries, the sums are bounded by choosing them from the base up and from the top
  /// down. `nil` where the history cannot belong to these layers.
  var prefixes: [ByteBounds]? {
    guard let history else { return nil }
    let entries = history.filter { $0.size > .zero || !$0.isMetadata }
    let full = entries.count { $0.size > .zero }
    let wanted = chain.count - full
    guard wanted >= 0, wanted <= entries.count - full else { return nil }
    // Empty layers at the base leave the full ones on top, and the other way round.
    let least = Self.sums(Self.chooseEmpty(wanted, from: entries))
    let most = Self.sums(Self.chooseEmpty(wanted, from: entries.reversed()).reversed())
    return zip(least, most).map { ByteBounds(lower: $0, upper: $1) }
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

  private static func sums(_ sizes: some Sequence<ByteCount>) -> [ByteCount] {
    var total = ByteCount.zero
    return sizes.map { size in
      total = total + size
      return total
    }
  }
}
