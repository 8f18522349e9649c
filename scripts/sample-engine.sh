#!/bin/bash
# Starts a private, throw-away Docker engine in FOLDER and fills it with what a busy host leaves lying about,
# as old as it would be there. Prints the engine's address. `end-engine.sh FOLDER` ends it.
# Wants root; GROUP may use the socket.
#
# usage: sample-engine.sh FOLDER [GROUP]
set -euo pipefail

folder=${1:?usage: sample-engine.sh FOLDER [GROUP]}
group=${2:-root}
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export DOCKER_HOST=unix://$folder/docker.sock DOCKER_CONFIG=$folder/client

start() {
  rm -f "$folder/pid" "$folder/exec/containerd/containerd.pid"
  # shellcheck disable=SC2016
  setsid --fork sh -c 'echo $$ >"$0/daemon"; exec "$@" >>"$0/log" 2>&1' "$folder" \
    dockerd --bridge=none --iptables=false --ip6tables=false --ip-forward=false --group "$group" \
    --host "$DOCKER_HOST" --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/pid"
  for _ in {1..300}; do
    docker version >/dev/null 2>&1 && return
    sleep 0.1
  done
  tail "$folder/log" >&2
  echo "the sample engine did not start" >&2
  exit 69
}

ago() { date --utc --date="$* ago" +%Y-%m-%dT%H:%M:%SZ; }

# layer NAME BYTES: one layer, a tar of one file.
layer() {
  mkdir -p "$work/$1"
  head -c "$2" /dev/urandom >"$work/$1/$1"
  tar -C "$work/$1" -cf "$work/$1.tar" "$1"
}

# image CREATED TAGS LAYER...: TAGS with commas between them, or nothing for a dangling image.
image() {
  local created=$1 tags=$2 digests names history
  shift 2
  names=$(printf ',"%s.tar"' "$@")
  history=$(printf ',{"created": "'"$created"'", "created_by": "COPY %s /"}' "$@")
  digests=$(cd "$work" && sha256sum "${@/%/.tar}" | sed 's/\(^[^ ]*\).*/,"sha256:\1"/' | tr -d '\n')
  cat >"$work/config.json" <<END
{"architecture": "amd64", "os": "linux", "created": "$created", "config": {"Cmd": ["sh"], "Env": ["PATH=/bin"]},
 "rootfs": {"type": "layers", "diff_ids": [${digests#,}]}, "history": [${history#,}]}
END
  tags=${tags:+\"${tags//,/\",\"}\"}
  echo "[{\"Config\": \"config.json\", \"RepoTags\": [$tags], \"Layers\": [${names#,}]}]" >"$work/manifest.json"
  tar -C "$work" -cf - manifest.json config.json "${@/%/.tar}" | docker load --quiet >/dev/null
}

# container NAME OPTION... IMAGE COMMAND...: started in the background.
container() {
  docker run --detach --network=none --name "$@" >/dev/null
}

# ended NAME CODE OPTION...: ran, and ended with that code.
ended() {
  local name=$1 code=$2
  shift 2
  container "$name" "$@" base:1 sh -c "echo working; exit $code"
  docker wait "$name" >/dev/null
}

work=$(mktemp -d "$folder/work-XXXX")
start

mkdir "$work/bin"
cp /bin/busybox "$work/bin/"
for command in sh sleep true; do ln -s busybox "$work/bin/$command"; done
tar -C "$work" -cf "$work/base.tar" bin
docker import "$work/base.tar" base:1 >/dev/null

layer runtime 8000000
for version in 1 2 3 4; do layer "web$version" 1500000; done
layer report 4000000
image "$(ago 90 days)" shop/web:1.0 runtime web1
image "$(ago 40 days)" shop/web:1.1,shop/web:previous runtime web2
image "$(ago 2 days)" shop/web:1.2,shop/web:latest runtime web3
image "$(ago 20 days)" "" runtime web4
image "$(ago 10 days)" "" report
image "$(ago 1 hour)" "" runtime report

ended nightly-backup 0
ended import-job 1
ended flaky-test 1
ended payroll 0 --label janitor.keep
docker create --network=none --name never-started base:1 true >/dev/null
docker volume create shop-data >/dev/null
docker create --network=none --name with-volume --volume shop-data:/data --volume /cache base:1 true >/dev/null

# An engine tells no container that it is older than it is: its record is changed while the engine is away.
kill -KILL "$(cat "$folder/daemon")"
backdate() {
  local record
  record=$(grep -l "\"Name\":\"/$1\"" "$folder"/data/containers/*/config.v2.json)
  sed -Ei "s/\"(Created|StartedAt|FinishedAt)\":\"[^0][^\"]*\"/\"\1\":\"$(ago "$2")\"/g" "$record"
}
backdate nightly-backup "3 days"
backdate import-job "9 days"
backdate flaky-test "1 hour"
backdate payroll "300 days"
backdate never-started "5 days"
backdate with-volume "5 days"
start

container web base:1 sleep 1000000
rm -rf "$work"
echo "$DOCKER_HOST"
