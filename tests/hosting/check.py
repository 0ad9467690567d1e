"""Asks a host for every file of a built site, and for what is not there: python3 check.py SITE URL [what it is known to do]

What it is to say of an address stands in the site's own file `_headers`; what else is due, in docs/hosting.md. Each argument
after the address is a peculiarity, told in KNOWN, that this host is known to have: it must have it, and nothing else is let pass.
"""

import http.client
import re
import sys
import threading
import urllib.parse
from pathlib import Path
from queue import Empty, SimpleQueue

TYPES = {
    "css": "text/css", "csv": "text/csv", "geojson": "application/geo+json", "html": "text/html", "ics": "text/calendar",
    "js": "text/javascript", "json": "application/json", "jsonl": "application/x-ndjson", "jsonld": "application/ld+json",
    "png": "image/png", "svg": "image/svg+xml", "txt": "text/plain", "woff2": "font/woff2", "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip",
}
# Other names of the same, and what a host says that knows no type: readers that matter go by the ending then.
SAME = {"text/xml": "application/xml", "application/javascript": "text/javascript"}
UNKNOWN = {"jsonl"}
# Shown or read as text: where nothing names the encoding a browser guesses. A page names its own, and those of its files are the same.
TEXTS = {"csv", "ics", "txt"}
FOR_EVER = "public, max-age=31536000, immutable"
NAMED = re.compile(r"\.[0-9a-f]{10}\.[a-z]+$")
# For hosts and the next build.
OWN = {"_headers": "rules", ".citytools": "manifest"}

KNOWN = {
    "bucket": "keeps files alone: pages in folders, headers and the page for wrong addresses are the network's before it",
    "manifest": "gives out .citytools, which says what stands on the site anyway",
    "rules": "gives out _headers, which has no secret",
    "slashless": "gives a folder's page without the slash, too, and does not lead on",
    "unkept": "says of everything that it is to be asked for again",
    "untyped": "knows no type of some endings",
}


def rules(text):
    """Patterns with their headers, as hosts document the file."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            found[-1][1].append((name.lower(), value))
        else:
            pattern = re.sub(r":[a-z]+", "[^/]+", re.escape(line.strip()).replace(r"\*", ".*"))
            found.append((re.compile(pattern), []))
    return found


def due(rules, path):
    """Of what several rules say of a header the last is the one that counts: it is nowhere wider than what is said before."""
    said = {}
    for pattern, headers in rules:
        if pattern.fullmatch(path):
            said |= dict(headers)
    return said


class Host:
    def __init__(self, url):
        at = urllib.parse.urlsplit(url)
        self.at, self.base = at.netloc, at.path.rstrip("/")
        self.own = threading.local()

    def ask(self, path, method="GET", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        for attempt in (1, 2):
            connection = getattr(self.own, "connection", None)
            if connection is None:
                connection = self.own.connection = http.client.HTTPConnection(self.at, timeout=30)
            try:
                connection.request(method, self.base + urllib.parse.quote(path), headers=headers)
                answer = connection.getresponse()
                return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
            except (http.client.HTTPException, OSError):
                # One that the host has closed between two questions.
                connection.close()
                self.own.connection = None
                if attempt == 2:
                    raise


class Faults:
    """What is wrong, by kind of fault, with the first places of each; and what is let pass."""

    def __init__(self, known):
        self.known, self.seen, self.faults = known, set(), {}

    def add(self, what, where, known=None):
        if known in self.known:
            self.seen.add(known)
        else:
            self.faults.setdefault(what, []).append(where)

    def print(self):
        for what, places in sorted(self.faults.items()):
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            print(f"  {what}: {', '.join(sorted(places)[:3])}{more}")
        for known in sorted(set(self.known) - self.seen):
            print(f"  no longer true of this host: {KNOWN[known]}")
        return bool(self.faults) or set(self.known) != self.seen


def look(headers, body, path, ending, said, faults):
    """The headers of an answer with a body."""
    for name, value in due(said, path).items():
        got = headers.get(name, "nothing")
        known = "unkept" if name == "cache-control" else "bucket"
        # Hosts may join what several rules say: a policy after another only becomes stricter.
        fits = got.endswith(value) if name == "content-security-policy" else got == value
        if not fits:
            faults.add(f"{name} is {got} instead of {value}", path, known)
    kept = headers.get("cache-control", "nothing")
    if not NAMED.search(path) and not ("no-cache" in kept or "no-store" in kept or "max-age=0" in kept):
        faults.add(f"cache-control is {kept} of what changes", path)
    kind, _, more = headers.get("content-type", "nothing").partition(";")
    if SAME.get(kind, kind) != TYPES[ending]:
        known = "untyped" if ending in UNKNOWN else None
        faults.add(f"the type of .{ending} is {kind} instead of {TYPES[ending]}", path, known)
    elif ending in TEXTS and not body.isascii() and "utf-8" not in more.lower():
        faults.add(f".{ending} has no name of its encoding", path)
    for name in ("set-cookie", "content-security-policy-report-only"):
        if name in headers:
            faults.add(f"{name} is set", path)


def look_at(host, site, file, said, faults):
    body = (site / file).read_bytes()
    path = "/" + (file if "bucket" in faults.known else re.sub(r"(^|/)index\.html$", r"\1", file))
    status, headers, got = host.ask(path)
    if status != 200 or got != body:
        faults.add(f"status {status}, {'the' if got == body else 'other'} bytes", path)
        return
    look(headers, body, path, file.rpartition(".")[2], said, faults)


def strange(host, site, files, said, faults):
    """What is asked for rarely, and what is not there."""
    page = next(file for file in files if file.count("/") == 2 and file.endswith("index.html"))
    folder = "/" + page.removesuffix("index.html")
    status, headers, _ = host.ask(folder[:-1])
    to = headers.get("location", "nothing")
    if status not in (301, 302, 307, 308) or urllib.parse.urlsplit(to).path != host.base + folder:
        faults.add(f"without its slash: status {status}, to {to}", folder[:-1], "slashless")
    status, headers, got = host.ask(folder, "HEAD")
    if status != 200 or got:
        faults.add(f"asked for its headers: status {status}, {len(got)} bytes", folder)
    for path in ("/nowhere/", "/nowhere", "/nowhere.json", "/assets/", "/assets/gone.0123456789.css", folder + "nowhere/"):
        status, headers, got = host.ask(path)
        if status != 404 or got != (site / "404.html").read_bytes():
            faults.add(f"a wrong address: status {status}, {len(got)} bytes", path)
        elif "immutable" in headers.get("cache-control", ""):
            # `/assets/*` fits what is not there, too: a fault of a minute must not be kept for a year.
            faults.add("a wrong address is kept for ever", path)
        else:
            fitting = [(pattern, [one for one in own if one[0] != "cache-control"]) for pattern, own in said]
            look(headers | {"cache-control": "no-store"}, got, path, "html", fitting, faults)
    status, headers, _ = host.ask("/")
    again = {}
    if "etag" in headers:
        again["If_None_Match"] = headers["etag"]
    elif "last-modified" in headers:
        again["If_Modified_Since"] = headers["last-modified"]
    status, _, got = host.ask("/", **again)
    if not again or status != 304 or got:
        faults.add(f"asked whether it is still the same: status {status}, {len(got)} bytes", "/")


def gone(host, faults):
    """What is no reader's, and what the run puts into a bucket beforehand as an old site."""
    for name, known in (OWN | {"gone/index.html": None, "assets/gone.0123456789.css": None}).items():
        if host.ask("/" + name)[0] == 200:
            faults.add(f"{name} is given out", "/" + name, known)


def main():
    site, host, known = Path(sys.argv[1]), Host(sys.argv[2]), sys.argv[3:]
    if wrong := set(known) - set(KNOWN):
        sys.exit(f"nothing is told of {', '.join(wrong)}")
    said, faults = rules((site / "_headers").read_text()), Faults(known)
    files = sorted(str(path.relative_to(site)) for path in site.rglob("*") if path.is_file())
    asked = SimpleQueue()
    for file in files:
        if file not in OWN and file != "404.html":
            asked.put(file)
    count = asked.qsize()

    def work():
        while True:
            try:
                file = asked.get_nowait()
            except Empty:
                return
            try:
                look_at(host, site, file, said, faults)
            except (http.client.HTTPException, OSError) as error:
                faults.add(f"no answer: {error}", file)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gone(host, faults)
    if "bucket" not in known:
        strange(host, site, files, said, faults)
    wrong = faults.print()
    print(f"  {count} files asked for; known: {'; '.join(KNOWN[one] for one in known) or 'nothing'}")
    sys.exit(wrong)


main()
