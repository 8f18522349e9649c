import Policies

/// What leaves the tables stays in sums, within the transaction that takes it out: monitoring takes a counter that falls for
/// one that began anew, and adds all of it once more.
extension Connection {
  /// Adds up the runs that began before an instant and are over, with their steps. Nobody counts dry runs.
  mutating func retireRuns(before: Timestamp) throws {
    let gone = "run.started_at < ? AND run.status <> 'running' AND run.dry_run = 0"
    try execute(
      """
      INSERT INTO retired_step (engine, policy, target, outcome, steps, reclaimed_bytes)
      SELECT run.engine, policy, target, iif(outcome = 'intended', 'unknown', outcome) AS ending, count(*),
        CAST(min(\(Self.most), total(reclaimed_bytes)) AS INTEGER)
      FROM step JOIN run ON run.id = step.run WHERE \(gone) GROUP BY 1, 2, 3, ending
      \(Self.addingUp)
      """, [.real(before.unixSeconds)])
    try execute(
      """
      INSERT INTO retired_run (engine, status, runs, last_started_at)
      SELECT engine, status, count(*), max(started_at) FROM run WHERE \(gone) GROUP BY 1, 2
      ON CONFLICT (engine, status) DO UPDATE SET
        runs = runs + excluded.runs, last_started_at = max(last_started_at, excluded.last_started_at)
      """, [.real(before.unixSeconds)])
  }

  /// Counts a step that was told as unknown, and is about to be known.
  mutating func retireUnknown(_ run: RunID, step: Int) throws {
    try execute(
      """
      INSERT INTO retired_step (engine, policy, target, outcome, steps, reclaimed_bytes)
      SELECT run.engine, policy, target, 'unknown', 1, 0 FROM step JOIN run ON run.id = step.run
      WHERE run.id = ? AND number = ? AND (outcome = 'unknown' OR outcome = 'intended' AND run.status <> 'running')
      \(Self.addingUp)
      """, [.integer(run.rawValue), .count(step)])
  }

  /// Two of these still are an integer; no disk is as large.
  private static let most = 4_000_000_000_000_000_000

  private static let addingUp = """
    ON CONFLICT (engine, policy, target, outcome) DO UPDATE SET
      steps = steps + excluded.steps, reclaimed_bytes = min(\(most), reclaimed_bytes + excluded.reclaimed_bytes)
    """
}
