#!/bin/sh
# Prints the completion script of a shell: what janitor generates, and for bash what that lacks.
#
# usage: completions.sh JANITOR bash|zsh|fish
set -eu

# It is sourced, and no program.
"$1" --generate-completion-script "$2" | sed '1{/^#!/d;}'
[ "$2" != bash ] || cat "$(dirname "$0")/../packaging/completion.bash"
