/// The changes that made the tables what they are, in order; one that has shipped is never edited.
enum Migration: String, CaseIterable {
  case runs = "1: runs, steps, memory"
  case facts = "2: policies of runs, facts"
  case layers = "3: sizes of layers"
  case subjects = "4: what dry runs found"
  case disk = "5: how full the disk was"
  case untagged = "6: images without a tag"
  case entries = "7: entries of the configuration"
  case sums = "8: sums of what is gone, and the brake"
  case attachments = "9: tries and volumes of containers"
  case ties = "10: ties of containers"
  case omissions = "11: policies that took no part"

  var sql: String {
    switch self {
    case .runs:
      """
      CREATE TABLE engine (
        id INTEGER PRIMARY KEY,
        engine_id TEXT NOT NULL,
        root TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('docker', 'podman')),
        host TEXT NOT NULL,
        first_seen REAL NOT NULL,
        UNIQUE (engine_id, root)
      ) STRICT;

      CREATE TABLE run (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        engine INTEGER NOT NULL REFERENCES engine (id),
        plan TEXT NOT NULL,
        dry_run INTEGER NOT NULL CHECK (dry_run IN (0, 1)),
        started_at REAL NOT NULL,
        finished_at REAL,
        status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'stopped', 'interrupted')),
        version TEXT NOT NULL,
        started_by TEXT,
        CHECK ((status = 'running') = (finished_at IS NULL))
      ) STRICT;
      CREATE INDEX run_started ON run (started_at);
      CREATE INDEX run_open ON run (engine) WHERE status = 'running';

      CREATE TABLE step (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        number INTEGER NOT NULL CHECK (number > 0),
        policy TEXT NOT NULL,
        action TEXT NOT NULL CHECK (\(column("action", isOneOf: "remove", "stop", "untag"))),
        target TEXT NOT NULL CHECK (\(isTarget)),
        object_id TEXT NOT NULL CHECK (object_id <> ''),
        object_name TEXT NOT NULL,
        reason TEXT NOT NULL,
        predicted_bytes INTEGER CHECK (predicted_bytes >= 0),
        reclaimed_bytes INTEGER CHECK (reclaimed_bytes >= 0),
        outcome TEXT NOT NULL CHECK (
          \(column("outcome", isOneOf: "planned", "intended", "done", "skipped", "failed", "unknown"))),
        error TEXT,
        started_at REAL,
        finished_at REAL,
        PRIMARY KEY (run, number),
        CHECK (reclaimed_bytes IS NULL OR outcome = 'done'),
        CHECK ((finished_at IS NULL) = (outcome IN ('planned', 'intended'))),
        CHECK ((started_at IS NULL) = (outcome = 'planned'))
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX step_object ON step (object_id);
      CREATE INDEX step_open ON step (run) WHERE outcome = 'intended';

      CREATE TABLE sighting (
        engine INTEGER NOT NULL REFERENCES engine (id) ON DELETE CASCADE,
        target TEXT NOT NULL CHECK (\(isTarget)),
        object_id TEXT NOT NULL,
        first_seen REAL NOT NULL,
        last_seen REAL NOT NULL,
        last_in_use REAL,
        first_unused REAL,
        PRIMARY KEY (engine, target, object_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE image_layers (
        image_id TEXT NOT NULL PRIMARY KEY,
        chain TEXT NOT NULL,
        history TEXT
      ) STRICT, WITHOUT ROWID;
      """
    case .facts:
      """
      CREATE TABLE run_policy (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        policy TEXT NOT NULL,
        PRIMARY KEY (run, policy)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX run_policy_policy ON run_policy (policy);

      CREATE TABLE container_facts (
        engine INTEGER NOT NULL REFERENCES engine (id) ON DELETE CASCADE,
        container_id TEXT NOT NULL,
        seen_ns INTEGER NOT NULL,
        state TEXT NOT NULL,
        created_ns INTEGER,
        started_ns INTEGER,
        finished_ns INTEGER,
        exit_code INTEGER,
        restart TEXT,
        writable_bytes INTEGER CHECK (writable_bytes >= 0),
        log_bytes INTEGER CHECK (log_bytes >= 0),
        PRIMARY KEY (engine, container_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE image_facts (
        engine INTEGER NOT NULL REFERENCES engine (id) ON DELETE CASCADE,
        image_id TEXT NOT NULL,
        seen_ns INTEGER NOT NULL,
        created_ns INTEGER,
        tagged_ns INTEGER,
        reference_list TEXT NOT NULL,
        PRIMARY KEY (engine, image_id)
      ) STRICT, WITHOUT ROWID;
      """
    case .layers:
      """
      CREATE TABLE layer_size (
        engine INTEGER NOT NULL REFERENCES engine (id) ON DELETE CASCADE,
        layer_id TEXT NOT NULL,
        bytes INTEGER NOT NULL CHECK (bytes >= 0),
        PRIMARY KEY (engine, layer_id)
      ) STRICT, WITHOUT ROWID;
      """
    case .subjects:
      "ALTER TABLE step ADD COLUMN subject TEXT"
    case .disk:
      """
      ALTER TABLE run ADD COLUMN disk_bytes INTEGER CHECK (disk_bytes >= 0);
      ALTER TABLE run ADD COLUMN disk_used_bytes INTEGER CHECK (disk_used_bytes >= 0);
      """
    case .untagged:
      "ALTER TABLE sighting ADD COLUMN first_untagged REAL"
    case .entries:
      """
      CREATE TABLE sparing_entry (
        engine INTEGER NOT NULL REFERENCES engine (id) ON DELETE CASCADE,
        entry TEXT NOT NULL,
        first_tried REAL NOT NULL,
        last_tried REAL NOT NULL,
        last_matched REAL,
        PRIMARY KEY (engine, entry)
      ) STRICT, WITHOUT ROWID;
      """
    case .sums:
      """
      CREATE TABLE retired_step (
        engine INTEGER NOT NULL REFERENCES engine (id) ON DELETE CASCADE,
        policy TEXT NOT NULL,
        target TEXT NOT NULL CHECK (\(isTarget)),
        outcome TEXT NOT NULL CHECK (outcome IN ('done', 'skipped', 'failed', 'unknown')),
        steps INTEGER NOT NULL CHECK (steps >= 0),
        reclaimed_bytes INTEGER NOT NULL CHECK (reclaimed_bytes >= 0),
        PRIMARY KEY (engine, policy, target, outcome)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE retired_run (
        engine INTEGER NOT NULL REFERENCES engine (id) ON DELETE CASCADE,
        status TEXT NOT NULL CHECK (status IN ('finished', 'stopped', 'interrupted')),
        runs INTEGER NOT NULL CHECK (runs >= 0),
        last_started_at REAL NOT NULL,
        PRIMARY KEY (engine, status)
      ) STRICT, WITHOUT ROWID;

      ALTER TABLE run ADD COLUMN braked INTEGER CHECK (braked IN (0, 1));
      """
    case .attachments:
      // What is known already is too old to be believed then: it knows nothing of these.
      """
      UPDATE container_facts SET seen_ns = 0;
      ALTER TABLE container_facts ADD COLUMN no_tries_left INTEGER NOT NULL DEFAULT 0 CHECK (no_tries_left IN (0, 1));
      ALTER TABLE container_facts ADD COLUMN named_volumes TEXT NOT NULL DEFAULT '';
      ALTER TABLE container_facts ADD COLUMN inherits_volumes INTEGER NOT NULL DEFAULT 0
        CHECK (inherits_volumes IN (0, 1));
      """
    case .ties:
      """
      CREATE TABLE container_ties (
        engine INTEGER NOT NULL REFERENCES engine (id) ON DELETE CASCADE,
        container_id TEXT NOT NULL,
        seen_ns INTEGER NOT NULL,
        needs TEXT NOT NULL,
        lodging TEXT NOT NULL,
        PRIMARY KEY (engine, container_id)
      ) STRICT, WITHOUT ROWID;
      """
    case .omissions:
      "ALTER TABLE run_policy ADD COLUMN omitted TEXT"
    }
  }
}

private let isTarget = column("target", isOneOf: "container", "image", "volume", "network", "build-cache")

/// `IN`, for tables that get many rows: where it has more than two words, SQLite makes a table of them for each row that it
/// checks, which doubles what writing one costs.
private func column(_ name: String, isOneOf words: String...) -> String {
  words.map { "\(name) = '\($0)'" }.joined(separator: " OR ")
}
