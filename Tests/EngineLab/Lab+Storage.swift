extension Lab {
  /// What all that the engine keeps takes on the disk, in bytes of whole blocks, without what is mounted there.
  package func diskUsage() async throws -> Int64 {
    // What is not written back yet has no blocks.
    try await execute(["sync"])
    let text = try await execute(["du", "--summarize", "--one-file-system", "--block-size=1", storage])
    guard let bytes = Int64(text.prefix { $0.isNumber }) else { throw LabError.badReply("du") }
    return bytes
  }
}
