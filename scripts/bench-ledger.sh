# shellcheck shell=bash
# A ledger of a million steps for bench.sh: made by janitor itself, then filled by SQL with two years of runs like the
# one that it planned. To be sourced.

: "${folder:?must name the folder of the engine}" "${janitor:?must name the program}"
million=$folder/million/history.sqlite
ledger_runs=2000 ledger_steps=500
# The name of an object with many steps, as one would ask for it.
# shellcheck disable=SC2034 # bench.sh reads it
ledger_object=job-7

# need_million: on an engine whose clutter gives the steps their words.
need_million() {
  local before after
  say "making a ledger of $((ledger_runs * ledger_steps)) steps"
  base_image base:1
  exited 1 20
  images 20
  sed 's/"1d"/"0s"/' "$folder/dry.conf" >"$folder/now.conf"
  "$janitor" run --dry-run --config "$folder/now.conf" --history "$million" >/dev/null
  ledger_sql "CREATE TABLE main.plan AS SELECT * FROM step; DELETE FROM step;
    DELETE FROM run_policy; DELETE FROM run; PRAGMA wal_checkpoint(TRUNCATE);" >/dev/null
  before=$(stat -c %s "$million")
  ledger_sql "
    BEGIN;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $ledger_runs)
    INSERT INTO run (id, engine, plan, dry_run, started_at, finished_at, status, version, started_by, disk_bytes, disk_used_bytes)
      SELECT i, (SELECT min(id) FROM engine), lower(hex(randomblob(8))), 0, at, at + 12.345678, 'finished', '0.1.0', 'systemd',
        250000000000, 100000000000 + abs(random() % 100000000000)
      FROM (SELECT i, strftime('%s', 'now') - 730 * 86400.0 * (1 - (i - 0.5) / $ledger_runs) AS at FROM n);
    INSERT INTO run_policy SELECT run.id, policy FROM run, (SELECT DISTINCT policy FROM plan);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $ledger_steps),
      made AS (
        SELECT run.id AS run, n.i AS number, policy, action, target, object_name, reason, predicted_bytes, run.started_at + n.i * 0.02 AS at,
          CASE WHEN n.i % 100 = 50 THEN 'failed' WHEN n.i % 50 = 0 THEN 'skipped' ELSE 'done' END AS ending
        FROM run CROSS JOIN n JOIN plan ON plan.number = 1 + (n.i - 1) % (SELECT count(*) FROM plan))
    INSERT INTO step (run, number, policy, action, target, object_id, object_name, reason, predicted_bytes, reclaimed_bytes,
        outcome, error, started_at, finished_at)
      SELECT run, number, policy, action, target,
        iif(target = 'image', 'sha256:', '') || lower(hex(randomblob(32))), object_name, reason, predicted_bytes,
        iif(ending = 'done', predicted_bytes, NULL), ending,
        CASE ending WHEN 'failed' THEN 'the engine refused it (409): it is in use' WHEN 'skipped' THEN 'it was gone already' END,
        at, at + 0.015
      FROM made ORDER BY run, number;
    COMMIT;
    PRAGMA wal_checkpoint(TRUNCATE);" >/dev/null
  after=$(stat -c %s "$million")
  figure ledgerSteps "$(ledger_sql "SELECT count(*) FROM step")"
  figure ledgerRuns "$(ledger_sql "SELECT count(*) FROM run")"
  figure ledgerBytes "$after"
  figure ledgerBytesPerStep "$(jq -n "($after - $before) / $((ledger_runs * ledger_steps))")"
  ledger_sql "DROP TABLE plan"
  by_day_sql
}

ledger_sql() { sqlite3 -batch "$million" "$1"; }

# The two queries of `janitor report --by day` (Ledger+Report.swift), which must agree with it.
by_day_sql() {
  local sums within
  sums="count(DISTINCT run.id) AS runs, count(*) FILTER (WHERE step.outcome = 'done') AS done,
    count(*) FILTER (WHERE step.outcome = 'skipped') AS skipped,
    count(*) FILTER (WHERE step.outcome = 'failed') AS failed,
    count(*) FILTER (WHERE step.outcome IN ('unknown', 'intended')) AS unknown,
    coalesce(sum(step.predicted_bytes) FILTER (WHERE step.outcome = 'done'), 0) AS predicted,
    coalesce(sum(step.reclaimed_bytes), 0) AS reclaimed"
  within="WHERE run.started_at >= -1e18 AND run.started_at < 1e18 AND run.dry_run <= 0"
  cat >"$folder/by-day.sql" <<END
SELECT CAST(date(run.started_at, 'unixepoch') AS TEXT) AS key, $sums
FROM step JOIN run ON run.id = step.run JOIN engine ON engine.id = run.engine
$within GROUP BY date(run.started_at, 'unixepoch') ORDER BY date(run.started_at, 'unixepoch');
SELECT 'total', count(*) FROM run $within;
END
}

# Whether that SQL still tells the same of each day as the report.
by_day_agrees() {
  diff -q <("$janitor" report --by day --format csv --history "$million" | tr -d '\r' | tail -n +2) \
    <(sqlite3 -readonly -batch -csv "$million" ".read $folder/by-day.sql" | sed '/^total,/d' |
      awk -F, -v OFS=, '{ print $1, $2, $3, $4, $5, $6, $8, $7 }') >/dev/null
}
