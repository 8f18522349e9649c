import NIOHTTP1
package import Policies

extension Engine {
  /// `GET /system/df?type=build-cache`: every record of the build cache; no other endpoint lists them.
  package func cacheRecords() async throws(EngineError) -> [CacheRecord] {
    let wire: CacheUsageWire = try await usage("build-cache")
    return try wire.records()
  }

  /// `GET /system/df?type=volume`: what volumes take, in bytes; those that the engine cannot measure are left out.
  ///
  /// It walks through every file of every volume.
  package func volumeSizes() async throws(EngineError) -> [VolumeName: ByteCount] {
    let wire: UsageWire = try await usage("volume")
    return wire.sizes
  }

  /// `GET /system/df?type=image`: what the store of images takes, each layer once; `nil` where the engine does not count.
  ///
  /// On containerd's store these are the archives and the unpacked layers, in blocks, of containers and build cache too.
  package func imageStoreSize() async throws(EngineError) -> ByteCount? {
    let wire: UsageWire = try await usage("image")
    return wire.LayersSize.map { ByteCount($0) }
  }

  /// `GET /system/df?type=image`: what the engine itself would call reclaimable of its images, as `docker system df` does.
  ///
  /// `nil` on engines before API 1.42, which would walk through volumes and containers for it, and where an engine does not
  /// count.
  package func reclaimableImages() async throws(EngineError) -> ByteCount? {
    guard knowsUsageTypes else { return nil }
    let wire: UsageWire = try await usage("image")
    return wire.reclaimable
  }

  /// `GET /system/df`: what everything takes; the engine walks through containers and volumes for it, which may take long.
  package func usage() async throws(EngineError) -> EngineUsage {
    let wire = try await callWhenFree("/system/df", within: transport.options.removalTimeout).decode(UsageWire.self)
    return EngineUsage(
      layers: wire.LayersSize.map { ByteCount($0) }, images: wire.ownBytes, containers: wire.writableBytes,
      volumes: wire.sizes, cache: try wire.records())
  }

  /// `POST /build/prune` for one record by its whole ID: the only way to remove one. `all` takes internal and shared
  /// records too, where the ID names them.
  ///
  /// - Returns: what the engine says went; empty where something built on it is still there.
  package func remove(_ id: CacheID) async throws(EngineError) -> CacheRemoval {
    // The engine takes the value for a regular expression.
    let filter = #"{"id":["^\#(id)$"]}"#.percentEncoded(keeping: "")
    let path = "/build/prune?all=1&filters=\(filter)"
    let answer = try await call(.POST, path, within: transport.options.removalTimeout)
    let wire = try answer.decode(CacheRemovalWire.self)
    return CacheRemoval(
      deleted: (wire.CachesDeleted ?? []).compactMap { CacheID($0) },
      reclaimed: ByteCount(max(0, wire.SpaceReclaimed ?? 0)))
  }

  private var knowsUsageTypes: Bool {
    APIVersion(identity.apiVersion).map { $0 >= APIVersion(major: 1, minor: 42) } ?? false
  }

  /// Engines before API 1.42 know no `type` and count everything.
  private func usage<Wire: Decodable>(_ type: String) async throws(EngineError) -> Wire {
    let path = knowsUsageTypes ? "/system/df?type=\(type)" : "/system/df"
    return try await callWhenFree(path, within: transport.options.removalTimeout).decode(Wire.self)
  }
}

/// What the engine says of the removal of one record.
package struct CacheRemoval: Hashable, Sendable {
  package let deleted: [CacheID]
  /// The sizes of what was deleted; an image that shares a layer keeps it on the disk.
  package let reclaimed: ByteCount
}

struct CacheRemovalWire: Decodable {
  var CachesDeleted: [String]?
  var SpaceReclaimed: Int64?
}

/// What everything on an engine takes; what it did not measure is left out.
package struct EngineUsage: Hashable, Sendable {
  /// Of all images, each layer once.
  package let layers: ByteCount?
  /// What each image has for itself.
  package let images: [ImageID: ByteCount]
  package let containers: [ContainerID: ByteCount]
  package let volumes: [VolumeName: ByteCount]
  package let cache: [CacheRecord]
}

struct UsageWire: Decodable {
  var LayersSize: Int64?
  var Images: [ImageUsageWire]?
  var Containers: [ContainerUsageWire]?
  var Volumes: [VolumeUsageWire]?
  var BuildCache: [CacheRecordWire]?

  struct VolumeUsageWire: Decodable {
    var Name: String
    var UsageData: SizeWire?
  }
  struct ImageUsageWire: Decodable {
    var Id: String?
    var Containers: Int?
    var Size: Int64?
    var SharedSize: Int64?

    /// What it has for itself; -1 stands for what was not measured.
    var own: ByteCount? {
      guard let Size, let SharedSize, Size >= 0, SharedSize >= 0 else { return nil }
      return max(.zero, ByteCount(Size) - ByteCount(SharedSize))
    }
  }
  struct ContainerUsageWire: Decodable {
    var Id: String?
    var SizeRw: Int64?
  }
  struct SizeWire: Decodable { var Size: Int64? }

  /// All layers, less what images with containers have for themselves: as Docker's own client reckons it.
  var reclaimable: ByteCount? {
    guard let LayersSize, let Images else { return nil }
    let used = Images.filter { $0.Containers != 0 }.compactMap(\.own).reduce(.zero, +)
    return max(.zero, ByteCount(LayersSize) - used)
  }

  var ownBytes: [ImageID: ByteCount] {
    let pairs = (Images ?? []).compactMap { image in image.Id.flatMap { ImageID($0) }.map { ($0, image.own) } }
    return Dictionary(pairs) { first, _ in first }.compactMapValues(\.self)
  }

  var writableBytes: [ContainerID: ByteCount] {
    let pairs = (Containers ?? []).compactMap { container in
      container.Id.flatMap { ContainerID($0) }.map { ($0, ByteCount(max(0, container.SizeRw ?? 0))) }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// -1 stands for what was not measured.
  var sizes: [VolumeName: ByteCount] {
    var sizes: [VolumeName: ByteCount] = [:]
    for volume in Volumes ?? [] {
      guard let name = VolumeName(volume.Name), let size = volume.UsageData?.Size, size >= 0 else { continue }
      sizes[name] = ByteCount(size)
    }
    return sizes
  }

  func records() throws(EngineError) -> [CacheRecord] { try CacheUsageWire(BuildCache: BuildCache).records() }
}

/// That part of the answer alone: an engine that counts everything tells a kilobyte of each container and image.
struct CacheUsageWire: Decodable {
  var BuildCache: [CacheRecordWire]?

  func records() throws(EngineError) -> [CacheRecord] {
    var records: [CacheRecord] = []
    for wire in BuildCache ?? [] {
      guard let record = wire.record else {
        throw .undecodable(request: "GET /system/df", detail: "'\(wire.ID)' is no ID of the build cache")
      }
      records.append(record)
    }
    return records
  }
}

struct CacheRecordWire: Decodable {
  var ID: String
  /// Up to API 1.41.
  var Parent: String?
  /// From API 1.42 on, where the engine writes the key with a space before it.
  var Parents: [String]?
  var spacedParents: [String]?
  var `Type`: String?
  var Description: String?
  var InUse: Bool?
  var Shared: Bool?
  var Size: Int64?
  var CreatedAt: String?
  var LastUsedAt: String?

  enum CodingKeys: String, CodingKey {
    case ID, Parent, Parents, `Type`, Description, InUse, Shared, Size, CreatedAt, LastUsedAt
    case spacedParents = " Parents"
  }

  /// `nil` where an ID makes no sense. Without a word on whether it is in use, or shared, it counts as both.
  var record: CacheRecord? {
    guard let id = CacheID(ID) else { return nil }
    let named = (Parents ?? spacedParents ?? []) + [Parent].compactMap { $0 }.filter { !$0.isEmpty }
    let parents = named.compactMap { CacheID($0) }
    guard parents.count == named.count else { return nil }
    return CacheRecord(
      id: id, parents: parents, kind: Type ?? "", description: Description ?? "", isInUse: InUse ?? true,
      isShared: Shared ?? true, size: ByteCount(max(0, Size ?? 0)),
      created: CreatedAt.flatMap { Timestamp(rfc3339: $0) }, lastUsed: LastUsedAt.flatMap { Timestamp(rfc3339: $0) })
  }
}
