// What search finds and in which order, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SearchIndex } from "../../themes/citytools/assets/search-index.js";
import { asked, excerpt, indexed, pieces } from "../../themes/citytools/assets/words.js";

const group = (id, also, entries, more = {}) => ({ id, title: id, weight: 1, also, entries, ...more });
const entry = (name, more = {}) => ({ name, href: `${name}/`, ...more });

/** Two towns, two services, three systems, a supplier with an old name; town 0 uses Mosaic, nothing is known of town 1. */
function small() {
  const index = new SearchIndex();
  index.add({
    groups: [
      group("towns", ["town", "council"], [entry("Camby"), entry("Hackton", { also: ["Royal Hackton"] })]),
      group("services", ["service"], [
        entry("Adult social care case management", { text: "Records of adults who ask for care." }),
        entry("Waste collection", { also: ["bins", "rubbish"] }),
      ]),
      group("systems", ["system", "software"], [
        entry("Mosaic", { also: ["Framework-i"], of: [2, 7], fact: "in use in 1 town" }),
        entry("Mosaic Viewer"),
        entry("GOV.UK Notify"),
      ]),
      group("suppliers", ["supplier"], [entry("NEC Software Solutions", { also: ["Northgate", "SX3"] })]),
      group("pairs", ["system", "council"], [{ href: "camby/#care", fact: "Mosaic", of: [0, 2, 4, 7] }]),
      group("unknown", ["system", "council"], [], { missing: [[2, 1], [3, 0, 1]], weight: 0.3 }),
      group("contracts", ["contract"], [entry("Licences for Mosaic in Camby", { of: [0, 4] })]),
    ],
  });
  index.add({
    groups: [group("report", [], [entry("When contracts end", { text: "Northgate is an old name. Taxes are not known." })])],
  });
  return index;
}

const first = (query) => small().find(query).groups[0].hits[0].entry;
const kinds = (query) => small().find(query).groups.map(({ id }) => id);

test("words are compared without case, accents, possessives and plurals", () => {
  assert.deepEqual(indexed("Children's Services"), indexed("childrens service").map((w) => w.replace("childrens", "children")));
  assert.deepEqual(asked("taxes boxes parties buses"), ["tax", "box", "party", "buse"]);
  assert.deepEqual(asked("Æther Zürich"), ["æther", "zurich"]);
  assert.deepEqual(asked("status analysis business gis"), ["status", "analysis", "business", "gis"]);
});

test("words that say nothing are left out, but not where there are no others", () => {
  assert.deepEqual(asked("Which system does Camby use for the bins?"), ["system", "camby", "bin"]);
  assert.deepEqual(asked("who"), ["who"]);
  assert.deepEqual(asked("IT"), ["it"]);
});

test("what is written with a sign between is found as one word too", () => {
  assert.ok(indexed("GOV.UK Notify").includes("govuk"));
  assert.equal(first("govuk").name, "GOV.UK Notify");
  assert.equal(first("gov uk notify").name, "GOV.UK Notify");
  assert.equal(first("framework i").name, "Mosaic");
});

test("the whole name comes first, then names that begin so, then other names, then texts", () => {
  assert.deepEqual(small().find("mosaic").groups[0].hits.map(({ entry }) => entry.name), ["Mosaic", "Mosaic Viewer"]);
  assert.equal(first("mosa").name, "Mosaic");
  assert.equal(first("northgate").name, "NEC Software Solutions");
  assert.equal(kinds("northgate")[0], "suppliers");
  assert.equal(kinds("northgate").at(-1), "report");
});

test("a pair of town and service answers what a town uses", () => {
  for (const query of ["case management camby", "camby social care", "which system does Camby use for social care", "mosaic camby care"]) {
    assert.equal(first(query).name, "Camby: Adult social care case management", query);
    assert.equal(first(query).fact, "Mosaic", query);
  }
});

test("a pair of which nothing is known is found by everyday words and leads to what is not known", () => {
  const hit = first("hackton bins");
  assert.equal(hit.name, "Hackton: Waste collection");
  assert.equal(hit.href, "Hackton/#unknown");
});

/** Thirteen towns in four files; "Camby and Dunford" have a contract together. */
function parted() {
  const towns = ["Camby", "Hackton", "Royal Dunford", "Dunford", "Elmby", "Farham", "Gorham", "Hadham", "Ilham", "Jedham"];
  // More than a query can mean.
  towns.push("Kilham", "Larham", "Malham");
  const index = new SearchIndex();
  const groups = [
    group("boroughs", ["town"], towns.map((name) => entry(name, { also: [`Town of ${name}`] }))),
    group("services", ["service"], [entry("Waste collection", { also: ["bins", "Camby bins"] })]),
  ];
  index.add({ groups, authorities: [[0, "1.a"], [3, "2.b"], [6, "3.c"], [10, "4.d"]] });
  return index;
}

test("of many towns, those are looked into that are named", () => {
  const index = parted();
  assert.equal(index.parted, true);
  assert.deepEqual(index.files("camby bins"), ["1.a"]);
  assert.deepEqual(index.files("elmby"), ["2.b"]);
  assert.deepEqual(index.files("jedham camby").sort(), ["1.a", "3.c"]);
  assert.deepEqual(index.files("royal dunford"), ["1.a"]);
  assert.deepEqual(index.files("jedhma"), ["3.c"], "mistyped");
  assert.deepEqual(index.files("bins"), []);
  assert.deepEqual(index.files(""), []);
  assert.equal(index.files("camby elmby gorham kilham").length, 3, "of several, the best");
  // A word that all have names none of them.
  assert.deepEqual(index.files("town"), []);
});

test("what towns have in common is found once, in whichever order their files come", () => {
  const index = parted();
  const together = entry("Waste together", { of: [0, 3], href: "contracts/together/" });
  const file = (town) => ({ groups: [group("pairs", [], [{ href: "x/", fact: "Binfolio", of: [town, 13] }]), group("contracts", [], [together])] });
  index.add(file(3), "2.b");
  index.add(file(0), "1.a");
  const hits = (query, id) => index.find(query).groups.find((found) => found.id === id)?.hits ?? [];
  assert.equal(hits("camby dunford waste together", "contracts").length, 1);
  assert.equal(hits("waste together dunford", "contracts").length, 1);
  // What is there from queries before is not all that there is.
  assert.equal(hits("waste together", "contracts").length, 0);
  assert.equal(hits("jedham waste", "pairs").length, 0);
  // Nor does it make a mistyped name known.
  index.add({ groups: [group("contracts", [], [entry("Gorhan", { of: [0] })])] }, "1.a");
  index.find("camby");
  assert.deepEqual(index.files("gorhan"), ["3.c"]);
  assert.equal(hits("camby waste", "pairs")[0].entry.name, "Camby: Waste collection");
  assert.equal(hits("dunford waste", "pairs")[0].entry.name, "Dunford: Waste collection");
});

test("of a small region the one file is looked into, whatever is asked", () => {
  const index = new SearchIndex();
  index.add({ groups: [group("boroughs", [], [entry("Camby")])], authorities: [[0, "1.a"]] });
  assert.equal(index.parted, false);
  assert.deepEqual(index.files("bins"), ["1.a"]);
});

test("a word for the kind of thing needs not be in its name", () => {
  assert.equal(first("camby council").name, "Camby");
  assert.equal(first("mosaic system").name, "Mosaic");
  assert.equal(first("northgate supplier").name, "NEC Software Solutions");
});

test("mistyped words find what is like them, and say so", () => {
  const found = small().find("mosiac");
  assert.deepEqual(found.words, ["mosaic"]);
  assert.equal(found.groups[0].hits[0].entry.name, "Mosaic");
  assert.ok(kinds("camby mosiac").includes("pairs"));
  assert.equal(small().find("mosaic").words, null);
  assert.equal(first("norhtgate").name, "NEC Software Solutions");
});

test("where nothing has all of the words, what has most of them is found", () => {
  const found = small().find("hackton mosaic zzzz");
  assert.equal(found.every, false);
  assert.ok(found.count > 0);
  assert.equal(small().find("zzzzzzzz").count, 0);
  assert.equal(small().find("???").count, 0);
  assert.equal(small().find("").count, 0);
});

test("each hit tells which of its words matched", () => {
  const [hit] = small().find("bins").groups[0].hits;
  assert.ok(hit.words.has("bin"));
});

test("a text in pieces is the same text", () => {
  for (const text of ["", "Bins & <b>bins</b>", "no match", "bins", "The bin's lid, bins."]) {
    const parts = pieces(text, new Set(["bin"]));
    assert.equal(parts.map((part) => part.text).join(""), text);
    assert.equal(parts.filter(({ hit }) => hit).length, (text.match(/bin/gi) ?? []).length);
  }
});

test("an excerpt shows the word within its sentence, and no half words", () => {
  const text = `${"before ".repeat(60)}needle ${"after ".repeat(60)}`.trim();
  const part = excerpt(text, new Set(["needle"]));
  assert.match(part, /^… before .*needle after .* …$/);
  assert.ok(part.length < 200);
  assert.equal(excerpt(text, new Set(["nothing"])), "");
  assert.match(excerpt(text, new Set(["nothing"]), true), /^before .* …$/);
  assert.equal(excerpt("short needle", new Set(["needle"])), "short needle");
});
