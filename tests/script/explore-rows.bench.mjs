// How long the explorer takes over many rows: `node tests/script/explore-rows.bench.mjs [rows]`. Rows are made up, with
// as many values as a country would have; a filter counts every facet, as on the page.

import { performance } from "node:perf_hooks";

import { decode, emptyState, find, sort } from "../../themes/citytools/assets/explore-rows.js";

const SIZES = { borough: 330, system: 2000, supplier: 600, lifecycle: 6, hosting: 5, provenance: 4 };
const LISTS = { service: [120, 400], group: [14, 60], ends: [6, 6] };
const FACETS = [...Object.keys(SIZES), ...Object.keys(LISTS)];
const RUNS = 21;

/** The same rows each time: a small generator of our own. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function made(count) {
  const random = generator(7);
  const values = (size, name) => Array.from({ length: size }, (_, place) => [`${name}-${place}`, `${name} number ${place}`]);
  const rows = (size) => Array.from({ length: count }, () => random(size));
  const columns = { end: { values: values(3000, "day"), rows: Array.from({ length: count }, () => random(6000) - 3000) } };
  columns.end.rows = columns.end.rows.map((code) => Math.max(code, -1));
  for (const [name, size] of Object.entries(SIZES)) {
    columns[name] = { values: values(size, name), rows: rows(size) };
  }
  for (const [name, [size, lists]] of Object.entries(LISTS)) {
    const list = () => Array.from({ length: 1 + random(3) }, () => random(size));
    columns[name] = { values: values(size, name), lists: Array.from({ length: lists }, list), rows: rows(lists) };
  }
  return { count, paths: {}, columns };
}

function median(work) {
  const times = Array.from({ length: RUNS }, () => {
    const before = performance.now();
    work();
    return performance.now() - before;
  });
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
}

const sizes = process.argv[2] ? [Number(process.argv[2])] : [10_000, 100_000];
for (const count of sizes) {
  const text = JSON.stringify(made(count));
  const table = decode(JSON.parse(text));
  const all = find(table, emptyState(), FACETS).rows;
  const asked = (part) => () => find(table, { ...emptyState(), ...part }, FACETS);
  const work = {
    "parse and decode": () => decode(JSON.parse(text)),
    "nothing chosen, every facet counted": asked({}),
    "one facet": asked({ chosen: { lifecycle: ["lifecycle-1"] } }),
    "four facets": asked({ chosen: { service: ["service-3"], ends: ["ends-2", "ends-3"], lifecycle: ["lifecycle-1"], supplier: ["supplier-5"] } }),
    "text of one word": asked({ text: "number 12" }),
    "text of three words": asked({ text: "system number 1" }),
    "sort by a date": () => sort(table, all, "end", true),
    "sort by a name": () => sort(table, all, "system", false),
  };
  console.log(`${count} rows, median of ${RUNS} runs`);
  for (const [name, run] of Object.entries(work)) {
    console.log(`  ${median(run).toFixed(1).padStart(7)} ms  ${name}`);
  }
}
