/// A way in which an engine's list means something else than janitor by the same filters: a row of docs/engines.md.
enum Quirk: String, CaseIterable {
  /// Docker goes by what Swarm told it, janitor by the label that Swarm puts on.
  case taskByLabel = "is-task"
  /// The engine takes one of several `before=` or `since=`, any one.
  case oneOfSeveral = "several before or since"
  /// With `name=` or `id=`, Docker looks for the container of `before=` or `since=` only among those that match.
  case orderAmongMatches = "name or id with before or since"
  /// Where the container of `since=` is newer than that of `before=`, Docker forgets about `since=`.
  case crossed = "since newer than before"
  /// In Docker's list every network that it does not come with is dangling, whatever runs on it.
  case allDangling = "dangling networks"
  /// Given a yes-or-no filter both ways, the engine refuses, or takes one, all or nothing; janitor matches nothing.
  case bothWays = "yes and no"
  /// The engine takes an image without a date for the oldest, janitor for one of unknown age.
  case noDate = "image without a date"

  /// In containerd's store an untagged image is dangling though others were built on it.
  case danglingParents = "containerd: dangling with children"
  /// In containerd's store `label!=key=value` wants the key to be there, with another value.
  case otherValue = "containerd: label! with a value"
  /// In containerd's store `until` goes by when the image came, not by when it was built.
  case untilArrival = "containerd: until"
  /// In containerd's store `reference` knows tags only, and calls an untagged image `moby-dangling`.
  case storedNames = "containerd: reference"
  /// In containerd's store the beginning of an ID has to have four digits.
  case shortID = "containerd: ID of less than four digits"

  /// Podman takes `label=key=` as any value, and of several `label!=` one that is missing may do.
  case emptyLabel = "Podman: label with an empty value"
  /// Podman takes every object whose ID begins with the text, or (4.3) has it anywhere; janitor one alone.
  case anyID = "Podman: id of several"
  /// Podman knows names without the slash that Docker puts before them.
  case bareName = "Podman: name with a slash"
  /// Podman refuses the states that it does not have.
  case unknownStatus = "Podman: status dead or restarting"
  /// Podman takes an image's own containers; janitor those of the images built on it, too.
  case noDescendants = "Podman: ancestor"
  /// Podman takes the earliest of several, knows beginnings of IDs, and refuses a slash before the name.
  case byTime = "Podman: before or since"
  case volumeByName = "Podman: volume by its place"
  case networkByName = "Podman: network none or host"
  case healthless = "Podman: health without a check"
  /// Podman goes by any part of a name.
  case podmanReference = "Podman: reference"
  case podmanImageOrder = "Podman: image before, since or until"
  case podmanDangling = "Podman: dangling images"
  case oneUntil = "Podman: several until"
  /// Podman 4.3 makes one value of several, with `=` between, where images are asked for.
  case joinedValues = "Podman: several values, of images"
  /// Podman takes a volume that one of the keys takes, janitor one that all of them take.
  case anyKey = "Podman: several keys, of volumes"
  /// Podman lists its own network by Docker's name for it, but finds it by its own.
  case bridgeName = "Podman: name bridge"
  /// To Podman a network is dangling that no container in any state is on; to Docker and janitor, one that none runs on.
  case idleNetworks = "Podman: dangling networks"
}
