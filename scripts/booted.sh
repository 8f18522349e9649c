# shellcheck shell=bash
# A Debian 12 of its own, booted in a container of systemd's, beside a private engine of this host whose socket and files it
# sees; and checks of what goes on in it. To be sourced, with
#   cache    the folder in which Debian lies once it is downloaded
# Wants root. All of it ends with the script that sources this.

: "${cache:?must name the folder for Debian}"
scripts=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
suite=bookworm
"$scripts/need.sh" docker.io:dockerd busybox-static debootstrap systemd-container jq sqlite3

# Not in /tmp: the service has a /tmp of its own, and would not see the engine's files there.
folder=$(mktemp -d /var/lib/janitor-test-XXXX)
# shellcheck disable=SC2034 # start_engine reads it
group=64711
# shellcheck source=scripts/engine.sh
. "$scripts/engine.sh"
host=$folder/host

# shellcheck disable=SC2317 # called by the trap
leave() {
  [ ! -e "$folder/container" ] || {
    kill -TERM "$(cat "$folder/container")" && wait "$(cat "$folder/container")"
  } 2>/dev/null || true
  umount -R "$host" 2>/dev/null || true
  "$scripts/end-engine.sh" "$folder"
  rm -rf --one-file-system "$folder"
}
trap leave EXIT
trap 'exit 130' INT TERM

# MARK: A Debian of its own

download_debian() {
  local mirror
  # The mirror that this machine uses itself, whatever it is.
  # shellcheck disable=SC2016 # apt's variables, not the shell's
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' | sed q)
  echo "downloading Debian ($suite) to $cache, once" >&2
  mkdir -p "$cache"
  rm -rf "$cache/$suite.part"
  # What janitor's binary needs, and a system to boot.
  debootstrap --variant=minbase \
    --include=systemd,systemd-sysv,dbus,libsqlite3-0,libstdc++6,zlib1g,libgcc-s1,ca-certificates \
    "$suite" "$cache/$suite.part" "$mirror" >"$cache/log" 2>&1 || { tail "$cache/log" >&2 && exit 69; }
  mv "$cache/$suite.part" "$cache/$suite"
}

# It is in $host from now on, and can be changed before it boots.
mount_debian() {
  [ -d "$cache/$suite" ] || download_debian
  mkdir -p "$folder"/{changes,work} "$host"
  mount -t overlay overlay -o "lowerdir=$cache/$suite,upperdir=$folder/changes,workdir=$folder/work" "$host"
}

# Boots it beside the sample engine and its clutter.
boot() {
  "$scripts/sample-engine.sh" "$folder" "$group" >/dev/null
  setsid systemd-nspawn --quiet --directory="$host" --boot --register=no --keep-unit --private-network \
    --console=pipe --machine=janitor-test --bind="$folder/docker.sock:/run/docker.sock" \
    --bind-ro="$folder/data" >"$folder/console" 2>&1 </dev/null &
  echo $! >"$folder/container"
  wait_until 120 is_up || { tail "$folder/console" >&2 && echo "the container did not boot" >&2 && exit 69; }
  echo "booted $(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' "$host/etc/os-release"), $(inside systemctl --version | sed q)," \
    "beside Docker $(docker version --format '{{.Server.Version}}')"
}
is_up() {
  leader=$(pgrep --parent "$(cat "$folder/container")" --oldest systemd || pgrep --parent "$(cat "$folder/container")" init) &&
    inside systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'
}

# inside COMMAND...: in the booted system, as root there.
inside() { nsenter --target "$leader" --all -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"; }

# MARK: Checks

indent() { sed "s/^/$1/"; }

passed=0 failed=0
# check WORDS COMMAND...: the command's output is shown where it fails.
check() {
  local words=$1 output
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    echo "ok    $words"
  else
    failed=$((failed + 1))
    echo "FAIL  $words"
    echo "${output:-(no output)}" | indent '        '
  fi
}

# show COMMAND...: for people to judge; checks nothing.
show() { "$@" 2>&1 | indent '    | ' || true; }

property() { inside systemctl show --property="$1" --value "${2:-janitor.service}"; }
is() { [ "$1" = "$2" ] || { echo "it is '$1', not '$2'" && return 1; }; }
property_is() { is "$(property "$1" "${3:-janitor.service}")" "$2"; }
says() { grep -F -e "$1" <<<"$2" || { echo "'$1' is not in:" && echo "$2" && return 1; }; }
journal() { inside journalctl --unit=janitor.service --output=cat --no-pager "_SYSTEMD_INVOCATION_ID=$(property InvocationID)"; }
whole_journal() { inside journalctl --unit=janitor.service --output=cat --no-pager; }
# What janitor itself calls a warning or worse; systemd has its own words for a unit that fails.
serious_journal() {
  inside journalctl --unit=janitor.service --priority=warning --output=cat --no-pager _COMM=janitor
}
journal_says() { says "$1" "$(journal)"; }
status_says() { says "$1" "$(inside systemctl status --no-pager --full janitor.service)"; }
lock_is_held() { inside sh -c 'ls /run/lock/janitor-*.lock'; }
lock_is_free() { ! lock_is_held; }
units_are_clean() { ! inside systemd-analyze verify --man=no janitor.service janitor.timer 2>&1 | grep janitor; }
# Nothing that steers a terminal: controls of ASCII, or of Latin-1 as UTF-8 has them.
journal_is_plain() { ! whole_journal | grep --perl-regexp '[\x00-\x08\x0B-\x1F\x7F]|\xC2[\x80-\x9F]'; }
# Nothing of the runtime's below janitor: a policy may well be called "failed-…".
journal_is_quiet() { ! whole_journal | grep --extended-regexp '^(Failed|Fatal|warning)|errno'; }
has_container() { docker container inspect "$1"; }
has_no_container() { ! docker container inspect "$1"; }
# SQLite would make a file that is not there yet.
ledger() { [ -s "$host/var/lib/janitor/history.sqlite" ] && sqlite3 "$host/var/lib/janitor/history.sqlite" "$1"; }
ledger_says() { is "$(ledger "$1")" "$2"; }
mode_is() { is "$(inside stat --format '%a %U:%G' "$1")" "$2"; }
drop_in() { # UNIT, and the text on standard input
  mkdir -p "$host/etc/systemd/system/$1.d"
  cat >"$host/etc/systemd/system/$1.d/test.conf"
  inside systemctl daemon-reload
}
no_drop_in() {
  rm -rf "$host/etc/systemd/system/$1.d"
  inside systemctl daemon-reload
}
# starts the service, waits for its end, whatever that is.
run_service() { inside systemctl start janitor.service 2>/dev/null || true; }
wait_until() { # SECONDS COMMAND...
  local tries=$(($1 * 5))
  shift
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.2
  done
}

# Ends the script that sources this, by what the checks said.
conclude() {
  echo
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}
