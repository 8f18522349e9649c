#!/usr/bin/python3
"""What behaviour.sh needs beside the shell.

usage: behaviour.py stand-ins NAMES BEGUN FROM TO   copies the files in FROM, with stand-ins for what no two runs share
       behaviour.py terminal COLUMNS COMMAND...     runs COMMAND with standard output on a terminal that wide
       behaviour.py terminals COLUMNS COMMAND...    the same with standard error as well
       behaviour.py proxy SOCKET ENGINE RULE...     stands between a client and an engine until it is killed

NAMES has lines of a text and its stand-in, or of an ID and its name; BEGUN is a Unix time. The files are taken in the order
of their numbers; their names are `012-NAME`, or `012+NAME` and `012~NAME` where lines have to be sorted.

A RULE is `METHOD PATTERN COUNT ACTION`: what becomes of the COUNTth request whose path the pattern matches (`every` for
each of them), one of
  status CODE MESSAGE    it is refused
  answer TEXT            this is the answer, whatever it means
  cut                    the connection ends without an answer
  after                  the engine gets the request, and the connection ends without an answer
  hang                   there is never an answer
  run COMMAND            the command is run, then the engine gets the request
"""

import datetime
import fcntl
import json
import os
import pty
import re
import socket
import struct
import subprocess
import sys
import termios
import threading
import time

# MARK: Stand-ins


class StandIns:
    """Replaces what no two runs have in common, and no more: whatever is the same thing gets the same stand-in."""

    def __init__(self, names, begun):
        self.begun = begun
        self.today = datetime.datetime.fromtimestamp(begun, datetime.timezone.utc).date()
        self.known = {}
        self.texts = {}
        with open(names) as file:
            for line in file:
                text, name = line.rstrip("\n").split(" ", 1)
                self.texts[text] = name
        # What BuildKit names its records by, beside what all else has.
        ids = [text for text in self.texts if re.fullmatch("[0-9a-f]{64}|[0-9a-z]{25}", text)]
        self.short = {text[:12]: self.texts[text] for text in ids}
        self.plain = [text for text in self.texts if text not in ids]
        self.plain.sort(key=len, reverse=True)

    def nth(self, kind, text):
        seen = self.known.setdefault(kind, [])
        if text not in seen:
            seen.append(text)
        return f"{kind}-{seen.index(text) + 1}"

    def since(self, seconds):
        """Hours from the beginning, which has half an hour of room to both sides."""
        return f"{(seconds - self.begun + 1800) // 3600:+.0f}h"

    def time(self, match):
        moment = datetime.datetime.strptime(match[1], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=datetime.timezone.utc)
        return f"TIME({self.since(moment.timestamp())})" if self.is_near(moment.date()) else match[0]

    def date(self, match):
        try:
            day = datetime.date.fromisoformat(match[0])
        except ValueError:
            return match[0]
        return f"DATE({(day - self.today).days:+d}d)" if self.is_near(day) else match[0]

    def is_near(self, day):
        """Whether it may have been made by the clock, and not by whoever wrote it down."""
        return abs((day - self.today).days) < 500

    def replace(self, text, dated):
        """Leaves times as they are where nothing is `dated`: in a help text they are examples."""
        for plain in self.plain:
            text = text.replace(plain, self.texts[plain])
        text = re.sub(r"(?<![0-9a-z])([0-9a-f]{64}|[0-9a-z]{25})(?![0-9a-z])", lambda m: self.id(m[0]), text)
        text = re.sub(r"(?<![0-9a-zA-Z])[0-9a-z]{12}(?![0-9a-zA-Z])", lambda m: self.prefix(m[0]), text)
        text = re.sub(r"(?<![0-9a-zA-Z])[0-9a-f]{16}(?![0-9a-zA-Z])", lambda m: self.nth("PLAN", m[0]), text)
        if dated:
            text = re.sub(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?Z", self.time, text)
            text = re.sub(r"\b[0-9]{8}T[0-9]{6}Z\b", "TIME", text)
            text = re.sub(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b", self.date, text)
            text = re.sub(r"\b1[6-9][0-9]{8}(\.[0-9]+)?\b", lambda m: f"SECONDS({self.since(float(m[0]))})", text)
        # Ages and spans below an hour: what was done a moment ago.
        text = re.sub(r"(?<!more than )\b(?:(?:[0-9]+m )?[0-9]+s|[0-9]+m|less than a second) ago\b", "a moment ago", text)
        text = re.sub(r"\bold enough in ([0-9]+h) [0-9]+m\b", r"old enough in \1 and minutes", text)
        text = re.sub(r"unused for (?:(?:[0-9]+m )?[0-9]+s\b|[0-9]+m\b|less than a second)", "unused for a moment", text)
        text = re.sub(r"--plan [0-9a-f]{8}\b", "--plan PREFIX", text)
        text = re.sub(r"\bprocess [0-9]+\b", "process PID", text)
        # How large a ledger is depends on the order of its keys.
        text = re.sub(r"(is\s+sound:\s+[0-9]+\s+runs?,\s+[0-9]+\s+steps?),\s+[0-9.]+ .?B", r"\1, N kB", text)
        # An ID in a narrow column.
        text = re.sub(r"(?<= )[0-9a-f]{0,6}…[0-9a-f]{4,6}(?![0-9a-z-])", "CUT", text)
        # The trace: how long a request took, how long an answer was.
        text = re.sub(r", [0-9]+ bytes, [0-9]+ ms$", ", N bytes, N ms", text, flags=re.M)
        text = re.sub(r", [0-9]+ ms$", ", N ms", text, flags=re.M)
        # The disk that the engine's root is on.
        text = re.sub(r"on a disk that is [0-9.]+% full \([0-9.]+ .B left\)(, with [0-9.]+% of its)?",
                      lambda m: "on a disk that is N% full (N left)" + (", with N% of its" if m[1] else ""), text)
        return text

    def id(self, text):
        if text in self.texts:
            return f"ID({self.texts[text]})"
        return self.nth("ID", text) if re.search("[0-9]", text) else text

    def prefix(self, text):
        if text in self.short:
            return f"id({self.short[text]})"
        return self.nth("id", text) if re.fullmatch("[0-9a-f]*[0-9][0-9a-f]*", text) and re.search("[a-f]", text) else text


def ordered(text, order):
    """`+` sorts the requests of a trace, `~` all lines: there the order is not the same in each run."""
    lines = text.splitlines(keepends=True)
    if order == "~":
        lines.sort()
    if order == "+":
        places = [place for place, line in enumerate(lines) if re.match("janitor: [A-Z]+ /", line)]
        for place, line in zip(places, sorted(lines[place] for place in places)):
            lines[place] = line
    return "".join(lines)


# MARK: Terminals


def terminal(columns, command, errors):
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs if errors else None)
    os.close(theirs)
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:
            break
        if not data:
            break
        sys.stdout.buffer.write(data)
    sys.stdout.flush()
    return process.wait()


# MARK: The proxy


class Rule:
    def __init__(self, text):
        self.method, pattern, count, action = text.split(" ", 3)
        self.pattern = re.compile(pattern)
        self.count = None if count == "every" else int(count)
        self.action, _, self.detail = action.partition(" ")
        self.met = 0

    def applies(self, method, path):
        if method != self.method or not self.pattern.search(path):
            return False
        self.met += 1
        return self.count is None or self.met == self.count


class Proxy:
    def __init__(self, engine, rules):
        self.engine = engine
        self.rules = [Rule(rule) for rule in rules]
        self.lock = threading.Lock()

    def serve(self, path):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen(64)
        while True:
            client, _ = listener.accept()
            threading.Thread(target=self.talk, args=(client,), daemon=True).start()

    def talk(self, client):
        """One request; the answer says that the connection ends with it, and so it does."""
        with client:
            head = b""
            while b"\r\n\r\n" not in head:
                data = client.recv(65536)
                if not data:
                    return
                head += data
            head, _, body = head.partition(b"\r\n\r\n")
            first, *lines = head.decode().split("\r\n")
            method, path, _ = first.split(" ")
            lines = [line for line in lines if not line.lower().startswith("connection:")]
            with self.lock:
                rule = next((rule for rule in self.rules if rule.applies(method, path)), None)
            request = "\r\n".join([first] + lines + ["Connection: close"]).encode() + b"\r\n\r\n" + body
            action, detail = (rule.action, rule.detail) if rule else ("pass", "")
            if action == "run":
                subprocess.run(["sh", "-c", detail], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
                action = "pass"
            if action == "pass":
                self.relay(request, client)
            elif action == "after":
                self.relay(request, None)
            elif action == "hang":
                time.sleep(3600)
            elif action == "answer":
                client.sendall(detail.encode())
            elif action == "status":
                code, _, message = detail.partition(" ")
                answer = json.dumps({"message": json.loads(f'"{message}"')}).encode()
                client.sendall(
                    f"HTTP/1.1 {code} Told\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}\r\n"
                    "Connection: close\r\n\r\n".encode() + answer)

    def relay(self, request, client):
        with socket.socket(socket.AF_UNIX) as engine:
            engine.connect(self.engine)
            engine.sendall(request)
            while data := engine.recv(65536):
                if client:
                    try:
                        client.sendall(data)
                    except OSError:
                        return


def main(words):
    match words:
        case ["stand-ins", names, begun, source, target]:
            stand_ins = StandIns(names, float(begun))
            for name in sorted(os.listdir(source)):
                order, title = name[3], name[4:]
                with open(f"{source}/{name}", encoding="utf-8", errors="backslashreplace", newline="") as file:
                    text = stand_ins.replace(file.read(), not title.startswith(("help", "usage", "completion")))
                with open(f"{target}/{title}", "w", encoding="utf-8", newline="") as file:
                    file.write(ordered(text, order))
        case ["terminal" | "terminals" as which, columns, *command]:
            sys.exit(terminal(int(columns), command, which == "terminals"))
        case ["proxy", path, engine, *rules]:
            Proxy(engine, rules).serve(path)
        case _:
            sys.exit(__doc__)


main(sys.argv[1:])
