#!/bin/sh
# Makes a Debian package of what `make install DESTDIR=FOLDER/stage PREFIX=/usr` put there, in FOLDER, and has lintian look
# at it. Its version is janitor's.
#
# usage: deb.sh FOLDER
set -eu
export LC_ALL=C.UTF-8

folder=$(realpath "${1:?usage: deb.sh FOLDER}")
source=$(realpath "$(dirname "$0")/..")
version=$("$folder/stage/usr/bin/janitor" --version)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$source" log -1 --format=%ct 2>/dev/null || date +%s)}
# What is in the program was stripped when it was linked.
export SOURCE_DATE_EPOCH DEB_BUILD_OPTIONS=noautodbgsym

mkdir "$folder/build"
cp -R "$source/packaging/debian" "$folder/build/"
cat >"$folder/build/debian/changelog" <<END_OF_CHANGELOG
janitor ($version) unstable; urgency=medium

  * What changed stands in /usr/share/doc/janitor/CHANGELOG.md.

 -- $(sed -n 's/^Maintainer: //p' "$source/packaging/debian/control")  $(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")
END_OF_CHANGELOG
(cd "$folder/build" && dpkg-buildpackage --build=binary --no-sign) >"$folder/log" 2>&1 || {
  tail -n 30 "$folder/log" >&2
  exit 1
}
lintian --fail-on=error,warning "$folder"/janitor_*.deb
echo "$folder"/janitor_*.deb
