#!/usr/bin/env python3
"""Compares what a release's page says changed with the tables of both releases, line by line.

    tests/what_changed.py SITE FROM TO      such as: public 2026-05-31 2026-08-31

It shares no code with the program: it reads the CSV files that both releases offer, and the page as a browser would.
"""

import csv
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

ADDRESSES = "other addresses"
NAMES = {
    "replaces": "systems", "system": "systems", "systems": "systems", "parent": "suppliers", "supplier": "suppliers",
    "services": "services", "contract": "contracts", "boroughs": "boroughs",
}


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def keyed(table):
    """Rows by what they are about; several of the same are told apart by their order."""
    found, seen = {}, Counter()
    for row in table:
        columns = ["id"] if "id" in row else list(row)[:2]
        key = tuple(row[column] for column in columns)
        seen[key] += 1
        found[key, seen[key]] = row
    return found


def expected(before, after):
    """What became of each row: fate, and of an edited one each column with both cells."""
    old, new = keyed(before), keyed(after)
    told = []
    for key in old.keys() | new.keys():
        if key not in old:
            told.append((key[0], "Added", ()))
        elif key not in new:
            told.append((key[0], "Removed", ()))
        else:
            columns = [column for column in new[key] if column in old[key]]
            edits = tuple(
                (column, old[key][column], new[key][column]) for column in columns if old[key][column] != new[key][column]
            )
            if edits:
                told.append((key[0], "Edited", edits))
    return told


class Page(HTMLParser):
    """The rows of each section of records: addresses of the head, and the text of each part."""

    def __init__(self):
        super().__init__()
        self.tables, self.counts, self.more = {}, {}, set()
        self.table = self.row = self.text = None
        self.spans = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        is_part = tag == "span" and attributes.get("class", "") == "sub"
        if tag == "span":
            self.spans.append(is_part)
        if tag == "h3" and attributes.get("id", "").startswith("table-"):
            self.table = attributes["id"].removeprefix("table-")
            self.tables[self.table] = []
            self.text = []
        elif tag == "h2":
            self.table = None
        elif self.table and tag == "tr":
            self.row = {"hrefs": [], "parts": []}
        elif self.row is not None and tag == "a":
            self.row["hrefs"].append(attributes["href"].strip("./"))
        if self.row is not None and (tag in ("th", "td") or is_part):
            self.text = []

    def handle_endtag(self, tag):
        if self.table and tag == "h3":
            self.counts[self.table] = int("".join(sign for sign in "".join(self.text) if sign.isdigit()))
        is_part = tag == "span" and self.spans and self.spans.pop()
        if self.row is not None and (tag in ("th", "td") or is_part) and self.text is not None:
            said = " ".join("".join(self.text).split())
            if said:
                self.row["parts"].append(said)
            self.text = []
        if tag == "tr" and self.row is not None:
            if self.row["parts"] and self.row["parts"][0] != "Record":
                self.tables[self.table].append(self.row)
            self.row = None
        if tag == "p" and self.table and self.text and "more" in "".join(self.text):
            self.more.add(self.table)

    def handle_data(self, data):
        if self.text is not None:
            self.text.append(data)


def spoken(column, cell, names):
    if not cell:
        return "Not known"
    if column in NAMES:
        return "; ".join(names[NAMES[column]].get(id, id) for id in cell.split("; "))
    return {"true": "yes", "false": "no"}.get(cell, cell)


def sentence(edit, names):
    column, before, after = edit
    what = column.replace("_", " ").replace("-", " ")
    what = what[0].upper() + what[1:]
    if "://" in before + after:
        return f"{what}: {ADDRESSES}"
    return f"{what}: {spoken(column, before, names)} → {spoken(column, after, names)}"


def main():
    site, first, second = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    folders = [site / "releases" / day for day in (first, second)]
    page = Page()
    page.feed((folders[1] / "index.html").read_text(encoding="utf-8"))
    names = {}
    for name in set(NAMES.values()):
        table = rows(site / "data" / f"{name}.csv")
        names[name] = {row["id"]: row.get("name") or row.get("title") or row["id"] for row in table}
    wrong, lines = [], 0
    for path in sorted(folders[1].glob("*.csv")):
        table = path.stem
        before = rows(folders[0] / path.name) if (folders[0] / path.name).exists() else []
        told = expected(before, rows(path))
        shown = page.tables.get(table, [])
        if page.counts.get(table, 0) != len(told):
            wrong.append(f"{table}: {page.counts.get(table, 0)} on the page, {len(told)} in the tables")
        if len(shown) > len(told):
            wrong.append(f"{table}: {len(shown)} rows on the page")
        left = {(fate, tuple(sorted(sentence(edit, names) for edit in edits)), key) for key, fate, edits in told}
        for row in shown:
            fate = next((part for part in row["parts"] if part in ("Added", "Removed", "Edited")), None)
            if fate is None:
                sys.exit(f"{table}: the page is not in English, and this program reads no other language")
            said = tuple(sorted(part for part in row["parts"] if ": " in part and ("→" in part or ADDRESSES in part)))
            ids = [href.split("/")[-1] for href in row["hrefs"][:2]]
            fits = [
                other for other in left
                if other[0] == fate and other[1] == said and all(id in other[2] for id in ids)
            ]
            if not fits:
                wrong.append(f"{table}: {row['parts']} is not in the tables")
            else:
                left.remove(fits[0])
                lines += 1 + len(said)
        if left and len(shown) == len(told):
            wrong.append(f"{table}: {len(left)} are not on the page, such as {next(iter(left))}")
        print(f"{table}: {len(told)} changed, {len(shown)} on the page")
    print(f"{lines} lines agree, {len(wrong)} do not")
    for what in wrong[:20]:
        print(what)
    sys.exit(1 if wrong else 0)


main()
