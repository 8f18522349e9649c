import Glibc

/// What janitor finds with whoever called it, as far as that decides which engine it speaks to.
struct Caller {
  /// A variable of the environment; `nil` where it is empty.
  var variable: (String) -> String? = { Environment[$0] }
  /// Docker's client, too, asks the user database only where `$HOME` is not set.
  var home = Environment.home ?? ""
  var user = geteuid()

  var contexts: DockerContexts {
    let named = variable("DOCKER_CONFIG")
    return DockerContexts(folder: named ?? "\(home)/.docker", isNamed: named != nil)
  }

  /// Where engines usually listen: Docker, rootless Docker, Podman, rootless Podman.
  var usualSockets: [String] {
    let runtime = variable("XDG_RUNTIME_DIR").flatMap { $0.hasPrefix("/") ? $0 : nil }
    let folders = (runtime.map { [$0] } ?? []) + (runtime == "/run/user/\(user)" ? [] : ["/run/user/\(user)"])
    let rootless = folders.map { "\($0)/docker.sock" } + ["\(home)/.docker/run/docker.sock"]
    return ["/var/run/docker.sock"] + rootless + ["/run/podman/podman.sock"]
      + folders.map { "\($0)/podman/podman.sock" }
  }
}
