#!/bin/sh
# Installs the Debian packages among those named that are missing; does nothing, fast, when none is.
# PACKAGE:PROGRAM counts as there, too, when PROGRAM is (say, a dockerd that is not Debian's).
#
# usage: need.sh PACKAGE[:PROGRAM]...
set -eu

PATH=$PATH:/usr/sbin:/sbin
missing=
for each; do
  package=${each%%:*}
  program=${each#"$package"}
  command -v "${program#:}" >/dev/null 2>&1 && continue
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "installing$missing" >&2
command -v apt-get >/dev/null || {
  echo "this is no Debian: please install what gives the above, then try again" >&2
  exit 69
}
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive
{
  # --no-remove: nothing that is here already makes way for a package of ours.
  # shellcheck disable=SC2086
  $as_root apt-get -q update && $as_root apt-get -q install -y --no-install-recommends --no-remove $missing
} >&2
