package enum EngineKind: String, Hashable, Sendable {
  case docker, podman
}
