#!/bin/sh
# Makes the manual pages: those of the commands of what `janitor --help` is made of, janitor.conf(5) of
# docs/configuration.md. $SOURCE_DATE_EPOCH, if set, is their date.
#
# usage: man.sh JANITOR FOLDER
set -eu
export LC_ALL=C.UTF-8

janitor=${1:?usage: man.sh JANITOR FOLDER}
folder=${2:?usage: man.sh JANITOR FOLDER}
scripts=$(dirname "$0")
"$scripts/need.sh" jq
rm -rf "$folder"
mkdir -p "$folder"
{
  "$janitor" --experimental-dump-help | jq -r -f "$scripts/man.jq"
  echo '# janitor.conf(5): configuration of janitor'
  sed 1d "$scripts/../docs/configuration.md"
  printf '\n## SEE ALSO\n\n**janitor**(1), **janitor-check**(1)\n'
} | awk -v folder="$folder" -v date="$(date --utc --date="@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%Y-%m-%d)" \
  -v version="$("$janitor" --version)" -f "$scripts/man.awk"
