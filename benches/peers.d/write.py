#!/usr/bin/env python3
"""Writes the records of a built site as the content of another program: `write.py hugo|zola SITE CHAPTERS OUT`.

Reads the tables that the site publishes, so that records are joined and contracts found before the other program starts. A page
for each council, system, supplier and service says what is recorded of it and links to the others; chapters come without
figures, which other programs can't compute.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

SECTIONS = {"councils": "Councils", "systems": "Systems", "suppliers": "Suppliers", "services": "Services", "report": "Report"}


def table(site, name):
    with open(site / "data" / f"{name}.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def by_id(site, name):
    return {record["id"]: record for record in table(site, name)}


def link(section, records, name):
    return {"text": records[name]["name"], "url": f"/{section}/{name}/"}


def fact(name, text, url=""):
    return {"name": name, "text": str(text), "url": url or ""}


def facts(record, *names):
    """What is known of these keys, each as words that lead to themselves if they are an address."""
    for name in names:
        known = record[name]
        if known not in (None, []):
            text = ", ".join(map(str, known)) if isinstance(known, list) else str(known)
            yield fact(name.replace("_", " "), text, text if text.startswith("https:") else "")


def contract_cells(contract):
    value = "" if contract.get("value") is None else f"£{contract['value']:,}"
    cells = {key: contract.get(key) or "" for key in ("start", "end", "max_end")}
    return {"contract": contract.get("title", ""), **cells, "value": value}


def records(site):
    """Each page as its place, its title, its Markdown, and everything that its template shows."""
    boroughs, systems = by_id(site, "boroughs"), by_id(site, "systems")
    suppliers, services, contracts = by_id(site, "suppliers"), by_id(site, "services"), by_id(site, "contracts")

    def links(record):
        found = {"services": [link("services", services, name) for name in record["services"]]}
        if record["supplier"] in suppliers:  # and not in-house
            found["supplier"] = link("suppliers", suppliers, record["supplier"])
        return found

    sources = defaultdict(dict)
    for source in table(site, "sources"):
        place = (source["table"], source["borough"] if source["table"] == "deployments" else None, source["record"])
        text = ", ".join(part for part in (source["title"], source["date"]) if part)
        sources[place][source["url"]] = {"text": text, "url": source["url"]}

    rows, bought, told = defaultdict(list), defaultdict(list), defaultdict(list)
    for one in table(site, "deployments"):
        known = sources["deployments", one["borough"], one["system"]]
        row = {
            "council": link("councils", boroughs, one["borough"]),
            "system": link("systems", systems, one["system"]),
            **links(one),
            **{key: one[key] or "" for key in ("lifecycle", "since", "hosting", "provenance", "checked")},
            **contract_cells(contracts.get(one["contract"], {})),
            "sources": [known.get(url, {"text": url, "url": url}) for url in one["source_urls"]],
        }
        for place in [("councils", one["borough"]), ("systems", one["system"]), ("suppliers", one["supplier"])]:
            rows[place].append(row)
        for name in one["services"]:
            rows["services", name].append(row)
    for contract in contracts.values():
        if not contract["systems"]:
            row = {**contract_cells(contract), **links(contract)}
            places = [("councils", name) for name in contract["boroughs"]] + [("suppliers", contract["supplier"])]
            for place in places + [("services", name) for name in contract["services"]]:
                bought[place].append(row)
    for state in table(site, "service-states"):
        council, service = state["borough"], state["service"]
        told["councils", council].append(fact(services[service]["name"], state["state"], f"/services/{service}/"))
        told["services", service].append(fact(boroughs[council]["name"], state["state"], f"/councils/{council}/"))
    for name, said in (("skill", "level"), ("technology", "stage")):
        for one in table(site, "skills" if name == "skill" else "technologies"):
            told["councils", one["borough"]].append(fact(one[name], one[said]))
    for system in systems.values():
        leads = [("service", "services", services, name) for name in system["services"]]
        leads.append(("supplier", "suppliers", suppliers, system["supplier"]))
        leads.append(("replaced by", "systems", systems, system["replaced_by"]))
        told["systems", system["id"]] += [{"name": name, **link(*lead)} for name, *lead in leads if lead[2] in lead[1]]
    for supplier in suppliers.values():
        if supplier["owner"] in suppliers:
            told["suppliers", supplier["id"]].append({"name": "owner", **link("suppliers", suppliers, supplier["owner"])})

    of_supplier = ("legal_name", "former_names", "identifiers", "size", "vcse", "headquarters", "website")
    shown = {
        "councils": ("boroughs", boroughs, ("official_name", "gss_code", "area", "website", "people"), None),
        "systems": ("systems", systems, ("aliases", "licence", "status", "website", "repository"), "description"),
        "suppliers": ("suppliers", suppliers, of_supplier, None),
        "services": ("services", services, ("aliases", "group", "tier", "lead_months"), "definition"),
    }
    for section, (kind, found, keys, text) in shown.items():
        for name, record in found.items():
            place = (section, name)
            extra = {
                "facts": [*facts(record, *keys), *told[place]],
                "deployments": rows[place],
                "contracts": bought[place],
                "sources": list(sources[kind, None, name].values()),
            }
            yield f"{section}/{name}.md", record["name"], record[text] if text else "", extra


def without_figures(chapter):
    return re.sub(r"\{fig:[^{}]*?(?:else ([^{}]*))?\}", r"\1", chapter)


def toml(value):
    """A value in TOML. Its strings escape what JSON's do."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def page(program, title, text, extra):
    """Front matter in the form that the program was seen to read fastest, and Markdown."""
    if program == "hugo":
        return json.dumps({"title": title, **extra}, ensure_ascii=False, indent=1) + f"\n\n{text}\n"
    tables = "".join(f"{key} = {toml(value)}\n" for key, value in extra.items())
    return f"+++\ntitle = {toml(title)}\n[extra]\n{tables}+++\n\n{text}\n"


def section(program, title):
    order = {"sort_by": "title"} if program == "zola" else {}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in {"title": title, **order}.items()) + "---\n"


def main():
    program, site, chapters, out = sys.argv[1], *map(Path, sys.argv[2:])
    for name, title in SECTIONS.items():
        (out / name).mkdir(parents=True)
        (out / name / "_index.md").write_text(section(program, title), encoding="utf-8")
    (out / "_index.md").write_text("---\ntitle: Neverland\n---\n", encoding="utf-8")
    for place, title, text, extra in records(site):
        (out / place).write_text(page(program, title, text, extra), encoding="utf-8")
    for chapter in chapters.glob("*.md"):
        text = without_figures(chapter.read_text(encoding="utf-8"))
        (out / "report" / chapter.name).write_text(text, encoding="utf-8")


main()
