import Foundation

/// The commands of one section, which follow each other on one host.
struct Session {
  struct Command {
    /// Of the page, from 1.
    let line: Int
    var text: String
    /// What the page shows of its output; nothing where it shows none.
    var shown: [String] = []
    /// 0, unless `echo $?` comes next and tells another one.
    var status: Int32 = 0
  }

  let page: Page
  let section: Page.Section
  let commands: [Command]

  init(_ page: Page, _ section: Page.Section) {
    self.page = page
    self.section = section
    commands = section.blocks.filter { $0.language == "console" }.flatMap(Self.commands)
  }

  static func all(of page: Page) -> [Session] {
    page.sections.map { Session(page, $0) }.filter { !$0.commands.isEmpty }
  }

  private static func commands(_ block: Page.Block) -> [Command] {
    var commands: [Command] = []
    for (offset, line) in block.lines.enumerated() {
      if line.hasPrefix("$ ") {
        commands.append(Command(line: block.line + offset, text: String(line.dropFirst(2))))
      } else if let last = commands.indices.last {
        if commands[last].text.hasSuffix("\\") {
          commands[last].text += "\n" + line
        } else {
          commands[last].shown.append(line)
        }
      }
    }
    for place in commands.indices.dropFirst() where commands[place].text == "echo $?" {
      commands[place - 1].status = commands[place].shown.first.flatMap { Int32($0) } ?? -1
    }
    for place in commands.indices {
      while commands[place].shown.last?.isEmpty == true { commands[place].shown.removeLast() }
    }
    return commands.filter { $0.text != "echo $?" }
  }
}

extension Session.Command {
  /// Without who runs it and what it is told by the environment.
  private var bare: String { text.replacing(/^(sudo |[A-Z_]+=[^ ]+ )+/, with: "") }

  var isJanitor: Bool { bare.hasPrefix("janitor ") && exemption == nil }
  /// Whether it tells of what earlier runs did.
  var tellsOfRuns: Bool { bare.hasPrefix("janitor report") || bare.hasPrefix("janitor history") }
  var changesEngine: Bool { bare.hasPrefix("janitor run") && !bare.contains("--dry-run") }

  /// Why it is not run here; `nil` where it is, or where nobody decided yet.
  var exemption: String? {
    Self.exemptions.first { bare.range(of: "^(\($0.command))( |$)", options: .regularExpression) != nil }?.reason
  }

  private static let exemptions: [(command: String, reason: String)] = [
    ("make", "builds, installs or tests; continuous integration does that"),
    ("systemctl|journalctl|loginctl", "wants a booted systemd: `make test-service` tries janitor's units in one"),
    ("janitor .*--host ssh:[^ ]*( .*)?", "wants another host: SSHTests has one"),
    ("ssh", "wants another host"),
    ("systemd-sysusers|install", "would change this machine; `make test-deb` does it in a booted Debian"),
    ("apt|apt-get", "would change this machine"),
    ("docker|podman|crontab|curl", "another program, which says itself what it does"),
    ("git|swift", "for those who build janitor"),
  ]
}
