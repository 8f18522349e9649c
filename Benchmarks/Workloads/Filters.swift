import Policies

extension Workload {
  static let filters = [
    Workload("parse-filters", repetitions: 50) {
      return { for (target, text) in texts { use(try Filter(text, for: target)) } }
    }
  ]

  private static let texts: [(Target, String)] =
    [
      "status=exited", "exited=137", "label=com.docker.compose.project=build", "label!=keep",
      "name=^(job|build)-[0-9]+$", "ancestor=registry.test:5000/team/app:1", "before=job-12", "since=job-1",
      "until=36h", "until=2026-11-20T12:00:00Z", "volume=/data", "network=bridge", "health=unhealthy",
      "publish=8000-8080/tcp", "expose=53/udp", "is-task=false", "restart=no", "managed=true",
    ].map { (.containers, $0) }
    + ["dangling=true", "reference=registry.test:5000/*/app*:v[0-9]*", "label=job", "until=7d", "before=app:1"].map {
      (.images, $0)
    }
    + ["dangling=true", "name=^[a-f0-9]{64}$", "driver=local", "anonymous=true"].map { (.volumes, $0) }
    + ["type=custom", "driver=bridge", "scope=local", "name=_default$"].map { (.networks, $0) }
    + ["type=regular", "inuse=false", "shared=false", "until=10d"].map { (.buildCache, $0) }
}
