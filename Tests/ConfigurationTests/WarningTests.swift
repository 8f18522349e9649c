import JanitorConfiguration
import Testing

/// What `check` warns of: patterns that are no mistake and can match less than they seem.
@Suite struct WarningTests {
  private func warnings(_ text: String) throws -> [String] {
    try Configuration.parse(text, file: "janitor.conf").warnings.map(\.message)
  }

  @Test(arguments: [
    (#"containers = ["prod-"]"#, #""prod-" matches only what has just this name"#),
    (#"containers = ["db, web"]"#, #""db, web" can match none of the containers: no name has a comma"#),
    (#"containers = ["^db$"]"#, #""^db$" looks like a regular expression"#),
    (#"volumes = ["prod-.*"]"#, #""prod-.*" looks like a regular expression"#),
    (#"volumes = ["/srv/data"]"#, #""/srv/data" can match none of the volumes: no name has a slash"#),
    (#"networks = ["shop_"]"#, #""shop_" matches only what has just this name"#),
    (
      #"images = ["https://reg.example.com/*"]"#,
      #""https://reg.example.com/*" can match no image: no reference has ://"#
    ),
    (#"images = ["shop/Web:*"]"#, #""shop/Web:*" can match no image: repositories are written in lower case"#),
    (#"images = ["sha256:0123*"]"#, #""sha256:0123*" can match no image: it looks like an ID"#),
    (#"images = ["web@sha256:0123"]"#, #""web@sha256:0123" can match no image: a digest has 64 digits"#),
    (#"images = ["shop/web:.*"]"#, #""shop/web:.*" looks like a regular expression"#),
    (#"labels = ["env=prod*"]"#, #"* stands for itself in "env=prod*""#),
    (#"labels = ["env = prod"]"#, #""env = prod" has a space beside its ="#),
    (#"labels = [" janitor.keep"]"#, #"" janitor.keep" begins or ends with a space"#),
    (#"labels = ["janitor.keep "]"#, #""janitor.keep " begins or ends with a space"#),
    (#"labels = ["tier=production "]"#, #""tier=production " begins or ends with a space"#),
    (#"labels = ['tier="production"']"#, #""tier="production"" has quotation marks in it"#),
    (#"labels = ["'janitor.keep'"]"#, #""'janitor.keep'" has quotation marks in it"#),
  ])
  func `of a protection`(_ line: String, _ message: String) throws {
    #expect(try warnings("[protect]\n\(line)\n") == [message])
  }

  @Test(arguments: [
    ("containers", "name=db*", #""name=db*" is a regular expression: b* is any number of b, none as well"#),
    ("containers", "name=^prod-*", #""name=^prod-*" is a regular expression: -* is any number of -, none as well"#),
    ("containers", "name=db,web", #""name=db,web" can match nothing: no name has a comma"#),
    ("containers", "label=tier='production'", #""tier='production'" has quotation marks in it"#),
    ("containers", "label=env=prod*", #"* stands for itself in "env=prod*""#),
    ("containers", "ancestor=postgres:*", #"* stands for itself in "ancestor=postgres:*""#),
    ("containers", "network=shop_*", #"* stands for itself in "network=shop_*""#),
    ("images", "reference=shop/", #""reference=shop/" can match no image"#),
    ("images", "reference=^shop/web", #""^shop/web" looks like a regular expression"#),
    ("images", "reference=Shop/web", #""Shop/web" can match no image: repositories are written in lower case"#),
  ])
  func `of a filter, in filter and except`(_ target: String, _ filter: String, _ message: String) throws {
    for key in ["filter", "except"] {
      #expect(
        try warnings(
          "[[policy]]\nname = \"p\"\ntarget = \"\(target)\"\nolder-than = \"1d\"\n\(key) = [\"\(filter)\"]\n")
          == [message])
    }
  }

  @Test(arguments: [
    (
      "reference=docker.io/library/postgres",
      #""reference=docker.io/library/postgres" can match nothing on Docker, which lists images of Docker Hub without it"#
    ),
    (
      "reference=reg.example.com/*",
      #""reference=reg.example.com/*" matches no repository with a slash after the registry: here * stops at one"#
    ),
    (
      "reference=web:1@sha256:*",
      #""reference=web:1@sha256:*" can match no image: no list has a tag and a digest in one"#
    ),
  ])
  func `of a reference that selects less than it would spare`(_ filter: String, _ message: String) throws {
    let policy = { (key: String) in
      "[[policy]]\nname = \"p\"\ntarget = \"images\"\nolder-than = \"1d\"\n\(key) = [\"\(filter)\"]\n"
    }
    #expect(try warnings(policy("filter")) == [message])
    #expect(try warnings(policy("except")) == [])
  }

  @Test func `not of what is right`() throws {
    let text = """
      [protect]
      labels = ["janitor.keep", "tier=production", "name=it's"]
      containers = ["prod-*", "db", "web.*", "[a-z]b-", "db_[^0-9]"]
      images = ["postgres:*", "registry.example.com/base/*", "localhost:5000/*", "Reg.example.com/app:RC1", "reg.*/app:*"]
      volumes = ["db-*"]

      [[policy]]
      name = "p"
      target = "images"
      filter = ["reference=registry.example.com/ci/*", "reference=ci/app:RC*", "reference=*"]
      except = ["label=release", "reference=reg.example.com/*"]

      [[policy]]
      name = "q"
      target = "containers"
      filter = ["name=^db", "name=db.*", "name=db$", "name=^/db$", "name=db", "name=a{1,2}"]
      """
    #expect(try warnings(text) == [])
    #expect(try warnings(defaultFile()) == [])
  }

  @Test func `a prefix of images is a mistake, with what to write`() throws {
    #expect(throws: ConfigurationFailure.self) {
      _ = try Configuration.parse("[protect]\nimages = [\"shop/\"]\n", file: "janitor.conf")
    }
    do {
      _ = try Configuration.parse("[protect]\nimages = [\"shop/\"]\n", file: "janitor.conf")
    } catch {
      #expect(
        error.diagnostics.first?.hint == #"it has to match repository:tag: write "shop/*" for all that begins so"#)
    }
  }
}
