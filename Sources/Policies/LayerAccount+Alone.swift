extension Inventory {
  /// What the removal of one image would free if nothing else went with it.
  package func freed(byRemoving image: Image, _ meaning: ImageSizes) -> ByteBounds {
    let sizes = LayerSizes(images, measured: measuredLayers, meaning)
    var account = LayerAccount(images, sizes, pins: LayerPins(cache, sizes, meaning))
    return account.remove(image).bytes
  }
}
