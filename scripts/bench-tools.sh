# shellcheck shell=bash
# shellcheck disable=SC2034 # `measure` reads what they set
# The tools that bench.sh measures. Each sets `title` and `command`, and makes what it begins with; one that cannot be
# had sets `absent` to why. To be sourced.

: "${root:?must name the project}" "${folder:?must name the folder of the engine}" "${janitor:?must name the program}"

write_configurations() {
  cp "$root/etc/janitor.conf" "$folder/"
  cat >"$folder/sweep.conf" <<END
[brake]
steps = 100000
share = "100%"

[[policy]]
name = "exited-containers"
target = "containers"
filter = ["status=exited"]
END
  # Everything that \`docker system prune --all\` takes.
  cat >"$folder/system.conf" <<END
[brake]
steps = 100000
share = "100%"

[[policy]]
name = "containers"
target = "containers"
filter = ["status=exited", "status=created", "status=dead"]

[[policy]]
name = "images"
target = "images"
older-than = "0s"
since = "created"

[[policy]]
name = "networks"
target = "networks"
older-than = "0s"

[[policy]]
name = "build-cache"
target = "build-cache"
older-than = "0s"
END
  cat >"$folder/dry.conf" <<END
[brake]
steps = 100000
share = "100%"

[[policy]]
name = "containers"
target = "containers"
filter = ["status=exited"]
older-than = "1d"
since = "finished"

[[policy]]
name = "images"
target = "images"
older-than = "1d"
since = "created"
END
}

# MARK: Nothing to do

janitor_version() {
  title="janitor --version"
  command=("$janitor" --version)
}

docker_version() {
  title="docker --version"
  command=(docker --version)
}

janitor_dry_run() {
  title="janitor run --dry-run"
  command=("$janitor" run --dry-run --config "$folder/janitor.conf" --history "$folder/idle/history.sqlite")
}

docker_ps() {
  title="docker ps -a"
  command=(docker ps --all)
}

# newer_client: the docker of Debian sid, with the loader and the libraries that it was built for, since this machine's are older.
newer_client() {
  local suite libraries
  suite=$("$root/scripts/engine-root.sh" sid) || return
  libraries=$(echo "$suite"/usr/lib/*-linux-gnu*)
  newer_docker=("$(echo "$libraries"/ld-linux-*.so.*)" --argv0 docker --library-path "$libraries" "$suite/usr/bin/docker")
  newer_version=$("${newer_docker[@]}" version --format '{{.Client.Version}}')
}

docker_ps_newer() {
  title="docker ps -a (client $newer_version)"
  command=("${newer_docker[@]}" ps --all)
  [ -n "$newer_version" ] || absent="there is no root of Debian sid with that client"
}

floor_list() {
  title="floor: one bare list (curl)"
  command=(curl --silent --fail --unix-socket "$folder/docker.sock" "http://engine/containers/json?all=1")
}

# MARK: Sweeps

# With a new ledger each time: in one that knows the containers from the last round, half the work would be done.
janitor_sweep() {
  title="janitor run"
  command=("$janitor" run --config "$folder/sweep.conf" --history "$folder/ledger/history.sqlite")
  rm -rf "$folder/ledger"
}

janitor_sweep_memory() {
  title="janitor run (ledger in memory)"
  command=("$janitor" run --config "$folder/sweep.conf" --history "$folder/memory/ledger/history.sqlite")
  mkdir -p "$folder/memory"
  mountpoint -q "$folder/memory" || mount -t tmpfs -o size=64m bench "$folder/memory"
  rm -rf "$folder/memory/ledger"
}

docker_prune() {
  title="docker container prune -f"
  command=(docker container prune --force)
}

docker_rm() {
  # shellcheck disable=SC2016
  title='docker rm $(docker ps -aq -f status=exited)'
  command=(sh -c "$title")
}

docker_custodian() {
  title="docker-custodian (dcgc --max-container-age 0s)"
  command=("$cache/custodian/bin/dcgc" --max-container-age 0s)
  custodian_there
}

custodian_there() {
  [ -x "$cache/custodian/bin/dcgc" ] || {
    say "getting docker-custodian from PyPI"
    /usr/bin/python3 -m venv "$cache/custodian" && "$cache/custodian/bin/pip" --quiet install docker-custodian
  } >&2 || absent="it could not be installed from PyPI"
}

# What the engine itself needs, with as little client as can be. Prints for each DELETE whether it had to connect.
floor_sweep() {
  title="floor: one list, bare DELETEs, eight at a time (curl)"
  # shellcheck disable=SC2016
  command=(sh -c '
    curl --silent --unix-socket "$0" "http://engine/containers/json?all=1&filters=%7B%22status%22:%5B%22exited%22%5D%7D" |
      jq -r ".[] | \"url = \\\"http://engine/containers/\(.Id)\\\"\"" |
      curl --silent --no-progress-meter --fail --unix-socket "$0" --parallel --parallel-max 8 --request DELETE --write-out "%{num_connects}\n" \
        --config -
  ' "$folder/docker.sock")
}

# What janitor asks for and nothing else, in the order that is cheapest for the engine.
floor_looks() {
  title="floor: the same requests as janitor's, eight at a time (curl)"
  # shellcheck disable=SC2016
  command=(sh -c '
    ask() { curl --silent --no-progress-meter --fail --unix-socket "$0" --parallel --parallel-max 8 --config - "$@" >/dev/null; }
    urls=$(curl --silent --unix-socket "$0" "http://engine/containers/json?all=1&filters=%7B%22status%22:%5B%22exited%22%5D%7D" |
      jq -r ".[] | \"url = \\\"http://engine/containers/\(.Id)SUFFIX\\\"\"")
    for look in 1 2; do echo "$urls" | sed "s,SUFFIX,/json?size=1," | ask || exit; done
    echo "$urls" | sed "s,SUFFIX,," | ask --request DELETE
  ' "$folder/docker.sock")
}

janitor_system() {
  title="janitor run"
  command=("$janitor" run --config "$folder/system.conf" --history "$folder/ledger/history.sqlite")
  rm -rf "$folder/ledger"
}

docker_system_prune() {
  title="docker system prune -af"
  command=(docker system prune --all --force)
}

# MARK: Dry runs

janitor_dry_first() {
  title="janitor run --dry-run, the first"
  command=("$janitor" run --dry-run --config "$folder/dry.conf" --history "$folder/first/history.sqlite")
  rm -rf "$folder/first"
}

# Always the second: on a copy of the ledger that the first one left.
janitor_dry_again() {
  title="janitor run --dry-run, the second"
  command=("$janitor" run --dry-run --config "$folder/dry.conf" --history "$folder/second/history.sqlite")
  [ -d "$folder/known" ] ||
    "$janitor" run --dry-run --config "$folder/dry.conf" --history "$folder/known/history.sqlite" >/dev/null
  rm -rf "$folder/second"
  cp -a "$folder/known" "$folder/second"
}

docker_custodian_dry_run() {
  title="docker-custodian (dcgc --dry-run --max-container-age 1day --max-image-age 1day)"
  command=("$cache/custodian/bin/dcgc" --dry-run --max-container-age 1day --max-image-age 1day)
  custodian_there
}

# What the first and the second dry run ask for, by the engine's own log; not what tells who the engine is.
learn_requests() {
  local title command run
  daemon_options=(--debug)
  lay_out full
  for run in first again; do
    "janitor_dry_$run"
    : >"$folder/log"
    "${command[@]}" >/dev/null
    sed -nE 's,.*msg="Calling GET ([^"]*)".*,url = "http://engine\1",p' "$folder/log" |
      grep -Ev '/(_ping|version|info)"$' >"$folder/requests-$run"
  done
  daemon_options=()
}

# ask_at_once FILE
ask_at_once() {
  # shellcheck disable=SC2016
  command=(sh -c 'curl --silent --no-progress-meter --fail --unix-socket "$0" --parallel --parallel-max 8 --config "$1" >/dev/null' \
    "$folder/docker.sock" "$1")
}

floor_first() {
  title="floor: the same requests as the first one's, eight at a time (curl)"
  ask_at_once "$folder/requests-first"
}

floor_lists() {
  title="floor: the same lists, at once (curl)"
  ask_at_once "$folder/requests-again"
}

# MARK: Recording

# How much of a sweep passes in the system calls that write the ledger and wait for the disk.
trace_recording() {
  local title command begun ended inside
  janitor_sweep
  begun=${EPOCHREALTIME/./}
  strace --follow-forks --seccomp-bpf --decode-fds=path --syscall-times --trace=pwrite64,fsync,fdatasync,ftruncate \
    --output="$folder/trace" "${command[@]}" >/dev/null
  ended=${EPOCHREALTIME/./}
  # A call that another thread's interrupts has its file in its first line and its time in its second.
  inside=$(awk '
    /history\.sqlite.*<unfinished/ { open[$1] = 1; next }
    / resumed>/ { if (!open[$1]) next; delete open[$1]; mine = 1 }
    /history\.sqlite/ || mine { if (match($0, /<[0-9.]+>$/)) { sum += substr($0, RSTART + 1, RLENGTH - 2); calls++ } }
    { mine = 0 }
    END { if (!calls) exit 1; printf "%.6f", sum }' "$folder/trace")
  figure recordingCallsShare "$(jq -n --argjson inside "$inside" --argjson micros $((ended - begun)) '$inside / ($micros / 1e6)')"
  figure recordingCommits "$(grep -c 'fdatasync(.*history\.sqlite' "$folder/trace")"
}

# MARK: Podman

janitor_podman() {
  title="janitor run"
  command=("$janitor" run --host "unix://$podman/podman.sock" --config "$folder/sweep.conf"
    --history "$folder/ledger/history.sqlite")
  rm -rf "$folder/ledger"
}

# What janitor asks for and nothing else: who the engine is, what there is, each container for the plan and for its step, and
# the removals.
floor_podman() {
  title="floor: the same requests as janitor's, eight at a time (curl)"
  # shellcheck disable=SC2016
  command=(sh -c '
    ask() { curl --silent --no-progress-meter --fail --unix-socket "$0" --parallel --parallel-max 8 --config - "$@" >/dev/null; }
    curl --silent --fail --unix-socket "$0" http://engine/_ping http://engine/v1.41/info >/dev/null || exit
    urls=$(curl --silent --unix-socket "$0" "http://engine/v1.41/containers/json?all=1" |
      jq -r ".[] | \"url = \\\"http://engine/v1.41/containers/\(.Id)SUFFIX\\\"\"")
    for look in 1 2; do echo "$urls" | sed "s,SUFFIX,/json?size=1," | ask || exit; done
    echo "$urls" | sed "s,SUFFIX,," | ask --request DELETE
  ' "$podman/podman.sock")
}

floor_podman_bare() {
  title="floor: one list, bare DELETEs, eight at a time (curl)"
  # shellcheck disable=SC2016
  command=(sh -c '
    curl --silent --unix-socket "$0" "http://engine/v1.41/containers/json?all=1" |
      jq -r ".[] | \"url = \\\"http://engine/v1.41/containers/\(.Id)\\\"\"" |
      curl --silent --no-progress-meter --fail --unix-socket "$0" --parallel --parallel-max 8 --request DELETE --config - >/dev/null
  ' "$podman/podman.sock")
}

podman_prune() {
  title="podman container prune -f"
  command=("${podman_here[@]}" container prune --force)
}

# MARK: The ledger

on_ledger() {
  title="janitor $*"
  command=("$janitor" "$@" --history "$million")
}

sql_by_day() {
  title="sqlite3: the SQL of that report"
  command=(sqlite3 -readonly -batch "$million" ".read $folder/by-day.sql")
}
