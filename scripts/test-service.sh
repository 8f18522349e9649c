#!/bin/bash
# Tests the installed service: `make install` done to a Debian of its own that is booted, beside a private engine. Wants root.
# Downloads Debian once, into CACHE.
#
# usage: test-service.sh STAGE CACHE      STAGE: what `make install DESTDIR=STAGE PREFIX=/usr` made
set -euo pipefail
export LC_ALL=C

[ $# = 2 ] || {
  sed -n 's/^# usage: /usage: /p' "$0" >&2
  exit 64
}
stage=$(realpath "$1") cache=$(realpath -m "$2")
# shellcheck source=scripts/booted.sh
. "$(dirname "$0")/booted.sh"

mount_debian
cp -a "$stage/." "$host/"
boot
docker run --detach --network=none --name stubborn base:1 sh -c 'trap "" TERM; while :; do sleep 1; done' >/dev/null

echo; echo "# Installed"
check "janitor starts, with the libraries of a plain Debian" inside janitor --version
check "the configuration that comes with it has no mistake" inside janitor check
check "systemd finds no mistake in the units" units_are_clean
exposure=$(inside systemd-analyze security --no-pager janitor.service | tail -n 1)
echo "    | $exposure"
check "the running systemd rates its exposure as 0.6 at most" inside systemd-analyze security --threshold=6 --no-pager janitor.service
check "the timer can be switched on" inside systemctl enable --now janitor.timer
check "the timer waits for its hour" property_is ActiveState active janitor.timer
check "the timer will fire" test -n "$(property NextElapseUSecRealtime janitor.timer)"

echo; echo "# The timer fires"
planned=$(inside janitor run --dry-run --format json --history /tmp/look.sqlite | jq -c '[.steps[].id]')
check "a dry run plans four steps on the sample clutter" is "$(jq length <<<"$planned")" 4
drop_in janitor.timer <<<'[Timer]
OnCalendar=
OnCalendar=*:*:0/1
RandomizedDelaySec=0
AccuracySec=100ms'
inside systemctl restart janitor.timer
check "the service ran within a minute" wait_until 60 ledger_says "SELECT count(*) > 0 FROM run WHERE status = 'finished'" 1
inside systemctl stop janitor.timer
wait_until 60 property_is ActiveState inactive || true
no_drop_in janitor.timer
check "it succeeded" property_is Result success
check "what was planned was done, and nothing else" \
  ledger_says "SELECT json_group_array(object_id) FROM (SELECT object_id FROM step WHERE outcome = 'done' AND run = 1 ORDER BY number)" "$planned"
check "every step is done" ledger_says "SELECT count(*) FROM step WHERE outcome <> 'done'" 0
for name in nightly-backup import-job; do check "$name went" has_no_container "$name"; done
for name in payroll flaky-test never-started with-volume web; do check "$name stayed" has_container "$name"; done
check "old dangling images went, the young one stayed" is "$(docker images --quiet --filter dangling=true | wc -l)" 1
check "the ledger says that systemd started it" ledger_says "SELECT started_by FROM run WHERE id = 1" systemd
check "the ledger's folder is closed to others" mode_is /var/lib/janitor "750 root:root"
check "the ledger is closed to others" mode_is /var/lib/janitor/history.sqlite "640 root:root"
# What the sample's containers wrote to their log: one line each, and nothing to their layer.
check "the sizes of container logs are counted" ledger_says \
  "SELECT count(*) FROM step WHERE run = 1 AND target = 'container' AND reclaimed_bytes BETWEEN 78 AND 86" 2
check "the lock went with the run" lock_is_free
check "the journal has one line of the run" is "$(whole_journal | grep -c '^run 1 on ')" 1
check "the journal has the sum" says "4 steps" "$(whole_journal)"
check "nothing in it wants a look" is "$(serious_journal)" ""
check "history has the steps" says nightly-backup "$(inside janitor history 1)"
check "the journal is plain text" journal_is_plain
check "nothing complains in the journal" journal_is_quiet
show inside journalctl --unit=janitor.service --no-pager --lines=20 --output=short-iso

echo; echo "# Nothing to do"
run_service
check "it succeeds" property_is Result success
show journal

echo; echo "# Two at a time"
cat >"$host/etc/janitor.conf.d/stop.conf" <<'END'
[[policy]]
name = "slow"
enabled = false
action = "stop"
target = "containers"
filter = ["name=stubborn"]
stop-timeout = "20s"
END
inside janitor run --policy slow >"$folder/slow" 2>&1 &
slow=$!
check "another run holds the lock" wait_until 15 lock_is_held
run_service
check "the service ends with 75" property_is ExecMainStatus 75
check "that is no failure" property_is Result success
check "it says who holds the lock" journal_says "janitor run --policy slow"
show journal
status=0
wait "$slow" || status=$?
check "the other run ends well" is "$status" 0
show cat "$folder/slow"

echo; echo "# Told to stop"
docker start stubborn >/dev/null
drop_in janitor.service <<<'[Service]
ExecStart=
ExecStart=/usr/bin/janitor run --policy slow'
inside systemctl start --no-block janitor.service
check "the run is under way" wait_until 20 ledger_says "SELECT count(*) FROM step WHERE outcome = 'intended'" 1
status=0
held=$(inside janitor run 2>&1) || status=$?
check "a run by hand beside the service ends with 75" is "$status" 75
check "it names the service's process" says "/usr/bin/janitor run --policy slow" "$held"
echo "    | $held"
inside systemctl stop janitor.service
check "systemctl stop waits for the step that is under way" ledger_says "SELECT count(*) FROM step WHERE outcome = 'intended'" 0
check "the ledger says that the run was stopped" ledger_says "SELECT status FROM run ORDER BY id DESC LIMIT 1" stopped
show journal
no_drop_in janitor.service
rm "$host/etc/janitor.conf.d/stop.conf"
inside systemctl reset-failed janitor.service 2>/dev/null || true

echo; echo "# A mistake in the configuration"
runs=$(ledger "SELECT count(*) FROM run")
printf '[[policy]]\nname = "mistaken"\ntarget = "container"\n' >"$host/etc/janitor.conf.d/mistake.conf"
run_service
check "the unit failed" property_is ActiveState failed
check "systemctl status says why" status_says "status=78/CONFIG"
check "the journal has the place" journal_says "/etc/janitor.conf.d/mistake.conf:3:10"
check "as an error" says "/etc/janitor.conf.d/mistake.conf:3:10" "$(serious_journal)"
check "nothing was run" ledger_says "SELECT count(*) FROM run" "$runs"
show inside systemctl status --no-pager --full janitor.service
rm "$host/etc/janitor.conf.d/mistake.conf"

echo; echo "# A user of its own"
inside systemd-sysusers janitor.conf
inside groupmod --gid "$group" docker
docker run --detach --network=none --name ended base:1 sh -c 'echo working' >/dev/null
docker wait ended >/dev/null
printf '[[policy]]\nname = "all-ended"\ntarget = "containers"\nfilter = ["name=ended"]\n' >"$host/etc/janitor.conf.d/all.conf"
drop_in janitor.service <"$host/usr/share/doc/janitor/examples/user.conf"
run_service
check "it reaches the engine and succeeds" property_is Result success
check "the container went" has_no_container ended
check "a log that it may not see is not counted" \
  ledger_says "SELECT sum(reclaimed_bytes) FROM step WHERE run = (SELECT max(id) FROM run) AND outcome = 'done'" 0
check "the ledger is its own now" mode_is /var/lib/janitor/history.sqlite "640 janitor:janitor"
show journal
no_drop_in janitor.service
rm "$host/etc/janitor.conf.d/all.conf"
inside rm -rf /var/lib/janitor

echo; echo "# No engine"
halt_engine TERM
run_service
check "the unit failed" property_is ActiveState failed
check "systemctl status says why" status_says "status=69/UNAVAILABLE"
check "the journal says what was tried" journal_says "/var/run/docker.sock"
show inside systemctl status --no-pager --full janitor.service
check "a failed run is seen among the failed units" says janitor.service "$(inside systemctl list-units --failed --no-pager)"
inside umount /run/docker.sock && inside rm /run/docker.sock
run_service
check "with no socket at all it is the same" status_says "status=69/UNAVAILABLE"
check "the journal names the places" journal_says "/run/podman/podman.sock"
show journal

conclude
