"""The open data of a built site, as programs of others read it. The folder of the site is CITYTOOLS_SITE."""

import contextlib
import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import frictionless
import jsonschema
import openapi_spec_validator
import openpyxl
import rdflib
from pyld import jsonld

SITE = Path(os.environ["CITYTOOLS_SITE"]).resolve()
# The same with a prefix of the publisher's own, so that every contract is a release.
PREFIXED = Path(os.environ["CITYTOOLS_PREFIXED"]).resolve()
DATA, API = SITE / "data", SITE / "api/v1"
WORKBOOK, ARCHIVE = DATA / "city-tools.xlsx", DATA / "city-tools.zip"


def procurement_validator():
    schema = read(Path(sys.executable).parent.parent / "ocds/release-schema-1__1__4.json")
    formats = jsonschema.Draft4Validator.FORMAT_CHECKER
    assert {"date-time", "uri"} <= set(formats.checkers), "formats are checked"
    return jsonschema.Draft4Validator(schema, format_checker=formats)


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def rows(path):
    """A CSV file without the apostrophes that keep spreadsheets from running cells."""
    with open(path, encoding="utf-8", newline="") as file:
        return [[cell.removeprefix("'") for cell in row] for row in csv.reader(file)]


def snippets():
    """The lines that the data page shows for a library, by its name."""
    page = (DATA / "index.html").read_text(encoding="utf-8")
    found = re.findall(r"<pre><code>(.*?)</code></pre>", page, re.S)
    codes = [html.unescape(re.sub(r"<[^>]+>", "", code)) for code in found]
    return {name: code for name in ("pandas", "duckdb") for code in codes if f"import {name}" in code}


@contextlib.contextmanager
def beside_the_archive():
    """A folder with nothing but the archive, as after a download."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ARCHIVE, folder)
        os.chdir(folder)
        try:
            yield Path(folder)
        finally:
            os.chdir(before)


class OpenData(unittest.TestCase):
    maxDiff = 2000

    def valid_package(self, path):
        report = frictionless.validate(str(path))
        problems = [error.message for task in report.tasks for error in task.errors]
        self.assertEqual([error.message for error in report.errors] + problems, [])
        self.assertGreaterEqual(len(report.tasks), 12)

    def test_frictionless_finds_no_mistake_beside_or_in_the_archive(self):
        self.valid_package(DATA / "datapackage.json")
        with beside_the_archive() as folder:
            shutil.unpack_archive(ARCHIVE, folder / "unpacked")
            self.valid_package(folder / "unpacked/datapackage.json")

    def test_frictionless_would_find_a_mistake(self):
        with beside_the_archive() as folder:
            shutil.unpack_archive(ARCHIVE, folder / "unpacked")
            table = folder / "unpacked/deployments.csv"
            table.write_text(table.read_text(encoding="utf-8").replace("\ncamden,", "\ncamdem,", 1), encoding="utf-8")
            self.assertFalse(frictionless.validate(str(folder / "unpacked/datapackage.json")).valid)

    def test_the_interface_is_described_as_it_is(self):
        description = read(API / "openapi.json")
        openapi_spec_validator.validate(description)
        seen = 0
        for path, operations in description["paths"].items():
            schema = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            validator = jsonschema.Draft202012Validator({**schema, "components": description["components"]})
            files = sorted(API.glob(path.lstrip("/").replace("{id}", "*")))
            self.assertTrue(files, path)
            for file in files:
                seen += 1
                self.assertEqual([error.message for error in validator.iter_errors(read(file))][:3], [], file.name)
        self.assertEqual(seen, sum(1 for _ in API.rglob("*.json")) - 1, "every file but the description itself")

    def test_every_address_of_the_index_leads_to_a_file(self):
        index = read(API / "index.json")
        base = index["openapi"].removesuffix("api/v1/openapi.json")
        for table in index["tables"]:
            for form in ("json", "csv", "json_lines"):
                self.assertTrue((SITE / table[form].removeprefix(base)).is_file(), table[form])

    def test_the_workbook_has_the_rows_of_the_tables(self):
        book = openpyxl.load_workbook(WORKBOOK)
        for file in sorted(DATA.glob("*.csv")):
            due, sheet = rows(file), book[file.stem]
            self.assertEqual(sheet.max_row, len(due), file.stem)
            self.assertEqual([cell.value for cell in sheet[1]], due[0])
            self.assertFalse([cell for row in sheet for cell in row if cell.data_type == "f"], "a formula")

    def test_pandas_reads_the_archive_as_the_page_says(self):
        due = rows(DATA / "deployments.csv")
        with beside_the_archive():
            names = {}
            exec(snippets()["pandas"], names)
            self.assertEqual(list(names["table"].columns), due[0])
            self.assertEqual(len(names["table"]), len(due) - 1)

    def test_duckdb_reads_the_archive_as_the_page_says(self):
        due = rows(DATA / "deployments.csv")
        system = due[0].index("system")
        uses = max(sum(row[system] == name for row in due) for name in {row[system] for row in due[1:]})
        with beside_the_archive():
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(snippets()["duckdb"], {})
            self.assertIn(str(uses), printed.getvalue())

    def test_the_procurement_package_is_one(self):
        tool = Path(sys.executable).parent / "ocdskit"
        found = subprocess.run([tool, "detect-format", DATA / "ocds.json"], capture_output=True, text=True, check=True)
        self.assertIn("release package", found.stdout)
        package = read(DATA / "ocds.json")
        parties = [{party["id"] for party in release["parties"]} for release in package["releases"]]
        for release, known in zip(package["releases"], parties):
            self.assertIn(release["buyer"]["id"], known)
            suppliers = [one["id"] for award in release.get("awards", []) for one in award.get("suppliers", [])]
            self.assertLessEqual(set(suppliers), known)
            awards = {award["id"] for award in release.get("awards", [])}
            self.assertLessEqual({contract["awardID"] for contract in release.get("contracts", [])}, awards)
        ids = [release["id"] for release in package["releases"]]
        self.assertEqual(len(ids), len(set(ids)))

    def test_the_official_schema_takes_every_release(self):
        validator = procurement_validator()
        for site, least in ((SITE, 60), (PREFIXED, 190)):
            releases = read(site / "data/ocds.json")["releases"]
            self.assertGreaterEqual(len(releases), least)
            for release in releases:
                self.assertEqual([error.message for error in validator.iter_errors(release)], [], release["ocid"])
        ours = [release["ocid"] for release in releases if release["ocid"].startswith("ocds-abc123-")]
        self.assertGreater(len(ours), 100)
        self.assertEqual(len(ours), len(set(ours)))
        for key in ("uri", "publishedDate", "publisher", "version"):
            self.assertIn(key, read(SITE / "data/ocds.json"), key)

    def test_the_official_schema_would_find_a_mistake(self):
        validator = procurement_validator()
        releases = read(SITE / "data/ocds.json")["releases"]
        signed = next(one for one in releases if one.get("contracts", [{}])[0].get("period"))

        def broken(change):
            release = json.loads(json.dumps(signed))
            change(release)
            return not validator.is_valid(release)

        self.assertTrue(validator.is_valid(signed))
        self.assertTrue(broken(lambda one: one.pop("ocid")))
        self.assertTrue(broken(lambda one: one.update(tag=["news"])))
        self.assertTrue(broken(lambda one: one.update(date="2026-11-26")))
        self.assertTrue(broken(lambda one: one["contracts"][0].pop("awardID")))
        self.assertTrue(broken(lambda one: one["contracts"][0]["documents"][0].update(url="not an address")))
        self.assertTrue(broken(lambda one: one["contracts"][0].update(value={"amount": "1", "currency": "GBP"})))
        self.assertTrue(broken(lambda one: one["parties"].append(one["parties"][0])))

    def test_catalogues_of_data_can_read_the_dataset(self):
        graph = rdflib.Graph().parse(DATA / "catalog.jsonld", format="json-ld")
        dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
        self.assertEqual(len(list(graph.subjects(rdflib.RDF.type, dcat.Dataset))), 1)
        files = {str(address) for address in graph.objects(None, dcat.downloadURL)}
        base = next(address for address in files if address.endswith("data/city-tools.zip")).removesuffix("data/city-tools.zip")
        self.assertGreaterEqual(len(files), 24)
        for address in files:
            self.assertTrue((SITE / address.removeprefix(base)).is_file(), address)

    def test_search_engines_can_expand_what_pages_say_of_themselves(self):
        def context(url, _options):
            document = {"@context": {"@vocab": "https://schema.org/"}}
            return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}

        for page in ("data", "figures/contracts-value", "boroughs/camden", "systems/modern-gov"):
            source = (SITE / page / "index.html").read_text(encoding="utf-8")
            blocks = re.findall(r"<script type=\"?application/ld\+json\"?>(.*?)</script>", source, re.S)
            self.assertTrue(blocks, page)
            for block in blocks:
                self.assertTrue(jsonld.expand(json.loads(block), {"documentLoader": context}), page)


if __name__ == "__main__":
    unittest.main()
