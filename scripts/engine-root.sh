#!/bin/bash
# Makes sure that there is a Debian root of SUITE with that suite's Docker and Podman in it, and prints its path.
# It is built once, below $JANITOR_ENGINES (or /var/cache/janitor-engines): a few minutes and 700 MB; then it is there.
# Packages come from the mirror that this machine's own apt uses. Wants root.
#
# usage: engine-root.sh SUITE
set -euo pipefail

suite=${1:?usage: engine-root.sh SUITE}
cache=${JANITOR_ENGINES:-/var/cache/janitor-engines}
root=$cache/$suite
export PATH=$PATH:/usr/sbin:/sbin
[ ! -d "$root" ] || { echo "$root" && exit; }

[ "$(id -u)" = 0 ] || {
  echo "building $root wants root" >&2
  exit 77
}
"$(dirname "$0")/need.sh" debootstrap

# The first source of Debian itself, security updates and strangers left aside.
# shellcheck disable=SC2016  # These are names of apt, not of the shell.
mirror=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' |
  sed -n 's/^Debian|Debian|main|//p' | head -n 1)
[ -n "$mirror" ] || {
  echo "apt names no mirror of Debian here; try apt-get update" >&2
  exit 69
}

packages=docker.io,docker-cli,podman,crun
# The dockerd of newer suites no longer brings it along, and wants it even with --iptables=false.
[ "$suite" = trixie ] || packages+=,iptables

mkdir -p "$cache"
exec 9>"$cache/.$suite.lock"
flock 9
[ ! -d "$root" ] || { echo "$root" && exit; }

# Half-built ones, of earlier tries too, never pass for a root: the name comes last.
partial=$cache/.$suite.partial
trap 'rm -rf --one-file-system "$partial"' EXIT
rm -rf --one-file-system "$partial"
echo "building $root: takes minutes, once" >&2
# In a mount namespace of its own, whatever debootstrap mounts goes with it. Its descriptor of the lock stays ours.
unshare --mount debootstrap --variant=minbase --include="$packages" "$suite" "$partial" "$mirror" 9>&- \
  >"$cache/$suite.log" 2>&1 || {
  tail "$cache/$suite.log" >&2
  echo "debootstrap failed; all of it is in $cache/$suite.log" >&2
  exit 1
}
rm -rf "$partial"/var/cache/apt/archives/*.deb "$partial"/var/lib/apt/lists/*
mv "$partial" "$root"
echo "$root"
