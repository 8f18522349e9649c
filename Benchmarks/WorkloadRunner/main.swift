import Workloads

// `WorkloadRunner NAME TIMES` does a workload so many times, for who counts instructions; without arguments it lists all
// of them, with the times that are enough for one count.
func run(_ arguments: [String]) throws {
  guard !arguments.isEmpty else {
    for workload in Workload.all { print(workload.name, workload.repetitions) }
    return
  }
  guard arguments.count == 2, let workload = Workload.all.first(where: { $0.name == arguments[0] }),
    let times = Int(arguments[1])
  else { fatalError("usage: WorkloadRunner [NAME TIMES]") }
  let work = try workload.prepare()
  for _ in 0..<times { try work() }
}

try run(Array(CommandLine.arguments.dropFirst()))
