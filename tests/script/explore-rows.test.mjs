// The explorer's rows without a page. Run with `node --test tests/script/`.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  addressOf,
  cell,
  csvOf,
  decode,
  emptyState,
  find,
  fold,
  isFiltered,
  records,
  sort,
  stateOf,
} from "../../themes/citytools/assets/explore-rows.js";

const FACETS = ["borough", "system", "supplier", "service", "lifecycle", "ends"];

/** Five rows: two towns, three systems, and a row for two services. */
function rows() {
  return decode({
    count: 5,
    paths: {},
    columns: {
      borough: { values: [["st-elidor", "St Élidor"], ["wend", "Wend"]], rows: [0, 0, 1, 1, 1] },
      system: { values: [["bookworm", "Bookworm", "Old Cards"], ["own", "<b>Own</b>"], ["plume", "Plume"]], rows: [0, 2, 0, 1, 2] },
      supplier: { values: [["gull", "Gull"], ["tern", "Tern"], ["unknown", "Not known"]], rows: [0, 1, 0, 2, 1] },
      service: { values: [["books", "Books"], ["fees", "Fees"]], lists: [[0], [0, 1], [1]], rows: [1, 2, 0, -1, 2] },
      lifecycle: { values: [["live", "Live"], ["retired", "Retired"], ["planned", "Planned"]], rows: [0, 0, 1, 0, 0] },
      ends: { values: [["6", "Within 6"], ["12", "Within 12"], ["unknown", "Not known"]], lists: [[0, 1], [1], [2]], rows: [0, 1, 2, 2, 1] },
      end: { values: [["2026", "2026"], ["2027", "2027"]], rows: [0, 1, -1, -1, 1] },
    },
  });
}

const of = (part) => ({ ...emptyState(), ...part });
const found = (part) => [...find(rows(), of(part), FACETS).rows];

test("without a choice every row is found in its order", () => {
  assert.deepEqual(found({}), [0, 1, 2, 3, 4]);
});

test("values of one facet add rows, further facets take rows away", () => {
  assert.deepEqual(found({ chosen: { system: ["bookworm"] } }), [0, 2]);
  assert.deepEqual(found({ chosen: { system: ["bookworm", "own"] } }), [0, 2, 3]);
  assert.deepEqual(found({ chosen: { system: ["bookworm", "own"], lifecycle: ["live"] } }), [0, 3]);
});

test("a row with two services is found by each of them", () => {
  assert.deepEqual(found({ chosen: { service: ["books"] } }), [0, 2]);
  assert.deepEqual(found({ chosen: { service: ["fees"] } }), [0, 1, 4]);
});

test("a longer span holds the shorter one", () => {
  assert.deepEqual(found({ chosen: { ends: ["6"] } }), [0]);
  assert.deepEqual(found({ chosen: { ends: ["12"] } }), [0, 1, 4]);
});

test("a value that is not on record finds nothing, and no error", () => {
  assert.deepEqual(found({ chosen: { system: ["gone"] } }), []);
  assert.deepEqual(found({ chosen: { system: ["__proto__"] } }), []);
});

test("every word of the text is found in some name, whatever its accents and case", () => {
  assert.deepEqual(found({ text: "elidor" }), [0, 1]);
  assert.deepEqual(found({ text: "ST ÉLIDOR plume" }), [1]);
  assert.deepEqual(found({ text: "old cards" }), [0, 2]);
  assert.deepEqual(found({ text: "  " }), [0, 1, 2, 3, 4]);
  assert.deepEqual(found({ text: "nobody" }), []);
});

test("a count says what a reader would get: all other facets hold, its own does not", () => {
  const { counts } = find(rows(), of({ chosen: { system: ["bookworm"], lifecycle: ["live"] } }), FACETS);
  assert.deepEqual([...counts.system], [1, 1, 2]);
  assert.deepEqual([...counts.lifecycle], [1, 1, 0]);
  assert.deepEqual([...counts.borough], [1, 0]);
  assert.deepEqual([...counts.service], [1, 1]);
});

test("counts are the lengths of what choosing each value finds", () => {
  const chosen = { lifecycle: ["live"], service: ["fees"] };
  const { counts } = find(rows(), of({ chosen, text: "l" }), FACETS);
  for (const facet of FACETS) {
    rows().columns[facet].values.forEach(([id], place) => {
      const alone = found({ chosen: { ...chosen, [facet]: [id] }, text: "l" });
      assert.equal(counts[facet][place], alone.length, `${facet} ${id}`);
    });
  }
});

test("rows are sorted by a column both ways, equal ones as they came, unknown ones last", () => {
  const all = Int32Array.of(0, 1, 2, 3, 4);
  const by = (column, descending) => [...sort(rows(), all, column, descending)];
  assert.deepEqual(by("end", false), [0, 1, 4, 2, 3]);
  assert.deepEqual(by("end", true), [1, 4, 0, 2, 3]);
  assert.deepEqual(by("supplier", false), [0, 2, 1, 4, 3]);
  assert.deepEqual(by("supplier", true), [1, 4, 0, 2, 3]);
  assert.deepEqual(by("service", false), [2, 0, 1, 4, 3]);
  assert.deepEqual(by("service", true), [1, 4, 0, 2, 3]);
  // Whoever sends an address writes the column; every object has these two.
  for (const name of ["nothing", "constructor", "__proto__"]) {
    assert.deepEqual(by(name, true), [0, 1, 2, 3, 4], name);
  }
});

test("an address gives back the state that it was made from", () => {
  const states = [
    of({}),
    of({ text: "a & b=c ü", page: 3 }),
    of({ chosen: { service: ["books", "fees"], ends: ["12"] }, sort: "end", descending: true }),
    of({ columns: ["system", "end"] }),
    of({ columns: [] }),
  ];
  for (const state of states) {
    assert.deepEqual(stateOf(addressOf(state, FACETS), FACETS), state);
  }
});

test("addresses can be read, and nothing chosen has none", () => {
  assert.equal(addressOf(of({}), FACETS), "");
  const state = of({ chosen: { service: ["fees"], ends: ["12"] }, sort: "end", descending: true, columns: ["system", "end"] });
  assert.equal(addressOf(state, FACETS), "?service=fees&ends=12&sort=-end&columns=system,end");
});

test("an address that somebody made up is read as far as it makes sense", () => {
  const state = stateOf("?page=-3&page=2&service=&service=fees&service=fees&other=1&sort=", FACETS);
  assert.deepEqual(state, of({ chosen: { service: ["fees"] } }));
  for (const page of ["1.5", "x", "1e99", ""]) {
    assert.equal(stateOf(`?page=${page}`, FACETS).page, 1, page);
  }
});

test("a text of spaces leaves nothing out", () => {
  assert.equal(isFiltered(of({ text: "  " })), false);
  assert.equal(isFiltered(of({ chosen: { service: [] } })), false);
  assert.equal(isFiltered(of({ chosen: { service: ["fees"] } })), true);
});

test("names are data: markup in them stays as it is", () => {
  assert.deepEqual(cell(rows(), "system", 3), [["own", "<b>Own</b>"]]);
  assert.deepEqual(cell(rows(), "service", 3), []);
});

test("accents and case fold away", () => {
  assert.equal(fold("Café Élan ÅŞ"), "cafe elan as");
});

const CSV = [
  "borough,system,notes",
  "st-elidor,bookworm,plain",
  'st-elidor,plume,"two\nlines, and ""quotes"""',
  "wend,bookworm,'=SUM(A1)",
  "wend,own,",
  "wend,plume,last",
  "",
].join("\n");

test("records are split where a line ends outside of quotes", () => {
  assert.equal(records(CSV).length, 6);
  assert.equal(records(CSV)[2], 'st-elidor,plume,"two\nlines, and ""quotes"""');
  assert.deepEqual(records(""), []);
  assert.deepEqual(records("a,b"), ["a,b"]);
});

test("a download has the lines of the published table, in the order that is shown", () => {
  assert.equal(
    csvOf(rows(), Int32Array.of(2, 1), CSV),
    'borough,system,notes\nwend,bookworm,\'=SUM(A1)\nst-elidor,plume,"two\nlines, and ""quotes"""\n',
  );
  assert.equal(csvOf(rows(), Int32Array.of(0, 1, 2, 3, 4), CSV), CSV);
  assert.equal(csvOf(rows(), Int32Array.of(), CSV), "borough,system,notes\n");
});

test("a table that was published anew is no source for a download", () => {
  assert.equal(csvOf(rows(), Int32Array.of(0), CSV.replace("st-elidor,bookworm", "st-elidor,quill")), null);
  assert.equal(csvOf(rows(), Int32Array.of(0), CSV.replace("wend,own,\n", "")), null);
});
