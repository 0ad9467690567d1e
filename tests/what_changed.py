#!/usr/bin/env python3
"""Compares what a release's page says changed with the tables of both releases, line by line.

    tests/what_changed.py SITE FROM TO      such as: public 2026-05-31 2026-08-31

It shares no code with the program: it reads the CSV files that both releases offer, and the page as a browser would. What a
line means stands beside its words in `data-` attributes, so it reads a page in any language.
"""

import csv
import re
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

# What is written in words or by name; all else stands on the page as it stands in the table.
AS_IT_IS = re.compile(r"^\d[\d.-]*$")
DATE = re.compile(r"^(\d{4})-(\d\d)(?:-(\d\d))?$")
# Columns that a table repeats from the record that it names in another column: table and column of that record.
REPEATED = {
    "deployments": {
        "supplier": ("system", "systems", "supplier"),
        "contract_end": ("contract", "contracts", "end"),
        "contract_max_end": ("contract", "contracts", "max_end"),
    }
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


def repeats(edit, old, new, columns, tables):
    """Whether an edit is that of the record which both rows name, in whose own table it is told."""
    by, table, column = columns.get(edit[0], (None, None, None))
    if by is None or table not in tables or not old.get(by) or old[by] != new.get(by):
        return False
    sides = [[row for row in side if row["id"] == old[by]] for side in tables[table]]
    return [[row.get(column) for row in side] for side in sides] == [[edit[1]], [edit[2]]]


def expected(name, tables):
    """What became of each row: fate, ids, and of an edited one each column with both cells; and how many rows say
    otherwise only what they repeat from others."""
    old, new = (keyed(side) for side in tables[name])
    told, repeated = [], 0
    for key in old.keys() | new.keys():
        ids = " ".join(key[0])
        if key not in old:
            told.append(("added", ids, ()))
        elif key not in new:
            told.append(("removed", ids, ()))
        else:
            columns = [column for column in new[key] if column in old[key]]
            edits = [(column, old[key][column], new[key][column]) for column in columns]
            edits = sorted(edit for edit in edits if edit[1] != edit[2])
            own = [edit for edit in edits if not repeats(edit, old[key], new[key], REPEATED.get(name, {}), tables)]
            if own:
                told.append(("edited", ids, tuple(own)))
            repeated += bool(edits) and not own
    return told, repeated


class Page(HTMLParser):
    """The rows of each section of records: what they mean, and the words of each edit."""

    def __init__(self):
        super().__init__()
        self.tables, self.counts, self.silent = {}, {}, []
        self.months = {}
        self.repeated = 0
        self.table = self.words = None
        self.depth = 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "h3" and "data-count" in attributes:
            self.table = attributes["id"].removeprefix("table-")
            self.tables[self.table] = []
            self.counts[self.table] = int(attributes["data-count"])
        elif tag == "h2":
            self.table = None
        elif "data-repeated" in attributes:
            self.repeated = int(attributes["data-repeated"])
        elif self.table and "data-fate" in attributes:
            self.tables[self.table].append((attributes["data-fate"], attributes["data-key"], []))
        elif self.table and "data-column" in attributes and tag == "span":
            self.edit = tuple(attributes[name] or "" for name in ("data-column", "data-before", "data-after"))
            self.tables[self.table][-1][2].append(self.edit)
            self.words, self.depth = "", 0
        elif tag == "span" and self.words is not None:
            self.depth += 1

    def is_said(self, cell, says):
        """Whether words say a cell: of a date year and day, and for a month always the same word, which no other has."""
        if date := DATE.match(cell):
            year, month, day = date.groups()
            word = re.sub(r"[\d\s]", "", says)
            numbers = [int(number) for number in (day, year) if number]
            is_own = self.months.setdefault(month, word) == word and list(self.months.values()).count(word) == 1
            return is_own and [int(number) for number in re.findall(r"\d+", says)] == numbers
        if self.edit[0] == "value" and cell.isdigit():
            return re.sub(r"\D", "", says) == cell
        return not AS_IT_IS.match(cell) or says == cell

    def handle_endtag(self, tag):
        if tag != "span" or self.words is None:
            return
        if self.depth:
            self.depth -= 1
            return
        # What people read says the same as what programs read.
        shown = self.words.split(" → ")
        old, new = ({own for own in cell.split(";") if own} for cell in self.edit[1:])
        if any("://" in own for own in old | new):
            # Addresses are counted: those that came and those that went, but for one in place of one.
            due = [] if len(old) == len(new) == 1 else [len(some) for some in (new - old, old - new) if some]
            if [int(number) for number in re.findall(r"\d+", shown[0].split(": ", 1)[-1])] != due:
                self.silent.append(f"{self.table}: {self.edit} is told as “{self.words}”")
            self.words = None
            return
        if shown[0].split(": ", 1)[-1].strip() == shown[-1].strip():
            self.silent.append(f"{self.table}: {self.edit} is told as the same twice, “{self.words}”")
        for part, cell in zip((shown[0].split(": ", 1)[-1], shown[-1]), self.edit[1:]):
            says = part.strip()
            if not says or not self.is_said(cell, says):
                self.silent.append(f"{self.table}: {self.edit} is told as “{self.words}”")
        self.words = None

    def handle_data(self, data):
        if self.words is not None:
            self.words += data


def main():
    site, first, second = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    folders = [site / "releases" / day for day in (first, second)]
    page = Page()
    page.feed((folders[1] / "index.html").read_text(encoding="utf-8"))
    wrong, lines, left_out = page.silent, 0, 0
    names = sorted(path.name for path in folders[1].glob("*.csv"))
    # A table that the older program did not publish says nothing about what changed.
    both = [name for name in names if (folders[0] / name).exists()]
    tables = {Path(name).stem: [rows(folder / name) for folder in folders] for name in both}
    for table in (Path(name).stem for name in names):
        told, repeated = expected(table, tables) if table in tables else ([], 0)
        left_out += repeated
        shown = page.tables.get(table, [])
        if page.counts.get(table, 0) != len(told):
            wrong.append(f"{table}: {page.counts.get(table, 0)} on the page, {len(told)} in the tables")
        left = Counter(told)
        for fate, key, edits in shown:
            row = (fate, key, tuple(sorted(edits)))
            if left[row] == 0:
                wrong.append(f"{table}: {row} is not in the tables")
            else:
                left[row] -= 1
                lines += 1 + len(edits)
        missing = [row for row in left if left[row] > 0]
        if missing and len(shown) == len(told):
            wrong.append(f"{table}: {len(missing)} are not on the page, such as {missing[0]}")
        print(f"{table}: {len(told)} changed, {len(shown)} on the page")
    if page.repeated != left_out:
        wrong.append(f"{page.repeated} rows only repeat others on the page, {left_out} in the tables")
    print(f"{left_out} rows only repeat what is told of others")
    print(f"{lines} lines agree, {len(wrong)} do not")
    for what in wrong[:20]:
        print(what)
    sys.exit(1 if wrong else 0)


main()
