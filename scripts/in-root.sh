#!/bin/sh
# Runs COMMAND with ROOT as its root file system and FOLDER at the same path as here, so that both sides meet there.
# ROOT itself is read-only: what ran in it leaves no trace. Becomes COMMAND: its process ID is this script's.
# A chroot would not do, since engines mount and pivot themselves. Wants root, and a mount namespace of its own:
#
# usage: unshare --mount in-root.sh ROOT FOLDER COMMAND...
set -eu

root=$1
folder=$2
shift 2

mount --make-rprivate /
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
for tree in /proc /sys /dev; do mount --rbind "$tree" "$root$tree"; done
for scratch in /run /tmp /var/tmp /var/cache; do mount -t tmpfs -o mode=1777 tmpfs "$root$scratch"; done
mkdir -p "$root$folder"
mount --bind "$folder" "$root$folder"

cd "$root"
# The old root ends up on top of the new one, and goes.
pivot_root . .
umount -l .
cd "$folder"
exec "$@"
