# Manual pages in man(7) out of the Markdown that janitor's documents are written in: headings, paragraphs, lists, tables,
# fenced code. A row of a table becomes a term and what is said of it, which is what fits into 80 columns.
# Each page begins with `# NAME(SECTION): ABSTRACT` and is written to FOLDER/NAME.SECTION.
#
# usage: awk -v folder=FOLDER -v date=DATE -v version=VERSION -f man.awk

function put(line) {
  # The first paragraph below a heading needs no request.
  if (line != ".PP" || !isBelowHeading) print line >file
  isBelowHeading = line ~ /^\.S[HS]/
}
# No line of text may look like a request.
function put_text(line) { put((line ~ /^[.']/ ? "\\&" : "") line) }
function escaped(text) {
  gsub(/\\/, "\\e", text)
  gsub(/-/, "\\-", text)
  return text
}

# What stands between marks of code is taken as it is; elsewhere there are links, bold and italic.
function inline(text,    parts, count, i, result) {
  count = split(text, parts, "`")
  for (i = 1; i <= count; i++) result = result (i % 2 ? marked(parts[i]) : "\\fB" escaped(parts[i]) "\\fR")
  return linked(result)
}
function marked(text) {
  text = spanned(escaped(text), "\\*\\*[^*]+\\*\\*", 2, "\\fB")
  return spanned(text, "\\*[^* ][^*]*\\*", 1, "\\fI")
}
function spanned(text, pattern, width, font) {
  while (match(text, pattern))
    text = substr(text, 1, RSTART - 1) font substr(text, RSTART + width, RLENGTH - 2 * width) "\\fR" \
      substr(text, RSTART + RLENGTH)
  return text
}
function linked(text,    label, target) {
  while (match(text, /\[[^][]*\]\([^)]*\)/)) {
    label = target = substr(text, RSTART, RLENGTH)
    sub(/\]\(.*/, "", label)
    sub(/.*\]\(/, "", target)
    text = substr(text, 1, RSTART - 1) substr(label, 2) (target ~ /^https?:/ ? " (" target : "") \
      substr(text, RSTART + RLENGTH)
  }
  return text
}

# A paragraph or item is gathered line by line, and put when it is over.
function gather(line) { gathered = gathered (gathered == "" ? "" : " ") line }
function flush() {
  begin()
  if (gathered == "") return
  put(request)
  put_text(inline(gathered))
  gathered = request = ""
}
# What stands before the first heading describes.
function begin() { if (!hasBegun++) put(".SH DESCRIPTION") }

function split_row(line,    i) {
  gsub(/\\\|/, "\001", line)
  gsub(/^\| *| *\|$/, "", line)
  count = split(line, cell, / *\| */)
  for (i = 1; i <= count; i++) gsub(/\001/, "|", cell[i])
}
function put_row(    said, i) {
  for (i = 2; i <= count; i++) said = said (i == 2 ? "" : "; " header[i] ": ") cell[i]
  put(".TP")
  put_text(inline(cell[1]))
  put_text(inline(said))
}

/^# .*\([0-9]\): / {
  if (file != "") { flush(); close(file) }
  match($2, /\([0-9]\)/)
  name = substr($2, 1, RSTART - 1)
  section = substr($2, RSTART + 1, 1)
  file = folder "/" name "." section
  put(".TH \"" toupper(escaped(name)) "\" " section " \"" date "\" \"janitor " version "\" \"" \
    (section == 5 ? "File Formats" : "User Commands") "\"")
  # Words that may be copied keep together.
  put(".nh\n.ad l")
  put(".SH NAME")
  put(escaped(name) " \\- " escaped(substr($0, index($0, ": ") + 2)))
  hasBegun = isLiteral = isTable = 0
  next
}

/^```/ {
  if (isLiteral) put(".fi\n.RE")
  else { flush(); put(".PP"); put(".RS 4\n.nf") }
  isLiteral = !isLiteral
  next
}
isLiteral { put_text(escaped($0)); next }

/^##+ / {
  if (hasBegun || gathered != "") flush()
  hasBegun = 1
  title = escaped($0)
  gsub(/^#+ |`/, "", title)
  put(/^## / ? ".SH " (title ~ /\[/ ? title : toupper(title)) : ".SS " title)
  next
}

/^\|[-| ]+\|$/ { next }
/^\|/ {
  split_row($0)
  if (isTable) put_row()
  else { flush(); for (i = 1; i <= count; i++) header[i] = cell[i] }
  isTable = 1
  next
}
{ isTable = 0 }

/^ *$/ { if (gathered != "") flush(); next }
/^- / { flush(); request = ".IP \\(bu 2"; gather(substr($0, 3)); next }
/^[0-9]+\. / { flush(); request = ".IP " $1 " 4"; sub(/^[0-9]+\. /, ""); gather($0); next }
{
  if (gathered == "") request = /^ / ? ".IP" : ".PP"
  sub(/^ +/, "")
  gather($0)
}
END { flush() }
