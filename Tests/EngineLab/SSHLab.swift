import Foundation

/// A host of its own for `ssh://`: a private sshd on 127.0.0.1, with keys, configuration and sockets of its own.
///
///     try await withDocker { lab in
///       try await withSSH(docker: lab.socket) { ssh in
///         … what is tested, on ssh.host(), with ssh.environment …
///       }
///     }
///
/// What logs in there sees a `/run` with nothing in it but the engines' usual sockets, as the lab was told. It ends with the
/// scope, and soon after the test process if that dies.
package struct SSHLab: Sendable {
  package let folder: String
  package let port: Int

  /// As `--host` takes it; `path` is the engine's socket over there.
  package func host(_ path: String = "") -> String { "ssh://root@127.0.0.1:\(port)\(path)" }

  /// Makes the system's ssh use the lab's key and known_hosts, and write down how it was called.
  package var environment: [String: String] {
    ["PATH": "\(folder)/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TMPDIR": temporary]
  }

  /// Where the program under test puts its temporary files.
  package var temporary: String { "\(folder)/tmp" }

  /// How ssh was called so far, the arguments of a call between spaces.
  package var calls: [String] {
    let text = (try? String(contentsOfFile: "\(folder)/calls", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// How many ssh processes of this host here lead to that one.
  package var carriers: Int {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.count { process in
      let arguments = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")?.split(separator: 0) ?? []
      return arguments.first == Data("/usr/bin/ssh".utf8) && arguments.contains(Data("\(port)".utf8))
    }
  }

  /// Makes ssh offer another key than the one that the host knows.
  package func forgetKey() throws { try replace("\(folder)/key", "\(folder)/stranger") }

  /// Makes ssh not know the host.
  package func forgetHost() throws { try Data().write(to: URL(filePath: "\(folder)/known_hosts")) }

  /// Makes the host hang: connections are accepted and not answered.
  package func suspend() throws {
    guard let process = pid_t(daemon), kill(process, SIGSTOP) == 0 else { throw LabError.notRunning }
  }

  /// The process of sshd; its children serve those who are logged in.
  package var daemon: String {
    let text = (try? String(contentsOfFile: "\(folder)/daemon", encoding: .utf8)) ?? ""
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func replace(_ file: String, _ other: String) throws {
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.copyItem(atPath: other, toPath: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
  }

  func start(docker: String?, podman: String?, programs: [String]) async throws {
    let programs = programs.map { #"ln -s "$(command -v \#($0))" remote/"# }.joined(separator: "\n")
    let prepare = #"""
      set -e
      cd "$0"; mkdir bin remote tmp
      \#(programs)
      for key in host key stranger; do ssh-keygen -q -t ed25519 -N '' -f $key; done
      cp key.pub authorized_keys
      echo "[127.0.0.1]:$1 $(cut -d' ' -f1,2 host.pub)" >known_hosts
      cat >sshd_config <<END
      ListenAddress 127.0.0.1:$1
      HostKey $0/host
      AuthorizedKeysFile $0/authorized_keys
      StrictModes no
      PermitRootLogin prohibit-password
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      PidFile none
      # None more than janitor opens at a time: one that is not let in shows.
      MaxStartups 8
      SetEnv PATH=$0/remote
      END
      cat >ssh_config <<END
      IdentityFile $0/key
      IdentitiesOnly yes
      IdentityAgent none
      UserKnownHostsFile $0/known_hosts
      GlobalKnownHostsFile /dev/null
      END
      cat >bin/ssh <<END
      #!/bin/sh
      echo "\$*" >>$0/calls
      exec /usr/bin/ssh -F $0/ssh_config "\$@"
      END
      chmod 755 bin/ssh
      """#
    try await execute(["sh", "-c", prepare, folder, "\(port)"])
    let launch = #"""
      mount -t tmpfs none /run; mkdir /run/sshd /run/podman
      [ -z "$1" ] || ln -s "$1" /run/docker.sock
      [ -z "$2" ] || ln -s "$2" /run/podman/podman.sock
      echo $$ >"$0/daemon"; exec /usr/sbin/sshd -D -e -f "$0/sshd_config" >>"$0/log" 2>&1
      """#
    try await execute([
      "setsid", "--fork", "unshare", "--mount", "sh", "-c", launch, folder, docker ?? "", podman ?? "",
    ])
    let answers = #"for i in $(seq 200); do : <>/dev/tcp/127.0.0.1/"$0" && exit; sleep 0.05; done 2>/dev/null; exit 1"#
    try await execute(["bash", "-c", answers, "\(port)"])
    let watch = #"while [ -d "$0" ] && kill -0 "$1" 2>/dev/null; do sleep 1; done; exec "$2" "$0""#
    try await execute([
      "setsid", "--fork", "sh", "-c", watch, folder, "\(ProcessInfo.processInfo.processIdentifier)",
      DockerLab.endScript,
    ])
  }
}

/// Gives the body a host to log in to and ends it afterwards.
///
/// - Parameters:
///   - docker: what `/var/run/docker.sock` is over there, `podman` the same of `/run/podman/podman.sock`.
///   - programs: what is in the PATH over there.
package func withSSH<Value>(
  docker: String? = nil, podman: String? = nil, programs: [String] = ["sh", "docker", "podman"],
  _ body: (SSHLab) async throws -> Value
) async throws -> Value {
  let ssh = SSHLab(folder: try makeFolder(), port: Int.random(in: 30_000..<32_700))
  let result: Result<Value, any Error>
  do {
    try await ssh.start(docker: docker, podman: podman, programs: programs)
    result = .success(try await body(ssh))
  } catch {
    result = .failure(error)
  }
  try await execute([DockerLab.endScript, ssh.folder])
  return try result.get()
}
