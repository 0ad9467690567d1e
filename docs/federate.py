#!/usr/bin/env python3
"""Reads the data packages of several sites of City Tools and joins what they share; nothing but Python's own library.

    docs/federate.py SITE/data SITE/data ...

A SITE is a folder, or an address such as https://city-tools.example. Numbers of registers tell which suppliers are one, and the
numbers of the Local Government Services List which services are. Ids are each region's own: they are never compared.
"""

import csv
import io
import json
import sys
import urllib.request
from collections import defaultdict
from pathlib import Path


def read(base, path):
    if "://" in base:
        with urllib.request.urlopen(f"{base.rstrip('/')}/{path}", timeout=60) as answer:
            return answer.read().decode()
    return (Path(base) / path).read_text(encoding="utf-8")


def package(base):
    """A site's title, its date, and its tables by name."""
    said = json.loads(read(base, "datapackage.json"))
    tables = {one["name"]: list(csv.DictReader(io.StringIO(read(base, one["path"])))) for one in said["resources"]}
    return said["title"], said["version"], tables


def main(bases):
    suppliers, services, ends = defaultdict(dict), defaultdict(dict), defaultdict(set)
    for base in bases:
        title, version, tables = package(base)
        print(f"{title}, as of {version}: " + ", ".join(f"{len(rows)} {name}" for name, rows in tables.items()))
        for row in tables["suppliers"]:
            for number in filter(None, row["identifiers"].split(";")):
                suppliers[number][title] = row["name"]
        numbers = {row["id"]: list(filter(None, row["lgsl"].split(";"))) for row in tables["services"]}
        names = {row["id"]: row["name"] for row in tables["services"]}
        for service, own in numbers.items():
            for number in own:
                services[number][title] = names[service]
        for row in tables["contracts"]:
            for service in filter(None, row["services"].split(";")):
                for number in numbers[service] if row["end"] else []:
                    ends[number].add((row["end"], title, row["title"] or row["id"]))

    shared = {number: of for number, of in suppliers.items() if len(of) > 1}
    print(f"\n{len(shared)} of {len(suppliers)} numbers of suppliers are in more than one region")
    for number, of in sorted(shared.items()):
        print(f"  {number}: " + "; ".join(f"{name} ({title})" for title, name in of.items()))
    shared = {number: of for number, of in services.items() if len(of) > 1}
    print(f"\n{len(shared)} of {len(services)} numbers of services are in more than one region; contracts with a known end for these:")
    for number, of in sorted(shared.items(), key=lambda item: int(item[0])):
        print(f"  {number}: " + "; ".join(f"{name} ({title})" for title, name in of.items()))
        for end, title, contract in sorted(ends[number]):
            print(f"    {end}  {contract} ({title})")


if __name__ == "__main__":
    main(sys.argv[1:])
