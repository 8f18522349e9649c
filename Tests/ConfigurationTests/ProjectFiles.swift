import Foundation
import Testing

/// A file of the project, by its path from the root.
func projectFile(_ path: String, test: String = #filePath) throws -> String {
  var folder = URL(filePath: test).deletingLastPathComponent()
  while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) {
    try #require(folder.path != "/", "the root of the project is above this file")
    folder.deleteLastPathComponent()
  }
  return try String(contentsOf: folder.appending(path: path), encoding: .utf8)
}

func defaultFile() throws -> String { try projectFile("etc/janitor.conf") }
