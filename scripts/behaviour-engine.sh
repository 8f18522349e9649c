# shellcheck shell=bash
# The clutter of behaviour.sh: all kinds of objects in all states. No two of a kind are as many days old or as large, so that
# whatever is sorted has one order. To be sourced, after engine.sh.

: "${folder:?must name the folder of the engine}" "${names:?must name the file of names}"
declare -A ages

# named TEXT NAME: what stands in for it.
named() { echo "$1 $2" >>"$names"; }

# old DAYS: the time that many days and 20 minutes ago.
old() { ago "$(($1 * 86400 + 1200)) seconds"; }

# aged NAME DAYS COMMAND...: a container that will be that old, by the command that makes it.
aged() {
  local name=$1
  ages[$name]=$2
  shift 2
  "$@" >/dev/null
}

# made NAME DAYS OPTION... IMAGE COMMAND...: a container that was never started.
made() { aged "$1" "$2" docker create --network=none --name "$1" "${@:3}"; }

# exited NAME DAYS CODE OPTION...: ended with that code, and left a file in its layer, larger in each.
exited() {
  local code=$3
  bytes=$((${bytes:-1000} + 1100))
  aged "$1" "$2" docker run --detach --network=none --name "$1" "${@:4}" base:1 \
    sh -c "busybox head -c $bytes /bin/busybox >/left; exit $code"
}

# running NAME DAYS OPTION...
running() {
  aged "$1" "$2" docker run --detach --network=none --stop-signal=KILL --name "$1" "${@:3}" runner:1 sleep 1000000
}

# loaded NAME DAYS TAGS LAYER...: an image without tags is known by its ID, and sorted by it among names, so that has to begin
# with a digit.
loaded() {
  local seconds id
  for seconds in {0..59}; do
    image "$(ago "$(($2 * 86400 + 1200 + seconds)) seconds")" "${@:3}"
    id=$(sha256sum "$folder/layers/config.json" | cut -d' ' -f1)
    [[ -z $3 && $id != [0-9]* ]] || break
    docker rmi "$id" >/dev/null
  done
  named "$id" "image $1"
}

# The base is a layer like any other, so that it can be as old as it should.
base_layer() {
  local command
  mkdir -p "$folder/layers/base/bin"
  cp /bin/busybox "$folder/layers/base/bin/"
  for command in sh sleep true; do ln -s busybox "$folder/layers/base/bin/$command"; done
  tar -C "$folder/layers/base" -cf "$folder/layers/base.tar" bin
}

make_images() {
  local number
  base_layer
  layer runtime 80000
  for number in 1 2 3 4 5 6 7 8; do layer "app$number" $((10000 + number * 1300)); done
  loaded base 400 base:1 base
  loaded runner 300 runner:1,runner:latest base app7
  loaded postgres 200 postgres:16 runtime app6
  loaded build-1 12 ci/app:build-1 runtime app1
  loaded build-2 11 ci/app:build-2,ci/app:stable runtime app2
  loaded build-3 10 ci/app:build-3,shop/app:3 runtime app3
  loaded build-4 9 ci/app:build-4 runtime app4
  loaded build-5 8 ci/app:build-5 runtime app5
  loaded draft-1 20 "" runtime app1 app2
  loaded draft-2 15 "" app3
  loaded draft-3 0 "" runtime app8
  loaded tool 30 ci/tool:1 base app1
  loaded parent 50 shop/base:1 base app2
}

# Whether none of those runs that only leave something.
all_ended() { ! docker ps --format '{{.Names}} {{.Image}}' | grep -Eq ' base:1$| ci/tool:1$'; }

make_containers() {
  local volume
  exited nightly-backup 3 0
  exited import-job 9 1
  exited flaky-test 2 1
  exited payroll 300 0 --label janitor.keep
  exited prod-migration 40 0
  # Names that the engine makes up are sorted among others, so this one has to come first.
  while true; do
    exited with-cache 6 0 --volume /cache
    volume=$(docker inspect --format '{{range .Mounts}}{{.Name}}{{end}}' with-cache)
    [[ $volume == [5-9a-f]* ]] || break
    bytes=$((bytes - 1100))
    docker wait with-cache >/dev/null
    docker rm --volumes with-cache >/dev/null
  done
  named "$volume" "volume of with-cache"
  exited shop-web-1 20 0 --label com.docker.compose.project=shop --label com.docker.compose.service=web
  exited pod 21 0 --label io.kubernetes.pod.name=web
  exited tests 22 2 --label org.testcontainers=true
  exited always-up 12 0
  exited retried 13 3
  exited killed 14 137 --label ci.build=1
  exited build-7 31 0 --label ci.build=7
  exited build-8 32 0 --label ci.build=8
  made never-started 5 base:1 true
  made just-made 1 base:1 true
  made with-data 7 --volume shop-data:/data base:1 true
  aged tool-run 33 docker run --detach --network=none --name tool-run ci/tool:1 true
  aged in-network 34 docker create --network shop --name in-network base:1 true
  running web 4
  running stray 10
  running frozen 8
  running shop-db-1 16 --restart=unless-stopped --label com.docker.compose.project=shop --volume shop-db:/data
  docker pause frozen >/dev/null
  await all_ended
}

make_others() {
  local volume
  docker volume create --label env=test spare-data >/dev/null
  docker volume create db-main >/dev/null
  docker volume create --label com.docker.compose.project=gone gone_data >/dev/null
  volume=$(sha256sum <<<a | cut -d' ' -f1)
  docker volume create "$volume" >/dev/null
  named "$volume" "anonymous volume"
  for volume in "$volume" shop-data shop-db spare-data db-main gone_data; do
    bytes=$((bytes + 1300))
    head -c "$bytes" /dev/zero >"$folder/data/volumes/$volume/_data/file"
  done
  docker network create --label env=test idle >/dev/null
  docker network create kept-net >/dev/null
}

# Gives each container its age, a log of fixed text and, where it does not run, an ID by its name.
settle_containers() {
  local name id other containers=$folder/data/containers
  docker inspect --format '{{.Id}} {{.Name}} {{.State.Status}}' "${!ages[@]}" | tr -d / >"$folder/made"
  halt_engine TERM
  while read -r id name state; do
    bytes=$((bytes + 10))
    sed -Ei "s/\"(Created|StartedAt|FinishedAt)\":\"[^0][^\"]*\"/\"\1\":\"$(old "${ages[$name]}")\"/g" \
      "$containers/$id/config.v2.json"
    printf '{"log":"%*s\\n","stream":"stdout","time":"2026-01-01T00:00:00.000000001Z"}\n' "$((bytes % 1000))" x \
      >"$containers/$id/$id-json.log"
    if [[ $state = exited || $state = created ]]; then
      other=$(sha256sum <<<"$name" | cut -d' ' -f1)
      sed -i "s/$id/$other/g" "$containers/$id"/*.json
      mv "$containers/$id/$id-json.log" "$containers/$id/$other-json.log"
      mv "$containers/$id" "$containers/$other"
      mv "$folder/data/image/overlay2/layerdb/mounts/$id" "$folder/data/image/overlay2/layerdb/mounts/$other"
      id=$other
    fi
    named "$id" "$name"
  done < <(sort -k 2 "$folder/made")
  start_engine
  # Not before: with these the engine would have started them.
  docker update --restart=always always-up >/dev/null
  docker update --restart=on-failure:5 retried >/dev/null
}

# An image that the legacy builder made on another, and some cache of BuildKit's.
make_builds() {
  local each
  # An engine orders its images by whole seconds, so each of those that stay gets one of its own.
  mkdir -p "$folder/build"
  printf 'FROM shop/base:1\nLABEL made=here\n' >"$folder/build/Dockerfile"
  DOCKER_BUILDKIT=0 docker build --quiet --tag shop/child:1 "$folder/build" >/dev/null
  sleep 1
  printf 'FROM base:1\nRUN busybox head -c 30000 /bin/busybox >/one\nRUN busybox head -c 70000 /bin/busybox >/two\n' \
    >"$folder/build/Dockerfile"
  DOCKER_BUILDKIT=1 docker build --quiet --network=none --tag shop/built:1 "$folder/build" >/dev/null
  # What no image has; the one that was used first goes first.
  for each in 50000:three 20000:four; do
    printf 'FROM base:1\nRUN busybox head -c %d /bin/busybox >/%s\n' "${each%:*}" "${each#*:}" >"$folder/build/Dockerfile"
    DOCKER_BUILDKIT=1 docker build --quiet --network=none --tag shop/again:1 "$folder/build" >/dev/null
    docker rmi shop/again:1 >/dev/null
  done
}

make_clutter() {
  # shellcheck disable=SC2034 # start_engine reads it
  daemon_options=(--live-restore)
  start_engine
  docker network create shop >/dev/null
  docker volume create shop-data >/dev/null
  make_images
  make_containers
  make_others
  settle_containers
  make_builds
  docker network ls --quiet --no-trunc | while read -r id; do
    named "$id" "network $(docker network inspect --format '{{.Name}}' "$id")"
  done
  for each in shop/child:1 shop/built:1; do
    named "$(docker inspect --format '{{.Id}}' "$each" | cut -d: -f2)" "image $each"
  done
  curl --silent --unix-socket "$folder/docker.sock" http://engine/system/df |
    jq -r '.BuildCache[] | "\(.ID) record \(.Description | gsub("[^a-z/]+"; " "))"' >>"$names"
  named "$(docker info --format '{{.ID}}')" ENGINE
}
