#!/bin/bash
# Tests the Debian package: installed, upgraded, removed and purged in a Debian of its own that is booted, beside a private
# engine. Wants root. Downloads Debian once, into CACHE.
#
# usage: test-deb.sh PACKAGE CACHE
set -euo pipefail
export LC_ALL=C

[ $# = 2 ] || {
  sed -n 's/^# usage: /usage: /p' "$0" >&2
  exit 64
}
package=$(realpath "$1") cache=$(realpath -m "$2")
# shellcheck source=scripts/booted.sh
. "$(dirname "$0")/booted.sh"

# What it needs of the system is in that Debian already; there is no network.
apt() { inside env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Options::=--force-confold "$@"; }
timer_is() { is "$(inside systemctl is-enabled janitor.timer) $(inside systemctl is-active janitor.timer)" "$1"; }
fires() { # by the second, for a run more than there were
  local runs
  runs=$(ledger "SELECT count(*) FROM run WHERE status = 'finished'")
  wait_until 60 ledger_says "SELECT count(*) > ${runs:-0} FROM run WHERE status = 'finished'" 1
}
traces() { # of the package in the file system; the one folder is this test's
  inside find / /run -xdev -path '/var/lib/janitor-test-*' -prune -o -iname '*janitor*' -print
}
offered() {
  # shellcheck disable=SC2016 # that bash's own
  inside bash -c '. /usr/share/bash-completion/completions/janitor
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE=$* COMP_POINT=${#COMP_LINE}
    _janitor_whole "$1" "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
    echo "${COMPREPLY[@]}"' bash "$@"
}
offers() { is "$(offered "${@:2}")" "$1"; }
pages_are_there() {
  local page
  for page in janitor janitor-{run,report,history,explain,check,doctor}; do
    inside zgrep -q '^\.SH EXAMPLES' "/usr/share/man/man1/$page.1.gz" || return
  done
  inside zgrep -q '^\.SH \[\[policy\]\]' /usr/share/man/man5/janitor.conf.5.gz
}
# The same package in a later version, which comes with another janitor.conf.
later() {
  dpkg-deb --raw-extract "$package" "$folder/later"
  sed -i 's/^Version: .*/&+later/' "$folder/later/DEBIAN/control"
  echo '# of the later version' >>"$folder/later/etc/janitor.conf"
  dpkg-deb --root-owner-group -Znone --build "$folder/later" "$host/root/later.deb"
}

mount_debian
boot
cp "$package" "$host/root/package.deb"

echo; echo "# Installed"
check "apt installs it" apt install /root/package.deb
# shellcheck disable=SC2016 # that is dpkg's own
check "it is janitor's version" is "$(inside dpkg-query --show --showformat '${Version}' janitor)" "$(inside janitor --version)"
check "the timer is off and does not run" timer_is "disabled inactive"
check "nothing was run" test ! -e "$host/var/lib/janitor/history.sqlite"
check "the ledger's folder is there, and closed to others" mode_is /var/lib/janitor "750 root:root"
check "the configuration has no mistake" inside janitor check
check "the doctor finds all that a run needs" inside janitor doctor
check "the user janitor is in the group docker, which there was not" says docker "$(inside id --name --groups janitor)"
check "nobody can log in as it" says nologin "$(inside getent passwd janitor)"
check "systemd finds no mistake in the units" units_are_clean
echo "    | $(inside systemd-analyze security --no-pager janitor.service | tail -n 1)"
check "the running systemd rates its exposure as 1.0 at most" inside systemd-analyze security --threshold=10 --no-pager janitor.service
check "the manual pages are there" pages_are_there
check "bash completes commands" offers explain janitor ex
check "bash completes policies" offers dangling-images janitor run --policy dang
check "bash completes what is on the engine" offers nightly-backup janitor explain nig

echo; echo "# The timer fires"
drop_in janitor.timer <<<'[Timer]
OnCalendar=
OnCalendar=*:*:0/1
RandomizedDelaySec=0
AccuracySec=100ms'
check "the operator switches the timer on" inside systemctl enable --now janitor.timer
check "the service ran within a minute" fires
inside systemctl stop janitor.timer
wait_until 60 property_is ActiveState inactive || true
no_drop_in janitor.timer
inside systemctl start janitor.timer
check "it succeeded" property_is Result success
check "systemctl status says so" status_says "status=0/SUCCESS"
for name in nightly-backup import-job; do check "$name went" has_no_container "$name"; done
for name in payroll flaky-test web; do check "$name stayed" has_container "$name"; done
check "the journal has the sum" says "4 steps" "$(whole_journal)"
check "history has the steps" says nightly-backup "$(inside janitor history --object nightly-backup)"
check "the timer goes on" timer_is "enabled active"
show inside systemctl status --no-pager janitor.timer janitor.service

echo; echo "# As the user janitor"
inside groupmod --gid "$group" docker
drop_in janitor.service <"$host/usr/share/doc/janitor/examples/user.conf"
run_service
check "it reaches the engine and succeeds" property_is Result success
check "the ledger is its own now" mode_is /var/lib/janitor/history.sqlite "640 janitor:janitor"
inside systemd-tmpfiles --create janitor.conf
check "it stays so when the host boots" mode_is /var/lib/janitor "750 janitor:janitor"
no_drop_in janitor.service

echo; echo "# Upgraded"
later >/dev/null
printf '\n[brake]\nsteps = 123\n' >"$host/etc/janitor.conf.d/own.conf"
echo '# changed here' >>"$host/etc/janitor.conf"
changed=$(sha256sum <"$host/etc/janitor.conf")
runs=$(ledger "SELECT count(*) FROM run")
check "apt upgrades it" apt install /root/later.deb
check "it is the later version" says +later "$(inside dpkg-query --show janitor)"
check "the changed configuration is kept" is "$(sha256sum <"$host/etc/janitor.conf")" "$changed"
check "the later one lies beside it" grep -q 'of the later version' "$host/etc/janitor.conf.dpkg-dist"
check "the drop-in is kept" grep -q 123 "$host/etc/janitor.conf.d/own.conf"
check "the ledger is kept" ledger_says "SELECT count(*) FROM run" "$runs"
check "the timer goes on" timer_is "enabled active"
run_service
check "a run goes on with that ledger" ledger_says "SELECT count(*) FROM run WHERE status = 'finished'" "$((runs + 1))"
inside systemctl stop janitor.timer
check "apt upgrades it again" apt install --reinstall /root/later.deb
check "a timer that somebody stopped stays so" is "$(inside systemctl is-active janitor.timer)" inactive
inside systemctl start janitor.timer

echo; echo "# Removed"
check "apt removes it" apt remove janitor
check "the program and the units are gone" \
  test ! -e "$host/usr/bin/janitor" -a ! -e "$host/lib/systemd/system/janitor.timer"
check "the timer is gone" is "$(inside systemctl is-active janitor.timer)" inactive
check "the configuration stays" is "$(sha256sum <"$host/etc/janitor.conf")" "$changed"
check "the ledger stays" ledger_says "SELECT count(*) FROM run" "$((runs + 1))"

echo; echo "# Purged"
check "apt purges it" apt purge janitor
check "it leaves nothing behind" is "$(traces)" ""
check "no unit has failed" is "$(inside systemctl list-units --failed --quiet --no-legend)" ""

conclude
