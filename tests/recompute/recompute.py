#!/usr/bin/env python3
"""Recomputes every figure of a built site from its published tables, and compares.

Usage: recompute.py SITE_DIR [SITE_YAML]

Reads only data/*.csv and figures/*/*.json of the site, and the thresholds, the tax rate and the currency from the
region's site.yaml (London's, if left out). It shares no code with the program that builds the site: every formula here
is written from the definitions (docs, section "Figures", and the `definition` of each figure). Sums and shares are exact
fractions; only the last step turns them into text.

Prints `ok` or each disagreement for every figure, then `N passed, M failed`; ends with 1 if any failed.

A share, sum or median over fewer records than the region's small number is withheld: this program asks it of the value
of a figure, not of each cell of its table. Where a definition leaves something free, any reading will do: the order of
rows that tie, which of several largest groups is named, which way an exact half of a decimal is rounded.

What the tables don't hold can't be recomputed, and a line that starts with `note` says so each time:
the names of groups of services, skills and technologies (tables hold their ids), and skills of which only totals are
published.
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

SETTINGS = {  # London's site.yaml
    "stale_months": F(18), "small_number": F(5), "cohort": F(3), "ending_soon_months": F(12), "act_now_months": F(6),
    "notice_months": F(3), "vat_rate": F(1, 5), "currency": "GBP",
}


# ---------------------------------------------------------------------------------------------------------- scalars

def read_settings(path):
    """Simple `key: number` lines, at any depth, and the currency."""
    found = {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        match = re.match(r"\s*([a-z_]+):\s*([^\s#]+)", line)
        if match and match[1] in SETTINGS:
            found[match[1]] = match[2].strip("\"'") if match[1] == "currency" else F(match[2])
    missing = sorted(set(SETTINGS) - set(found))
    if missing:
        sys.exit(f"{path}: no line for {', '.join(missing)}")
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
        return {half_up(number, digits), half_up(F(math.floor(scaled), 10 ** digits), digits)}
    return half_up(number, digits)


def any_of(cell):
    """What `either` leaves open, one by one."""
    return sorted(cell) if isinstance(cell, set) else [cell]


def count(number):
    return f"{int(number):,}"


def rounded(number):
    return f"{int(half_up(number)):,}"


def share(part, whole):
    if not whole:
        return ""
    percent = F(part) * 100 / F(whole)
    text = half_up(percent) + "%"
    if text == "0%" and percent > 0:
        return "under 1%"
    if text == "100%" and percent < 100:
        return "over 99%"
    return text


class Money:
    def __init__(self, currency):
        self.sign = {"GBP": "£", "EUR": "€", "USD": "$"}.get(currency, currency + " ")

    def exact(self, amount):
        return self.sign + rounded(amount)

    def pence(self, amount):
        return self.short(amount) if amount >= 1000 else self.sign + half_up(amount, 2)

    def short(self, amount):
        """Three figures in millions, hundreds below a million, whole pounds below ten thousand."""
        for unit, suffix in ((10 ** 9, "bn"), (10 ** 6, "m")):
            if amount >= unit * F("0.9995"):
                number = F(amount) / unit
                digits = 2 if number < 10 else 1 if number < 100 else 0
                text = half_up(number, digits)
                text = text.rstrip("0").rstrip(".") if "." in text else text
                return self.sign + text + suffix
        if amount >= 10000:
            return self.sign + f"{int(half_up(F(amount) / 100)) * 100:,}"
        return self.exact(amount)

    def known(self, amounts):
        """A sum with the number of contracts that it rests on."""
        known = [amount for amount in amounts if amount is not None]
        if not amounts:
            return "None running"
        if not known:
            return "Not published"
        # As with other decimals, an exact half may go either way.
        return {f"{self.short(amount)} ({len(known)} of {len(amounts)})"
                for amount in (sum(known), sum(known) - F(1, 10 ** 6))}


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
        self.set, self.as_of, self.money = settings, as_of, Money(settings["currency"])
        self.tables = {}
        for name in ("authorities", "contracts", "deployments", "frameworks", "service-states", "services", "skills",
                     "suppliers", "systems", "technologies"):
            with open(folder / "data" / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
                self.tables[name] = list(csv.DictReader(file))
        self.boroughs = {row["id"]: row for row in self.tables["authorities"]}
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
        row["yearly"] = None
        if row["value"]:
            amount = F(row["value"])
            if row["value_basis"] == "annual":
                row["yearly"] = amount
            elif row["first"] and row["last"]:
                row["yearly"] = amount / (F((row["last"] - row["first"]).days + 1) / F("365.25"))
            if row["yearly"] is not None and row["value_tax"] == "gross":
                row["yearly"] /= 1 + self.set["vat_rate"]
        # The day by which to decide.
        row["decide"] = row["ahead"] = None
        leads = [int(self.services[s]["lead_months"]) for s in row["service_ids"]]
        if leads:
            notice = int(row["notice_months"]) if row["notice_months"] else int(self.set["notice_months"])
            row["ahead"] = notice + max(leads)  # months from a decision to the end
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
        return {"boroughs": len(boroughs), "index": index, "shares": shares["group"]}

    def newest(self, row):
        """The newest date that a deployment rests on."""
        dates = [last_day(row["checked"]), last_day(self.boroughs[row["borough"]]["checked"]),
                 last_day(row["newest_source"])]
        contract = self.contract.get(row["contract"])
        if contract and contract["kind"] == "inline":
            dates.append(last_day(contract["newest_source"]))
        return max((day for day in dates if day), default=None)

    def within(self, row, months):
        return row["state"] == "running" and row["last"] <= add_months(self.as_of, months)


# ---------------------------------------------------------------------------------------------------------- answers

class Answer:
    """What a figure should say: value, text, coverage, the numbers and names of its sentence, and its rows.

    rows: list of cells (a set in a cell: any of these), or None if the figure has no table.
    keys: for each row, what its table is sorted by, or None if the rows' order here is the order that is due.
    """

    def __init__(self, value, text, coverage=None, numbers=None, names=(), rows=None, keys=None, notes=()):
        self.value, self.text, self.coverage, self.numbers = value, text, coverage, numbers
        self.names, self.rows, self.keys, self.notes = names, rows, keys, list(notes)


def plain(number, *numbers, **rest):
    return Answer(number, count(number), numbers=[count(n) for n in numbers], **rest)


FIGURES = {}


def figure(id):
    def add(function):
        FIGURES[id] = function
        return function
    return add


NO_SHARE = {"", "Not known", "Does not apply"}  # a cell of a column of shares where there is none


# Boroughs, deployments, systems, suppliers.

@figure("authorities-total")
def _(s, _published):
    return plain(len(s.boroughs), len(s.boroughs))


@figure("authorities-recorded")
def _(s, _published):
    n, whole = len({row["borough"] for row in s.deployments}), len(s.boroughs)
    return plain(n, n, whole, coverage=(n, whole))


@figure("deployments-recorded")
def _(s, _published):
    n = len({(row["borough"], row["system"]) for row in s.deployments})
    return plain(n, n)


@figure("deployments-current")
def _(s, _published):
    n, whole = len(s.current), len(s.deployments)
    return plain(n, n, whole, coverage=(n, whole))


@figure("deployments-verified")
def _(s, _published):
    n, whole = sum(row["provenance"] == "verified" for row in s.current), len(s.current)
    return plain(n, n, whole, coverage=(n, whole))


@figure("lifecycle-mix")
def _(s, _published):
    names = [("live", "Live"), ("replacing", "Being replaced"), ("implementing", "Being introduced"),
             ("planned", "Planned"), ("retired", "Retired"),
             ("unknown", "Not confirmed: sources are old and nothing later was found")]
    found, whole = Counter(row["lifecycle"] for row in s.deployments), len(s.deployments)
    rows = [[name, count(found[id]), share(found[id], whole)] for id, name in names]
    return plain(found["live"], found["live"], whole, rows=rows)


@figure("hosting-mix")
def _(s, _published):
    names = [("on-premises", "On own premises"), ("supplier-hosted", "Hosted by the supplier"),
             ("public-cloud", "In a public cloud"), ("shared-service", "A shared service")]
    found = Counter(row["hosting"] for row in s.current)
    known = sum(found[id] for id, _ in names)
    rows = [[name, count(found[id]), share(found[id], known)] for id, name in names]
    rows.append(["Not known", count(len(s.current) - known), NO_SHARE])
    return plain(known, known, len(s.current), coverage=(known, len(s.current)), rows=rows)


@figure("freshness-median")
def _(s, _published):
    found = [s.newest(row) for row in s.current]
    # A source that is dated only by its year can have its last day ahead: it is no days old.
    days = [max((s.as_of - day).days, 0) for day in found if day]
    whole, known = len(found), len(days)
    if not days:
        return None
    middle = half_up(median(days))
    in_days = lambda number: f"{count(number)} {'day' if number == 1 else 'days'}"
    rows = [["Half are as old or older", in_days(int(middle))],
            ["A tenth are as old or older", in_days(nearest_rank(days, F(9, 10)))],
            ["Have no dated source", f"{count(whole - known)} of {count(whole)}"]]
    return Answer(int(middle), in_days(int(middle)), (known, whole), [count(middle), count(known), count(whole)],
                  rows=rows)


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
                 coverage=(n, sums["all"]), rows=rows)


def mix(s, column, names):
    """Rows of all deployments by the values of a column."""
    found, whole = Counter(row[column] for row in s.deployments), len(s.deployments)
    return found, [[name, count(found[id]), share(found[id], whole)] for id, name in names]


@figure("provenance-mix")
def _(s, published):
    # The region's word for an authority is in no table: taken from the figure itself.
    one = published["table"]["rows"][0][0].rsplit(" ", 1)[1]
    found, rows = mix(s, "provenance", [
        ("verified", f"Checked by the {one}"), ("declared", f"Stated by the {one}"),
        ("published", "Published sources"), ("supplier-stated", "Stated by the supplier")])
    own = found["verified"] + found["declared"]
    return plain(found["published"], found["published"], len(s.deployments), own, found["supplier-stated"],
                 coverage=(own, len(s.deployments)), rows=rows)


@figure("confidence-mix")
def _(s, _published):
    found, rows = mix(s, "confidence", [
        ("high", "High: the source states it plainly"), ("medium", "Medium: likely, but not in so many words"),
        ("low", "Low: old, indirect or inferred"), ("", "Not stated")])
    return plain(found["high"], found["high"], len(s.deployments),
                 coverage=(len(s.deployments) - found[""], len(s.deployments)), rows=rows)


@figure("systems-recorded")
def _(s, _published):
    n = len({row["system"] for row in s.deployments})
    return plain(n, n, len({row["borough"] for row in s.deployments}))


@figure("systems-current")
def _(s, _published):
    n = len({row["system"] for row in s.current})
    return plain(n, n)


def boroughs_by_system(s):
    found = defaultdict(set)
    for row in s.current:
        found[row["system"]].add(row["borough"])
    return {system: len(boroughs) for system, boroughs in found.items()}


@figure("systems-by-reach")
def _(s, _published):
    found = boroughs_by_system(s)
    most = max(found.values())
    return plain(most, most, len(s.boroughs), names=[s.systems[x]["name"] for x, n in found.items() if n == most],
                 rows=[[s.systems[x]["name"], count(n)] for x, n in found.items()], keys=[-n for n in found.values()])


@figure("suppliers-recorded")
def _(s, _published):
    used = {row["system"] for row in s.deployments}
    named = [x for x in used if s.named(s.supplier_of(x))]
    n = len({s.supplier_of(x) for x in named})
    return plain(n, n, len(named), len(used), coverage=(len(named), len(used)))


@figure("suppliers-by-reach")
def _(s, _published):
    found = defaultdict(list)
    for row in s.current:
        if s.named(s.supplier_of(row["system"])):
            found[s.supplier_of(row["system"])].append(row)
    wide = {x: len({row["borough"] for row in rows}) for x, rows in found.items()}
    most = max(wide.values())
    return plain(most, most, len(s.boroughs), names=[s.suppliers[x]["name"] for x, n in wide.items() if n == most],
                 rows=[[s.suppliers[x]["name"], count(wide[x]), count(len(rows))] for x, rows in found.items()],
                 keys=[-wide[x] for x in found])


WITHHELD = "withheld, too few records"


def part_of_known(s, part, whole, numbers):
    """A share that is withheld below the region's small number."""
    if whole < s.set["small_number"]:
        return Answer(None, WITHHELD, (part, whole), None)
    return Answer(F(part * 100, whole), share(part, whole), (part, whole), numbers)


@figure("open-source-share")
def _(s, _published):
    licences = [s.systems[row["system"]]["licence"] for row in s.current]
    known = [x for x in licences if x]
    n = sum(x != "proprietary" for x in known)
    return part_of_known(s, n, len(known), [share(n, len(known)), count(len(known))])


@figure("open-source-systems")
def _(s, _published):
    found = {x: n for x, n in boroughs_by_system(s).items() if s.systems[x]["licence"] not in ("", "proprietary")}
    rows = [[s.systems[x]["name"], s.systems[x]["licence"], count(n)] for x, n in found.items()]
    rows.sort(key=lambda row: row[0].lower())
    return plain(len(rows), len(rows), rows=rows, keys=[0] * len(rows))


def supplier_rows(s):
    return [s.suppliers[x] for x in (s.supplier_of(row["system"]) for row in s.current) if s.named(x)]


@figure("sme-share")
def _(s, _published):
    known = [row["size"] for row in supplier_rows(s) if row["size"] not in ("", "unknown")]
    n = sum(x in ("micro", "small", "medium", "sme") for x in known)
    return part_of_known(s, n, len(known), [share(n, len(known)), count(len(known)), count(len(s.current))])


@figure("vcse-share")
def _(s, _published):
    named = supplier_rows(s)
    known = [row["vcse"] for row in named if row["vcse"] in ("yes", "no")]
    n = sum(x == "yes" for x in known)
    answer = part_of_known(s, n, len(known), None)
    # The sentence says how many are known, and the share only where it isn't withheld.
    answer.numbers = None
    answer.either = [[count(len(known)), count(len(named))],
                     [share(n, len(known)), count(len(known)), count(len(named))]]
    return answer


# Services and coverage.

def coverage(s, services):
    pairs = [(b, x) for x in services for b in s.applicable(x)]
    return sum(s.recorded(*pair) for pair in pairs), len(pairs)


@figure("services-total")
def _(s, _published):
    return plain(len(s.services), len(s.services))


@figure("services-recorded")
def _(s, _published):
    n = sum(bool(s.on_record(x)) for x in s.services)
    return plain(n, n, len(s.services), coverage=(n, len(s.services)))


@figure("coverage-all")
def _(s, _published):
    n, whole = coverage(s, s.open_services)
    return part_of_known(s, n, whole, [share(n, whole), count(n), count(whole)])


@figure("coverage-core")
def _(s, _published):
    n, whole = coverage(s, [x for x in s.open_services if s.services[x]["tier"] == "core"])
    return part_of_known(s, n, whole, [share(n, whole), count(n), count(whole)])


@figure("pairs-recorded")
def _(s, published):
    groups = list(dict.fromkeys(row["group"] for row in s.services.values()))
    n, whole = coverage(s, s.open_services)
    rows = []
    for at, group in enumerate(groups):
        part, of = coverage(s, [x for x in s.open_services if s.services[x]["group"] == group])
        # Groups come in the order of services.yaml; their names are in no table.
        name = published["table"]["rows"][at][0] if at < len(published["table"]["rows"]) else group
        rows.append([name, count(part), count(of), share(part, of)])
    return plain(n, n, whole, coverage=(n, whole), rows=rows,
                 notes=["names of groups of services are in no table: matched by their order"])


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
    return plain(sums["other"], whole, sums["use"], sums["other"], sums["none"], sums["not"],
                 coverage=(sums["use"], whole), rows=rows)


@figure("core-services-unrecorded")
def _(s, _published):
    core = [x for x in s.open_services if s.services[x]["tier"] == "core"]
    rows = []
    for service in core:
        applicable = s.applicable(service)
        if applicable and not s.on_record(service):
            other = sum((borough, service) in s.other for borough in applicable)
            rows.append([s.services[service]["name"], count(other), count(len(applicable) - other)])
    return plain(len(rows), len(rows), len(core), coverage=(len(rows), len(core)), rows=rows)


@figure("services-by-coverage")
def _(s, _published):
    found = {x: (len(s.on_record(x)), len(s.applicable(x))) for x in s.open_services}
    part = {x: F(n, whole) if whole else F(0) for x, (n, whole) in found.items()}
    best = max(part.values())
    first = [x for x in found if part[x] == best]
    n, whole = found[first[0]]
    answer = plain(n, n, whole, rows=[[s.services[x]["name"], count(n), share(n, w)] for x, (n, w) in found.items()],
                   keys=[-part[x] for x in found])
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
        rows.append([s.boroughs[borough]["name"], half_up(known, 1), half_up(whole, 1), share(known, whole)])
        got, could = got + known, could + whole
    return Answer(got * 100 / could, share(got, could), None, [share(got, could)], rows=rows)


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
            keys.append(-low / high)
    whole = len(ids) * (len(ids) - 1) // 2
    if len(found) < s.set["small_number"]:
        return Answer(None, WITHHELD, (len(found), whole), None, rows=rows, keys=keys)
    middle, services = median([index for index, *_ in found]), median([n for _, n, _ in found])
    over = half_up(services, 1).removesuffix(".0")
    best = max((index, n) for index, n, _ in found if n >= services)
    answer = Answer(middle, either(middle, 2), (len(found), whole), rows=rows, keys=keys)
    # "from 0, no system in common, to 1": the ends of the scale.
    answer.either = [["0", "1", count(len(found)), count(whole), text, over, top, count(best[1])]
                     for text in any_of(answer.text) for top in any_of(either(best[0], 2))]
    answer.one_of_pairs = [names for index, n, names in found if (index, n) == best]
    return answer


# Concentration.

def largest(found):
    """The names of the largest groups of suppliers (any of them, if some tie) and their share.

    An authority's own build, and a system whose supplier nobody names, count in the index but are no group.
    """
    named = {name: part for (kind, name), part in found.items() if kind == "group"}
    if not named:
        return {"No supplier named"}, None
    most = max(named.values())
    return {name for name, part in named.items() if part == most}, most


@figure("concentration-by-service")
def _(s, _published):
    rows, keys = [], []
    for service, found in s.hhi.items():
        names, most = largest(found["shares"])
        index = found["index"]
        rows.append([s.services[service]["name"], count(found["boroughs"]), rounded(index["system"]),
                     rounded(index["supplier"]), rounded(index["group"]), names,
                     NO_SHARE if most is None else share(most, 1)])
        keys.append(-index["group"])
    n, whole = len(rows), len(s.services)
    if not rows:
        return Answer(None, WITHHELD, (0, whole), None, rows=[])
    mean = sum(found["index"]["group"] for found in s.hhi.values()) / n
    return Answer(mean, rounded(mean), (n, whole), [rounded(mean), "10,000", count(n), count(whole)], rows=rows,
                  keys=keys)


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
        return Answer(F(0), "0.0", None, [], rows=[])
    told = {tuple(row[:2]) for row in published["table"]["rows"]}  # which of the two comes first is free

    def row(pair):
        first = pair if pair in told else pair[::-1]
        return [*first, either(rise[pair], 1), frozenset(meet[pair])]

    answer = Answer(rise[top[0]], half_up(rise[top[0]], 1), None, [half_up(rise[top[0]], 1)],
                    rows=[row(pair) for pair in top], keys=[-rise[pair] for pair in top])
    answer.one_of_pairs = [pair for pair in order if rise[pair] == rise[top[0]]]
    answer.also = [row(pair) for pair in order[10:] if rise[pair] == least]  # tied with the tenth
    return answer


def top_k(s, k, by_value, by_group, _published):
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
    numbers = [share(part, whole), count(known), count(len(named))] if by_value else \
        [share(part, whole), count(len(named)), count(len(contracts) - len(named))]
    amount = s.money.exact if by_value else count
    rows = [[name, amount(held[name]), share(held[name], whole)] for name in order]
    keys = [-held[name] for name in order]
    if known < s.set["small_number"]:
        return Answer(None, WITHHELD, (known, len(named)), None, rows=rows, keys=keys)
    return Answer(part * 100 / whole, share(part, whole), (known, len(named)), numbers, rows=rows, keys=keys)


# Contracts.

@figure("contracts-recorded")
def _(s, _published):
    return plain(len(s.contracts), len(s.contracts))


def contracts_where(s, test):
    n, whole = sum(bool(test(row)) for row in s.contracts), len(s.contracts)
    return plain(n, n, whole, coverage=(n, whole))


@figure("contracts-shared")
def _(s, _published):
    return contracts_where(s, lambda row: len(row["borough_ids"]) > 1)


@figure("contracts-with-end")
def _(s, _published):
    return contracts_where(s, lambda row: row["final"])


@figure("contracts-with-value")
def _(s, _published):
    return contracts_where(s, lambda row: row["value"])


@figure("contracts-running")
def _(s, _published):
    n, whole = len(s.running), len(s.contracts)
    found = Counter(row["state"] for row in s.contracts)
    return plain(n, n, whole, found["running"], found["options"], found["unknown"], coverage=(n, whole))


@figure("contracts-value")
def _(s, _published):
    known = [row["yearly"] for row in s.running if row["yearly"] is not None]
    if len(known) < s.set["small_number"]:
        return Answer(None, WITHHELD, (len(known), len(s.running)), None)
    text = s.money.short(sum(known))
    return Answer(sum(known), text, (len(known), len(s.running)),
                  [count(len(known)), text, count(len(s.running) - len(known))])


def ending(s, months):
    n, whole = sum(s.within(row, months) for row in s.contracts), len(s.ahead)
    return plain(n, n, whole, months, coverage=(n, whole))


@figure("contracts-ending-12-months")
def _(s, _published):
    return ending(s, 12)


@figure("contracts-ending-24-months")
def _(s, _published):
    return ending(s, 24)


@figure("contracts-past-end")
def _(s, _published):
    n = sum(bool(row["last"] and row["last"] < s.as_of and any(one["current"] for one in row["under"]))
            for row in s.contracts)
    return plain(n, n)


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
    del found[None]
    whole = sum(found.values())
    names = [("time", "Time in hand"), ("now", "Act now"), ("late", "Too late: extend or re-let"),
             ("past", "Past its end")]
    rows = [[name, count(found[key]), share(found[key], whole)] for key, name in names]
    return plain(whole, whole, found["late"] + found["past"], rows=rows)


@figure("contracts-act-now")
def _(s, _published):
    n = sum(light(s, row) == "now" for row in s.ahead)
    known = sum(row["decide"] is not None for row in s.ahead)
    return plain(n, n, s.set["act_now_months"], coverage=(known, len(s.ahead)))


@figure("contracts-too-late")
def _(s, _published):
    n = sum(light(s, row) == "late" for row in s.ahead)
    known = sum(row["decide"] is not None for row in s.ahead)
    return plain(n, n, known, coverage=(known, len(s.ahead)))


@figure("contracts-by-quarter")
def _(s, _published):
    found = defaultdict(list)
    for row in sorted(s.ahead, key=lambda row: row["last"]):
        found[quarter(row["last"])].append(row["yearly"])
    rows = [[name, count(len(values)), s.money.known(values)] for name, values in found.items()]
    return plain(len(s.ahead), len(s.ahead), rows=rows)


@figure("contracts-by-last-quarter")
def _(s, _published):
    ends = sorted(row["max"] for row in s.contracts
                  if row["state"] in ("running", "options") and row["max"] and row["max"] >= s.as_of)
    rows = [[name, count(n)] for name, n in Counter(quarter(day) for day in ends).items()]
    return plain(len(ends), len(ends), rows=rows)


@figure("contracts-by-state")
def _(s, _published):
    names = {"running": "End ahead", "passed": "End date passed", "planned": "Not begun yet",
             "unknown": "End not known", "ended": "Ended"}
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
    return plain(len(rows), len(rows), len(s.open_services), coverage=(len(rows), len(s.open_services)), rows=rows,
                 keys=keys)


@figure("contracts-by-framework")
def _(s, _published):
    rows, keys = listed(s, [(one["name"], [row for row in s.contracts if row["framework"] == one["id"]])
                            for one in s.tables["frameworks"]])
    n, whole = sum(bool(row["framework"]) for row in s.contracts), len(s.contracts)
    return plain(n, n, whole, coverage=(n, whole), rows=rows, keys=keys)


@figure("exit-readiness")
def _(s, _published):
    terms = [("data_export", "Data can be taken out"), ("open_api", "Open interface"),
             ("exit_plan", "Plan for leaving"), ("open_standards", "Open standards")]
    n, whole = sum(any(row[key] in ("yes", "no") for key, _ in terms) for row in s.running), len(s.running)
    rows = []
    for key, name in terms:
        found = Counter(row[key] for row in s.running)
        rows.append([name, count(found["yes"]), count(found["no"]), count(whole - found["yes"] - found["no"])])
    return plain(n, n, whole, coverage=(n, whole), rows=rows)


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
                     s.money.exact(row["yearly"]), count(people), s.money.pence(price),
                     "net" if row["value_tax"] == "net" else "not stated or taken out"])
        keys.append(-price)
    if n < s.set["small_number"]:
        return Answer(None, WITHHELD, (n, whole), None, rows=rows, keys=keys)
    middle = median([price for price, _ in found])
    return Answer(middle, s.money.pence(middle), (n, whole), [count(n), s.money.pence(middle), count(whole - n)],
                  rows=rows, keys=keys)


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
    numbers = None if wide else [count(max((len(prices) for prices in found.values()), default=0))]
    return Answer(len(wide), count(len(wide)), (len(wide), len(found)), numbers, rows=rows, keys=[0] * len(rows))


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
    answer = plain(most, rows=rows, keys=keys)
    answer.numbers = None
    answer.either = [[count(most), count(len(s.boroughs)), count(len(found[1]))] for found in groups.values()
                     if len(found[0]) == most]
    answer.one_of = [name for name, found in groups.items() if len(found[0]) == most]
    return answer


BEFORE_AWARD = ("UK1", "UK2", "UK3", "UK4")


@figure("openings")
def _(s, _published):
    planned = [row for row in s.contracts if row["state"] == "planned"
               and (row["stage"] in ("planned", "tendering") or not row["supplier"])]  # the others are let
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
        index = s.hhi[service]["index"]["group"] if service in s.hhi else None
        score = (len(ends) - len(announced)) * (1 + (index or 0) / F(10000))
        rows.append([s.services[service]["name"], count(len(ahead)), count(len(ends))]
                    + ([count(len(announced))] if told else [])
                    + ["Withheld" if index is None else rounded(index), either(score, 2) if ends else "None ends"])
        keys.append((-len(ahead), -score))
    return plain(len(rows), *([len(rows), 24, known] if rows else [0, 24]), rows=rows, keys=keys)


def cases(s, by_system):
    """Who could buy together: for each case what for, its contracts, its authorities and the day before a common start.

    A case is a largest set of contracts for one thing that share a day of [decide by, last possible end], with enough
    authorities, and with two contracts that no authority is a party to both of. The same set for several services is
    one case.
    """
    up = [row for row in s.contracts if row["state"] in ("running", "options") and row["decide"]]
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
                reasons[found].append(thing)
    answer = []
    for found, those in reasons.items():
        rows = sorted((s.contract[id] for id in found), key=lambda row: row["last"])
        # Nobody can be ready sooner than notice and lead time from the date of the site.
        eve = max(max(row["last"], add_months(s.as_of, row["ahead"])) for row in rows)
        names = frozenset((s.systems if by_system else s.services)[thing]["name"] for thing in those)
        boroughs = {b for row in rows for b in row["borough_ids"]}
        known = sum(row["yearly"] for row in rows if row["yearly"] is not None)
        answer.append({"names": names, "rows": rows, "boroughs": boroughs, "eve": eve, "key": (-known, -len(boroughs))})
    return sorted(answer, key=lambda case: case["key"])


def months_until(end, eve):
    """The least number of months by which something that ends on one day has to run on to reach another."""
    day_after = end + timedelta(days=1)
    months = 0
    while add_months(day_after, months) < eve + timedelta(days=1):
        months += 1
    return months


def cohort_answer(s, by_system):
    rows, keys, beyond = [], [], 0
    for case in cases(s, by_system):
        short = sum(row["final"] < case["eve"] for row in case["rows"])
        beyond += short > 0
        rows.append([case["names"], count(len(case["boroughs"])),
                     frozenset(s.boroughs[b]["name"] for b in case["boroughs"]),
                     (case["eve"] + timedelta(days=1)).isoformat(),
                     count(sum(row["last"] < case["eve"] for row in case["rows"])), count(short),
                     s.money.known([row["yearly"] for row in case["rows"]])])
        keys.append(case["key"])
    some = [beyond] if 0 < beyond < len(rows) else []
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
                title = row["title"] or next((s.systems[x]["name"] for x in row["system_ids"]), "Contract without a title")
                rows.append([numbers, case["names"], title, frozenset(s.boroughs[b]["name"] for b in row["borough_ids"]),
                             row["last"].isoformat(), row["final"].isoformat(), row["decide"].isoformat(),
                             (case["eve"] + timedelta(days=1)).isoformat(), str(months_until(row["last"], case["eve"])),
                             str(months_until(row["final"], case["eve"])),
                             "Not published" if row["yearly"] is None else s.money.exact(row["yearly"])])
                keys.append((at, case["key"]))
    different = {row["id"] for _, all_cases in every for case in all_cases for row in case["rows"]}
    told = [sum(len(all_cases) for _, all_cases in every), len(different)] if rows else []
    return plain(len(different), *told, rows=rows, keys=keys)


GAP = 5  # years


def spell(text):
    return first_day(text), last_day(text)


def change_rows(s, found):
    """The changes of one authority from its deployments: old record or system, new record, services, stated or not."""
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
            common = set(old["service_ids"]) & set(new["service_ids"])
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
    return [(*change, True) for change in stated] + [(*change, False) for change in kept]


def far_apart(s, old, new):
    dates = [spell(new["since"])] if new["since"] else \
        [spell(text) for text in (new["oldest_source"], s.contract.get(new["contract"], {}).get("start")) if text]
    if not old["until"] or not dates:
        return False
    (until_first, until_last), (first, last) = spell(old["until"]), min(dates)
    return first > add_months(until_last, 12 * GAP) or until_first > add_months(last, 12 * GAP)


@figure("migrations")
def _(s, _published):
    by_borough = defaultdict(list)
    for row in s.deployments:
        by_borough[row["borough"]].append(row)
    rows, keys, stated, same = [], [], 0, 0

    def months(until, since):
        if len(until or "") < 7 or len(since or "") < 7:
            return "Not known"
        (old_year, old), (new_year, new) = (map(int, text[:7].split("-")) for text in (until, since))
        return str((new_year - old_year) * 12 + new - old)

    for borough, found in by_borough.items():
        for gone, old, new, services, says in change_rows(s, found):
            until = old["until"] if old else ""
            start = s.contract.get(new["contract"], {}).get("start")
            change = new["since"] or until
            decided = start if start and (not change or first_day(start) <= last_day(change)) else ""
            suppliers = [s.supplier_of(system) for system in (gone, new["system"])]
            one = all(map(s.named, suppliers)) and len({s.group_of(x) for x in suppliers}) == 1
            stated, same = stated + says, same + one
            words = [word for word, so in (("Ahead", new["lifecycle"] in ("implementing", "planned")),
                                           ("stated" if says else "probable", True)) if so]
            rows.append([s.boroughs[borough]["name"], s.systems[gone]["name"], s.systems[new["system"]]["name"],
                         frozenset(s.services[x]["name"] for x in services), until or "Not known",
                         decided or "Not known", new["since"] or "Not known", months(until, new["since"]),
                         "The same" if one else "Another, or not known", ", ".join(words).capitalize()])
            keys.append(s.boroughs[borough]["name"].lower())
    if not rows:
        return Answer(0, "0", (0, 0), [], rows=[])
    return plain(len(rows), len(rows), stated, len(rows) - stated, same, coverage=(stated, len(rows)), rows=rows,
                 keys=keys)


# Skills and technologies. Tables hold their ids; a name is matched to an id by its words.

def match_names(names, ids):
    """Pairs each published name with an id of the table: equal slugs first, then most words in common."""
    words = lambda text: {re.sub(r"s$", "", word) for word in slug(text).split("-")}
    found, left = {}, list(dict.fromkeys(ids))
    for name in names:
        if slug(name) in left:
            found[name] = slug(name)
            left.remove(slug(name))
    choices = []
    for name in names:
        for id in left:
            if name not in found and words(name) & words(id):
                a, b = words(name), words(id)
                closeness = F(len(a & b), len(a | b))
                choices.append((closeness, name, id))
    for _, name, id in sorted(choices, key=lambda choice: -choice[0]):
        if name not in found and id in left:
            found[name] = id
            left.remove(id)
    return found, left


def hidden_skills(s, published_by_family):
    """Skills of families that the table leaves out altogether: only their totals are published."""
    families = {row["family"] for row in s.tables["skills"]}
    return [row for row in published_by_family["table"]["rows"] if row[1] not in families and row[2] != "0"]


@figure("skills-by-family")
def _(s, published):
    names = list(dict.fromkeys(row[0] for row in published["table"]["rows"]))
    found, left = match_names(names, [row["skill"] for row in s.tables["skills"]])
    counts, family = Counter(), {}
    for row in s.tables["skills"]:
        counts[row["skill"]] += 1
        family[row["skill"]] = row["family"]
    hidden = hidden_skills(s, published)
    rows = []
    for name, of, n in {row[0]: row for row in published["table"]["rows"]}.values():
        id = found.get(name)
        if [name, of, n] in hidden:
            rows.append([name, of, n])
        else:
            rows.append([name, family.get(id, of), count(counts[id])])
    notes = [f"{row[0]}: only its total is published, so {row[2]} can't be recomputed" for row in hidden]
    notes += ["names of skills are in no table: matched by their words"]
    rows += [[id, family[id], count(counts[id])] for id in left]  # on record, but not in the figure
    n = len(counts) + len(hidden)
    return plain(n, n, len(rows), coverage=(n, len(rows)), rows=rows, keys=[0] * len(rows), notes=notes)


@figure("skills-recorded")
def _(s, published):
    hidden = hidden_skills(s, published["all"]["skills-by-family"])
    n = len({(row["borough"], row["skill"]) for row in s.tables["skills"]}) + sum(int(row[2]) for row in hidden)
    boroughs = len({row["borough"] for row in s.tables["skills"]})
    answer = plain(n, n, boroughs, len(s.boroughs))
    answer.notes = [f"{row[0]}: only its total is published, and {row[2]} taken from it" for row in hidden]
    return answer


@figure("skill-matches")
def _(s, published):
    offers, seeks = defaultdict(set), defaultdict(set)
    for row in s.tables["skills"]:
        if row["stance"] in ("offer", "both") and row["level"] in ("practitioner", "expert"):
            offers[row["skill"]].add(row["borough"])
        if row["stance"] in ("seek", "both"):
            seeks[row["skill"]].add(row["borough"])
    names, _ = match_names([row[0] for row in published["all"]["skills-by-family"]["table"]["rows"]],
                           [row["skill"] for row in s.tables["skills"]])
    name = {id: name for name, id in names.items()}
    rows = [[name[skill], s.boroughs[a]["name"], s.boroughs[b]["name"]]
            for skill in offers for a in offers[skill] for b in seeks[skill] if a != b]
    known = sum(row["stance"] in ("offer", "seek", "both") for row in s.tables["skills"])
    whole = len(s.tables["skills"])
    return plain(len(rows), len(rows), known, whole, coverage=(known, whole), rows=rows, keys=[0] * len(rows))


@figure("skills-stated")
def _(s, _published):
    whole = len(s.tables["skills"])
    level = sum(row["level"] != "" for row in s.tables["skills"])
    stance = sum(row["stance"] != "" for row in s.tables["skills"])
    return plain(level, level, whole, stance, coverage=(level, whole),
                 rows=[["The level", count(level), count(whole)], ["Offered or sought", count(stance), count(whole)]])


def technology_names(s, published):
    """Names of technologies with their ids, ids without a name, and the numbers of each id by stage."""
    counts = defaultdict(Counter)
    for row in s.tables["technologies"]:
        counts[row["technology"]][row["stage"]] += 1
    cells = {id: [count(found[stage]) for stage in ("exploring", "pilot", "in-use", "stopped")]
             for id, found in counts.items()}
    of = published["all"]["technologies-recorded"]["table"]["rows"]
    names = list(dict.fromkeys(row[0] for row in of))
    found, left = match_names(names, cells)
    for id in list(left):  # no word in common: by its numbers, among the rows that are left
        for row in of:
            if row[0] not in found and row[1:] == cells[id]:
                found[row[0]] = id
                left.remove(id)
                break
    return names, found, left, cells


STAGES = [("in-use", "In use"), ("pilot", "Pilot"), ("exploring", "Exploring"), ("stopped", "Stopped")]


@figure("technologies-by-stage")
def _(s, _published):
    at = {stage: [row for row in s.tables["technologies"] if row["stage"] == stage] for stage, _ in STAGES}
    rows = [[name, count(len(at[stage])), count(len({row["technology"] for row in at[stage]})),
             count(len({row["borough"] for row in at[stage]}))] for stage, name in STAGES]
    n, whole = len(at["in-use"]), len(s.tables["technologies"])
    return plain(n, whole, *(len(at[stage]) for stage, _ in STAGES), coverage=(n, whole), rows=rows)


def technology_boroughs(s):
    found = defaultdict(set)
    for row in s.tables["technologies"]:
        found[row["technology"]].add(row["borough"])
    return found


@figure("technologies-in-use")
def _(s, published):
    names, ids, left, _ = technology_names(s, published)
    found, stages = technology_boroughs(s), defaultdict(set)
    for row in s.tables["technologies"]:
        stages[row["technology"]].add(row["stage"])
    furthest = lambda id: next((name for stage, name in STAGES if stage in stages[id]), "No record")
    rows = [[name, furthest(ids.get(name)), count(len(found[ids.get(name)]))] for name in names]
    n, whole = sum("in-use" in of for of in stages.values()), len(names) + len(left)
    known = len({row["technology"] for row in s.tables["technologies"]})
    return plain(n, n, whole, known - n, whole - known, coverage=(n, whole), rows=rows,
                 notes=["names of technologies are in no table: matched by their words"])


@figure("technology-most-recorded")
def _(s, published):
    _, ids, _, _ = technology_names(s, published)
    found = technology_boroughs(s)
    most = max(map(len, found.values()), default=0)
    names = [name for name, id in ids.items() if most and len(found[id]) == most]
    return plain(most, most, len(s.boroughs), coverage=(most, len(s.boroughs)), names=names)


@figure("technologies-recorded")
def _(s, published):
    names, found, left, cells = technology_names(s, published)
    rows = [[name] + cells.get(found.get(name), ["0"] * 4) for name in names] + [[id] + cells[id] for id in left]
    table = s.tables["technologies"]
    n, looked = len(table), sum(row["stage"] == "exploring" for row in table)
    return plain(n, n, len({row["borough"] for row in table}), len(s.boroughs), n - looked, looked, rows=rows,
                 notes=["names of technologies are in no table: matched by their words"])


@figure("technologies-tried")
def _(s, _published):
    tried = [row for row in s.tables["technologies"] if row["stage"] in ("in-use", "pilot", "stopped")]
    n = len(tried)
    return plain(n, n, len({row["borough"] for row in tried}), len(s.boroughs),
                 coverage=(n, len(s.tables["technologies"])))


@figure("sources-total")
def _(s, _published):
    found = {url for table in ("deployments", "contracts", "skills", "technologies") for row in s.tables[table]
             for url in many(row["source_urls"])}
    return plain(len(found), len(found))


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


def cell_is(published, expected):
    if isinstance(expected, frozenset):  # a list in words: names joined by commas, in any order
        rest = published
        for name in sorted(expected, key=len, reverse=True):
            if name not in rest:
                return False
            rest = rest.replace(name, "\0", 1)
        return rest.replace("\0", "").replace(", ", "").replace(" and ", "") == "" and \
            rest.count("\0") == len(expected)
    if isinstance(expected, set):
        return published in expected
    return published == expected


def row_is(published, expected):
    return len(published) == len(expected) and all(map(cell_is, published, expected))


def shown(cell):
    if isinstance(cell, frozenset):
        return ", ".join(sorted(cell))
    return " or ".join(sorted(cell)) if isinstance(cell, set) else cell


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
                        yield f"row {at + 1} ({published[at][0]}), {column}", cell, shown(due)
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
                yield f"row {at + 1} ({row[0]}), {column}", cell, shown(want)
    for row in rest:
        yield "rows", "no row", " | ".join(map(shown, row))


def same(published, value):
    if value is None or published is None:
        return published is None and value is None
    if isinstance(value, int):
        return published == value
    return math.isclose(published, float(value), rel_tol=1e-9, abs_tol=1e-9)


def compare(published, answer):
    if not same(published["value"], answer.value):
        yield "value", published["value"], None if answer.value is None else float(answer.value)
    if published["text"] not in any_of(answer.text):
        yield "text", published["text"], shown(answer.text)
    told = published["coverage"] and (published["coverage"]["part"], published["coverage"]["whole"])
    if told != answer.coverage:
        yield "coverage", told, answer.coverage
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


def recompute(id, site, published):
    if id in FIGURES:
        return FIGURES[id](site, published)
    match = re.fullmatch(r"top-(\d+)-(contracts|value)(-groups)?", id)
    return top_k(site, int(match[1]), match[2] == "value", bool(match[3]), published) if match else None


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    folder = Path(sys.argv[1])
    settings = read_settings(sys.argv[2]) if len(sys.argv) == 3 else dict(SETTINGS)
    every = {path.parent.name: json.loads(path.read_text(encoding="utf-8"))
             for path in sorted(folder.glob("figures/*/*.json")) if path.stem == path.parent.name}
    if not every:
        sys.exit(f"{folder}: no figures")
    passed, failed, sites = 0, 0, {}
    for id, published in every.items():
        as_of = published["as_of"]
        if as_of not in sites:
            sites[as_of] = Site(folder, settings, date.fromisoformat(as_of))
        published["all"] = every
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
    for id in sorted(set(FIGURES) - set(every)):
        print(f"FAILED {id}: figure: published 'nothing', recomputed 'a figure'")
        failed += 1
    if len(sites) != 1:
        print(f"FAILED: figures of {len(sites)} dates: {', '.join(sorted(sites))}")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
