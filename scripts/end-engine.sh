#!/bin/sh
# Ends the private engine that lives in FOLDER and removes every trace of it:
# the daemon, its helpers and containers, their mounts and cgroups, the folder itself.
# FOLDER/daemon holds the daemon's process ID; a folder without that file is left alone.
#
# usage: end-engine.sh FOLDER
set -u

folder=${1:?usage: end-engine.sh FOLDER}
[ -f "$folder/daemon" ] || exit 0
daemon=$(cat "$folder/daemon")

# Whether the process is there, zombies not counted.
alive() {
  [ -n "$1" ] && [ -r "/proc/$1/stat" ] && ! grep -q '^[0-9]* (.*) Z' "/proc/$1/stat" 2>/dev/null
}

# The processes whose root file system lies in the folder: what runs in its containers.
contained() {
  grep -lsE "^[0-9]+ [0-9]+ [0-9:]+ / / .*=$folder/" /proc/[0-9]*/mountinfo | cut -d/ -f3
}

# The engine's own processes: those of a known name that were given a path in the folder.
helpers() {
  grep -lsa -- "$folder/" /proc/[0-9]*/cmdline | cut -d/ -f3 | while read -r process; do
    case $(cat "/proc/$process/comm" 2>/dev/null) in
      dockerd | docker-proxy | containerd* | conmon | podman | runc* | crun) echo "$process" ;;
    esac
  done
}

mounts() {
  awk -v inside="$folder/" 'index($5, inside) == 1 { print $5 }' /proc/self/mountinfo | sort -r
}

# A frozen process does not even die before its cgroup (of version 1 or 2) is thawed.
thaw() {
  while IFS=: read -r number controllers path; do
    case $number:$controllers in
      *:freezer) echo THAWED >"/sys/fs/cgroup/freezer$path/freezer.state" ;;
      0:) echo 0 >"/sys/fs/cgroup$path/cgroup.freeze" ;;
    esac
  done <"/proc/$1/cgroup"
} 2>/dev/null

slay() { # all that standard input names
  while read -r process; do
    kill -KILL "$process" 2>/dev/null
    thaw "$process"
  done
}

# A daemon waits ten seconds for containers that ignore SIGTERM; killing them ends that wait at once.
if alive "$daemon"; then
  kill -TERM "$daemon" && kill -CONT "$daemon"
  tries=50
  while alive "$daemon" && [ "$tries" -gt 0 ]; do
    contained | slay
    sleep 0.1
    tries=$((tries - 1))
  done
fi

tries=20
while [ "$tries" -gt 0 ]; do
  helpers | slay
  contained | slay
  mounts | while read -r mount; do umount -l "$mount" 2>/dev/null; done
  [ -n "$(helpers)$(contained)$(mounts)" ] || break
  sleep 0.1
  tries=$((tries - 1))
done

# The cgroups that its containers leave, in one pass however many they are; the names of all are folders of the engine.
find "$folder/data/containers" "$folder/root/overlay-containers" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' \
  2>/dev/null >"$folder/gone"
find /sys/fs/cgroup -maxdepth 4 -depth -type d 2>/dev/null | grep -F -f "$folder/gone" |
  xargs -r -d '\n' rmdir 2>/dev/null

rm -rf --one-file-system "$folder" || { sleep 1 && rm -rf --one-file-system "$folder"; }
