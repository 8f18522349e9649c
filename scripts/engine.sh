# shellcheck shell=bash
# Private, throw-away Docker engines, for the scripts beside this one. To be sourced, with
#   folder           where the engine lives: an absolute path, short enough for a socket's name
#   group            who may use its socket (root, if not set)
#   daemon_options   an array of further options of the daemon (none, if not set)
# `end-engine.sh FOLDER` ends what was started here. Wants root.

: "${folder:?must name the folder of the engine}"
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export DOCKER_HOST=unix://$folder/docker.sock DOCKER_CONFIG=$folder/client
unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION

daemon_options=("${daemon_options[@]}")

# Starts the daemon, on what its data folder holds already, and waits until it answers.
start_engine() {
  mkdir -p "$folder"
  rm -f "$folder/pid" "$folder/exec/containerd/containerd.pid"
  # shellcheck disable=SC2016
  setsid --fork sh -c 'echo $$ >"$0/daemon"; exec "$@" >>"$0/log" 2>&1' "$folder" \
    dockerd --bridge=none --iptables=false --ip6tables=false --ip-forward=false --group "${group:-root}" \
    --host "$DOCKER_HOST" --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/pid" "${daemon_options[@]}"
  for _ in {1..300}; do
    docker version >/dev/null 2>&1 && return
    sleep 0.1
  done
  tail "$folder/log" >&2
  echo "the private engine did not start" >&2
  return 69
}

# halt_engine SIGNAL: ends the daemon and keeps all that it has.
halt_engine() {
  local daemon
  daemon=$(cat "$folder/daemon")
  kill -s "$1" "$daemon"
  while kill -0 "$daemon" 2>/dev/null; do sleep 0.05; done
}

ago() { date --utc --date="$* ago" +%Y-%m-%dT%H:%M:%SZ; }

# base_image TAG: busybox, made here, for no registry is needed.
base_image() {
  local stage command
  stage=$(mktemp -d "$folder/base-XXXX")
  mkdir "$stage/bin"
  cp /bin/busybox "$stage/bin/"
  for command in sh sleep true; do ln -s busybox "$stage/bin/$command"; done
  tar -C "$stage" -c bin | docker import - "$1" >/dev/null
  rm -rf "$stage"
}

# layer NAME BYTES: one layer for `image`, a tar of one file.
layer() {
  mkdir -p "$folder/layers/$1"
  head -c "$2" /dev/urandom >"$folder/layers/$1/$1"
  tar -C "$folder/layers/$1" -cf "$folder/layers/$1.tar" "$1"
}

# image CREATED TAGS LAYER...: TAGS with commas between them, or nothing for a dangling image.
image() {
  local created=$1 tags=$2 digests names history
  shift 2
  names=$(printf ',"%s.tar"' "$@")
  history=$(printf ',{"created": "'"$created"'", "created_by": "COPY %s /"}' "$@")
  digests=$(cd "$folder/layers" && sha256sum "${@/%/.tar}" | sed 's/\(^[^ ]*\).*/,"sha256:\1"/' | tr -d '\n')
  cat >"$folder/layers/config.json" <<END
{"architecture": "amd64", "os": "linux", "created": "$created", "config": {"Cmd": ["sh"], "Env": ["PATH=/bin"]},
 "rootfs": {"type": "layers", "diff_ids": [${digests#,}]}, "history": [${history#,}]}
END
  tags=${tags:+\"${tags//,/\",\"}\"}
  echo "[{\"Config\": \"config.json\", \"RepoTags\": [$tags], \"Layers\": [${names#,}]}]" >"$folder/layers/manifest.json"
  tar -C "$folder/layers" -cf - manifest.json config.json "${@/%/.tar}" | docker load --quiet >/dev/null
}

# container NAME OPTION... IMAGE COMMAND...: started in the background.
container() {
  docker run --detach --network=none --name "$@" >/dev/null
}

# ended NAME CODE OPTION...: ran on base:1, and ended with that code. Each has a somewhat longer log than the one before:
# a line may be a byte shorter, by the zeros at the end of its time, and what is listed by size should have an order.
ended() {
  local name=$1 code=$2
  shift 2
  dots=${dots:-}...
  container "$name" "$@" base:1 sh -c "echo working$dots; exit $code"
  docker wait "$name" >/dev/null
}

# backdate NAME AGE: an engine tells no container that it is older than it is, so its record is changed.
# The engine must be away.
backdate() {
  local record
  record=$(grep -l "\"Name\":\"/$1\"" "$folder"/data/containers/*/config.v2.json)
  sed -Ei "s/\"(Created|StartedAt|FinishedAt)\":\"[^0][^\"]*\"/\"\1\":\"$(ago "$2")\"/g" "$record"
}
