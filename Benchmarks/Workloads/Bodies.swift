import Policies
import Worlds

/// Answers as dockerd gives them, with all that janitor does not read as well.
enum Bodies {
  // No list has layers.
  private static let host = BuildHost(containers: 1000, images: 1000, layers: 0...0)

  /// The elements of a list.
  static func containers() -> [String] { host.containers.map(entry) }

  static func images() -> [String] { host.images.map(entry) }

  private static func list(_ entries: [String]) -> String { "[" + entries.joined(separator: ",") + "]" }

  private static func labels(_ labels: [String: String]) -> String {
    "{" + labels.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",") + "}"
  }

  private static func entry(_ container: Container) -> String {
    let status = container.state == .exited ? "Exited (\(container.exitCode ?? 0)) 3 days ago" : "Up 2 hours (healthy)"
    return """
      {"Id":"\(container.id)","Names":["/\(container.displayName)"],"Image":"\(container.imageReference)",\
      "ImageID":"\(container.image?.description ?? "")","Command":"/bin/sh -c 'make -j4 test && make \\"install\\"'",\
      "Created":1795470500,"Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"},\
      {"IP":"::","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}],"Labels":\(labels(container.labels)),\
      "State":"\(container.state.word)","Status":"\(status)","HostConfig":{"NetworkMode":"bridge"},\
      "NetworkSettings":{"Networks":{"bridge":{"IPAMConfig":null,"Links":null,"Aliases":null,\
      "NetworkID":"\(containerID(1))","EndpointID":"","Gateway":"172.17.0.1","IPAddress":"172.17.0.2",\
      "IPPrefixLen":16,"IPv6Gateway":"","GlobalIPv6Address":"","GlobalIPv6PrefixLen":0,\
      "MacAddress":"02:42:ac:11:00:02","DriverOpts":null}}},"Mounts":[{"Type":"bind","Source":"/srv/cache",\
      "Destination":"/cache","Mode":"","RW":true,"Propagation":"rprivate"},{"Type":"volume",\
      "Name":"\(container.id)","Source":"/var/lib/docker/volumes/\(container.id)/_data","Destination":"/data",\
      "Driver":"local","Mode":"","RW":true,"Propagation":""}]}
      """
  }

  private static func entry(_ image: Image) -> String {
    let tags = image.tags.isEmpty ? "[\"<none>:<none>\"]" : list(image.tags.map { "\"\($0)\"" })
    return """
      {"Containers":-1,"Created":1795470500,"Id":"\(image.id)","Labels":\(labels(image.labels)),"ParentId":"",\
      "RepoDigests":["registry.test:5000/app@\(image.id)"],"RepoTags":\(tags),"SharedSize":-1,\
      "Size":\(image.size?.bytes ?? 0),"VirtualSize":\(image.size?.bytes ?? 0)}
      """
  }
}

extension Bodies {
  private static let environment = """
    ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","LANG=C.UTF-8","CI=true","HOME=/root"]
    """

  /// The folders of an overlay, the way both inspections have them.
  private static func driver(_ layers: Int) -> String {
    let folders = (0..<layers).map { "/var/lib/docker/overlay2/\(containerID($0))/diff" }
    return """
      {"Data":{"LowerDir":"\(folders.dropFirst().joined(separator: ":"))",\
      "MergedDir":"/var/lib/docker/overlay2/\(containerID(0))/merged","UpperDir":"\(folders.first ?? "")",\
      "WorkDir":"/var/lib/docker/overlay2/\(containerID(0))/work"},"Name":"overlay2"}
      """
  }

  static func image() -> String {
    let layers = (0..<12).map { "\"\(layerID($0))\"" }
    return """
      {"Id":"\(imageID(1))","RepoTags":["registry.test:5000/team/app:1","registry.test:5000/team/app:latest"],\
      "RepoDigests":["registry.test:5000/team/app@\(imageID(1))"],"Parent":"","Comment":"",\
      "Created":"2026-11-20T12:00:00.123456789Z","Container":"\(containerID(1))",\
      "ContainerConfig":{"Hostname":"","Env":\(environment),"Cmd":["/bin/sh","-c","#(nop) ","CMD [\\"app\\"]"]},\
      "DockerVersion":"20.10.24","Author":"","Config":{"Hostname":"","User":"1000","ExposedPorts":{"8080/tcp":{}},\
      "Env":\(environment),"Cmd":["app"],"WorkingDir":"/srv","Labels":\
      {"org.opencontainers.image.revision":"0123456789abcdef","org.opencontainers.image.source":"https://git.test/app"}},\
      "Architecture":"amd64","Os":"linux","Size":123456789,"VirtualSize":123456789,"GraphDriver":\(driver(12)),\
      "RootFS":{"Type":"layers","Layers":\(list(layers))},"Metadata":{"LastTagTime":"2026-11-20T12:00:01.5Z"}}
      """
  }

  static func container() -> String {
    """
    {"Id":"\(containerID(1))","Created":"2026-11-20T12:00:00.123456789Z","Path":"/bin/sh","Args":["-c","make test"],\
    "State":{"Status":"exited","Running":false,"Paused":false,"Restarting":false,"OOMKilled":false,"Dead":false,\
    "Pid":0,"ExitCode":1,"Error":"","StartedAt":"2026-11-20T12:00:01.1Z","FinishedAt":"2026-11-20T12:30:00.2Z"},\
    "Image":"\(imageID(1))","ResolvConfPath":"/var/lib/docker/containers/\(containerID(1))/resolv.conf",\
    "HostnamePath":"/var/lib/docker/containers/\(containerID(1))/hostname",\
    "LogPath":"/var/lib/docker/containers/\(containerID(1))/\(containerID(1))-json.log","Name":"/job-1",\
    "RestartCount":0,"Driver":"overlay2","Platform":"linux","MountLabel":"","ProcessLabel":"","ExecIDs":null,\
    "HostConfig":{"Binds":["/srv/cache:/cache"],"LogConfig":{"Type":"json-file","Config":{}},\
    "NetworkMode":"bridge","IpcMode":"private","PortBindings":{},"RestartPolicy":{"Name":"no","MaximumRetryCount":0},\
    "AutoRemove":false,"CapAdd":null,"Dns":[],"Memory":0,"NanoCpus":0,"Devices":[],"Ulimits":null,\
    "MaskedPaths":["/proc/acpi","/proc/kcore","/proc/keys","/proc/latency_stats","/proc/timer_list"]},\
    "GraphDriver":\(driver(13)),"Mounts":[{"Type":"bind","Source":"/srv/cache","Destination":"/cache","Mode":"",\
    "RW":true,"Propagation":"rprivate"}],"Config":{"Hostname":"job","Env":\(environment),"Cmd":["make","test"],\
    "Image":"registry.test:5000/team/app:1","Labels":{"com.docker.compose.project":"build",\
    "com.docker.compose.service":"test"}},"NetworkSettings":{"Bridge":"","Ports":{},"Networks":{"bridge":\
    {"NetworkID":"\(containerID(1))","EndpointID":"","Gateway":"","IPAddress":"","IPPrefixLen":0}}}}
    """
  }

  /// Of an image of thirty instructions, a third of which make a layer.
  static func history() -> String {
    list(
      (0..<30).map { number in
        let instruction =
          number % 3 == 0
          ? "RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends build-essential # buildkit"
          : "/bin/sh -c #(nop)  ENV VERSION\(number)=1.2.3"
        return """
          {"Comment":"buildkit.dockerfile.v0","Created":1795470500,"CreatedBy":"\(instruction)",\
          "Id":"<missing>","Size":\(number % 3 == 0 ? 12_345_678 : 0),"Tags":null}
          """
      })
  }
}
