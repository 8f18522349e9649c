extension PodmanLab {
  /// The host loses power and comes up again: nothing is told to stop, and what lay in memory is gone.
  ///
  /// For the machine's own Podman: another's mounts are out of sight.
  package func losePower() async throws {
    let script = #"""
      conmons() {
        grep -lsa -- "$0/" /proc/[0-9]*/cmdline | cut -d/ -f3 | while read -r process; do
          [ "$(cat "/proc/$process/comm")" != conmon ] || echo "$process"
        done
      }
      contained() { grep -lsE "^[0-9]+ [0-9]+ [0-9:]+ / / .*=$0/" /proc/[0-9]*/mountinfo | cut -d/ -f3; }
      conmons | xargs -r kill -KILL
      while [ -n "$(contained)" ]; do contained | xargs -r kill -KILL; done
      awk -v inside="$0/" 'index($5, inside) == 1 { print $5 }' /proc/self/mountinfo | sort -r | xargs -r umount -l
      rm -rf --one-file-system "$0/run" "$0/tmp"
      """#
    try await kill()
    try await execute(["sh", "-c", script, folder])
    try await start()
  }
}
