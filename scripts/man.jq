# The manual pages of the commands, as the Markdown that man.awk reads, out of `janitor --experimental-dump-help`: what stands
# in them is what `--help` says.

def bold: "**\(.)**";
def italic: "*\(.)*";
def table: [["term", "text"], ["---", "---"], .[]] | map("| " + join(" | ") + " |") | join("\n");
def row($term; $text): [$term, $text] | map(gsub("\\|"; "\\|"));

def flag: if .kind == "long" then "--\(.name)" else "-\(.name)" end | bold;
def value: if .kind == "flag" then "" elif .kind == "option" then " " + (.valueName | italic) else .valueName | italic end;
def usage: "[\((.preferredName // empty | flag) // "")\(value | sub(" "; "\u00a0"))]" + (if .isRepeating then "..." else "" end);
def argument:
  row((.names // [] | map(flag) | join(", ")) + value;
    .abstract + (if .allValues then " One of \(.allValues | map(bold) | join(", "))." else "" end)
    + (if .defaultValue then " The default is \(.defaultValue | bold)." else "" end));
def arguments($title): select(. != []) | "## \($title)\n\n" + (map(argument) | table) + "\n";

# A discussion is prose, then sections that each begin with a line such as `EXIT STATUS:`.
def sections:
  reduce ((.discussion // "") | split("\n"))[] as $line ([{title: "DESCRIPTION", lines: []}];
    if $line | test("^[A-Z ]+:$") then . + [{title: ($line | rtrimstr(":")), lines: []}]
    else .[-1].lines += [$line] end)
  | map(.lines |= (join("\n") | sub("\n+$"; "") | split("\n")));
# Lines of `TERM  text`.
def listed: "## \(.title)\n\n" + (.lines | map(
    capture("^ *(?<term>\\S+)  +(?<text>.*)$") // error("no term: \(.)") | row("`\(.term)`"; .text)) | table) + "\n";
def literal: "## EXAMPLES\n\n```\n\(.lines | map(ltrimstr("  ")) | join("\n"))\n```\n";

def see_also($names; $self):
  "## SEE ALSO\n\n" + ($names - [$self] | map("**\(.)**(1)") + ["**janitor.conf**(5)"] | join(",\n")) + "\n";

.command as $janitor
| ($janitor.subcommands | map(select(.commandName != "help"))) as $commands
| ([$janitor.commandName] + ($commands | map("\($janitor.commandName)-\(.commandName)"))) as $names
| ($janitor | sections) as $general
| $janitor.arguments as $everywhere
# What all commands know is told of after what only this one does.
| (reduce $commands[1:][] as $command ($commands[0].arguments; . - (. - $command.arguments)) - $everywhere) as $common
| ($janitor, $commands[])
| (. == $janitor) as $isWhole
| (if $isWhole then $names[0] else "\($names[0])-\(.commandName)" end) as $name
| sections as $own
| (.arguments - $common - $everywhere) as $arguments
| [
    "# \($name)(1): " + (.abstract | rtrimstr(".") | "\(.[:1] | ascii_downcase)\(.[1:])") + "\n",
    "## SYNOPSIS\n\n" + ($name | sub("-"; " ") | bold) + " "
      + (if $isWhole then "*command* [*option*]..." else ($arguments + $common | map(usage) | join(" ")) end) + "\n",
    "## DESCRIPTION\n\n\(.abstract)\n\n" + ($own[0].lines | join("\n")) + "\n",
    (if $isWhole then "## COMMANDS\n\n" + ([$commands[] | row("**janitor-\(.commandName)**(1)"; .abstract)] | table) + "\n" else empty end),
    ($arguments | arguments("OPTIONS")),
    ($common + $everywhere | arguments("COMMON OPTIONS")),
    ($general[] | select(.title | . != "DESCRIPTION" and (startswith("EXAMPLE") | not)) | listed),
    ($own[] | select(.title | startswith("EXAMPLE")) | literal),
    see_also($names; $name)
  ] | join("\n")
