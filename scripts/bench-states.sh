# shellcheck shell=bash
# The states of the engine that bench.sh measures on, each made once and kept as a copy of the data folder.
# To be sourced, after engine.sh.

: "${folder:?must name the folder of the engine}" "${clutter:?must say how many containers and images are made}"

# exited FIRST LAST: containers that wrote a file and a line of log and ended well, a moment ago.
exited() {
  seq "$1" "$2" | xargs --max-procs=4 -I{} sh -c '
    docker run --detach --network=none --name job-{} base:1 sh -c "head -c 10000 /bin/busybox >/result; echo done" >/dev/null'
  while [ -n "$(docker ps --quiet --filter name=job-)" ]; do sleep 0.2; done
}

# images N: of thirty days ago, every other one without a tag, each a layer of its own on one of ten that they share.
# All in one archive, for each costs the engine more than what is in it.
images() {
  local number shared digest
  local -A digests
  for ((number = 0; number < 10; number++)); do layer "shared$number" 100000; done
  for ((number = 0; number < $1; number++)); do layer "own$number" 2000; done
  while read -r digest number; do digests[${number%.tar}]=$digest; done < <(cd "$folder/layers" && sha256sum -- *.tar)
  for ((number = 0; number < $1; number++)); do
    shared=shared$((number % 10))
    cat >"$folder/layers/config$number.json" <<END
{"architecture": "amd64", "os": "linux", "created": "$(ago 30 days)", "config": {"Cmd": ["sh"], "Env": ["PATH=/bin"]},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:${digests[$shared]}", "sha256:${digests[own$number]}"]}}
END
    jq -nc --arg config "config$number.json" --arg tag "app$number:1" --arg own "own$number.tar" --arg shared "$shared.tar" \
      --argjson tagged $((number % 2)) '{Config: $config, RepoTags: (if $tagged == 1 then [$tag] else [] end),
        Layers: [$shared, $own]}'
  done | jq -s . >"$folder/layers/manifest.json"
  find "$folder/layers" -maxdepth 1 -type f -printf '%f\n' | tar -C "$folder/layers" -cf - -T - |
    docker load --quiet >/dev/null
  rm -rf "$folder/layers"
}

# Makes all containers two days older than they are; the engine must be away.
backdate_all() {
  sed -Ei "s/\"(Created|StartedAt|FinishedAt)\":\"[^0][^\"]*\"/\"\1\":\"$(ago 2 days)\"/g" "$folder"/data/containers/*/config.v2.json
}

# What the engine has, by name, and how many layers lie on its disk.
holdings() {
  docker ps --all --format 'container {{.Names}} {{.State}}' | sort
  docker images --all --no-trunc --format 'image {{.ID}} {{.Repository}}:{{.Tag}}' | sort
  docker volume ls --format 'volume {{.Name}}' | sort
  docker network ls --format 'network {{.Name}}' | sort
  find "$folder/data/overlay2" -mindepth 1 -maxdepth 1 -type d | wc -l
}

# need STATE: makes it where it is not there yet, on a running engine; `keep_state` ends that.
need() {
  [ ! -d "$folder/$1.state" ] || return 0
  case $1 in
    clutter)
      lay_out empty
      say "making $clutter exited containers"
      base_image base:1
      exited 1 "$clutter"
      ;;
    twice)
      need clutter
      lay_out clutter
      say "making as many again"
      exited $((clutter + 1)) $((2 * clutter))
      ;;
    # With one container that runs on, comes back with the engine, and must be left where it is.
    full)
      lay_out empty
      laid=full
      base_image base:1
      docker run --detach --network=none --restart=always --stop-signal=KILL --name keeper base:1 sleep 1000000 >/dev/null
      holdings >"$folder/full.kept"
      say "making $clutter exited containers and $clutter images"
      exited 1 "$clutter"
      images "$clutter"
      halt_engine TERM
      backdate_all
      start_engine
      ;;
  esac
  keep_state "$1"
}

keep_state() {
  halt_engine TERM
  mkdir -p "$folder/data"
  cp -a "$folder/data" "$folder/$1.state"
  start_engine
  laid=$1
}

# Ends it at once where no container runs, for what it has is thrown away: a daemon takes two seconds to leave.
discard_engine() {
  local containerd
  if [ "${laid:-}" = full ]; then
    halt_engine TERM
    return
  fi
  containerd=$(cat "$folder/exec/containerd/containerd.pid")
  halt_engine KILL
  # The kernel ends it with its parent.
  while kill -0 "$containerd" 2>/dev/null; do sleep 0.05; done
  # The data folder is mounted on itself, which only a daemon that leaves in peace undoes.
  umount "$folder/data" 2>/dev/null || true
}

# lay_out STATE: a running engine that has just what it had when the state was kept.
lay_out() {
  discard_engine
  rm -rf --one-file-system "$folder/data"
  cp -a "$folder/$1.state" "$folder/data"
  start_engine
  laid=$1
  [ "$1" != full ] || while [ -z "$(docker ps --quiet)" ]; do sleep 0.1; done
  # Else the first tool that waits for a disk waits for this as well.
  sync --file-system "$folder"
  sleep 0.5
}
