# shellcheck shell=bash
# A private Podman for bench.sh, with storage, locks and networks of its own. To be sourced.

: "${root:?must name the project}" "${folder:?must name a folder}" "${podman_clutter:?must say how many containers are made}"
podman=$folder/podman

# As the tests' own: runc, for crun refuses a machine with both versions of cgroups; locks in files, for Podmans of one
# machine share those in memory; and limits that a small machine may set.
podman_here=(env --unset=DOCKER_HOST --unset=DOCKER_CONFIG CONTAINERS_CONF="$podman/containers.conf"
  PODMAN_IGNORE_CGROUPSV1_WARNING=1 podman --root "$podman/root" --runroot "$podman/run" --cgroup-manager=cgroupfs)

start_podman() {
  local _
  # shellcheck disable=SC2016
  setsid --fork sh -c 'echo $$ >"$0/daemon"; exec "$@" >>"$0/log" 2>&1' "$podman" \
    "${podman_here[@]}" system service --time=0 "unix://$podman/podman.sock"
  for _ in {1..300}; do
    curl --silent --fail --unix-socket "$podman/podman.sock" http://podman/_ping >/dev/null && return
    sleep 0.1
  done
  tail "$podman/log" >&2
  echo "the private Podman did not start" >&2
  return 69
}

need_podman() {
  mkdir -p "$podman"
  cat >"$podman/containers.conf" <<END
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
runtime = "runc"
lock_type = "file"
events_logger = "file"
tmp_dir = "$podman/tmp"
volume_path = "$podman/volumes"
[network]
network_config_dir = "$podman/networks"
END
  say "making $podman_clutter exited containers of Podman"
  start_podman
  mkdir -p "$podman/base/bin"
  cp /bin/busybox "$podman/base/bin/"
  ln -s busybox "$podman/base/bin/sh"
  tar -C "$podman/base" -c bin | "${podman_here[@]}" import --quiet - base:1 >/dev/null
  local number
  for ((number = 1; number <= podman_clutter; number++)); do
    "${podman_here[@]}" run --network=none --name "job-$number" localhost/base:1 \
      sh -c 'busybox head -c 10000 /bin/busybox >/result; echo done' >/dev/null
  done
  kill "$(cat "$podman/daemon")"
  cp -a "$podman" "$podman.state"
}

lay_out_podman() {
  "$root/scripts/end-engine.sh" "$podman"
  cp -a "$podman.state" "$podman"
  start_podman
  sync --file-system "$folder"
  sleep 0.5
}
