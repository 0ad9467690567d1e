#!/usr/bin/env python3
"""Recomputes every figure of a built site from its published tables, and compares.

Usage: recompute.py SITE_DIR [--json]; with --json it leaves the CSV of figures aside.

Reads only what the site publishes: data/*.csv, api/v1/figures/*.json, figures/*/*.csv and figures/settings.json. It shares no code with the program that builds the site: every formula here
is written from the definitions (docs, section "Figures", and the `definition` of each figure). Sums and shares are exact
fractions; only the last step turns them into text.

Prints `ok` or each disagreement for every figure, then `N passed, M failed`; ends with 1 if any failed.

A share, sum, mean or median over fewer records than the region's small number is withheld; in a row, a sum in which
nothing is missing is told however few it is of. Where a definition leaves something free, any reading will do: the order of
rows that tie, which of several largest groups is named, which way an exact half of a decimal is rounded.

What isn't published can't be recomputed, and a line that starts with `note` says so each time: records of skills of which
only totals are published.
"""

import csv
import json
import math
import re
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction as F
from pathlib import Path

LIMITS = ("stale_months", "small_number", "cohort", "ending_soon_months", "act_now_months", "notice_months", "vat_rate")


# ---------------------------------------------------------------------------------------------------------- scalars

def read_settings(folder):
    """Limits as exact numbers, words as they are, and the names of what tables hold ids of."""
    found = json.loads((folder / "figures" / "settings.json").read_text(encoding="utf-8"))
    for name in LIMITS:
        found[name] = F(str(found[name]))
    for name in ("groups", "skills", "technologies"):
        found[name] = {row["id"]: {**row, "name": Text(row["name"], ids=[row["id"]])} for row in found[name]}
    return found


def last_of_month(year, month):
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def first_day(text):
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    return date(*(parts + [1, 1])[:3])


def last_day(text):
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    month = parts[1] if len(parts) > 1 else 12
    return date(parts[0], month, parts[2] if len(parts) > 2 else last_of_month(parts[0], month))


def add_months(day, months):
    """The same day of another month, or that month's last day."""
    at = day.year * 12 + day.month - 1 + int(months)
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(day.day, last_of_month(year, month)))


def many(text):
    return [part for part in text.split(";") if part]


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


# ------------------------------------------------------------------------------------------------------------- text

class Text(str):
    """What a cell says, and what stands beside it in the files: number, ids, date, or of how many a sum is known."""

    def __new__(cls, text, **beside):
        self = super().__new__(cls, text)
        self.beside = beside
        return self


def beside(text):
    return getattr(text, "beside", {})


def short_date(text):
    """A date as records write it: as exact in words as it is in them."""
    if not text:
        return "Not known"
    parts = [int(part) for part in text.split("-")]
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    words = [str(parts[0])] + [months[month - 1] for month in parts[1:2]] + [str(day) for day in parts[2:]]
    return Text(" ".join(reversed(words)), date=text)


def no_more_exact(day, text):
    """A day in words, with no more parts than the date that it is reckoned from."""
    return short_date(day.isoformat()[:len(text)]) if day else "Not known"


def half_up(number, digits=0):
    """Rounds an exact number, halves away from zero, to text with so many decimals and no separators."""
    scaled = F(number) * 10 ** digits
    whole = math.floor(abs(scaled) + F(1, 2))
    sign = "-" if scaled < 0 and whole else ""
    if not digits:
        return sign + str(whole)
    text = str(whole).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}"


def either(number, digits):
    """Decimals of a cell. No definition says which way an exact half goes, so both neighbours will do."""
    scaled = F(number) * 10 ** digits
    if (scaled * 2).denominator == 1 and scaled.denominator == 2:
        texts = {half_up(number, digits), half_up(F(math.floor(scaled), 10 ** digits), digits)}
        return {Text(text, number=number) for text in texts}
    return Text(half_up(number, digits), number=number)


def any_of(cell):
    """What `either` leaves open, one by one."""
    return sorted(cell) if isinstance(cell, set) else [cell]


def count(number):
    return Text(f"{int(number):,}", number=int(number))


def rounded(number):
    return Text(f"{int(half_up(number)):,}", number=number)


def share(part, whole):
    if not whole:
        return ""
    percent = F(part) * 100 / F(whole)
    text = half_up(percent) + "%"
    if text == "0%" and percent > 0:
        text = "under 1%"
    if text == "100%" and percent < 100:
        text = "over 99%"
    return Text(text, number=percent)


class Money:
    def __init__(self, currency, least):
        self.sign = {"GBP": "£", "EUR": "€", "USD": "$"}.get(currency, currency + " ")
        self.least = least

    def exact(self, amount):
        return Text(self.sign + rounded(amount), number=amount)

    def pence(self, amount):
        text = self.exact(amount) if amount >= 1000 else self.sign + half_up(amount, 2)
        return Text(text, number=amount)

    def short(self, amount):
        """Three figures in millions, hundreds below a million, whole pounds below ten thousand; halves go up."""
        for unit, suffix in ((10 ** 9, "bn"), (10 ** 6, "m")):
            if amount >= unit * F("0.9995"):
                number = F(amount) / unit
                digits = 2 if number < 10 else 1 if number < 100 else 0
                text = half_up(number, digits)
                text = text.rstrip("0").rstrip(".") if "." in text else text
                return self.sign + text + suffix
        if amount >= 10000:
            return self.sign + f"{int(half_up(F(amount) / 100)) * 100:,}"
        return str(self.exact(amount))

    def known(self, amounts, none="None running"):
        """A sum with the number of contracts that it rests on; withheld if it is of too few among more."""
        known = [amount for amount in amounts if amount is not None]
        of = {"known": len(known), "of": len(amounts)}
        if not amounts:
            return Text(none, **of)
        if not known:
            return Text("Not published", **of)
        words = f"({len(known)} of {len(amounts)})"
        if len(known) < min(self.least, len(amounts)):
            return Text(f"Withheld {words}", **of)
        return Text(f"{self.short(sum(known))} {words}", number=sum(known), **of)


def quarter(day):
    names = ["January to March", "April to June", "July to September", "October to December"]
    return f"{names[(day.month - 1) // 3]} {day.year}"


def median(numbers):
    numbers = sorted(numbers)
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else F(numbers[half - 1] + numbers[half]) / 2


def quantile(numbers, part):
    """Linear between neighbours: the usual quartile."""
    numbers = sorted(numbers)
    at = part * (len(numbers) - 1)
    low = math.floor(at)
    high = min(low + 1, len(numbers) - 1)
    return numbers[low] + (numbers[high] - numbers[low]) * (at - low)


def nearest_rank(numbers, part):
    numbers = sorted(numbers)
    return numbers[max(math.ceil(part * len(numbers)), 1) - 1]


# ---------------------------------------------------------------------------------------------------------- records

class Site:
    """The published tables, with dates and states worked out."""

    def __init__(self, folder, settings, as_of):
        self.set, self.as_of = settings, as_of
        self.money = Money(settings["currency"], settings["small_number"])
        self.tables = {}
        for name in ("boroughs", "contracts", "deployments", "frameworks", "service-states", "services", "skills",
                     "suppliers", "systems", "technologies"):
            with open(folder / "data" / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
                self.tables[name] = list(csv.DictReader(file))
        for name in ("boroughs", "frameworks", "services", "suppliers", "systems"):
            for row in self.tables[name]:
                row["name"] = Text(row["name"], ids=[row["id"]])
        self.boroughs = {row["id"]: row for row in self.tables["boroughs"]}
        self.services = {row["id"]: row for row in self.tables["services"]}
        self.systems = {row["id"]: row for row in self.tables["systems"]}
        self.suppliers = {row["id"]: row for row in self.tables["suppliers"]}
        self.states = {(row["borough"], row["service"]): row["state"] for row in self.tables["service-states"]}
        self.deployments = self.tables["deployments"]
        for row in self.deployments:
            row["service_ids"] = many(row["services"])
            row["current"] = row["lifecycle"] in ("live", "replacing")
        self.current = [row for row in self.deployments if row["current"]]
        self.contracts = self.tables["contracts"]
        self.contract = {row["id"]: row for row in self.contracts}
        under = defaultdict(list)
        for row in self.deployments:
            if row["contract"]:
                under[row["contract"]].append(row)
        for row in self.contracts:
            self.work_out(row, under[row["id"]])
        self.running = [row for row in self.contracts if row["state"] in ("running", "options", "unknown")]
        self.ahead = [row for row in self.contracts if row["state"] == "running"]
        self.uses = defaultdict(list)  # (borough, service) -> its current deployments
        self.other = set()             # pairs with evidence other than current deployments
        for row in self.deployments:
            for service in row["service_ids"]:
                if row["current"]:
                    self.uses[row["borough"], service].append(row)
                else:
                    self.other.add((row["borough"], service))
        self.open_services = [s for s, row in self.services.items() if row["totals_only"] != "true"]
        self.hhi = {s: self.concentration(s) for s in self.open_services}
        self.hhi = {s: found for s, found in self.hhi.items() if found}

    def work_out(self, row, under):
        row["under"] = under
        name = row["title"] or next((self.systems[x]["name"] for x in many(row["systems"])), "Contract without a title")
        row["title"] = Text(name, ids=[row["id"]])
        row["borough_ids"], row["system_ids"] = many(row["boroughs"]), many(row["systems"])
        row["service_ids"], row["notice_ids"] = many(row["services"]), many(row["notices"])
        row["first"], row["last"], row["max"] = first_day(row["start"]), last_day(row["end"]), last_day(row["max_end"])
        row["final"] = row["max"] or row["last"]
        # The state at the date of the site.
        if row["stage"] in ("planned", "tendering"):
            row["state"] = "planned"
        elif row["stage"] == "ended" or (under and all(one["lifecycle"] == "retired" for one in under)):
            row["state"] = "ended"
        elif row["first"] and row["first"] > self.as_of:
            row["state"] = "planned"
        elif row["last"] and row["last"] >= self.as_of:
            row["state"] = "running"
        elif row["final"] and row["final"] >= self.as_of:
            row["state"] = "options"
        else:
            row["state"] = "passed" if row["final"] else "unknown"
        # The yearly value without tax.
        row["yearly"] = row["years"] = None
        row["rough"] = row["value_basis"] == "total" and 4 in (len(row["start"]), len(row["end"]))
        if row["value"]:
            amount = F(row["value"])
            if row["value_basis"] == "annual":
                row["yearly"] = amount
            elif row["first"] and row["last"]:
                row["years"] = F((row["last"] - row["first"]).days + 1) / F("365.25")
                row["yearly"] = amount / row["years"]
            if row["yearly"] is not None and row["value_tax"] == "gross":
                row["yearly"] /= 1 + self.set["vat_rate"]
        # The day by which to decide.
        row["decide"] = row["ahead"] = None
        leads = [int(self.services[s]["lead_months"]) for s in row["service_ids"]]
        if leads:
            notice = int(row["notice_months"]) if row["notice_months"] else int(self.set["notice_months"])
            row["notice"], row["ahead"] = notice, notice + max(leads)  # months from a decision to the end
        if row["last"] and leads:
            row["decide"] = add_months(row["last"], -row["ahead"])

    # Suppliers and the groups that they belong to.

    def supplier_of(self, system):
        return self.systems[system]["supplier"]

    def group_of(self, supplier):
        """The name of the last owner up the line, as of the date of the site."""
        seen = set()
        while supplier not in seen:
            seen.add(supplier)
            row = self.suppliers[supplier]
            since = first_day(row["owner_since"])
            if since and since > self.as_of:
                break
            if row["owner"]:
                supplier = row["owner"]
            elif row["owner_name"]:
                return row["owner_name"]
        return self.suppliers[supplier]["name"]

    def named(self, supplier):
        return bool(supplier) and supplier != "in-house"

    def owners(self):
        """Suppliers with a system or a contract on record: of how many of how many the owner is on record."""
        there = {self.supplier_of(row["system"]) for row in self.deployments} | {row["supplier"] for row in self.contracts}
        there = [x for x in there if self.named(x)]
        return [count(sum(self.group_of(x) != self.suppliers[x]["name"] for x in there)), count(len(there))]

    def few_owners(self):
        """Whether groups would say no more than suppliers."""
        return self.owners()[0].beside["number"] < self.set["small_number"]

    def cell(self, supplier):
        """Whoever supplies something, as a cell."""
        return self.suppliers[supplier]["name"] if self.named(supplier) else "In-house" if supplier else "Not known"

    # What is withheld.

    def part(self, part, whole):
        """A share in a cell: withheld over too few."""
        return "Withheld" if whole < self.set["small_number"] else share(part, whole)

    # Services.

    def applies(self, borough, service):
        return self.states.get((borough, service)) not in ("not-applicable", "not-provided")

    def recorded(self, borough, service):
        if not self.applies(borough, service):
            return False
        return bool(self.uses.get((borough, service))) or self.states.get((borough, service)) == "in-house"

    def on_record(self, service):
        return [b for b in self.boroughs if self.recorded(b, service)]

    def applicable(self, service):
        return [b for b in self.boroughs if self.applies(b, service)]

    def concentration(self, service):
        boroughs = self.on_record(service)
        if len(boroughs) < self.set["small_number"]:
            return None
        weights = {"system": defaultdict(F), "supplier": defaultdict(F), "group": defaultdict(F)}
        for borough in boroughs:
            systems = sorted({row["system"] for row in self.uses[borough, service]})
            if not systems:  # a solution of its own, without a system
                for by in weights.values():
                    by["own", borough] += 1
            for system in systems:
                part = F(1, len(systems))
                supplier = self.supplier_of(system)
                weights["system"]["system", system] += part
                if self.named(supplier):
                    weights["supplier"]["supplier", supplier] += part
                    weights["group"]["group", self.group_of(supplier)] += part
                else:  # built by an authority, or nobody says by whom: no supplier grows by it
                    weights["supplier"]["system", system] += part
                    weights["group"]["system", system] += part
        shares = {by: {key: w / len(boroughs) for key, w in found.items()} for by, found in weights.items()}
        index = {by: sum((100 * s) ** 2 for s in found.values()) for by, found in shares.items()}
        return {"boroughs": len(boroughs), "index": index, "shares": shares["group"],
                "suppliers": shares["supplier"]}

    def newest(self, row):
        """The newest date that a deployment rests on."""
        dates = [last_day(row["checked"]), last_day(self.boroughs[row["borough"]]["checked"]),
                 last_day(row["newest_source"])]
        contract = self.contract.get(row["contract"])
        if contract and contract["kind"] == "inline":
            dates.append(last_day(contract["newest_source"]))
        return max((day for day in dates if day), default=None)

    def old_plan(self, row):
        """Planned, by nothing that is known to be within the limit, and no first day ahead is on record."""
        start, newest = last_day(row["start"]), self.newest_word(row)
        return row["state"] == "planned" and not (start and start >= self.as_of) and \
            (newest is None or add_months(newest, self.set["stale_months"]) < self.as_of)

    def newest_word(self, row):
        """The newest date of a contract's sources, or on which its authority confirmed what is its own."""
        dates = [row["newest_source"]]
        if row["kind"] != "shared":
            dates += [self.boroughs[b]["checked"] for b in row["borough_ids"]]
            dates += [one["checked"] for one in self.deployments if one["contract"] == row["id"]]
        return max((last_day(text) for text in dates if text), default=None)

    def within(self, row, months):
        return row["state"] == "running" and row["last"] <= add_months(self.as_of, months)


# ---------------------------------------------------------------------------------------------------------- answers

class Answer:
    """What a figure should say: value, text, what it is a part of, for how many it is known, the numbers and names of its
    sentence, and its rows.

    of: numerator and denominator. known: for how many of how many. bounds: least and most, in percent.
    rows: list of cells (a set in a cell: any of these; a frozenset: these names).
    keys: for each row, what its table is sorted by, or None if the rows' order here is the order that is due.
    """

    def __init__(self, value, text, numbers=None, rows=None, keys=None, of=None, known=None, bounds=None, names=(),
                 notes=()):
        self.value, self.text, self.numbers, self.rows, self.keys = value, text, numbers, rows, keys
        self.of, self.known, self.bounds, self.names, self.notes = of, known, bounds, names, list(notes)


def plain(number, *numbers, **rest):
    return Answer(number, count(number), [count(n) for n in numbers], **rest)


FIGURES = {}


def figure(id):
    def add(function):
        FIGURES[id] = function
        return function
    return add


NO_SHARE = {"", "Not known", "Does not apply"}  # a cell of a column of shares where there is none
WITHHELD = "withheld"


def resting(s, records, value, text, numbers=None, **rest):
    """A share, sum, mean or median, if it rests on enough records; what it is a part of would tell it."""
    if records >= s.set["small_number"]:
        return Answer(value, text, numbers, **rest)
    for told in ("of", "bounds", "names"):
        rest.pop(told, None)
    return Answer(None, WITHHELD, **rest)


def part_of_known(s, n, known, whole=None, numbers=None, **rest):
    """A share of those of which it is known, with its bounds over all of them."""
    bounds = None if whole is None else (F(n * 100, whole), F((n + whole - known) * 100, whole))
    return resting(s, known, F(n * 100, known) if known else None, share(n, known), numbers, of=(n, known),
                   known=None if whole is None else (known, whole), bounds=bounds, **rest)


def over_all(n, known, whole):
    """The numbers of a sentence's bounds; none where nothing is unknown."""
    return [] if known == whole else [share(n, whole), share(n + whole - known, whole)]


def answers(s, whole, known_ones, unknown="Not known"):
    """Rows of answers: count, share of the known ones, and bounds over all; the last row is of the unknown ones."""
    known = sum(n for _, n in known_ones)
    enough = known >= s.set["small_number"]
    bound = lambda n: share(n, whole) if enough else "Withheld"
    rows = [[name, count(n), s.part(n, known), bound(n), bound(n + whole - known)] for name, n in known_ones]
    return rows + [[unknown, count(whole - known)] + ["Does not apply"] * 3]


def by_borough(s, *numbers):
    """A row for each authority with numbers of its records."""
    own = defaultdict(list)
    for row in s.deployments:
        own[row["borough"]].append(row)
    return [[record["name"]] + [count(number(own[borough])) for number in numbers]
            for borough, record in s.boroughs.items()]


def in_use(rows):
    return sum(row["current"] for row in rows)


STATE_WORDS = {"planned": "Not begun yet", "running": "End ahead", "options": "In its extension",
               "unknown": "End not known", "passed": "End date passed", "ended": "Ended"}


def yearly_cell(s, row):
    if row["yearly"] is not None:
        exact = s.money.exact(row["yearly"])
        return Text("about " + s.money.short(row["yearly"]), **beside(exact)) if row["rough"] else exact
    return "Not known" if row["value"] else "Not published"


def contract_rows(s, contracts, more=None):
    """A row for each contract with its yearly value; without `more`, with its state and end before it."""
    rows = []
    for row in contracts:
        cells = more(row) if more else [STATE_WORDS[row["state"]], short_date(row["end"])]
        rows.append([row["title"], frozenset(s.boroughs[b]["name"] for b in row["borough_ids"]), s.cell(row["supplier"]),
                     *cells, yearly_cell(s, row)])
    return rows


def members(s, contracts, said):
    """All that a whole counts, with what is said of each in the last column."""
    return [[*cells, said(row)] for cells, row in zip(contract_rows(s, contracts, decision), contracts)]


def yes_if(found):
    ids = {row["id"] for row in found}
    return lambda row: "Yes" if row["id"] in ids else "No"


def decision(row):
    return [short_date(row["end"]), no_more_exact(row["decide"], row["end"])]


def of_contracts(s, contracts, whole, numbers, by_end=False, known=None, more=None):
    """A number of contracts, of others, with a row for each."""
    keys = [row["last"] or date.min for row in contracts] if by_end else [0] * len(contracts)
    return Answer(len(contracts), count(len(contracts)), [count(n) for n in numbers], of=(len(contracts), whole),
                  known=known, rows=contract_rows(s, contracts, more), keys=keys)


# Boroughs, deployments, systems, suppliers.

@figure("authorities-total")
def _(s, _published):
    rows = [[row["name"], count(row["people"]) if row["people"] else "Not known"] for row in s.boroughs.values()]
    return plain(len(rows), len(rows), rows=rows, names=[s.set["about"]])


@figure("authorities-recorded")
def _(s, _published):
    n, whole = len({row["borough"] for row in s.deployments}), len(s.boroughs)
    return plain(n, n, whole, of=(n, whole), rows=by_borough(s, len))


@figure("deployments-recorded")
def _(s, _published):
    n = len({(row["borough"], row["system"]) for row in s.deployments})
    return plain(n, n, rows=by_borough(s, len, in_use))


@figure("deployments-current")
def _(s, _published):
    n, whole = len(s.current), len(s.deployments)
    return plain(n, n, whole, of=(n, whole), rows=by_borough(s, in_use, len))


@figure("deployments-verified")
def _(s, _published):
    checked = lambda rows: sum(row["current"] and row["provenance"] == "verified" for row in rows)
    n, whole = checked(s.deployments), len(s.current)
    return plain(n, n, whole, of=(n, whole), rows=by_borough(s, checked, in_use))


@figure("lifecycle-mix")
def _(s, _published):
    names = [("live", "Live"), ("replacing", "Being replaced"), ("implementing", "Being introduced"),
             ("planned", "Planned"), ("retired", "Retired"),
             ("unknown", "Not confirmed")]
    found, rows = mix(s, "lifecycle", names)
    n, whole = found["live"], len(s.deployments)
    return plain(n, n, whole, of=(n, whole), rows=rows)


@figure("hosting-mix")
def _(s, _published):
    names = [("on-premises", "On own premises"), ("supplier-hosted", "Hosted by the supplier"),
             ("public-cloud", "In a public cloud"), ("shared-service", "A shared service")]
    found, whole = Counter(row["hosting"] for row in s.current), len(s.current)
    known = sum(found[id] for id, _ in names)
    most = max(found[id] for id, _ in names)
    told = [most, share(most, known), share(most, whole), share(most + whole - known, whole)]
    numbers = [count(known), count(whole)] + (told if known >= s.set["small_number"] else [])
    answer = Answer(known, count(known), [str(n) for n in numbers], known=(known, whole),
                    rows=answers(s, whole, [(name, found[id]) for id, name in names]))
    if known >= s.set["small_number"]:
        answer.one_of = [name for id, name in names if found[id] == most]
    return answer


@figure("freshness-median")
def _(s, _published):
    found = [s.newest(row) for row in s.current]
    # A source that is dated only by its year can have its last day ahead: it is no days old.
    days = [max((s.as_of - day).days, 0) for day in found if day]
    whole, known = len(found), len(days)
    middle = int(half_up(median(days))) if days else None
    tenth = nearest_rank(days, F(9, 10)) if days else None
    in_days = lambda number: Text(f"{count(number)} {'day' if number == 1 else 'days'}", number=number)
    cell = lambda number: in_days(number) if known >= s.set["small_number"] else "Withheld"
    rows = [["Half are as old or older", cell(middle)], ["A tenth are as old or older", cell(tenth)]]
    return resting(s, known, middle, in_days(middle or 0), [count(middle or 0), count(known), count(whole)],
                   known=(known, whole), rows=rows)


@figure("records-stale")
def _(s, _published):
    limit = lambda day: add_months(day, int(s.set["stale_months"])) < s.as_of
    rows, sums = [], Counter()
    for borough, record in s.boroughs.items():
        found = [s.newest(row) for row in s.current if row["borough"] == borough]
        old = sum(day is not None and limit(day) for day in found)
        none = sum(day is None for day in found)
        sums.update(all=len(found), old=old, none=none)
        rows.append([record["name"], count(len(found)), count(old), count(none)])
    n = sums["old"] + sums["none"]
    return plain(n, n, sums["all"], sums["old"], int(s.set["stale_months"]), sums["none"],
                 of=(n, sums["all"]), rows=rows)


def mix(s, column, names):
    """Rows of all deployments by the values of a column."""
    found, whole = Counter(row[column] for row in s.deployments), len(s.deployments)
    return found, [[name, count(found[id]), s.part(found[id], whole)] for id, name in names]


@figure("provenance-mix")
def _(s, published):
    one = s.set["one"]
    found, rows = mix(s, "provenance", [
        ("verified", f"Checked by the {one}"), ("declared", f"Stated by the {one}"),
        ("published", "Published sources"), ("supplier-stated", "Stated by the supplier")])
    own = found["verified"] + found["declared"]
    n, whole = found["published"], len(s.deployments)
    return plain(n, n, whole, own, found["supplier-stated"], of=(n, whole), rows=rows)


@figure("confidence-mix")
def _(s, _published):
    found, rows = mix(s, "confidence", [
        ("high", "High: the source states it plainly"), ("medium", "Medium: likely, but not in so many words"),
        ("low", "Low: old, indirect or inferred"), ("", "Not stated")])
    n, whole = found["high"], len(s.deployments)
    return plain(n, n, whole, of=(n, whole), known=(whole - found[""], whole), rows=rows)


def system_rows(s, systems):
    now, ever = defaultdict(set), defaultdict(set)
    for row in s.deployments:
        ever[row["system"]].add(row["borough"])
        if row["current"]:
            now[row["system"]].add(row["borough"])
    return [[s.systems[x]["name"], s.cell(s.supplier_of(x)), count(len(now[x])), count(len(ever[x]))] for x in systems]


@figure("systems-recorded")
def _(s, _published):
    found = {row["system"] for row in s.deployments}
    return plain(len(found), len(found), len({row["borough"] for row in s.deployments}), rows=system_rows(s, found),
                 keys=[0] * len(found))


@figure("systems-current")
def _(s, _published):
    found, whole = {row["system"] for row in s.current}, len({row["system"] for row in s.deployments})
    return plain(len(found), len(found), of=(len(found), whole), rows=system_rows(s, found), keys=[0] * len(found))


def boroughs_by_system(s):
    found = defaultdict(set)
    for row in s.current:
        found[row["system"]].add(row["borough"])
    return {system: len(boroughs) for system, boroughs in found.items()}


@figure("systems-by-reach")
def _(s, _published):
    found = boroughs_by_system(s)
    most = max(found.values())
    return plain(most, most, len(s.boroughs), of=(most, len(s.boroughs)),
                 names=[s.systems[x]["name"] for x, n in found.items() if n == most],
                 rows=[[s.systems[x]["name"], count(n)] for x, n in found.items()], keys=[-n for n in found.values()])


@figure("suppliers-recorded")
def _(s, _published):
    used = {row["system"] for row in s.deployments}
    found = Counter(s.supplier_of(x) for x in used if s.named(s.supplier_of(x)))
    held = Counter(row["supplier"] for row in s.contracts if s.named(row["supplier"]))
    named, all_ones = sum(found.values()), sorted(set(found) | set(held))
    return plain(len(all_ones), len(all_ones), named, len(used), known=(named, len(used)),
                 rows=[[s.suppliers[x]["name"], count(found[x]), count(held[x])] for x in all_ones],
                 keys=[0] * len(all_ones))


@figure("suppliers-by-reach")
def _(s, _published):
    found = defaultdict(list)
    for row in s.current:
        if s.named(s.supplier_of(row["system"])):
            found[s.supplier_of(row["system"])].append(row)
    wide = {x: len({row["borough"] for row in rows}) for x, rows in found.items()}
    most = max(wide.values())
    return plain(most, most, len(s.boroughs), of=(most, len(s.boroughs)),
                 names=[s.suppliers[x]["name"] for x, n in wide.items() if n == most],
                 rows=[[s.suppliers[x]["name"], count(wide[x]), count(len(rows))] for x, rows in found.items()],
                 keys=[-wide[x] for x in found])


@figure("open-source-share")
def _(s, _published):
    licences = [s.systems[row["system"]]["licence"] for row in s.current]
    known = [x for x in licences if x]
    n, whole = sum(x != "proprietary" for x in known), len(licences)
    bounds = over_all(n, len(known), whole)
    numbers = [count(n), count(len(known)), share(n, len(known))] + ([count(whole)] + bounds if bounds else [])
    return part_of_known(s, n, len(known), whole, numbers, rows=answers(
        s, whole, [("Open source", n), ("Not open source", len(known) - n)]))


@figure("open-source-systems")
def _(s, _published):
    found = boroughs_by_system(s)
    known = [x for x in found if s.systems[x]["licence"]]
    rows = [[s.systems[x]["name"], s.systems[x]["licence"], count(found[x])] for x in known
            if s.systems[x]["licence"] != "proprietary"]
    return plain(len(rows), len(rows), len(known), of=(len(rows), len(known)), known=(len(known), len(found)), rows=rows,
                 keys=[0] * len(rows))


def supplier_rows(s):
    return [s.suppliers[x] for x in (s.supplier_of(row["system"]) for row in s.current) if s.named(x)]


@figure("sme-share")
def _(s, _published):
    known = [row["size"] for row in supplier_rows(s) if row["size"] not in ("", "unknown")]
    n, whole = sum(x in ("micro", "small", "medium", "sme") for x in known), len(s.current)
    bounds = over_all(n, len(known), whole)
    numbers = [count(n), count(len(known)), share(n, len(known))] + ([count(whole)] + bounds if bounds else [])
    return part_of_known(s, n, len(known), whole, numbers, rows=answers(
        s, whole, [("Small or medium-sized", n), ("Larger, or a public body", len(known) - n)]))


@figure("vcse-share")
def _(s, _published):
    known = [row["vcse"] for row in supplier_rows(s) if row["vcse"] in ("yes", "no")]
    n, whole = sum(x == "yes" for x in known), len(s.current)
    told = [count(len(known)), count(whole)]
    # The sentence says how many are known, and the share only where it isn't withheld.
    answer = part_of_known(s, n, len(known), whole, told + [count(n), share(n, len(known))]
                           + over_all(n, len(known), whole), rows=answers(
        s, whole, [("A charity or social enterprise", n), ("Neither", len(known) - n)]))
    if answer.value is None:
        answer.numbers = told
    return answer


# Services and coverage.

def coverage(s, services):
    pairs = [(b, x) for x in services for b in s.applicable(x)]
    return sum(s.recorded(*pair) for pair in pairs), len(pairs)


@figure("services-total")
def _(s, published):
    found = Counter(row["group"] for row in s.services.values())
    open_ones = len(s.open_services)
    told = [len(s.services) - open_ones, open_ones] if open_ones < len(s.services) else []
    return plain(len(s.services), len(s.services), *told, rows=[[s.set["groups"][id]["name"], count(n)] for id, n in found.items()])


@figure("services-recorded")
def _(s, _published):
    found = {x: len(s.on_record(x)) for x in s.open_services}
    found = {x: n for x, n in found.items() if n}
    n, whole = len(found), len(s.open_services)
    return plain(n, n, whole, of=(n, whole), rows=[[s.services[x]["name"], count(n)] for x, n in found.items()],
                 keys=[-F(n, len(s.applicable(x))) for x, n in found.items()])


def group_rows(s, published):
    rows = []
    for group in dict.fromkeys(row["group"] for row in s.services.values()):
        n, whole = coverage(s, [x for x in s.open_services if s.services[x]["group"] == group])
        rows.append([s.set["groups"][group]["name"], count(n), count(whole), s.part(n, whole)])
    return rows


@figure("coverage-all")
def _(s, published):
    n, whole = coverage(s, s.open_services)
    return part_of_known(s, n, whole, None, [share(n, whole), count(n), count(whole)], rows=group_rows(s, published))


@figure("coverage-core")
def _(s, _published):
    core = [x for x in s.open_services if s.services[x]["tier"] == "core"]
    n, whole = coverage(s, core)
    rows = []
    for borough, record in s.boroughs.items():
        those = [x for x in core if s.applies(borough, x)]
        known = sum(s.recorded(borough, x) for x in those)
        rows.append([record["name"], count(known), count(len(those)), s.part(known, len(those))])
    return part_of_known(s, n, whole, None, [share(n, whole), count(n), count(whole)], rows=rows)


@figure("pairs-recorded")
def _(s, published):
    n, whole = coverage(s, s.open_services)
    return plain(n, n, whole, of=(n, whole), rows=group_rows(s, published))


@figure("overview-matrix")
def _(s, _published):
    rows, sums = [], Counter()
    for service in s.open_services:
        found = Counter()
        for borough in s.boroughs:
            if not s.applies(borough, service):
                found["not"] += 1
            elif s.recorded(borough, service):
                found["use"] += 1
            else:
                found["other" if (borough, service) in s.other else "none"] += 1
        sums += found
        rows.append([s.services[service]["name"]] + [count(found[key]) for key in ("use", "other", "none", "not")])
    whole = len(s.open_services) * len(s.boroughs)
    without = [sums["not"]] if sums["not"] else []
    return plain(sums["none"], whole, sums["use"], sums["other"], sums["none"], *without, of=(sums["none"], whole),
                 rows=rows)


@figure("core-services-unrecorded")
def _(s, _published):
    core = [x for x in s.open_services if s.services[x]["tier"] == "core"]
    rows = []
    for service in core:
        applicable = s.applicable(service)
        if applicable and not s.on_record(service):
            other = sum((borough, service) in s.other for borough in applicable)
            rows.append([s.services[service]["name"], count(other), count(len(applicable) - other)])
    return plain(len(rows), len(rows), len(core), of=(len(rows), len(core)), rows=rows)


@figure("services-by-coverage")
def _(s, _published):
    found = {x: (len(s.on_record(x)), len(s.applicable(x))) for x in s.open_services}
    part = {x: F(n, whole) if whole else F(0) for x, (n, whole) in found.items()}
    best = max(part.values())
    first = [x for x in found if part[x] == best]
    told = [found[x] for x in first]
    rows = [[s.services[x]["name"], count(n), count(w), s.part(n, w)] for x, (n, w) in found.items()]
    n, whole = told[0]
    answer = plain(n, n, whole, of=(n, whole), rows=rows, keys=[-part[x] for x in found])
    answer.one_of = [s.services[x]["name"] for x in first]
    return answer


@figure("completeness")
def _(s, _published):
    stale = add_months(s.as_of, -s.set["stale_months"])
    core = [x for x in s.open_services if s.services[x]["tier"] == "core"]
    rows, got, could = [], F(0), F(0)
    for borough in sorted(s.boroughs, key=lambda b: s.boroughs[b]["name"].lower()):
        known, whole = F(0), F(0)
        for service in core:
            if not s.applies(borough, service):
                continue
            whole += F("2.5")
            if not s.recorded(borough, service):
                continue
            known += 1
            uses = s.uses[borough, service]
            contracts = [s.contract[row["contract"]] for row in uses if row["contract"]]
            known += F("0.2") * any(row["since"] for row in uses)
            known += F("0.5") * any(row["final"] is not None for row in contracts)
            known += F("0.3") * any(row["value"] for row in contracts)
            known += F("0.5") * any(s.newest(row) is not None and s.newest(row) >= stale for row in uses)
        rows.append([s.boroughs[borough]["name"], either(known, 1), either(whole, 1),
                     s.part(known, whole) if whole / F("2.5") >= s.set["small_number"] else "Withheld"])
        got, could = got + known, could + whole
    pairs = coverage(s, core)
    return resting(s, pairs[1], got * 100 / could if could else None, share(got, could), [share(got, could)],
                   of=(got, could), known=pairs, rows=rows)


@figure("similarity")
def _(s, _published):
    weights = {}
    for borough in s.boroughs:
        served = defaultdict(set)
        for row in s.current:
            if row["borough"] == borough:
                served[row["system"]].update(row["service_ids"])
        weights[borough] = {(service, system): F(1, len(services))
                            for system, services in served.items() for service in services}
    ids = sorted(s.boroughs, key=lambda b: s.boroughs[b]["name"].lower())
    found, rows, keys = [], [], []
    for at, a in enumerate(ids):
        for b in ids[at + 1:]:
            both = {x for x, _ in weights[a]} & {x for x, _ in weights[b]}
            pairs = {pair for pair in weights[a].keys() | weights[b].keys() if pair[0] in both}
            common = [pair for pair in pairs if pair in weights[a] and pair in weights[b]]
            if not both:
                continue
            low = sum(min(weights[a][pair], weights[b][pair]) for pair in common)
            high = sum(max(weights[a].get(pair, F(0)), weights[b].get(pair, F(0))) for pair in pairs)
            names = s.boroughs[a]["name"], s.boroughs[b]["name"]
            found.append((low / high, len(both), names))
            rows.append([*names, either(low / high, 3), count(len(both)),
                         count(len({system for _, system in common}))])
            keys.append((-len(both), -low / high))
    whole = len(ids) * (len(ids) - 1) // 2
    known = (len(found), whole)
    if len(found) < s.set["small_number"]:
        return Answer(None, WITHHELD, known=known, rows=rows, keys=keys)
    middle, services = median([index for index, *_ in found]), median([n for _, n, _ in found])
    over = half_up(services, 1).removesuffix(".0")
    best = max((index, n) for index, n, _ in found if n >= services)
    answer = Answer(middle, either(middle, 2), known=known, rows=rows, keys=keys)
    # "would score 1, ... 0": the ends of the scale.
    answer.either = [["1", "0", count(len(found)), count(whole), text, over, top, count(best[1])]
                     for text in any_of(answer.text) for top in any_of(either(best[0], 2))]
    answer.one_of_pairs = [names for index, n, names in found if (index, n) == best]
    return answer


# Concentration.

def largest(found):
    """The ids of the largest suppliers (any of them, if some tie) and their share.

    An authority's own build, and a system whose supplier nobody names, count in the index but are no supplier.
    """
    named = {name: part for (kind, name), part in found.items() if kind == "supplier"}
    if not named:
        return {"No supplier named"}, None
    most = max(named.values())
    return {name for name, part in named.items() if part == most}, most


@figure("concentration-by-service")
def _(s, _published):
    rows, keys = [], []
    for service, found in s.hhi.items():
        ids, most = largest(found["suppliers"])
        names = ids if most is None else {s.suppliers[x]["name"] for x in ids}
        index = found["index"]
        rows.append([s.services[service]["name"], count(found["boroughs"]), rounded(index["system"]),
                     rounded(index["supplier"]), "Withheld" if s.few_owners() else rounded(index["group"]), names,
                     NO_SHARE if most is None else share(most, 1)])
        keys.append(-index["supplier"])
    n, whole = len(rows), len(s.open_services)
    mean = sum(found["index"]["supplier"] for found in s.hhi.values()) / n if rows else 0
    return resting(s, n, mean, rounded(mean), [rounded(mean), "10,000", count(n), count(whole), "1,800"], known=(n, whole),
                   rows=rows, keys=keys)


@figure("mergers")
def _(s, published):
    rise, meet = defaultdict(F), defaultdict(list)
    for service, found in s.hhi.items():
        groups = {name: part * 100 for (kind, name), part in found["shares"].items() if kind == "group"}
        for a in groups:
            for b in groups:
                if a.lower() < b.lower():
                    rise[a, b] += 2 * groups[a] * groups[b] / len(s.hhi)
                    meet[a, b].append(s.services[service]["name"])
    order = sorted(rise, key=lambda pair: -rise[pair])
    top, least = order[:10], (rise[order[9]] if len(order) >= 10 else F(0))
    if not order:
        return resting(s, len(s.hhi), F(0), "0", [], rows=[])
    told = {tuple(row[:2]) for row in published["table"]["rows"]}  # which of the two comes first is free

    def row(pair):
        first = pair if pair in told else pair[::-1]
        return [*first, either(rise[pair], 0), frozenset(meet[pair])]

    answer = resting(s, len(s.hhi), rise[top[0]], rounded(rise[top[0]]),
                     rows=[row(pair) for pair in top], keys=[-rise[pair] for pair in top])
    if answer.value is not None:
        mean = sum(found["index"]["group"] for found in s.hhi.values()) / len(s.hhi)
        best = [pair for pair in order if rise[pair] == rise[top[0]]]
        answer.one_of_pairs = best
        answer.either = [[rounded(rise[pair]), rounded(mean), rounded(mean + rise[pair]), "10,000",
                          count(len(meet[pair])), *s.owners()] for pair in best]
    answer.also = [row(pair) for pair in order[10:] if rise[pair] == least]  # tied with the tenth
    return answer


def top_k(s, k, by_value, by_group, published):
    contracts = s.running if by_value else s.contracts
    named = [row for row in contracts if s.named(row["supplier"])]
    held = defaultdict(F)
    for row in named:
        name = s.group_of(row["supplier"]) if by_group else s.suppliers[row["supplier"]]["name"]
        if by_value and row["yearly"] is not None:
            held[name] += row["yearly"]
        elif not by_value:
            held[name] += 1
    whole = sum(held.values())
    known = sum(row["yearly"] is not None for row in named) if by_value else len(named)
    order = sorted(held, key=lambda name: -held[name])
    part = sum(held[name] for name in order[:k])
    numbers = [count(len(held)), share(part, whole)]
    numbers += [count(known), count(len(named))] if by_value else \
        [count(n) for n in (len(named), sum(not row["supplier"] for row in contracts),
                            sum(row["supplier"] == "in-house" for row in contracts))]
    numbers += s.owners() if by_group else []
    amount = s.money.exact if by_value else count
    rows = [[name, amount(held[name]), s.part(held[name], whole) if known >= s.set["small_number"] else "Withheld"]
            for name in order]
    rest = {"rows": rows, "keys": [-held[name] for name in order], "known": (known, len(named)) if by_value else None}
    # Too few contracts; no other holders; or groups of which hardly any owner is known.
    too_many, no_owners = k >= len(held), by_group and s.few_owners()
    if known < s.set["small_number"] or too_many or no_owners:
        return Answer(None, WITHHELD, **rest)
    # The first three are named; of those that tie for the last place, any.
    cut = held[order[min(k, 3) - 1]]
    answer = Answer(part * 100 / whole, share(part, whole), numbers, of=(part, whole),
                    names=[name for name in order if held[name] > cut], **rest)
    answer.one_of = [name for name in order if held[name] == cut]
    # Which of those that tie for the last place count is free: the published contracts decide, if they are enough.
    holder = lambda row: s.group_of(row["supplier"]) if by_group else s.suppliers[row["supplier"]]["name"]
    counted = [row for row in named if not by_value or row["yearly"] is not None]
    last = held[order[k - 1]]
    free = {name for name in order if held[name] == last}
    told = {row[0].beside["ids"][0]: row[-1] for row in published["members"]["rows"]}
    chosen = {holder(row) for row in counted if holder(row) in free and told.get(row["id"]) == "Yes"}
    first = {name for name in order if held[name] > last}
    if len(first | chosen) != k:
        chosen = set(order[len(first):k])
    answer.members = members(s, counted, lambda row: "Yes" if holder(row) in first | chosen else "No")
    return answer


SHARES = {"shares-by-system": "system", "shares-by-supplier": "supplier", "shares-by-group": "group"}


def holder_of(s, row, by):
    """Who holds the share of a deployment, as a cell; None where nobody is named."""
    if by == "system":
        return s.systems[row["system"]]["name"]
    supplier = s.supplier_of(row["system"])
    if not supplier:
        return None
    if by == "group" and s.named(supplier):
        return s.group_of(supplier)
    return s.cell(supplier)


def shares_of(s, by):
    rows, keys, quotes = [], [], {}
    records = defaultdict(list)
    for row in s.deployments:
        for service in row["service_ids"]:
            records[service].append(row)
    for at, service in enumerate(s.open_services):
        on_record, whole = set(s.on_record(service)), s.applicable(service)
        here = [row for row in records[service] if row["borough"] in whole]
        sure, maybe, unnamed = defaultdict(set), defaultdict(set), set()
        for row in here:
            holder = holder_of(s, row, by)
            if row["current"]:
                (sure[holder] if holder else unnamed).add(row["borough"])
            elif holder and row["lifecycle"] == "unknown" and not row["until"]:
                maybe[holder].add(row["borough"])
        for holder, users in sure.items():
            # Whoever has nothing on record may use it; and whoever has an old source for it, or something unnamed.
            may = len(whole) - len(on_record) + len(((maybe[holder] | unnamed) & on_record) - users)
            least, most = share(len(users), len(whole)), share(len(users) + may, len(whole))
            part = s.part(len(users), len(on_record))
            name = s.services[service]["name"]
            rows.append([name, holder, count(len(users)), count(len(on_record)), count(len(whole)), part, least, most])
            keys.append((at, -len(users)))
            id = beside(holder)["ids"][0] if beside(holder).get("ids") else slug(holder)
            told = None if part == "Withheld" else str(part)
            numbers = [count(len(users)), count(len(on_record))] + ([told] if told else [])
            if least.beside != most.beside:
                numbers += [count(len(whole)), least, most]
            quotes[f"{service}/{id}"] = (told, numbers, [name, holder])
    n = sum(len(s.on_record(x)) >= s.set["small_number"] for x in s.open_services)
    whole = len(s.open_services)
    numbers = [count(n), count(whole)] + (s.owners() if by == "group" else [])
    if by == "group" and s.few_owners():
        return Answer(None, WITHHELD, rows=[])
    answer = Answer(n, count(n), numbers, of=(n, whole), rows=rows, keys=keys)
    answer.quotes = quotes
    return answer


# Contracts.

@figure("contracts-recorded")
def _(s, _published):
    return plain(len(s.contracts), len(s.contracts), rows=contract_rows(s, s.contracts),
                 keys=[0] * len(s.contracts))


def contracts_where(s, test, by_end=False):
    found, whole = [row for row in s.contracts if test(row)], len(s.contracts)
    return of_contracts(s, found, whole, [len(found), whole], by_end)


@figure("contracts-shared")
def _(s, _published):
    return contracts_where(s, lambda row: len(row["borough_ids"]) > 1)


@figure("contracts-with-end")
def _(s, _published):
    return contracts_where(s, lambda row: row["final"], True)


@figure("contracts-with-value")
def _(s, _published):
    return contracts_where(s, lambda row: row["value"])


@figure("contracts-running")
def _(s, _published):
    found = Counter(row["state"] for row in s.contracts)
    whole = len(s.contracts)
    old = sum(row["state"] == "unknown" and bool(row["newest_source"]) and
              add_months(last_day(row["newest_source"]), s.set["stale_months"]) < s.as_of for row in s.contracts)
    return of_contracts(s, s.running, whole,
                        [found["running"] + found["options"], len(s.running), whole, found["running"],
                         found["options"], found["unknown"], old, s.set["stale_months"]])


@figure("contracts-value")
def _(s, _published):
    known = [row for row in s.running if row["yearly"] is not None]
    total = sum(row["yearly"] for row in known)
    basis = {"annual": "A year", "total": "The whole term"}
    tax = {"net": "Without", "gross": "With", "unknown": "Not stated"}

    def more(row):
        return [s.money.exact(F(row["value"])), basis[row["value_basis"]], tax[row["value_tax"]],
                "Does not apply" if row["value_basis"] == "annual" else either(row["years"], 2)]

    return resting(s, len(known), total, s.money.short(total),
                   [count(len(known)), s.money.short(total), count(len(s.running) - len(known))],
                   known=(len(known), len(s.running)), rows=contract_rows(s, known, more), keys=[0] * len(known))


def ends_known(s):
    return sum(row["final"] is not None for row in s.running), len(s.running)


def ending(s, months):
    found, (known, running) = [row for row in s.contracts if s.within(row, months)], ends_known(s)
    answer = of_contracts(s, found, len(s.ahead), [len(found), len(s.ahead), months, running - known], True,
                          (known, running), decision)
    answer.members = members(s, s.ahead, yes_if(found))
    return answer


@figure("contracts-ending-12-months")
def _(s, _published):
    return ending(s, 12)


@figure("contracts-ending-24-months")
def _(s, _published):
    return ending(s, 24)


@figure("contracts-past-end")
def _(s, _published):
    here = [row for row in s.contracts if any(one["current"] for one in row["under"])]
    with_end = [row for row in here if row["last"]]
    found = [row for row in with_end if row["last"] < s.as_of]
    answer = of_contracts(s, found, len(with_end), [len(found), len(with_end)], True, (len(with_end), len(here)))
    answer.members = members(s, with_end, yes_if(found))
    return answer


def light(s, row):
    if row["state"] in ("planned", "ended"):
        return None
    if row["last"] is None:
        return None
    if row["last"] < s.as_of:
        return "past"
    if row["decide"] is None:
        return None
    if row["decide"] < s.as_of:
        return "late"
    return "now" if row["decide"] <= add_months(s.as_of, s.set["act_now_months"]) else "time"


@figure("decide-by-lights")
def _(s, _published):
    found = Counter(light(s, row) for row in s.contracts)
    known = sum(row["decide"] is not None for row in s.ahead)
    names = [("time", "Time in hand"), ("now", "Act now"), ("late", "Too late: extend or re-let"),
             ("past", "Past its end")]
    rows = [[name, count(found[key]), "Does not apply" if key == "past" else s.part(found[key], known)]
            for key, name in names]
    late = found["late"]
    answer = plain(late, known, found["time"], found["now"], s.set["act_now_months"], late, found["past"],
                   of=(late, known), known=(known, len(s.ahead)), rows=rows)
    answer.members = members(s, [row for row in s.contracts if light(s, row)], lambda row: dict(names)[light(s, row)])
    return answer


def by_light(s, wanted, *months):
    found = [row for row in s.ahead if light(s, row) == wanted]
    with_date = [row for row in s.ahead if row["decide"] is not None]
    known = len(with_date)
    answer = of_contracts(s, found, known, [len(found), known, *months], True, (known, len(s.ahead)), decision)
    answer.members = members(s, with_date, yes_if(found))
    return answer


@figure("contracts-act-now")
def _(s, _published):
    return by_light(s, "now", s.set["act_now_months"])


@figure("contracts-too-late")
def _(s, _published):
    return by_light(s, "late")


@figure("contracts-by-quarter")
def _(s, _published):
    found = defaultdict(list)
    for row in sorted(s.ahead, key=lambda row: row["last"]):
        id = f"{row['last'].year}-q{(row['last'].month + 2) // 3}"
        found[Text(quarter(row["last"]), ids=[id])].append(row["yearly"])
    rows = [[name, count(len(values)), s.money.known(values)] for name, values in found.items()]
    n, (known, running) = len(s.ahead), ends_known(s)
    return plain(n, n, running, known - n, running - known, of=(n, running), known=(known, running), rows=rows)


@figure("contracts-by-last-quarter")
def _(s, _published):
    here = [row for row in s.contracts if row["state"] in ("running", "options")]
    ends = sorted(row["max"] for row in here if row["max"])
    rows = [[name, count(n)] for name, n in Counter(quarter(day) for day in ends).items()]
    return plain(len(ends), len(ends), len(here), of=(len(ends), len(here)), rows=rows)


@figure("contracts-by-state")
def _(s, _published):
    names = {"running": "End ahead", "passed": Text("End date passed", ids=["end-passed"]),
             "planned": Text("Not begun yet", ids=["not-begun"]),
             "unknown": Text("End not known", ids=["end-not-known"]), "ended": Text("Ended", ids=["ended"])}
    found = Counter("passed" if row["state"] == "options" else row["state"] for row in s.contracts)
    rows = [[name, count(found[state])] for state, name in names.items() if found[state] or state == "running"]
    n = len(s.contracts)
    return plain(n, n, found["running"], found["passed"], found["unknown"], rows=rows)


def listed(s, lists):
    """A row for each list with contracts: how many, how many of them with an end ahead, what those that run cost."""
    rows, keys = [], []
    for name, found in lists:
        if found:
            running = [row["yearly"] for row in found if row["state"] in ("running", "options", "unknown")]
            rows.append([name, count(len(found)), count(sum(row["state"] == "running" for row in found)),
                         s.money.known(running)])
            keys.append(-len(found))
    return rows, keys


@figure("contracts-by-service")
def _(s, _published):
    rows, keys = listed(s, [(s.services[service]["name"], [row for row in s.contracts if service in row["service_ids"]])
                            for service in s.open_services])
    return plain(len(rows), len(rows), len(s.open_services), of=(len(rows), len(s.open_services)), rows=rows,
                 keys=keys)


@figure("contracts-by-framework")
def _(s, _published):
    rows, keys = listed(s, [(one["name"], [row for row in s.contracts if row["framework"] == one["id"]])
                            for one in s.tables["frameworks"]])
    n, whole = sum(bool(row["framework"]) for row in s.contracts), len(s.contracts)
    return plain(n, n, whole, known=(n, whole), rows=rows, keys=keys)


@figure("exit-readiness")
def _(s, _published):
    terms = [("data_export", "Data can be taken out"), ("open_api", "Open interface"),
             ("exit_plan", "Plan for leaving"), ("open_standards", "Open standards")]
    n, whole = sum(any(row[key] in ("yes", "no") for key, _ in terms) for row in s.running), len(s.running)
    rows = []
    for key, name in terms:
        found = Counter(row[key] for row in s.running)
        rows.append([name, count(found["yes"]), count(found["no"]), count(whole - found["yes"] - found["no"])])
    return plain(n, n, whole, known=(n, whole), rows=rows)


def per_resident(s, row):
    people = [s.boroughs[b]["people"] for b in row["borough_ids"]]
    if row["yearly"] is None or not people or not all(people):
        return None
    return row["yearly"] / sum(int(n) for n in people)


@figure("value-per-resident")
def _(s, _published):
    found = [(per_resident(s, row), row) for row in s.running if per_resident(s, row) is not None]
    n, whole = len(found), len(s.running)
    rows, keys = [], []
    for price, row in found:
        people = sum(int(s.boroughs[b]["people"]) for b in row["borough_ids"])
        rows.append([row["title"], frozenset(s.boroughs[b]["name"] for b in row["borough_ids"]),
                     yearly_cell(s, row), count(people),
                     Text("about " * row["rough"] + s.money.pence(price), number=price),
                     "net" if row["value_tax"] == "net" else "not stated or taken out"])
        keys.append(-price)
    middle = median([price for price, _ in found]) if found else 0
    return resting(s, n, middle, s.money.pence(middle), [count(n), s.money.pence(middle), count(whole - n)],
                   known=(n, whole), rows=rows, keys=keys)


@figure("price-spread")
def _(s, _published):
    found = defaultdict(list)
    for row in s.running:
        price = per_resident(s, row)
        for service in row["service_ids"]:
            for system in row["system_ids"]:
                if price is not None:
                    found[service, system].append(price)
    wide = {key: prices for key, prices in found.items() if len(prices) >= 5}
    rows = [[s.services[service]["name"], s.systems[system]["name"], count(len(prices))] +
            [s.money.pence(quantile(prices, F(at, 4))) for at in range(5)]
            for (service, system), prices in wide.items()]
    most = max((len(prices) for prices in found.values()), default=0)
    numbers = [count(len(wide)), count(len(found))] if wide else [count(most)]
    return Answer(len(wide), count(len(wide)), numbers, of=(len(wide), len(found)), rows=rows, keys=[0] * len(rows))


# What can be done.

@figure("exposure")
def _(s, _published):
    groups = defaultdict(lambda: (set(), set(), set(), []))
    for row in s.current:
        supplier = s.supplier_of(row["system"])
        if s.named(supplier):
            boroughs, services, systems, _ = groups[s.group_of(supplier)]
            boroughs.add(row["borough"])
            services.update(row["service_ids"])
            systems.add(row["system"])
    for row in s.running:
        if s.named(row["supplier"]):
            groups[s.group_of(row["supplier"])][3].append(row)
    rows, keys = [], []
    for name, (boroughs, services, systems, contracts) in groups.items():
        rows.append([name, count(len(boroughs)), count(len(services)), count(len(systems)),
                     s.money.known([row["yearly"] for row in contracts]),
                     count(sum(s.within(row, 24) for row in contracts))])
        keys.append(-len(boroughs))
    most = max(len(found[0]) for found in groups.values())
    answer = plain(most, of=(most, len(s.boroughs)), rows=rows, keys=keys)
    answer.numbers = None
    answer.either = [[count(most), count(len(s.boroughs)), count(len(found[1])), *s.owners()]
                     for found in groups.values() if len(found[0]) == most]
    answer.one_of = [name for name, found in groups.items() if len(found[0]) == most]
    return answer


BEFORE_AWARD = ("UK1", "UK2", "UK3", "UK4")


@figure("openings")
def _(s, _published):
    planned = [row for row in s.contracts if row["state"] == "planned"
               and (row["stage"] in ("planned", "tendering") or not row["supplier"])]  # the others are let
    old = [row for row in planned if s.old_plan(row) and set(row["service_ids"]) & set(s.open_services)]
    planned = [row for row in planned if not s.old_plan(row)]
    told = [row for row in planned if any(kind.upper() in BEFORE_AWARD for kind in row["notice_types"].split(";"))]
    rows, keys, known = [], [], 0
    for service in s.open_services:  # of the others, only totals are published
        ahead = [row for row in planned if service in row["service_ids"]]
        ends = [row for row in s.contracts if service in row["service_ids"] and s.within(row, 24)]
        if not ends and not ahead:
            continue
        known += bool(ahead)
        next_ones = {b for row in told if service in row["service_ids"] for b in row["borough_ids"]}
        announced = [row for row in ends if next_ones & set(row["borough_ids"])]
        index = s.hhi[service]["index"]["supplier"] if service in s.hhi else None
        score = (len(ends) - len(announced)) * (1 + (index or 0) / F(10000))
        rows.append([s.services[service]["name"], count(len(ahead)), count(len(ends))]
                    + ([count(len(announced))] if told else [])
                    + ["Withheld" if index is None else rounded(index), either(score, 2) if ends else "None ends"])
        keys.append((-len(ahead), -score))
    numbers = ([len(rows), 24, known] if rows else [0, 24]) + ([len(old), s.set["stale_months"]] if old else [])
    return plain(len(rows), *numbers, rows=rows, keys=keys)


def cases(s, by_system):
    """Who could buy together: for each case what for, its contracts, its authorities and the day before a common start.

    A case is a largest set of contracts for one thing that share a day of [decide by, last possible end], with enough
    authorities, and with two contracts that no authority is a party to both of. The same set for several services is
    one case.
    """
    up = [row for row in s.contracts if row["state"] == "running" and row["decide"]]
    column, things = ("system_ids", s.systems) if by_system else ("service_ids", s.open_services)
    reasons = defaultdict(list)
    for thing in things:
        those = [row for row in up if thing in row[column]]
        # Intervals that share a day share the day on which the last of them begins.
        sets = {frozenset(row["id"] for row in those if row["decide"] <= day <= row["final"])
                for day in {row["decide"] for row in those}}
        for found in sets:
            members = [set(s.contract[id]["borough_ids"]) for id in found]
            apart = any(not one & other for one in members for other in members)
            if apart and len(set().union(*members)) >= s.set["cohort"] and not any(found < other for other in sets):
                # Services that take equally long are one case.
                lead = None if by_system else int(s.services[thing]["lead_months"])
                reasons[found, lead].append(thing)
        # Past that many only the first cases are told: a region of this size has fewer.
        assert sum(map(len, sets)) <= 2000, thing
    answer = []
    for (found, lead), those in reasons.items():
        rows = sorted((s.contract[id] for id in found), key=lambda row: row["last"])
        # Nobody can be ready sooner than notice and lead time from the date of the site.
        ready = {row["id"]: add_months(s.as_of, row["ahead"] if by_system else row["notice"] + lead) for row in rows}
        eve = max(max(row["last"], ready[row["id"]]) for row in rows)
        # As exact as the most exact of what gives that day: an end, or the date of the site.
        gives = [row["end"] for row in rows if row["last"] == eve]
        gives += [eve.isoformat() for row in rows if ready[row["id"]] == eve]
        start = no_more_exact(eve + timedelta(days=1), max(gives, key=len))
        needs_more = any(row["final"] < eve for row in rows)
        names = frozenset((s.systems if by_system else s.services)[thing]["name"] for thing in those)
        boroughs = {b for row in rows for b in row["borough_ids"]}
        known = sum(row["yearly"] for row in rows if row["yearly"] is not None)
        plans = [row for row in s.contracts if row["state"] == "planned" and not s.old_plan(row)
                 and set(row[column]) & set(those)]
        free = boroughs - {b for row in plans for b in row["borough_ids"]}
        answer.append({"free": free, "names": names, "ids": sorted(those), "rows": rows, "boroughs": boroughs, "eve": eve,
                       "start": start, "key": (needs_more, -known, -len(boroughs))})
    # Those for the same follow the first of them.
    best = {}
    for case in answer:
        best[case["names"]] = min(case["key"], best.get(case["names"], case["key"]))
    for case in answer:
        case["key"] = (best[case["names"]], case["ids"], case["key"])
    return sorted(answer, key=lambda case: case["key"])


def months(number):
    return Text(str(number), number=number)


def months_until(end, eve):
    """The least number of months by which something that ends on one day has to run on to reach another."""
    day_after = end + timedelta(days=1)
    months = 0
    while add_months(day_after, months) < eve + timedelta(days=1):
        months += 1
    return months


def cohort_answer(s, by_system):
    rows, keys, beyond, few = [], [], 0, 0
    for case in cases(s, by_system):
        short = sum(row["final"] < case["eve"] for row in case["rows"])
        beyond += short > 0
        few += len(case["free"]) < s.set["cohort"]
        rows.append([case["names"], count(len(case["boroughs"])),
                     frozenset(s.boroughs[b]["name"] for b in case["boroughs"]), count(len(case["free"])),
                     case["start"],
                     count(sum(row["last"] < case["eve"] for row in case["rows"])), count(short),
                     s.money.known([row["yearly"] for row in case["rows"]])])
        keys.append(case["key"])
    some = ([beyond] if 0 < beyond < len(rows) else []) + ([s.set["cohort"], few] if few else [])
    return plain(len(rows), *([len(rows)] if rows else []), s.set["cohort"], *some, rows=rows, keys=keys)


@figure("cohorts-by-service")
def _(s, _published):
    return cohort_answer(s, False)


@figure("cohorts-by-system")
def _(s, _published):
    return cohort_answer(s, True)


@figure("cohort-contracts")
def _(s, _published):
    rows, keys, every = [], [], [("Service", cases(s, False)), ("System", cases(s, True))]
    for at, (word, all_cases) in enumerate(every):
        for case in all_cases:
            # Cases that tie may come in any order.
            numbers = {f"{word} {n}" for n, other in enumerate(all_cases, 1) if other["key"] == case["key"]}
            for row in case["rows"]:
                rows.append([numbers, case["names"], row["title"], frozenset(s.boroughs[b]["name"] for b in row["borough_ids"]),
                             short_date(row["end"]), short_date(row["max_end"] or row["end"]),
                             no_more_exact(row["decide"], row["end"]), case["start"],
                             months(months_until(row["last"], case["eve"])),
                             months(months_until(row["final"], case["eve"])), yearly_cell(s, row)])
                keys.append((at, case["key"]))
    different = {row["id"] for _, all_cases in every for case in all_cases for row in case["rows"]}
    told = [sum(len(all_cases) for _, all_cases in every), len(different)] if rows else []
    return plain(len(different), *told, rows=rows, keys=keys)


GAP = 5  # years


def spell(text):
    return first_day(text), last_day(text)


def change_rows(s, found):
    """The changes of one authority from its deployments: old record or system, new record, services, stated or not.

    What a record names and no source says counts as probable; but like a statement it tells what came before and after.
    """
    stated, probable = [], []
    for new in found:
        for gone in many(new["replaces"]):
            before = [row for row in found if row["system"] == gone]
            common = {x for row in before for x in row["service_ids"]} & set(new["service_ids"])
            old = next((row for row in before if set(row["service_ids"]) & set(new["service_ids"])), None)
            stated.append((gone, old or (before[0] if before else None), new, common or set(new["service_ids"])))
    coming = ("planned", "implementing")
    for old in found:
        for new in found:
            over = old["lifecycle"] == "retired" or (old["lifecycle"] == "replacing" and new["lifecycle"] in coming)
            there = new["lifecycle"] in ("live", "replacing") + coming
            common = {x for x in set(old["service_ids"]) & set(new["service_ids"])
                      if s.set["groups"][s.services[x]["group"]]["kind"] != "technology"}  # these run side by side
            if over and there and common and old["system"] != new["system"]:
                probable.append((old["system"], old, new, common))
    kept = []
    for gone, old, new, common in probable:
        for service in sorted(common):
            said = any(service in x and (after is new or before == gone) for before, _, after, x in stated)
            links = [(one, after) for _, one, after, x in stated + probable if service in x]
            between = any(one is old and after is not new and any(b is after and c is new for b, c in links)
                          for one, after in links)
            if said or between:
                common = common - {service}
        if common and not far_apart(s, old, new):
            kept.append((gone, old, new, common))
    return [(*change, change[2]["replaces_inferred"] != "true") for change in stated] + [(*change, False) for change in kept]


def far_apart(s, old, new):
    dates = [spell(new["since"])] if new["since"] else \
        [spell(text) for text in (new["oldest_source"], s.contract.get(new["contract"], {}).get("start")) if text]
    if not old["until"] or not dates:
        return False
    (until_first, until_last), (first, last) = spell(old["until"]), min(dates)
    return first > add_months(until_last, 12 * GAP) or until_first > add_months(last, 12 * GAP)


def at_latest(s, until, old, new):
    """Whether an end is nothing but the date of a source: the first of the new record, or the last of the old one."""
    within = lambda text: bool(text) and first_day(until) <= first_day(text) <= last_day(until)
    told = within(new["oldest_source"]) or within(old["newest_source"])
    return told and not within(new["since"]) and not within(s.contract.get(old["contract"], {}).get("end"))


@figure("migrations")
def _(s, _published):
    by_borough = defaultdict(list)
    for row in s.deployments:
        by_borough[row["borough"]].append(row)
    rows, keys, stated, supplier = [], [], 0, Counter()

    def between(until, since):
        if len(until or "") < 7 or len(since or "") < 7:
            return "Not known"
        (old_year, old), (new_year, new) = (map(int, text[:7].split("-")) for text in (until, since))
        return months((new_year - old_year) * 12 + new - old)

    for borough, found in by_borough.items():
        for gone, old, new, services, says in change_rows(s, found):
            until = old["until"] if old else ""
            contract = s.contract.get(new["contract"], {})
            start = contract.get("start") if set(contract.get("service_ids", ())) & set(services) else ""
            change = new["since"] or until
            began = start if start and (not change or first_day(start) <= last_day(change)) else ""
            owners = [s.group_of(x) if s.named(x) else x for x in map(s.supplier_of, (gone, new["system"]))]
            word = "Not known" if not all(owners) else "The same" if len(set(owners)) == 1 else "Another"
            supplier[word] += 1
            stated += says
            by = bool(until) and (old["until_at_latest"] == "true" or at_latest(s, until, old, new))
            went = Text("By " + short_date(until), **beside(short_date(until))) if by else short_date(until)
            words = [word for word, so in (("Ahead", new["lifecycle"] in ("implementing", "planned")),
                                           ("stated" if says else "probable", True)) if so]
            rows.append([s.boroughs[borough]["name"], s.systems[gone]["name"], s.systems[new["system"]]["name"],
                         frozenset(s.services[x]["name"] for x in services), went,
                         short_date(began), short_date(new["since"]), between("" if by else until, new["since"]),
                         word, ", ".join(words).capitalize()])
            keys.append(s.boroughs[borough]["name"].lower())
    if not rows:
        return Answer(0, "0", [], rows=[], known=(0, 0))
    ahead = sum(row[-1].startswith("Ahead") for row in rows)
    return plain(len(rows), len(rows), stated, len(rows) - stated,
                 *(supplier[word] for word in ("The same", "Another", "Not known")),
                 *([ahead] if ahead > 1 else []), known=(stated, len(rows)), rows=rows,
                 keys=keys)


# Skills and technologies.

def names_of(s, what):
    return {id: row["name"] for id, row in s.set[what].items()}


def hidden_skills(s, published_by_family):
    """Skills of which only totals are published, and some are."""
    hidden = {id for id, row in s.set["skills"].items() if row["totals_only"]}
    rows = published_by_family["table"]["rows"]
    return [row for row in rows if beside(row[0])["ids"][0] in hidden and row[2] != "0"]


def hidden_notes(hidden):
    return [f"{row[0]}: only its total is published, so {row[2]} can't be recomputed" for row in hidden]


@figure("skills-by-family")
def _(s, published):
    counts = Counter(row["skill"] for row in s.tables["skills"])
    hidden = hidden_skills(s, published)
    totals = {beside(row[0])["ids"][0]: beside(row[2])["number"] for row in hidden}
    rows = [[row["name"], row["family"], count(totals.get(id, counts[id]))] for id, row in s.set["skills"].items()]
    n = len(counts) + len(hidden)
    return plain(n, n, len(rows), of=(n, len(rows)), rows=rows, keys=[-row[2].beside["number"] for row in rows],
                 notes=hidden_notes(hidden))


@figure("skills-recorded")
def _(s, published):
    of = published["all"]["skills-by-family"]
    hidden, names = hidden_skills(s, of), names_of(s, "skills")
    counts = Counter(row["skill"] for row in s.tables["skills"])
    rows = [[names[id], count(n)] for id, n in counts.items()] + [[row[0], row[2]] for row in hidden]
    n = sum(counts.values()) + sum(beside(row[2])["number"] for row in hidden)
    boroughs = len({row["borough"] for row in s.tables["skills"]})
    return plain(n, n, len(rows), boroughs, len(s.boroughs), rows=rows, keys=[0] * len(rows),
                 notes=hidden_notes(hidden))


@figure("skill-matches")
def _(s, published):
    offers, seeks = defaultdict(set), defaultdict(set)
    for row in s.tables["skills"]:
        if row["stance"] in ("offer", "both") and row["level"] in ("practitioner", "expert"):
            offers[row["skill"]].add(row["borough"])
        if row["stance"] in ("seek", "both"):
            seeks[row["skill"]].add(row["borough"])
    name = names_of(s, "skills")
    rows = [[name[skill], s.boroughs[a]["name"], s.boroughs[b]["name"]]
            for skill in offers for a in offers[skill] for b in seeks[skill] if a != b]
    known = sum(row["stance"] in ("offer", "seek", "both") for row in s.tables["skills"])
    whole = len(s.tables["skills"])
    return plain(len(rows), len(rows), known, whole, known=(known, whole), rows=rows, keys=[0] * len(rows))


@figure("skills-stated")
def _(s, _published):
    whole = len(s.tables["skills"])
    level = sum(row["level"] != "" for row in s.tables["skills"])
    stance = sum(row["stance"] != "" for row in s.tables["skills"])
    return plain(level, level, whole, stance, of=(level, whole),
                 rows=[["The level", count(level), count(whole)], ["Offered or sought", count(stance), count(whole)]])


STAGES = [("in-use", "In use"), ("pilot", "Pilot"), ("exploring", "Exploring"), ("stopped", "Stopped")]


@figure("technologies-by-stage")
def _(s, _published):
    at = {stage: [row for row in s.tables["technologies"] if row["stage"] == stage] for stage, _ in STAGES}
    rows = [[name, count(len(at[stage])), count(len({row["technology"] for row in at[stage]})),
             count(len({row["borough"] for row in at[stage]}))] for stage, name in STAGES]
    n, whole = len(at["in-use"]), len(s.tables["technologies"])
    return plain(n, whole, *(len(at[stage]) for stage, _ in STAGES), of=(n, whole), rows=rows)


def technology_boroughs(s):
    found = defaultdict(set)
    for row in s.tables["technologies"]:
        found[row["technology"]].add(row["borough"])
    return found


@figure("technologies-in-use")
def _(s, published):
    names, found, stages = names_of(s, "technologies"), technology_boroughs(s), defaultdict(set)
    for row in s.tables["technologies"]:
        stages[row["technology"]].add(row["stage"])
    furthest = lambda id: next((name for stage, name in STAGES if stage in stages[id]), "No record")
    n, whole, known = sum("in-use" in of for of in stages.values()), len(names), len(found)
    rows = [[name, furthest(id), count(len(found[id]))] for id, name in names.items()]
    return plain(n, n, whole, known - n, whole - known, of=(n, whole), rows=rows)


@figure("technology-most-recorded")
def _(s, published):
    found, names = technology_boroughs(s), names_of(s, "technologies")
    most = max(map(len, found.values()), default=0)
    return plain(most, most, len(s.boroughs), of=(most, len(s.boroughs)),
                 names=[names[id] for id in found if len(found[id]) == most],
                 rows=[[names[id], count(len(of))] for id, of in found.items()],
                 keys=[-len(of) for of in found.values()])


@figure("technologies-recorded")
def _(s, published):
    table = s.tables["technologies"]
    at = Counter((row["technology"], row["stage"]) for row in table)
    rows = [[name] + [count(at[id, stage]) for stage in ("exploring", "pilot", "in-use", "stopped")]
            for id, name in names_of(s, "technologies").items()]
    n, looked = len(table), sum(row["stage"] == "exploring" for row in table)
    return plain(n, n, len({row["borough"] for row in table}), len(s.boroughs), n - looked, looked, rows=rows)


@figure("technologies-tried")
def _(s, published):
    tried = [row for row in s.tables["technologies"] if row["stage"] in ("in-use", "pilot", "stopped")]
    names, found = names_of(s, "technologies"), Counter(row["technology"] for row in tried)
    n, whole = len(tried), len(s.tables["technologies"])
    return plain(n, n, len({row["borough"] for row in tried}), len(s.boroughs), of=(n, whole),
                 rows=[[names[id], count(of)] for id, of in found.items()], keys=[0] * len(found))


@figure("sources-total")
def _(s, _published):
    found = {url for table in ("deployments", "contracts", "skills", "technologies") for row in s.tables[table]
             for url in many(row["source_urls"])}
    host = lambda url: re.sub(r"^www\.", "", re.split(r"[/?#:]", url.split("://", 1)[1])[0])
    hosts = Counter(map(host, found))
    return plain(len(found), len(found), rows=[[name, count(n)] for name, n in hosts.items()],
                 keys=[-n for n in hosts.values()])


# ------------------------------------------------------------------------------------------------------- comparison

NUMBER = re.compile(r"(?:under |over )?[£€$]?\d[\d,]*(?:\.\d+)?(?:bn|m|%)?")


def numbers_of(sentence, names):
    for name in sorted(names, key=len, reverse=True):
        sentence = sentence.replace(name, " ")
    return [found.rstrip(",") for found in NUMBER.findall(sentence)]


def says(sentence, told, due):
    """Whether a sentence tells the numbers that are due, in their order; one and none may be words in it."""
    words = Counter(re.findall(r"[a-z]+", sentence.lower()))
    spare = {"1": words["one"], "0": words["no"] + words["none"] + words["nothing"]}

    def rest(at, of, spare):
        if of == len(due):
            return at == len(told)
        if at < len(told) and told[at] == due[of] and rest(at + 1, of + 1, spare):
            return True
        left = spare.get(due[of], 0)
        return left > 0 and rest(at, of + 1, {**spare, due[of]: left - 1})

    return rest(0, 0, spare)


def same_beside(published, expected):
    """Whether what stands beside a text is what is due: a number, a date, ids in any order, of how many it is known."""
    told, due = beside(published), beside(expected)
    for key, value in told.items():
        if key == "ids":
            if sorted(value) != sorted(due.get("ids", [])):
                return False
        elif not same(value, due.get(key)):
            return False
    return True


def cell_is(published, expected):
    if isinstance(expected, frozenset):  # names joined by commas, in any order
        rest = published
        for name in sorted(expected, key=len, reverse=True):
            if name not in rest:
                return False
            rest = rest.replace(name, "\0", 1)
        ids = sorted(id for name in expected for id in beside(name).get("ids", []))
        return rest.replace("\0", "").replace(", ", "").replace(" and ", "") == "" and \
            rest.count("\0") == len(expected) and sorted(beside(published).get("ids", ids)) == ids
    if isinstance(expected, set):
        return any(cell_is(published, one) for one in expected)
    return published == expected and same_beside(published, expected)


def row_is(published, expected):
    return len(published) == len(expected) and all(map(cell_is, published, expected))


def shown(cell):
    if isinstance(cell, frozenset):
        return ", ".join(sorted(cell))
    if isinstance(cell, set):
        return " or ".join(sorted(map(shown, cell)))
    return f"{cell} {beside(cell)}" if beside(cell) else cell


def closest(row, others):
    """Of the expected rows, the one with the same name, or with most cells in common, to name the cell that differs."""
    return max(others, key=lambda other: (cell_is(row[0], other[0]), sum(map(cell_is, row, other))), default=None)


def compare_rows(columns, published, answer):
    """Yields (cell, published, recomputed) for each disagreement."""
    for row in published:
        if len(row) != len(columns):
            yield f"row {row[0]}", f"{len(row)} cells", f"{len(columns)} columns"
    if answer.keys is None:
        for at in range(max(len(published), len(answer.rows))):
            if at >= len(published):
                yield f"row {at + 1}", "no row", " | ".join(map(shown, answer.rows[at]))
            elif at >= len(answer.rows):
                yield f"row {at + 1}", " | ".join(published[at]), "no row"
            else:
                for column, cell, due in zip(columns, published[at], answer.rows[at]):
                    if not cell_is(cell, due):
                        yield f"row {at + 1} ({published[at][0]}), {column}", shown(cell), shown(due)
        return
    left = list(zip(answer.rows, answer.keys))
    extra = list(getattr(answer, "also", []))
    odd, last = [], None
    for at, row in enumerate(published):
        hit = next((one for one in left if row_is(row, one[0])), None)
        if hit is None:
            spare = next((one for one in extra if row_is(row, one)), None)
            tied = next((one for one in left if spare and one[1] == max(answer.keys)), None)
            if tied:
                left.remove(tied)
                extra.remove(spare)
            else:
                odd.append((at, row))
            continue
        left.remove(hit)
        if last is not None and hit[1] < last:
            yield f"row {at + 1} ({row[0]})", "its place", "before the row above it"
        last = hit[1]
    rest = [row for row, _ in left]
    for at, row in odd:
        due = closest(row, rest)
        if due is None:
            yield f"row {at + 1}", " | ".join(row), "no row"
            continue
        rest.remove(due)
        for column, cell, want in zip(columns, row, due):
            if not cell_is(cell, want):
                yield f"row {at + 1} ({row[0]}), {column}", shown(cell), shown(want)
    for row in rest:
        yield "rows", "no row", " | ".join(map(shown, row))


def same(published, value):
    if value is None or published is None:
        return published is None and value is None
    if isinstance(value, (int, str)):
        return published == value
    return math.isclose(published, float(value), rel_tol=1e-9, abs_tol=1e-9)


def compare(published, answer):
    if not same(published["value"], answer.value):
        yield "value", published["value"], None if answer.value is None else float(answer.value)
    if published["text"] not in any_of(answer.text):
        yield "text", published["text"], shown(answer.text)
    if (answer.value is None) != bool(published["withheld_because"]):
        yield "withheld_because", published["withheld_because"], "a reason" if answer.value is None else None
    for part, (one, other), due in (("share", ("numerator", "denominator"), answer.of),
                                    ("coverage", ("known", "all"), answer.known),
                                    ("bounds", ("at_least", "at_most"), answer.bounds)):
        told = published[part] and (published[part][one], published[part][other])
        if (told is None) != (due is None) or told and not all(map(same, told, due)):
            yield part, told, due and tuple(map(float, due))
    sentence = published["sentence"]
    names = list(answer.names)
    for name in names:
        if name not in sentence:
            yield "sentence", sentence, f"names {name}"
    if hasattr(answer, "one_of"):
        names += [name for name in answer.one_of if name in sentence]
        if not any(name in sentence for name in answer.one_of):
            yield "sentence", sentence, f"names {' or '.join(answer.one_of)}"
    if hasattr(answer, "one_of_pairs"):
        pair = next((pair for pair in answer.one_of_pairs if all(name in sentence for name in pair)), None)
        names += pair or []
        if not pair:
            yield "sentence", sentence, f"names {' or '.join(' and '.join(pair) for pair in answer.one_of_pairs)}"
    told = numbers_of(sentence, names)
    due = getattr(answer, "either", None) or ([] if answer.numbers is None else [answer.numbers])
    if due and not any(says(sentence, told, numbers) for numbers in due):
        yield "sentence", f"{sentence} {told}", " or ".join(map(str, due))
    table = published["table"]
    if (table is None) != (answer.rows is None):
        yield "table", "none" if table is None else "a table", "none" if answer.rows is None else "a table"
    elif table is not None:
        yield from compare_rows(table["columns"], table["rows"], answer)
    yield from compare_quotes(table["quotes"], getattr(answer, "quotes", {}))
    told, due = published["members"], getattr(answer, "members", None)
    if (told is None) != (due is None):
        yield "members", "none" if told is None else "a table", "none" if due is None else "a table"
    elif told is not None:
        unordered = Answer(None, None, rows=due, keys=[0] * len(due))
        for cell, was, should in compare_rows(told["columns"], told["rows"], unordered):
            yield f"members, {cell}", was, should
    if published["csv"]:
        yield from compare_csv(published["table"], published["csv"])
        if told is not None:
            yield from compare_csv(told, published["csv"].with_name(f"{published['id']}-members.csv"))


def compare_quotes(published, due):
    """What texts can quote of single rows: the number and the numbers of the sentence."""
    told = {quote["key"]: quote for quote in published}
    for key in sorted(told.keys() ^ due.keys()):
        yield f"quote {key}", told.get(key), due.get(key)
    for key in told.keys() & due.keys():
        text, numbers, names = due[key]
        if told[key]["text"] != text:
            yield f"quote {key}", told[key]["text"], text
        sentence = told[key]["sentence"]
        if not all(name in sentence for name in names) or not says(sentence, numbers_of(sentence, names), numbers):
            yield f"quote {key}", sentence, f"{names} {numbers}"


def compare_csv(table, path):
    """The CSV holds the same cells as the JSON, and beside them the same numbers, dates and ids."""
    plain = lambda number: "" if number is None else number
    due = []
    for row in table["rows"]:
        cells = []
        for cell, kind in zip(row, table["kinds"]):
            told = beside(cell)
            cells.append(str(cell))
            if kind == "name":
                cells.append(";".join(told["ids"]))
            elif kind == "date":
                cells.append(told["date"] or "")
            elif kind in ("number", "sum"):
                cells.append(plain(told["number"]))
            if kind == "sum":
                cells += [told["known"], told["of"]]
        due.append(cells)
    with open(path, encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    if len(rows) != len(due):
        yield "CSV", f"{len(rows)} rows", f"{len(due)} rows"
    for at, (row, cells) in enumerate(zip(rows, due)):
        if len(row) != len(head) or len(row) != len(cells):
            yield f"CSV row {at + 1}", f"{len(row)} cells", f"{len(cells)} cells"
            continue
        for title, cell, want in zip(head, row, cells):
            # A cell that a spreadsheet would run begins with an apostrophe.
            equal = cell.lstrip("'") == want.lstrip("'") if isinstance(want, str) else cell and same(float(cell), want)
            if not equal:
                yield f"CSV row {at + 1}, {title}", cell, want


def recompute(id, site, published):
    if id in FIGURES:
        return FIGURES[id](site, published)
    if id in SHARES:
        return shares_of(site, SHARES[id])
    match = re.fullmatch(r"top-(\d+)-(contracts|value)(-groups)?", id)
    return top_k(site, int(match[1]), match[2] == "value", bool(match[3]), published) if match else None


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--json"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    folder = Path(arguments[0])
    settings = read_settings(folder)
    every = {path.stem: json.loads(path.read_text(encoding="utf-8"))
             for path in sorted(folder.glob("api/v1/figures/*.json"))}
    if not every:
        sys.exit(f"{folder}: no figures")
    for published in every.values():
        # Cells as texts with what stands beside them.
        for table in filter(None, (published["table"], published["members"])):
            table["kinds"] = [column["kind"] for column in table["columns"]]
            table["columns"] = [column["title"] for column in table["columns"]]
            table["rows"] = [[Text(**cell) for cell in row] for row in table["rows"]]
    passed, failed, sites = 0, 0, {}
    for id, published in every.items():
        as_of = published["as_of"]
        if as_of not in sites:
            sites[as_of] = Site(folder, settings, date.fromisoformat(as_of))
        published["all"] = every
        published["csv"] = None if "--json" in sys.argv else folder / "figures" / id / f"{id}.csv"
        try:
            answer = recompute(id, sites[as_of], published)
            found = list(compare(published, answer)) if answer else [("figure", "published", "unknown to recompute.py")]
            if published["id"] != id:
                found.append(("id", published["id"], id))
        except Exception as error:  # a table that can't be read is a failure of this figure, not of the others
            answer, found = None, [("figure", "published", f"can't be recomputed: {type(error).__name__}: {error}")]
        for note in answer.notes if answer else []:
            print(f"note {id}: {note}")
        print(f"ok {id}" if not found else "\n".join(
            f"FAILED {id}: {cell}: published {told!r}, recomputed {due!r}" for cell, told, due in found))
        passed, failed = passed + (not found), failed + bool(found)
    for id in sorted((set(FIGURES) | set(SHARES)) - set(every)):
        print(f"FAILED {id}: figure: published 'nothing', recomputed 'a figure'")
        failed += 1
    if len(sites) != 1:
        print(f"FAILED: figures of {len(sites)} dates: {', '.join(sorted(sites))}")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
