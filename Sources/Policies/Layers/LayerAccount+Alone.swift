extension Inventory {
  /// What the removal of one image would free if nothing went with it but the untagged parents that the engine takes along.
  package func freed(
    byRemoving image: Image, _ meaning: ImageSizes, protection: Protection = Protection()
  ) -> ByteBounds {
    let index = ImageIndex(images)
    var removals = ImageRemovals(
      [image.id], index, ImageUsers(containers, leaving: [], index), ManifestLists(images), protection)
    let parents = removals.goes(image.id) ? removals.remove(image.id).parents : []
    let sizes = LayerSizes(images, measured: measuredLayers, meaning)
    var account = LayerAccount(images, sizes, pins: LayerPins(cache, sizes, meaning))
    return account.remove(image, with: parents.compactMap { index[$0] }).bytes
  }
}
