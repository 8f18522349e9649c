import Glibc
package import Policies

/// This host's clock, for the ledger; ages are measured on the engine's.
package enum HostClock {
  package static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}
