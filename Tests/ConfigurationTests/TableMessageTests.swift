import Testing

@Test(arguments: tableCases)
func `a mistake in a table is told at its place`(_ example: MessageCase) {
  #expect(message(of: example.text) == example.message)
}

private let tableCases: [MessageCase] = [
  MessageCase(
    "a misspelt table", "[protet]\nlabels = []\n",
    """
    t.conf:1:2: unknown table "protet"
      [protet]
       ^~~~~~
      hint: did you mean [protect]?
    """),
  MessageCase(
    "a misspelt array of tables", "[[policies]]\nname = \"a\"\n",
    """
    t.conf:1:3: unknown table "policies"
      [[policies]]
        ^~~~~~~~
      hint: the tables are [engine], [history], [protect], [brake], [[policy]]
    """),
  MessageCase(
    "a key outside of its table", "name = \"a\"\n",
    """
    t.conf:1:1: unknown key "name"
      name = "a"
      ^~~~
      hint: "name" is a key of [[policy]]
    """),
  MessageCase(
    "a key in the wrong table", "[history]\nsteps = 3\n",
    """
    t.conf:2:1: unknown key "steps" in [history]
      steps = 3
      ^~~~~
      hint: "steps" is a key of [brake]
    """),
  MessageCase(
    "a misspelt key", "[engine]\ntimeuot = \"3s\"\n",
    """
    t.conf:2:1: unknown key "timeuot" in [engine]
      timeuot = "3s"
      ^~~~~~~
      hint: did you mean "timeout"?
    """),
  MessageCase(
    "a key that is like none", "[engine.tls]\npassword = \"x\"\n",
    """
    t.conf:2:1: unknown key "password" in [engine.tls]
      password = "x"
      ^~~~~~~~
      hint: the keys of [engine.tls] are ca, cert, key, verify
    """),
  MessageCase(
    "one bracket around policy", "[policy]\nname = \"a\"\n",
    """
    t.conf:1:2: policy must be an array of tables, not a table
      [policy]
       ^~~~~~
      hint: write [[policy]], with two brackets, above each policy
    """),
  MessageCase(
    "two brackets around a table", "[[brake]]\nsteps = 3\n",
    """
    t.conf:1:3: brake must be a table, not an array
      [[brake]]
        ^~~~~
      hint: write [brake] on a line of its own
    """),
  MessageCase(
    "policies that are no tables", "policy = [1]\n",
    """
    t.conf:1:11: a policy must be a table, not an integer
      policy = [1]
                ^
      hint: write [[policy]] above each policy
    """),
  MessageCase(
    "an integer for a duration", "[engine]\ntimeout = 30\n",
    """
    t.conf:2:11: timeout must be a duration, not an integer
      timeout = 30
                ^~
      hint: as in timeout = "30s"
    """),
  MessageCase(
    "no duration", "[engine]\ntimeout = \"30 parsecs\"\n",
    """
    t.conf:2:11: "30 parsecs" is no duration
      timeout = "30 parsecs"
                ^~~~~~~~~~~~
      hint: a number with ms, s, m, h, d or w, and sums of them: 90s, 24h, 1d12h
    """),
  MessageCase(
    "a duration of nothing", "[engine]\ntimeout = \"0s\"\n",
    """
    t.conf:2:11: timeout must be longer than 0s
      timeout = "0s"
                ^~~~
      hint: as in timeout = "30s"
    """),
  MessageCase(
    "a path for a host", "[engine]\nhost = \"/run/docker.sock\"\n",
    """
    t.conf:2:8: host must begin with unix:///, tcp:// or ssh:// and name an engine
      host = "/run/docker.sock"
             ^~~~~~~~~~~~~~~~~~
      hint: did you mean "unix:///run/docker.sock"?
    """),
  MessageCase(
    "a host of another scheme", "[engine]\nhost = \"npipe://x\"\n",
    """
    t.conf:2:8: host must begin with unix:///, tcp:// or ssh:// and name an engine
      host = "npipe://x"
             ^~~~~~~~~~~
      hint: as in host = "unix:///var/run/docker.sock"
    """),
  MessageCase(
    "a certificate without its key", "[engine.tls]\ncert = \"/c.pem\"\n",
    """
    t.conf:2:1: cert without key
      cert = "/c.pem"
      ^~~~
      hint: add the other half to [engine.tls], as in key = "/etc/janitor/key.pem"
    """),
  MessageCase(
    "a relative path", "[history]\npath = \"history.sqlite\"\n",
    """
    t.conf:2:8: path must be the absolute path of a file
      path = "history.sqlite"
             ^~~~~~~~~~~~~~~~
      hint: as in path = "/var/lib/janitor/history.sqlite"
    """),
  MessageCase(
    "one bad element", "[protect]\nlabels = [\"a\", 3, \"b\"]\n",
    """
    t.conf:2:16: labels must hold strings, not an integer
      labels = ["a", 3, "b"]
                     ^
      hint: as in labels = ["janitor.keep"]
    """),
  MessageCase(
    "an empty label", "[protect]\nlabels = [\n  \"a\",\n  \"\",\n]\n",
    """
    t.conf:4:3: "" is no label
        "",
        ^~
      hint: write key or key=value
    """),
  MessageCase(
    "a pattern without its end", "[protect]\nvolumes = [\"[a\"]\n",
    """
    t.conf:2:12: "[a" is no pattern
      volumes = ["[a"]
                 ^~~~
      hint: * is any text, ? one character, [a-z] one of a set; \\ takes the next literally
    """),
  MessageCase(
    "an image without a tag", "[protect]\nimages = [\"localhost:5000/db\"]\n",
    """
    t.conf:2:11: "localhost:5000/db" protects nothing
      images = ["localhost:5000/db"]
                ^~~~~~~~~~~~~~~~~~~
      hint: it has to match repository:tag: write "localhost:5000/db:*" for all tags
    """),
  MessageCase(
    "the beginning of an image's name", "[protect]\nimages = [\"prod-\"]\n",
    """
    t.conf:2:11: "prod-" protects nothing
      images = ["prod-"]
                ^~~~~~~
      hint: it has to match repository:tag: write "prod-*" for all that begins so
    """),
  MessageCase(
    "a container with a slash", "[protect]\ncontainers = [\"/db\"]\n",
    """
    t.conf:2:15: "/db" protects nothing
      containers = ["/db"]
                    ^~~~~
      hint: names of containers have no leading slash: write "db"
    """),
  MessageCase(
    "no steps", "[brake]\nsteps = 0\n",
    """
    t.conf:2:9: steps must be 1 or more, not 0
      steps = 0
              ^
      hint: as in steps = 1000
    """),
  MessageCase(
    "a fraction for a share", "[brake]\nshare = 0.9\n",
    """
    t.conf:2:9: share must be a percentage, not a number with a fraction
      share = 0.9
              ^~~
      hint: as in share = "90%"
    """),
  MessageCase(
    "no percentage", "[brake]\nshare = \"90\"\n",
    """
    t.conf:2:9: "90" is no percentage
      share = "90"
              ^~~~
      hint: as in share = "90%"
    """),
  MessageCase(
    "too large a share", "[brake]\nshare = \"100.1%\"\n",
    """
    t.conf:2:9: share must be from 1% to 100%
      share = "100.1%"
              ^~~~~~~~
      hint: as in share = "90%"
    """),
]
