// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same bar; `make` adds the check that a target imports only what it declares.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// `make fuzz` builds all of janitor's own code so that libFuzzer sees which way each input takes through it.
let isFuzzed = Context.environment["JANITOR_FUZZ"] != nil
let own = strict + (isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer,address", "-O"])] : [])

/// What the fuzzer and the tests on its corpus feed.
let read: [Target.Dependency] = [
  "EngineClient", "JanitorConfiguration", "Policies", .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
]

/// They see what is internal to the rooms, as tests do: a plain build, also of a release, leaves them out.
let corpus: [Target] =
  isFuzzed
  ? [
    .target(
      name: "FuzzTargets", dependencies: read, path: "Tests/CorpusTests/Targets", swiftSettings: own),
    .executableTarget(
      name: "Fuzzer", dependencies: ["FuzzTargets"], path: "Tests/Fuzzer", swiftSettings: own,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ] : [.testTarget(name: "CorpusTests", dependencies: read, swiftSettings: own)]

/// The toolchain's own linker packs relocations, and drops what nothing calls once the program does not offer its functions
/// to libraries: less to read and to relocate at each start.
let quickStart = LinkerSetting.unsafeFlags(
  ["-use-ld=lld"] + ["--no-export-dynamic", "-z", "pack-relative-relocs"].flatMap { ["-Xlinker", $0] },
  .when(configuration: .release))

let package = Package(
  name: "janitor",
  products: [.executable(name: "janitor", targets: ["JanitorD"])],
  dependencies: [
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .target(name: "Policies", swiftSettings: own),
    .target(name: "Wording", dependencies: ["Policies"], swiftSettings: own),
    .target(name: "CDigest"),
    .target(name: "CSpawn"),
    .systemLibrary(name: "CMalloc"),
    .target(
      name: "EngineClient",
      dependencies: [
        "Policies", "CDigest", "CSpawn",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: own),
    .systemLibrary(name: "CSQLite"),
    .target(name: "History", dependencies: ["Policies", "CSQLite"], swiftSettings: own),
    .target(
      name: "CToml",
      cxxSettings: [
        .define("TOML_HEADER_ONLY", to: "1"),
        .define("TOML_EXCEPTIONS", to: "0"),
        .define("TOML_ENABLE_FORMATTERS", to: "0"),
      ]),
    // async-http-client brings a module that is called Configuration already.
    .target(
      name: "JanitorConfiguration", dependencies: ["Policies", "CToml"], path: "Sources/Configuration",
      swiftSettings: own),
    .target(
      name: "Housekeeping",
      dependencies: ["Policies", "Wording", "EngineClient", "History", "JanitorConfiguration"],
      swiftSettings: own),
    .executableTarget(
      name: "JanitorD",
      dependencies: [
        "Policies", "Wording", "EngineClient", "History", "JanitorConfiguration", "Housekeeping", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [
        .embedInCode("Templates/report.mustache"), .embedInCode("Templates/bars.mustache"),
        .embedInCode("Templates/curve.mustache"), .embedInCode("Templates/stack.mustache"),
      ],
      swiftSettings: own, linkerSettings: [quickStart]),

    .target(name: "EngineLab", path: "Tests/EngineLab", swiftSettings: own),
    .executableTarget(
      name: "ScaleEngine",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Tests/ScaleEngine", swiftSettings: own),
    .target(name: "Worlds", dependencies: ["Policies"], path: "Tests/Worlds", swiftSettings: own),
    .testTarget(name: "PolicyTests", dependencies: ["Policies", "Worlds"], swiftSettings: own),
    .testTarget(
      name: "ConfigurationTests", dependencies: ["JanitorConfiguration", "Policies"], swiftSettings: own),
    .testTarget(
      name: "EngineClientTests",
      dependencies: [
        "EngineClient", "Policies", "EngineLab", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: own),
    .testTarget(name: "HistoryTests", dependencies: ["History", "Policies"], swiftSettings: own),
    .target(name: "ProgramLab", dependencies: ["EngineLab"], path: "Tests/ProgramLab", swiftSettings: own),
    .testTarget(name: "WordingTests", dependencies: ["Wording", "Policies"], swiftSettings: own),
    .testTarget(
      name: "HousekeepingTests",
      dependencies: [
        "Housekeeping", "EngineClient", "History", "JanitorConfiguration", "Policies", "Wording", "EngineLab",
        "ProgramLab", "Worlds",
      ],
      swiftSettings: own),
    .testTarget(
      name: "JanitorTests",
      dependencies: [
        "JanitorD", "Housekeeping", "EngineClient", "History", "JanitorConfiguration", "Policies", "Wording",
        "EngineLab", "ProgramLab",
      ],
      swiftSettings: own),
    .testTarget(
      name: "PackageTests", dependencies: ["JanitorD", "JanitorConfiguration", "EngineLab", "ProgramLab"],
      swiftSettings: own),
  ] + corpus,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

/// `make instructions` counts, `make bench-micro` takes the time of the same workloads; only the latter needs a package.
let benchmarks = Context.environment["JANITOR_BENCHMARKS"]
if benchmarks != nil {
  package.targets += [
    .target(
      name: "Workloads", dependencies: ["History", "Policies", "Worlds"], path: "Benchmarks/Workloads",
      swiftSettings: own),
    .executableTarget(
      name: "WorkloadRunner", dependencies: ["Workloads"], path: "Benchmarks/WorkloadRunner", swiftSettings: own),
  ]
}
if benchmarks == "time" {
  package.dependencies.append(.package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []))
  package.targets.append(
    .executableTarget(
      name: "MicroBenchmarks", dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/MicroBenchmarks", swiftSettings: own,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]))
}
