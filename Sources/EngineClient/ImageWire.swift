import Policies

/// An image as lists have it.
struct ImageWire: Decodable {
  var Id: String
  var ParentId: String?
  var RepoTags: [String]?
  var RepoDigests: [String]?
  var Created: Int64?
  var Labels: [String: String]?
  var Size: Int64?
  // Podman's own list has these.
  var Digest: String?
  var IsManifestList: Bool?
  var ReadOnly: Bool?

  var image: Image? {
    ImageID(Id).map { id in
      Image(
        id: id, parent: ParentId.flatMap { ImageID($0) }, tags: named(RepoTags), digests: named(RepoDigests),
        digest: Digest, form: IsManifestList == true ? .unreadList : .image, isReadOnly: ReadOnly ?? false,
        created: Created.flatMap { $0 == 0 ? .epoch : Timestamp(unixSeconds: $0) }, labels: Labels ?? [:],
        size: Size.flatMap { $0 >= 0 ? ByteCount($0) : nil })
    }
  }
}

/// Where an engine keeps what an image or a container is made of.
struct GraphDriverWire: Decodable {
  var Name: String?
  var Data: Folders?

  struct Folders: Decodable {
    var UpperDir: String?
    /// The lower ones, the next one first, with colons between.
    var LowerDir: String?
  }

  /// The folders of the layers, base first, each with what the engine keeps beside the files themselves.
  var layers: [String] {
    let folders = [Data?.UpperDir].compactMap { $0 } + (Data?.LowerDir ?? "").split(separator: ":").map(String.init)
    return folders.reversed().map { $0.hasSuffix("/diff") ? String($0.dropLast("/diff".count)) : $0 }
  }
}

/// An image as an inspection has it; what its config carries besides labels is not read.
struct ImageInspectionWire: Decodable {
  var Id: String
  var Parent: String?
  var RepoTags: [String]?
  var RepoDigests: [String]?
  var Created: String?
  var Size: Int64?
  var Config: ConfigWire?
  var RootFS: RootFSWire?
  var GraphDriver: GraphDriverWire?
  var Metadata: MetadataWire?

  struct ConfigWire: Decodable { var Labels: [String: String]? }
  struct RootFSWire: Decodable { var Layers: [String]? }
  struct MetadataWire: Decodable { var LastTagTime: String? }

  func image(_ id: ImageID) -> Image {
    let created = Created.flatMap { $0.hasPrefix("1970-01-01T00:00:00") ? .epoch : Timestamp(rfc3339: $0) }
    return Image(
      id: id, parent: Parent.flatMap { ImageID($0) }, tags: named(RepoTags), digests: named(RepoDigests),
      created: created, labels: Config?.Labels ?? [:], size: Size.flatMap { $0 >= 0 ? ByteCount($0) : nil },
      details: .known(
        ImageDetails(created: created, tagged: Metadata?.LastTagTime.flatMap { Timestamp(rfc3339: $0) })))
  }
}

struct RemovalWire: Decodable {
  var Untagged: String?
  var Deleted: String?
}

struct HistoryWire: Decodable {
  var Size: Int64?
  var CreatedBy: String?

  var entry: HistoryEntry {
    HistoryEntry(size: ByteCount(max(0, Size ?? 0)), isMetadata: Self.isMetadata(CreatedBy ?? ""))
  }

  /// Whether an instruction makes no layer: the API hides the mark that says so.
  static func isMetadata(_ instruction: String) -> Bool {
    var rest = instruction[...]
    if rest.hasPrefix("/bin/sh -c #(nop)") { rest = rest.dropFirst("/bin/sh -c #(nop)".count) }
    let word = rest.drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
    return [
      "ENV", "LABEL", "CMD", "ENTRYPOINT", "EXPOSE", "USER", "VOLUME", "ARG", "STOPSIGNAL", "HEALTHCHECK", "SHELL",
      "ONBUILD", "MAINTAINER",
    ].contains(String(word))
  }
}

/// Without the placeholders that older engines write for what has no name.
private func named(_ references: [String]?) -> [String] {
  (references ?? []).filter { !$0.hasPrefix("<none>") }.sorted()
}
