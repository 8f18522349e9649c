# shellcheck shell=bash
# What behaviour.sh has janitor do, and on what. To be sourced.

: "${root:?must name the project}" "${folder:?must name the folder of the engine}" "${names:?must name the file of names}"
: "${proxied:?must name the proxy}" "${tomorrow:?must be a date}" "${podman:?must name the folder of Podman}"

# MARK: Without an engine

scene_help() {
  local each
  record help --help
  record version --version
  record nothing
  for each in run report history explain check doctor; do
    record "help-$each" "$each" --help
  done
  record help-by-command help run
  for each in bash zsh fish; do record "completion-$each" --generate-completion-script "$each"; done
}

scene_usage() {
  record usage-command sweep
  record usage-option run --force
  record usage-color run --color purple
  record usage-format run --format xml
  record usage-plan run --plan xyz
  record usage-plan-and-policy run --plan 0123 --policy passed
  record usage-limit history --limit -1
  record usage-run history soon
  record usage-follow history --follow --format json
  record usage-target history --target pod
  record usage-outcome history --outcome well
  record usage-since report --since yesterday
  record usage-by report --by week
  record usage-html report --format html --by day
  record usage-prometheus report --format prometheus --since 7d
  record usage-prometheus-by report --format prometheus --by run
  record usage-arguments explain one two
}

# toml FILE: the configurations in a page, each in a file of its own; those that are said to be wrong as well.
toml() {
  awk -v start="$folder/pages/$(basename "$1" .md)" '
    /^```toml/ { name = sprintf("%s-%02d.conf", start, ++count); inside = 1; next }
    /^```/ { inside = 0 }
    inside { print >name }' "$1"
}

scene_check() {
  local page
  record check check
  record check-json check --format json
  record check-file check "$root/etc/janitor.conf"
  record check-colored check --color always
  on_terminal 60 record check-terminal check
  on_terminal 30 record check-narrow check
  on_terminal 80 record check-no-color NO_COLOR=1 check
  mkdir -p "$folder/pages"
  for page in recipes configuration exit-codes; do toml "$root/docs/$page.md"; done
  chmod 644 "$folder"/pages/*
  for page in "$folder"/pages/*.conf; do record "check-$(basename "$page" .conf)" check "$page"; done
}

# wrong NAME: a configuration from standard input.
wrong() {
  cat >"$folder/$1.conf"
  record "wrong-$1" check "$folder/$1.conf"
}

scene_wrong() {
  wrong syntax <<<$'[[policy]\nname = "x"\n'
  wrong values <<'END'
unknown = 1
[engine]
host = "ftp://here"
timeout = "0s"
[history]
path = "relative"
keep = "long"
[protect]
labels = ["", "=x"]
containers = "prod"
images = ["postgres"]
volume = []
[brake]
steps = 0
share = "200%"
[[policy]]
name = "two words"
target = "image"
[[policy]]
target = "images"
[[policy]]
name = "all"
target = "images"
[[policy]]
name = "all"
target = "containers"
action = "stop"
since = "finished"
older-than = "7 days"
volumes = true
[[policy]]
name = "filters"
target = "containers"
filter = ["status=gone", "exited=many", "colour=red", "label", "until=x", "dangling=true"]
except = ["status"]
keep-last = 0
per = "week"
[[policy]]
name = "volumes"
target = "volumes"
per = "repository"
when = { larger-than = "1GB" }
[[policy]]
name = "cache"
target = "build-cache"
keep-last = 2
named = true
stop-timeout = "1500ms"
every = "-1h"
when = { larger-than = "1GB", down-to = "2GB", extra = true }
END
  wrong nothing </dev/null
  wrong types <<<$'policy = 3\nengine = "x"\n[history]\nkeep = 7\n'
  wrong text <<<$'[[policy]]\nname = "a\033[31m\u202eb"\ntarget = "containers"\n'
  wrong tls <<<$'[engine]\nhost = "tcp://h:1"\n[engine.tls]\ncert = "/c"\nverify = "no"\n'
  mkdir -p "$folder/values.conf.d"
  echo $'[[policy]]\nname = "all"\ntarget = "images"\nolder-than = "1d"' >"$folder/values.conf.d/10-more.conf"
  record wrong-drop-in check "$folder/values.conf"
  record wrong-json check "$folder/values.conf" --format json
  record wrong-run JANITOR_CONFIG="$folder/values.conf" run --dry-run
  record wrong-journal JANITOR_CONFIG="$folder/types.conf" run --dry-run
  record wrong-missing run --config "$folder/nowhere.conf"
  record wrong-folder check "$folder"
  install -m 666 "$root/etc/janitor.conf" "$folder/shared.conf"
  record wrong-shared check "$folder/shared.conf"
  record doctor-wrong JANITOR_CONFIG="$folder/values.conf" doctor
  record explain-wrong JANITOR_CONFIG="$folder/syntax.conf" explain
  record history-wrong JANITOR_CONFIG="$folder/syntax.conf" history
}

scene_hosts() {
  local number=0 each
  for each in ftp://here unix://relative here tcp:// tcp://h:99999 ssh://-oProxyCommand=id ssh://a:b@h ssh://h/x%20y \
    "unix:///$(printf '%0120d' 0)" $'tcp://h\033[31m:1'; do
    number=$((number + 1))
    record "host-bad-$number" run --dry-run --host "$each"
  done
  record host-bad-variable DOCKER_HOST=ftp://here run --dry-run
  record host-missing run --dry-run --host "unix://$folder/nowhere.sock"
  record host-file run --dry-run --host "unix://$names"
  record host-refused run --dry-run --host tcp://127.0.0.1:1
  record host-tls DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH="$folder/nowhere" run --dry-run --host tcp://127.0.0.1:1
  without_sockets record host-none DOCKER_HOST= run --dry-run
  without_sockets record host-none-doctor DOCKER_HOST= doctor
  without_sockets record host-none-explain DOCKER_HOST= XDG_RUNTIME_DIR=/run/user/1 explain web --quiet

  mkdir -p "$folder/ssh"
  # shellcheck disable=SC2016
  printf '#!/bin/sh\necho "$said" >&2\nexit "$ends"\n' >"$folder/ssh/ssh"
  chmod 755 "$folder/ssh/ssh"
  for each in 255 127 1; do
    record "host-ssh-$each" PATH="$folder/ssh:$PATH" said="no such thing" ends="$each" run --dry-run --host ssh://u@h:22
  done
  record host-ssh-silent PATH="$folder/ssh:$PATH" said= ends=255 run --dry-run --host ssh://h
  record host-ssh-none PATH="$folder/nowhere" run --dry-run --host ssh://h
}

# context NAME HOST: as Docker's client writes one.
context() {
  local meta
  meta=$folder/contexts/contexts/meta/$(printf %s "$1" | sha256sum | cut -d' ' -f1)
  mkdir -p "$meta"
  echo "{\"Name\": \"$1\", \"Endpoints\": {\"docker\": {\"Host\": \"$2\"}}}" >"$meta/meta.json"
}

scene_contexts() {
  local contexts=DOCKER_CONFIG=$folder/contexts tls
  context here "$DOCKER_HOST"
  context gone "unix://$folder/nowhere.sock"
  context bad ftp://here
  context empty ""
  context secure tcp://127.0.0.1:1
  tls=$folder/contexts/contexts/tls/$(printf secure | sha256sum | cut -d' ' -f1)/docker
  mkdir -p "$tls"
  touch "$tls/cert.pem"
  for each in here gone bad empty secure missing; do
    record "context-$each" DOCKER_HOST= "$contexts" DOCKER_CONTEXT="$each" explain with-data
  done
  touch "$tls/key.pem"
  record context-certificates DOCKER_HOST= "$contexts" DOCKER_CONTEXT=secure explain with-data
  echo '{"currentContext": "missing"}' >"$folder/contexts/config.json"
  record context-current DOCKER_HOST= "$contexts" run --dry-run
  record context-current-doctor DOCKER_HOST= "$contexts" doctor
  echo '{"currentContext": "here"}' >"$folder/contexts/config.json"
  record context-current-here DOCKER_HOST= "$contexts" doctor --quiet
  echo '{"currentContext":' >"$folder/contexts/config.json"
  record context-damaged DOCKER_HOST= "$contexts" run --dry-run
  rm "$folder/contexts/config.json"
  mkdir "$folder/contexts/config.json"
  record context-unreadable DOCKER_HOST= "$contexts" run --dry-run
}

# MARK: The ledger in trouble

# Needs a ledger that something was recorded in.
scene_ledgers() {
  local ledger=$folder/troubled each copy
  mkdir "$ledger"
  record ledger-none history --history "$ledger/none.sqlite"
  record ledger-none-report report --history "$ledger/none.sqlite"
  record ledger-none-explain explain no-such-object --history "$ledger/new.sqlite"
  record ledger-none-doctor doctor --history "$ledger/none.sqlite"
  record ledger-nowhere run --history /proc/nowhere/history.sqlite
  record ledger-nowhere-doctor doctor --history /proc/nowhere/history.sqlite
  record ledger-folder run --history "$ledger"
  for each in damaged broken worn foreign newer; do
    copy=$ledger/$each.sqlite
    sqlite3 "$folder/state/history.sqlite" "VACUUM INTO '$copy'"
    case $each in
      damaged) printf 'this is no ledger at all' | dd of="$copy" conv=notrunc status=none ;;
      broken) printf '%5000s' '' | dd of="$copy" bs=1 seek=4200 conv=notrunc status=none ;;
      worn) printf '%100s' '' | dd of="$copy" bs=1 seek=$(($(stat -c %s "$copy") - 4096)) conv=notrunc status=none ;;
      foreign) sqlite3 "$copy" "PRAGMA application_id = 1" ;;
      newer) sqlite3 "$copy" "INSERT INTO grdb_migrations VALUES ('99: from the future')" ;;
    esac
    for command in run "run --dry-run" history report explain doctor "doctor --format json" "doctor --repair"; do
      # shellcheck disable=SC2086
      record "ledger-$each-${command//[^a-z]/}" $command --history "$copy"
    done
  done
  sqlite3 "$folder/state/history.sqlite" "VACUUM INTO '$ledger/shared.sqlite'"
  chmod 666 "$ledger/shared.sqlite"
  record ledger-shared doctor --history "$ledger/shared.sqlite"
  chmod 640 "$ledger/shared.sqlite"
  record ledger-sound-repair doctor --repair --history "$ledger/shared.sqlite"
  on_read_only "$ledger" record ledger-read-only run --history "$ledger/shared.sqlite"
  sqlite3 "$ledger/shared.sqlite" "BEGIN EXCLUSIVE" ".shell touch $ledger/held; while [ -e $ledger/held ]; do sleep 0.1; done" &
  await test -e "$ledger/held"
  record ledger-held run --history "$ledger/shared.sqlite"
  rm "$ledger/held"
  wait $!
}

# MARK: Looking

steady=(--policy passed --policy failed --policy never-started --policy stop-strays --policy old-builds --policy dangling
  --policy unused-networks)

scene_dry_runs() {
  configure state
  # The first one sees what is there; then all of that was seen long ago.
  in_order record dry-run-first run --dry-run --verbose
  past state
  record dry-run run --dry-run
  record dry-run-json run --dry-run --format json
  in_any_order record dry-run-kept run --dry-run --show-kept
  # What stays comes in the engine's order, which knows none for volumes and networks.
  in_any_order record dry-run-kept-json-all run --dry-run --show-kept --format json
  record dry-run-kept-json run --dry-run --show-kept --format json "${steady[@]:0:12}"
  in_any_order record dry-run-colored run --dry-run --show-kept --color always
  record dry-run-quiet run --dry-run --quiet
  in_order record dry-run-verbose run --dry-run --verbose
  record dry-run-due run --dry-run --due
  record dry-run-policy run --dry-run --policy dangling --policy passed
  record dry-run-off run --dry-run --policy newest-builds --show-kept
  record dry-run-unknown run --dry-run --policy passed --policy no-such-policy
  record dry-run-nothing run --dry-run --policy test-volumes
  in_journal record dry-run-journal run --dry-run
  # Not where an age is counted in seconds: a line would end elsewhere each time.
  for each in 200 100 80 60 40 20; do
    on_terminal "$each" in_any_order record "dry-run-terminal-$each" run --dry-run --show-kept "${steady[@]}"
  done
  on_terminal 80 record dry-run-no-color NO_COLOR=1 run --dry-run "${steady[@]}"
  on_terminal 80 in_order record dry-run-terminal-verbose run --dry-run --verbose "${steady[@]}"
  record dry-run-config run --dry-run --config "$root/etc/janitor.conf" --history "$folder/state/history.sqlite"
  past state
  record history-dry-runs history --include-dry-runs --limit 3
}

scene_brake() {
  local config=$folder/braked.conf
  sed 's/^steps = .*/steps = 3/' "$JANITOR_CONFIG" >"$config"
  record brake-dry-run run --dry-run --config "$config"
  record brake-run run --config "$config"
  record brake-json run --config "$config" --format json
  in_journal record brake-journal run --config "$config"
  sed 's/^share = .*/share = "10%"/' "$JANITOR_CONFIG" >"$config"
  record brake-share run --config "$config"
  on_terminal 50 record brake-terminal run --config "$config" "${steady[@]}"
  past state
  record brake-history history --limit 2
  record brake-doctor doctor
}

scene_explain() {
  record explain explain
  record explain-json explain --format json
  record explain-colored explain --color always
  on_terminal 70 record explain-terminal explain
  for each in nightly-backup import-job flaky-test payroll prod-migration with-cache shop-web-1 pod tests always-up retried \
    killed build-7 never-started just-made with-data tool-run in-network web stray frozen shop-db-1 \
    base:1 runner:latest runner postgres:16 ci/app:build-1 ci/app:stable shop/app:3 ci/app:build-5 ci/tool:1 shop/base:1 \
    shop/child:1 shop/built:1 shop-data spare-data db-main gone_data idle kept-net shop host; do
    record "explain-${each//[^a-z0-9-]/-}" explain "$each"
  done
  for each in nightly-backup with-cache stray base:1 ci/app:stable shop-data gone_data idle host; do
    record "explain-${each//[^a-z0-9-]/-}-json" explain "$each" --format json
  done
  on_terminal 64 record explain-terminal-object explain ci/app:build-2
  record explain-missing explain no-such-object
  record explain-missing-json explain no-such-object --format json
  record explain-hostile explain $'\033[31mred\u202e'
  record explain-id explain "$(sed -n 's/ image draft-1$//p' "$names" | cut -c 1-12)"
  record explain-volume explain "$(sed -n 's/ anonymous volume$//p' "$names")"
  in_order record explain-verbose explain import-job --verbose
  in_any_order record explain-ambiguous explain sha256:
}

scene_doctor() {
  record doctor doctor
  record doctor-json doctor --format json
  record doctor-colored doctor --color always
  on_terminal 200 record doctor-terminal doctor
  on_terminal 60 record doctor-narrow doctor --host "unix://$folder/nowhere.sock" --history "$folder/none.sqlite"
  record doctor-repair doctor --repair
  sed 's/^target/enabled = false\n&/; /^enabled = false$/{N;/\nenabled/D}' "$JANITOR_CONFIG" >"$folder/off.conf"
  record doctor-off doctor --config "$folder/off.conf"
  record explain-off explain --config "$folder/off.conf"
  record run-off run --config "$folder/off.conf"
}

scene_completions() {
  local each shell
  # What the shell asks for each of the words that janitor completes.
  for each in "run -- --policy" "run -- --plan" "history -- --policy" "history -- positional@0" "explain -- positional@0"; do
    for shell in bash zsh fish; do
      # shellcheck disable=SC2086
      in_any_order record "completion-$shell-${each//[^a-z0-9]/}" SAP_SHELL="$shell" ---completion $each 1 0 janitor "${each%% *}" \
        --config "$JANITOR_CONFIG" ""
    done
  done
  record completion-no-engine SAP_SHELL=bash ---completion explain -- positional@0 1 0 janitor explain \
    --host "unix://$folder/nowhere.sock" ""
  record completion-wrong SAP_SHELL=bash ---completion run -- --policy 1 0 janitor run --config "$folder/syntax.conf" ""
}

# MARK: Doing

# Each of the runs takes some of what the dry run showed, so that one engine does for all of them.
scene_runs() {
  configure state
  plan=$(plan_of run --dry-run --policy failed --policy never-started --policy unused-networks --policy test-volumes)
  # What the plan has and is otherwise by now: gone, started, with another label's image, in use.
  docker rm killed >/dev/null
  docker start never-started >/dev/null
  docker create --network=idle --volume spare-data:/data --name late base:1 true >/dev/null
  docker wait never-started >/dev/null
  named "$(docker inspect --format '{{.Id}}' late)" late
  record run-plan-missing run --plan ffff0000
  record run-plan-dry run --dry-run --plan "$plan"
  record run-plan-dry-json run --dry-run --plan "${plan:0:8}" --format json
  record run-plan run --plan "$plan" --show-kept
  record run-plan-again run --plan "$plan" --format json
  in_journal record run-plan-journal run --plan "$plan"
  docker rm late >/dev/null

  record run run --policy passed
  record run-nothing run --policy passed
  record run-json run --policy dangling --format json
  on_terminal 90 record run-terminal run --policy stop-strays --show-kept
  on_terminals 200 record run-progress run --policy test-volumes
  record run-colored run --policy orphaned-volumes --color always
  in_journal record run-journal run --policy old-builds
  in_order record run-verbose run --policy unused-networks --verbose
  in_any_order record run-systemd INVOCATION_ID=1 run --policy unused-images --show-kept
  record run-due run --due --quiet
  record run-due-again run --due --format json
  record run-rest run
}

# What BuildKit left has another order each time, for it goes by names that are made up.
scene_cache() {
  configure cache <<'END'
[[policy]]
name = "build-cache"
target = "build-cache"
filter = ["type=regular"]
older-than = "0s"
when = { larger-than = "40kB", down-to = "30kB" }

[[policy]]
name = "sources"
target = "build-cache"
filter = ["type=source.local"]
older-than = "0s"
END
  in_any_order record cache-dry-run run --dry-run --show-kept
  in_any_order record cache-json run --dry-run --show-kept --format json
  record cache-explain explain
  in_any_order record cache-object explain "$(sed -n 's/ record .*three$//p' "$names")"
  in_any_order record cache-run run --show-kept
  record cache-again run
  past cache
  in_any_order record cache-history history 3
}

scene_faults() {
  configure faults <<'END'
[[policy]]
name = "containers"
target = "containers"
filter = ["status=exited", "name=fault-"]

[[policy]]
name = "images"
target = "images"
filter = ["reference=fault/*"]

[[policy]]
name = "volumes"
target = "volumes"
named = true
filter = ["name=fault-"]
older-than = "0s"

[[policy]]
name = "networks"
target = "networks"
filter = ["name=fault-"]
older-than = "0s"
END
  local each days=10 containers=(refused hostile failing cut obeyed changed gone restarted kept) images=(image used taken)
  # One that ends at once, and goes on where it is started again.
  for each in "${containers[@]}"; do
    docker run --network=none --stop-signal=KILL --name "fault-$each" base:1 \
      sh -c '[ ! -e /ran ] || sleep 1000000; busybox touch /ran'
    # A list tells whole seconds, and orders by them.
    sleep 1
    named "$(docker inspect --format '{{.Id}}' "fault-$each")" "fault-$each"
  done
  docker volume create fault-volume >/dev/null
  docker volume create fault-mounted >/dev/null
  docker network create fault-network >/dev/null
  named "$(docker network inspect --format '{{.Id}}' fault-network)" "network fault-network"
  for each in "${images[@]}"; do
    layer "fault-$each" 1000
    days=$((days + 1))
    image "$(old "$days")" "fault/$each:1" "fault-$each"
    named "$(sha256sum "$folder/layers/config.json" | cut -d' ' -f1)" "image fault/$each:1"
  done
  id() { docker inspect --format '{{.Id}}' "$1" | cut -d: -f2; }
  # Volumes and networks go only once they were seen unused before.
  record fault-dry-run run --dry-run
  past faults
  # Whatever is believed of them has to be looked at again: once for the plan, once for the step.
  sqlite3 "$folder/faults/history.sqlite" "DELETE FROM container_facts; DELETE FROM image_facts"
  proxy \
    "DELETE containers/$(id fault-refused) every status 409 it is busy" \
    "DELETE containers/$(id fault-hostile) every status 403 \\u001b[31mred\\u202e\\ntwo" \
    "DELETE containers/$(id fault-failing) every status 500 driver failed" \
    "DELETE containers/$(id fault-cut) every cut" \
    "DELETE containers/$(id fault-obeyed) every after" \
    "GET containers/$(id fault-changed)/json 2 run docker update --restart=always fault-changed" \
    "GET containers/$(id fault-gone)/json 2 run docker rm fault-gone" \
    "DELETE containers/$(id fault-restarted) 1 run docker start fault-restarted" \
    "GET containers/$(id fault-kept)/json 2 status 500 cannot look" \
    "DELETE volumes/fault-volume every status 409 volume is in use" \
    "DELETE volumes/fault-mounted 1 run docker create --name mounting --volume fault-mounted:/data base:1 sh" \
    "DELETE networks/ every status 403 it has active endpoints" \
    "DELETE images/.*$(id fault/image:1) every status 500 no such layer" \
    "DELETE images/.*$(id fault/taken:1) 1 run docker create --name taking fault/taken:1 sh" \
    "GET containers/json 2 run docker create --name using fault/used:1 sh"
  record fault-run run --host "$proxied"
  unproxy
  for each in mounting taking using; do named "$(docker inspect --format '{{.Id}}' "$each")" "$each"; done
  past faults
  record fault-history history
  record fault-steps history 2
  record fault-steps-json history 2 --format json
  record fault-failed history --outcome failed
  record fault-report report --by policy
  record fault-html report --format html --until "$tomorrow" --output "$folder/fault.html"
  record_file fault-html-file "$folder/fault.html"
  record fault-doctor doctor
  docker kill fault-restarted >/dev/null

  proxy "GET /info 1 status 500 broken"
  record fault-info run --dry-run --host "$proxied"
  reproxy "GET containers/json every status 500 no list"
  record fault-list run --dry-run --host "$proxied"
  reproxy $'GET containers/json every answer HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n[{"Id":3}'
  record fault-undecodable run --dry-run --host "$proxied"
  reproxy "GET _ping every answer SSH-2.0-OpenSSH"
  record fault-no-http run --dry-run --host "$proxied"
  sed 's/^\[history\]/[engine]\ntimeout = "2s"\n\n&/' "$JANITOR_CONFIG" >"$folder/hasty.conf"
  reproxy "GET containers/json every hang"
  record fault-timeout run --dry-run --host "$proxied" --config "$folder/hasty.conf"
  reproxy "GET containers/json every cut"
  record fault-disconnected run --dry-run --host "$proxied"
  sqlite3 "$folder/faults/history.sqlite" "DELETE FROM container_facts"
  reproxy "GET containers/$(id fault-kept)/json every status 500 cannot look"
  record fault-look run --host "$proxied" --dry-run --show-kept
  unproxy
}

# Told to stop, or killed, in the middle of a run; then the next one settles.
scene_interrupted() {
  configure interrupted <<'END'
[[policy]]
name = "containers"
target = "containers"
filter = ["name=first"]
older-than = "0s"

[[policy]]
name = "images"
target = "images"
filter = ["reference=second"]
older-than = "0s"
since = "created"
END
  docker run --network=none --name first base:1 true
  layer second 1000
  image "$(ago 10 days)" second:1 second
  named "$(docker inspect --format '{{.Id}}' first)" first
  named "$(sha256sum "$folder/layers/config.json" | cut -d' ' -f1)" "image second:1"
  proxy "DELETE containers/ 1 run kill -TERM \$(cat $folder/process); sleep 0.3"
  as_process record stopped-run run --host "$proxied"
  docker run --network=none --name first base:1 true
  named "$(docker inspect --format '{{.Id}}' first)" "first again"
  reproxy "DELETE containers/ 1 run kill -KILL \$(cat $folder/process)"
  as_process record killed-run run --host "$proxied"
  # The engine goes on with what it was asked for.
  await gone first
  unproxy
  past interrupted
  record killed-history history 2
  record killed-doctor doctor
  record settling-run run
  record settling-history history 2
  record settling-follow history --follow
  past interrupted
  record settling-runs history
}

held() { ! flock --nonblock "$1" true; }
gone() { ! docker inspect "$1" >/dev/null 2>&1; }

scene_locked() {
  local lock holder
  configure state
  lock=janitor-$(echo "$(docker info --format '{{.ID}}')$folder/data" | tr -cs 'A-Za-z0-9\n' '-').lock
  flock --no-fork "/run/lock/$lock" sleep 1000 &
  holder=$!
  await held "/run/lock/$lock"
  named "$lock" LOCK
  record locked run
  record locked-dry-run run --dry-run --policy passed
  record locked-quiet run --quiet --format json
  in_journal record locked-journal run
  kill "$holder"
  wait "$holder" || true
  rm -f "/run/lock/$lock"
}

# MARK: Looking back

scene_past() {
  configure state
  past state
  record history history
  record history-json history --format json
  record history-all history --include-dry-runs --limit 0
  record history-limit history --limit 2
  record history-colored history --color always
  for each in 120 80 60 40; do on_terminal "$each" record "history-terminal-$each" history; done
  for each in $(sqlite3 "$folder/state/history.sqlite" "SELECT id FROM run WHERE dry_run = 0"); do
    record "history-run-$each" history "$each"
  done
  record history-run-json history 1 --format json
  record history-run-missing history 9999
  record history-policy history --policy passed
  record history-target history --target image --format json
  record history-outcome history --outcome skipped
  record history-outcome-none history --outcome unknown
  record history-object history --object import-job
  record history-object-missing history --object nobody
  record history-since history --since 2h
  record history-until history --until 2020-01-01
  record history-days history --since 2020-01-01T00:00:00Z --until 1h
  on_terminal 60 record history-steps-terminal history --policy old-builds
  record history-follow history --follow
  record history-follow-policy history --follow --policy passed
  record explain-gone explain import-job
  record explain-gone-json explain import-job --format json
  record explain-stopped explain stray
  for each in policy target day engine run; do
    record "report-$each" report --by "$each"
    record "report-$each-json" report --by "$each" --format json
    record "report-$each-csv" report --by "$each" --format csv
    record "report-$each-markdown" report --by "$each" --format markdown
    record "report-$each-dry-runs" report --by "$each" --include-dry-runs
  done
  record report-since report --since 7d
  record report-until report --until 2020-01-01
  record report-between report --since 2020-01-01 --until 3h --format json
  record report-colored report --color always
  on_terminal 50 record report-terminal report
  record report-prometheus report --format prometheus
  # Without what the disk is like at the moment.
  record report-html report --format html --until "$tomorrow"
  record report-html-since report --format html --since 3d --until "$tomorrow"
  record report-html-no-engine report --format html --host "unix://$folder/nowhere.sock"
  record report-html-empty report --format html --until 2020-01-01 --host "unix://$folder/nowhere.sock"
  record report-output report --output "$folder/report.csv" --format csv
  record_file report-output-file "$folder/report.csv"
  record report-output-nowhere report --output "$folder/nowhere/report.csv"
  record doctor-after doctor --format json
}

# MARK: Podman

# shellcheck disable=SC2154 # podman_here is that of bench-podman.sh
scene_podman() {
  local each
  configure podman <<'END'
[[policy]]
name = "passed"
target = "containers"
filter = ["exited=0"]

[[policy]]
name = "failed"
target = "containers"
filter = ["status=exited"]
except = ["exited=0"]
older-than = "7d"

[[policy]]
name = "images"
target = "images"
older-than = "0s"
since = "created"

[[policy]]
name = "volumes"
target = "volumes"
named = true
older-than = "0s"
END
  "${podman_here[@]}" run --network=none --name old localhost/base:1 sh -c 'exit 0'
  # Images of their own: users are told in the order of their IDs.
  "${podman_here[@]}" commit --quiet old localhost/second:1 >/dev/null
  tar -C "$podman/base" -c bin | "${podman_here[@]}" import --quiet --message third - third:1 >/dev/null
  "${podman_here[@]}" run --network=none --name failed localhost/second:1 sh -c 'exit 3' || true
  "${podman_here[@]}" create --network=none --name new localhost/third:1 sh >/dev/null
  "${podman_here[@]}" volume create data >/dev/null
  for each in old failed new; do named "$("${podman_here[@]}" inspect --format '{{.Id}}' "$each")" "podman $each"; done
  for each in base second third; do
    named "$("${podman_here[@]}" image inspect --format '{{.Id}}' "localhost/$each:1")" "podman image $each"
  done
  local host=(--host "unix://$podman/podman.sock")
  record podman-doctor doctor "${host[@]}"
  in_any_order record podman-dry-run run --dry-run "${host[@]}"
  in_any_order record podman-json run --dry-run --show-kept --format json "${host[@]}"
  in_any_order record podman-explain explain failed "${host[@]}"
  in_any_order record podman-explain-image explain localhost/base:1 "${host[@]}"
  in_any_order record podman-policies explain "${host[@]}"
  in_any_order record podman-run run "${host[@]}"
  in_any_order record podman-again run "${host[@]}"
  past podman
  in_any_order record podman-history history "${host[@]}"
  in_any_order record podman-html report --format html --until "$tomorrow" "${host[@]}"
}
