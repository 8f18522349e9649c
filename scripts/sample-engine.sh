#!/bin/bash
# Starts a private, throw-away Docker engine in FOLDER and fills it with what a busy host leaves lying about,
# as old as it would be there. Prints the engine's address. `end-engine.sh FOLDER` ends it.
# Wants root; GROUP may use the socket.
#
# usage: sample-engine.sh FOLDER [GROUP]
set -euo pipefail

folder=${1:?usage: sample-engine.sh FOLDER [GROUP]}
# shellcheck disable=SC2034 # start_engine reads it
group=${2:-root}
# shellcheck source=scripts/engine.sh
. "$(dirname "$0")/engine.sh"

start_engine
base_image base:1

layer runtime 8000000
for version in 1 2 3 4; do layer "web$version" 1500000; done
layer report 4000000
image "$(ago 90 days)" shop/web:1.0 runtime web1
image "$(ago 40 days)" shop/web:1.1,shop/web:previous runtime web2
image "$(ago 2 days)" shop/web:1.2,shop/web:latest runtime web3
image "$(ago 20 days)" "" runtime web4
image "$(ago 10 days)" "" report
image "$(ago 1 hour)" "" runtime report
rm -rf "$folder/layers"

ended nightly-backup 0
ended import-job 1
ended flaky-test 1
ended payroll 0 --label janitor.keep
docker create --network=none --name never-started base:1 true >/dev/null
docker volume create shop-data >/dev/null
docker create --network=none --name with-volume --volume shop-data:/data --volume /cache base:1 true >/dev/null

# SIGKILL is quicker, and leaves the helpers for the next daemon to take up.
halt_engine KILL
backdate nightly-backup "3 days"
backdate import-job "9 days"
backdate flaky-test "1 hour"
backdate payroll "300 days"
backdate never-started "5 days"
backdate with-volume "6 days"
start_engine

container web base:1 sleep 1000000
echo "$DOCKER_HOST"
