import EngineClient
import Glibc
import Housekeeping
import JanitorConfiguration
import Policies
import Wording

/// Looks at everything that a run needs, and changes nothing.
struct Examination {
  let common: CommonOptions
  var now = HostClock.now
  /// Below it stand the files of systemd.
  var root = ""

  func findings() async throws -> [Finding] {
    var findings: [Finding] = []
    var configuration = Configuration()
    do {
      configuration = try Settings.load(common.config)
      findings.append(self.configuration(configuration))
      findings += configuration.warnings.map { Finding(.configuration, .warning, "\($0)") }
    } catch {
      guard let failure = Failure(error) else { throw error }
      findings.append(
        Finding(.configuration, .failure, failure.message, remedy: "a run does nothing until each of them is mended"))
    }
    findings += try await engine(configuration)
    do throws(Failure) {
      findings += LedgerExamination(path: try Settings.ledgerPath(common, configuration), now: now).findings()
    } catch {
      findings.append(Finding(.ledger, .failure, error.message))
    }
    findings.append(timer())
    return findings
  }

  private func configuration(_ configuration: Configuration) -> Finding {
    let active = configuration.policies.count { $0.isEnabled }
    let files = configuration.sources.joined(separator: ", ")
    let policies = "\(Format.count(configuration.policies.count, "policy", "policies")), \(active) on, in \(files)"
    guard active > 0 else {
      return Finding(.configuration, .warning, policies, remedy: "turn one on, or a run has nothing to do")
    }
    return Finding(.configuration, .ok, policies)
  }

  private func engine(_ configuration: Configuration) async throws -> [Finding] {
    do {
      return try await Settings.withEngine(common, configuration) { engine in
        let health = try await EngineHealth(of: engine)
        let (identity, information) = (health.identity, health.information)
        let driver = information.storageDriver.isEmpty ? "" : ", \(information.storageDriver)"
        let answers = Finding(
          .engine, .ok,
          "\(Wording.name(identity.kind)) \(identity.version) (API \(identity.apiVersion)\(driver)) at \(identity.host); "
            + Wording.certainty(information.store.imageSizes))
        return [answers, clock(information), disk(health)] + containers(health) + idle(configuration, information)
      }
    } catch {
      guard let failure = Failure(error) else { throw error }
      return [Finding(.engine, .failure, failure.message, remedy: "start the engine, or name another with --host")]
    }
  }

  /// What is to spare something and seems not to.
  private func idle(_ configuration: Configuration, _ information: EngineInformation) -> [Finding] {
    // Of a ledger that has no place the ledger's own check tells.
    guard let ledger = try? Settings.ledgerPath(common, configuration) else { return [] }
    return IdleEntry.known(of: configuration, on: information, ledger: ledger, now: now).map {
      Finding(
        .protection, .warning, Wording.idle($0, now: information.clock ?? now), remedy: Wording.idleRemedy)
    }
  }

  /// A second is within what an answer takes; a minute matters to nobody's policy.
  private func clock(_ information: EngineInformation) -> Finding {
    guard let clock = information.clock else {
      return Finding(.clock, .failure, "the engine does not tell its time, so no age can be measured")
    }
    let ahead = now.duration(to: clock)
    let difference = ahead < .zero ? .zero - ahead : ahead
    guard difference > .seconds(60) else { return Finding(.clock, .ok, "the engine's clock agrees with this host's") }
    return Finding(
      .clock, .warning,
      "the engine's clock is \(Format.duration(difference)) \(ahead < .zero ? "behind" : "ahead of") this host's",
      remedy: "synchronise both; ages are measured on the engine's clock, the ledger's times are this host's")
  }

  private func disk(_ health: EngineHealth) -> Finding {
    guard let disk = health.disk else {
      return Finding(
        .disk, .ok, "the engine's disk cannot be seen from here, nor can container logs; their bytes are not counted")
    }
    let message =
      "\(health.information.rootDirectory) is on a disk that is \(Format.percent(disk.bytes.share)) full "
      + "(\(Format.bytes(Int64(clamping: disk.bytes.available))) left)"
      + (disk.inodes.total > 0 ? ", with \(Format.percent(disk.inodes.share)) of its inodes taken" : "")
    guard max(disk.bytes.share, disk.inodes.share) >= 0.9 else { return Finding(.disk, .ok, message) }
    return Finding(.disk, .warning, message, remedy: "see what a run would free: janitor run --dry-run")
  }

  /// Those that somebody removed and that are still there.
  private func containers(_ health: EngineHealth) -> [Finding] {
    guard let first = health.halfRemoved.first else { return [] }
    let names = health.halfRemoved.prefix(5).map { "\($0.displayName) (\($0.state.word))" }
    let more = health.halfRemoved.count - names.count
    return [
      Finding(
        .containers, .warning,
        "the removal of \(Format.count(health.halfRemoved.count, "container")) was begun and did not end: "
          + Format.safe(names.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")),
        remedy:
          "remove it by `docker rm \(first.displayName)`, which says what is in the way; once that is mended, a run whose "
          + "policy selects it removes it, too. One that stays in `removing` goes after a restart of the engine")
    ]
  }

  /// By the files that systemctl makes; whether they were loaded, only systemd knows.
  private func timer() -> Finding {
    let folders = [
      "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
    ]
    guard folders.contains(where: { exists("\($0)/janitor.timer") }) else {
      return Finding(
        .timer, .warning, "janitor.timer is not installed",
        remedy: "install it, or call `janitor run` by another clock")
    }
    guard exists("/etc/systemd/system/timers.target.wants/janitor.timer") else {
      return Finding(
        .timer, .warning, "janitor.timer is installed and off", remedy: "systemctl enable --now janitor.timer")
    }
    var status = stat()
    guard stat("\(root)/var/lib/systemd/timers/stamp-janitor.timer", &status) == 0,
      let fired = Timestamp(unixSeconds: Int64(status.st_mtim.tv_sec))
    else { return Finding(.timer, .ok, "janitor.timer is on and has not fired yet") }
    return Finding(.timer, .ok, "janitor.timer is on and last fired \(Format.duration(fired.duration(to: now))) ago")
  }

  /// Also where it is a link that leads nowhere from here.
  private func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(root + path, &status) == 0
  }
}
