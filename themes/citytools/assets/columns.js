// Columns of authorities put side by side: the same rules as on the page of a pair, without a browser.

import { t } from "./text.js";

const key = (item) => item.href ?? item.text;

/** Whether what is known is the same: "same", "partly", "different", or null where it is known of one at most. */
export function verdict(cells) {
  const settled = cells.map((items) => new Set(items.filter((item) => !item.open).map(key)));
  const known = settled.filter((set) => set.size > 0);
  if (known.length < 2) return null;
  const all = new Set(known.flatMap((set) => [...set]));
  const holders = [...all].map((item) => known.filter((set) => set.has(item)).length);
  if (holders.every((count) => count === known.length)) return "same";
  return holders.some((count) => count > 1) ? "partly" : "different";
}

/** The parts of a comparison, each with its rows in their order and a cell for each column. */
export function sideBySide(columns) {
  return columns[0].parts.map(({ id, name }, index) => {
    const rows = new Map();
    columns.forEach((column, place) => {
      for (const row of column.parts[index].rows) {
        if (!rows.has(row.order)) rows.set(row.order, { ...row, cells: columns.map(() => []) });
        rows.get(row.order).cells[place] = row.items;
      }
    });
    const inOrder = [...rows.values()].sort((a, b) => a.order - b.order);
    return { id, name, rows: inOrder.map((row) => ({ ...row, verdict: verdict(row.cells) })) };
  });
}

/** "Northpoint, Harbour Quay and St Elidor" */
export function listed(names) {
  return names.length < 2 ? names.join() : t("{} and {}", names.slice(0, -1).join(", "), names.at(-1));
}
