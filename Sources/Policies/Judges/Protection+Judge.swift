extension Protection {
  /// The rule that protects a container, if one does.
  func protector(of container: Container) -> Protector? {
    label(on: container.labels)
      ?? containers.first { glob in container.names.contains { glob.matches($0, pathwise: false) } }
      .map(Protector.container)
  }

  /// The rule that protects an image; one tag that matches protects it whole.
  func protector(of image: Image) -> Protector? {
    if let rule = label(on: image.labels) { return rule }
    guard !images.isEmpty else { return nil }
    let readings = image.readings
    return images.first { $0.spares(readings) }.map(Protector.image)
  }

  /// The rule that protects a volume.
  func protector(of volume: Volume) -> Protector? {
    label(on: volume.labels)
      ?? volumes.first { $0.matches(volume.name.description, pathwise: false) }.map(Protector.volume)
  }

  /// The rule that protects a network.
  func protector(of network: Network) -> Protector? {
    label(on: network.labels) ?? networks.first { $0.matches(network.name, pathwise: false) }.map(Protector.network)
  }

  /// A label that is there but says `false` does not protect.
  private func label(on labels: [String: String]) -> Protector? {
    self.labels.first { rule in
      guard let value = labels[rule.key] else { return false }
      return rule.value.map { $0 == value } ?? (value.lowercased() != "false")
    }.map(Protector.label)
  }
}
