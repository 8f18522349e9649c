import Glibc
import History
import Policies
import Wording

/// Looks through the ledger; sets a damaged one aside where it is told to.
struct LedgerExamination {
  let path: String
  let now: Timestamp

  func findings() -> [Finding] {
    do throws(LedgerError) {
      let health = try Ledger(reading: path).health()
      guard health.damage.isEmpty else { return [damaged(health.damage.joined(separator: "; "))] }
      return [sound(health), lastRun(health)]
    } catch {
      switch error {
      case .absent: return [absent()]
      case .corrupt: return [damaged(nil)]
      case .unfinished: return [Finding(.ledger, .warning, error.words, remedy: "janitor run --dry-run does that")]
      default: return [Finding(.ledger, .failure, error.words)]
      }
    }
  }

  /// Sets the ledger aside if it is damaged, and only then.
  func repair() throws(LedgerError) -> Finding {
    do throws(LedgerError) {
      let damage = try Ledger(reading: path).health().damage
      if damage.isEmpty { return Finding(.ledger, .ok, "the ledger \(path) is sound; nothing was repaired") }
    } catch {
      if case .absent = error { return absent() }
      guard case .corrupt = error else { throw error }
    }
    let aside = try Ledger.setAside(path, at: now)
    return Finding(
      .ledger, .warning, "the damaged ledger is now \(aside); the next run begins a new one at \(path)",
      remedy: "what can still be read of it: sqlite3 '\(aside)' .recover; ages of volumes and networks begin anew")
  }

  private func absent() -> Finding {
    var place = path[...]
    repeat {
      place = place[..<(place.lastIndex(of: "/") ?? place.startIndex)]
    } while !place.isEmpty && !exists(String(place))
    let folder = place.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : String(place)
    guard access(folder, W_OK) == 0 else {
      return Finding(
        .ledger, .failure, "there is no ledger at \(path), and \(folder) does not let this user make one",
        remedy: "run as root, or name another ledger with --history")
    }
    return Finding(.ledger, .ok, "there is no ledger at \(path) yet; the first run makes it")
  }

  private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private func damaged(_ how: String?) -> Finding {
    Finding(
      .ledger, .failure, "the ledger \(path) is damaged" + (how.map { ": \($0)" } ?? "") + "; no run begins",
      remedy: "janitor doctor --repair sets it aside under a dated name, and the next run begins a new one")
  }

  private func sound(_ health: LedgerHealth) -> Finding {
    var message =
      "\(path) is sound: \(Format.count(health.runs, "run")), \(Format.count(health.steps, "step")), "
      + Format.bytes(health.bytes)
    if health.openSteps > 0 { message += "; the next run settles \(Format.count(health.openSteps, "open step"))" }
    if let remedy = sharing() { return Finding(.ledger, .warning, message, remedy: remedy) }
    guard access(path, W_OK) == 0 else {
      return Finding(
        .ledger, .warning, message + "; this user may read it, not write", remedy: "run janitor as its owner")
    }
    return Finding(.ledger, .ok, message)
  }

  /// Who can write it can make janitor forget; who can read it learns what the host runs.
  private func sharing() -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let mode = status.st_mode & 0o7777
    guard mode & 0o027 == 0 else {
      return "others than its owner and group can reach it, or its group can write it: chmod 640 '\(path)'"
    }
    return nil
  }

  private func lastRun(_ health: LedgerHealth) -> Finding {
    guard let run = health.lastRun else {
      return Finding(.lastRun, .ok, "no run is recorded yet", remedy: "janitor run --dry-run shows what one would do")
    }
    let when = "run \(run.id), \(Format.duration(run.startedAt.duration(to: now))) ago"
    switch run.status {
    case .running: return Finding(.lastRun, .ok, "\(when), goes on, or died and is settled by the next")
    case .interrupted: return Finding(.lastRun, .warning, "\(when), died; its steps were settled afterwards")
    case .stopped:
      return Finding(
        .lastRun, .warning, "\(when), was stopped by the brake or a signal",
        remedy: "janitor run --dry-run shows whether the brake still holds")
    case .finished where run.troubles > 0:
      return Finding(
        .lastRun, .warning, "\(when), went through with \(Format.count(run.troubles, "failed step"))",
        remedy: "janitor history \(run.id) says which, and why")
    case .finished where run.omitted > 0:
      return Finding(
        .lastRun, .warning, "\(when), went through without \(Format.count(run.omitted, "policy", "policies"))",
        remedy: "janitor history \(run.id) says what could not be had")
    case .finished: return Finding(.lastRun, .ok, "\(when), went through")
    }
  }
}
