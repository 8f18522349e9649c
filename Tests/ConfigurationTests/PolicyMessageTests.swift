import Testing

@Test(arguments: policyCases)
func `a mistake in a policy is told at its place`(_ example: MessageCase) {
  #expect(message(of: example.text) == example.message)
}

private let policyCases: [MessageCase] = [
  MessageCase(
    "nothing in it", "[[policy]]\n",
    """
    t.conf:1:1: this policy has no name
      [[policy]]
      ^~~~~~~~~~
      hint: add one, as in name = "exited-containers"
    t.conf:1:1: this policy has no target
      [[policy]]
      ^~~~~~~~~~
      hint: add one, as in target = "containers"
    t.conf:1:1: this policy selects everything
      [[policy]]
      ^~~~~~~~~~
      hint: add a filter, older-than or keep-last; older-than = "0s" if everything is meant
    """),
  MessageCase(
    "an empty filter selects everything", policy("", filter: "[]"),
    """
    t.conf:1:1: this policy selects everything
      [[policy]]
      ^~~~~~~~~~
      hint: add a filter, older-than or keep-last; older-than = "0s" if everything is meant
    """),
  MessageCase(
    "exceptions alone select everything else", "[[policy]]\nname='p'\ntarget='images'\nexcept=['label=a']",
    """
    t.conf:1:1: this policy selects everything
      [[policy]]
      ^~~~~~~~~~
      hint: add a filter, older-than or keep-last; older-than = "0s" if everything is meant
    """),
  MessageCase(
    "a misspelt key is not told again as one that is missing",
    "[[policy]]\nnam = \"p\"\ntargt = \"images\"\nolder_than = \"3d\"\n",
    """
    t.conf:2:1: unknown key "nam" in [[policy]]
      nam = "p"
      ^~~
      hint: did you mean "name"?
    t.conf:3:1: unknown key "targt" in [[policy]]
      targt = "images"
      ^~~~~
      hint: did you mean "target"?
    t.conf:4:1: unknown key "older_than" in [[policy]]
      older_than = "3d"
      ^~~~~~~~~~
      hint: did you mean "older-than"?
    """),
  MessageCase(
    "a key of a later version", policy("archive = true"),
    """
    t.conf:5:1: unknown key "archive" in [[policy]]
      archive = true
      ^~~~~~~
      hint: the keys of [[policy]] are name, enabled, action, target, filter, except, older-than, since, keep-last, per, stop-timeout, volumes, named, every, when
    """),
  MessageCase(
    "a name with a space", policy("").replacing("\"p\"", with: "\"a b\""),
    """
    t.conf:2:8: "a b" is no name for a policy
      name = "a b"
             ^~~~~
      hint: letters a to z and A to Z, digits, dot, hyphen and underscore, at least one
    """),
  MessageCase(
    "a name twice", policy("") + "\n" + policy(""),
    """
    t.conf:7:8: a second policy named "p"
      name = "p"
             ^~~
      hint: the first stands at t.conf:2
    """),
  MessageCase(
    "a word for a boolean", policy("enabled = \"no\""),
    """
    t.conf:5:11: enabled must be true or false, not a string
      enabled = "no"
                ^~~~
      hint: as in enabled = false
    """),
  MessageCase(
    "an action near a known one", policy("action = \"remov\""),
    """
    t.conf:5:10: unknown action "remov"
      action = "remov"
               ^~~~~~~
      hint: did you mean "remove"?
    """),
  MessageCase(
    "a target of a later version", policy("").replacing("\"containers\"", with: "\"secrets\""),
    """
    t.conf:3:10: unknown target "secrets"
      target = "secrets"
               ^~~~~~~~~
      hint: target is one of containers, images, volumes, networks, build-cache
    """),
  MessageCase(
    "a filter near a known one", policy("", filter: #"["statsu=exited"]"#),
    """
    t.conf:4:11: unknown filter "statsu"
      filter = ["statsu=exited"]
                ^~~~~~~~~~~~~~~
      hint: did you mean "status"?
    """),
  MessageCase(
    "a filter that is like none", policy("", target: "images", filter: #"["colour=red"]"#),
    """
    t.conf:4:11: unknown filter "colour"
      filter = ["colour=red"]
                ^~~~~~~~~~~~
      hint: the filters are dangling, reference, label, label!, before, since, until, managed
    """),
  MessageCase(
    "a filter of another target", policy("", target: "images"),
    """
    t.conf:4:11: "status" is a filter of containers, not of images
      filter = ["status=exited"]
                ^~~~~~~~~~~~~~~
      hint: the filters of images are dangling, reference, label, label!, before, since, until, managed
    """),
  MessageCase(
    "no filter, in except", policy("except = [\"label=a\", \"keep\"]"),
    """
    t.conf:5:22: "keep" is no filter
      except = ["label=a", "keep"]
                           ^~~~~~
      hint: write key=value, as in "status=exited"
    """),
  MessageCase(
    "a value near a known one", policy("", filter: #"["status=exitd"]"#),
    """
    t.conf:4:11: "exitd" is no value of the filter "status"
      filter = ["status=exitd"]
                ^~~~~~~~~~~~~~
      hint: did you mean "exited"?
    """),
  MessageCase(
    "a value of the wrong kind", policy("", filter: #"["exited=abc"]"#),
    """
    t.conf:4:11: "abc" is no value of the filter "exited"
      filter = ["exited=abc"]
                ^~~~~~~~~~~~
      hint: exited takes a whole number
    """),
  MessageCase(
    "a filter without a value", policy("", filter: #"["label="]"#),
    """
    t.conf:4:11: "label=" has no value
      filter = ["label="]
                ^~~~~~~~
      hint: write "label=…", or leave it out
    """),
  MessageCase(
    "a filter for no target at all, and no target", "[[policy]]\nname='p'\nfilter=['status=up','dangling=true','x=y']",
    """
    t.conf:1:1: this policy has no target
      [[policy]]
      ^~~~~~~~~~
      hint: add one, as in target = "containers"
    t.conf:3:9: "up" is no value of the filter "status"
      filter=['status=up','dangling=true','x=y']
              ^~~~~~~~~~~
      hint: status takes created, running, paused, restarting, removing, exited, dead
    t.conf:3:37: unknown filter "x"
      filter=['status=up','dangling=true','x=y']
                                          ^~~~~
      hint: the filters are id, name, label, label!, status, exited, ancestor, before, since, until, volume, network, \
    health, publish, expose, is-task, restart, managed
    """),
  MessageCase(
    "an age of another target", policy("older-than = \"1d\"\nsince = \"tagged\""),
    """
    t.conf:6:9: containers have no "tagged"
      since = "tagged"
              ^~~~~~~~
      hint: since is one of finished, created, started for containers
    """),
  MessageCase(
    "an unknown age", policy("older-than = \"1d\"\nsince = \"birth\""),
    """
    t.conf:6:9: unknown since "birth"
      since = "birth"
              ^~~~~~~
      hint: since is one of finished, created, started
    """),
  MessageCase(
    "an age that counts for nothing", policy("since = \"created\""),
    """
    t.conf:5:1: since does nothing here
      since = "created"
      ^~~~~
      hint: it says what older-than and keep-last count from: add one of them, or leave it out
    """),
  MessageCase(
    "a group that counts for nothing", policy("per = \"label:app\""),
    """
    t.conf:5:1: per does nothing without keep-last
      per = "label:app"
      ^~~
      hint: as in keep-last = 3
    """),
  MessageCase(
    "containers by repository", policy("keep-last = 3\nper = \"repository\""),
    """
    t.conf:6:7: containers have no repository
      per = "repository"
            ^~~~~~~~~~~~
      hint: per is "compose-service" or "network" or "label:KEY" for containers
    """),
  MessageCase(
    "volumes without an age", "[[policy]]\nname = \"p\"\ntarget = \"volumes\"\nfilter = [\"label=a\"]",
    """
    t.conf:1:1: a policy for volumes needs older-than
      [[policy]]
      ^~~~~~~~~~
      hint: say for how long they must have been seen unused, as in older-than = "7d"
    """),
  MessageCase(
    "named where there are no volumes", policy("named = true"),
    """
    t.conf:5:1: named is only for volumes
      named = true
      ^~~~~
      hint: leave it out
    """),
  MessageCase(
    "more left than there was",
    "[[policy]]\nname = \"p\"\ntarget = \"build-cache\"\nwhen = { larger-than = \"1GB\", down-to = \"2GB\" }",
    """
    t.conf:4:41: down-to is more than larger-than
      when = { larger-than = "1GB", down-to = "2GB" }
                                              ^~~~~
      hint: it says how much may be left
    """),
  MessageCase(
    "a size without a unit", "[[policy]]\nname = \"p\"\ntarget = \"build-cache\"\nwhen = { larger-than = \"50\" }",
    """
    t.conf:4:24: "50" is no size
      when = { larger-than = "50" }
                             ^~~~
      hint: a number with MB, GB, TB (powers of 1000) or MiB, GiB, TiB (powers of 1024): 500MB, 20GiB
    """),
  MessageCase(
    "a label without a key", policy("keep-last = 3\nper = \"label:\""),
    """
    t.conf:6:7: unknown per "label:"
      per = "label:"
            ^~~~~~~~
      hint: per is one of repository, compose-service, network, label:KEY
    """),
  MessageCase(
    "stop-timeout where nothing is stopped", policy("stop-timeout = \"3s\""),
    """
    t.conf:5:1: stop-timeout is only for action = "stop"
      stop-timeout = "3s"
      ^~~~~~~~~~~~
      hint: leave it out
    """),
  MessageCase(
    "parts of a second", policy("action = \"stop\"\nstop-timeout = \"1.5s\""),
    """
    t.conf:6:16: stop-timeout must be whole seconds
      stop-timeout = "1.5s"
                     ^~~~~~
      hint: as in stop-timeout = "30s"
    """),
  MessageCase(
    "what a stop policy cannot have",
    policy("action = \"stop\"\nolder-than = \"1d\"\nsince = \"finished\"\nkeep-last = 1"),
    """
    t.conf:7:9: a container that is to be stopped has not finished
      since = "finished"
              ^~~~~~~~~~
      hint: since is "started" or "created" here
    t.conf:8:1: keep-last is only for action = "remove"
      keep-last = 1
      ^~~~~~~~~
      hint: leave it out
    """),
  MessageCase(
    "a stop policy for everything", policy("action = \"stop\"\nolder-than = \"1d\"", filter: "[]"),
    """
    t.conf:1:1: a policy that stops needs a filter
      [[policy]]
      ^~~~~~~~~~
      hint: say which containers are meant, as in filter = ["restart=no"]
    """),
  MessageCase(
    "images that are to be stopped", policy("action = \"stop\"", target: "images", filter: #"["dangling=true"]"#),
    """
    t.conf:5:10: images cannot be stopped
      action = "stop"
               ^~~~~~
      hint: action = "stop" is for containers
    """),
]
