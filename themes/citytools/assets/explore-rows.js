// The rows of the explorer without a page: decoding, filtering, counting, sorting, addresses and CSV. Each column is a
// typed list of small numbers, the places of its values in a dictionary that is sorted the way the column is.

/** Columns that the text box looks into. */
const NAMED = ["borough", "system", "supplier", "service"];

/** What stands for a value that nobody knows: sorted last, whichever way. */
const UNKNOWN = "unknown";

/** Text without accents and case, so that "Café" is found by "cafe". */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The file of rows, ready to work with. */
export function decode(data) {
  const columns = {};
  for (const [name, { values, lists, rows }] of Object.entries(data.columns)) {
    columns[name] = {
      values,
      // A cell with one value is a list of one.
      lists: lists ?? null,
      codes: Int32Array.from(rows),
      places: new Map(values.map(([id], place) => [id, place])),
      folded: NAMED.includes(name) ? values.map(([, ...names]) => fold(names.join(" "))) : null,
    };
  }
  return { count: data.count, paths: data.paths, columns };
}

/** The values in a row's cell: each an id, words, and what else its kind has. */
export function cell(table, name, row) {
  const { values, lists, codes } = table.columns[name];
  const code = codes[row];
  if (code < 0) {
    return [];
  }
  return lists ? lists[code].map((place) => values[place]) : [values[code]];
}

/** For each code of a column whether one of its values is wanted. */
function mask({ values, lists }, wanted) {
  const of = (test) => Uint8Array.from(test, Number);
  return lists ? of(lists.map((list) => list.some(wanted))) : of(values.map((_, place) => wanted(place)));
}

/** One mask per named column for each word of the text. */
function textMasks(table, text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return words.map((word) =>
    NAMED.map((name) => {
      const column = table.columns[name];
      return [column.codes, mask(column, (place) => column.folded[place].includes(word))];
    }),
  );
}

/**
 * The rows that fit a state, in the order of the table, and for each facet how many rows each of its values has among
 * those that fit everything else: what a reader would get by choosing it.
 */
export function find(table, state, facets) {
  const words = textMasks(table, state.text);
  const chosen = facets.map((facet) => state.chosen[facet] ?? []);
  const masks = facets.map((facet, index) => {
    const column = table.columns[facet];
    const places = new Set(chosen[index].map((id) => column.places.get(id)));
    return places.size > 0 ? mask(column, (place) => places.has(place)) : null;
  });
  const codes = facets.map((facet) => table.columns[facet].codes);
  const tallies = facets.map((facet) => {
    const { values, lists } = table.columns[facet];
    return new Int32Array((lists ?? values).length);
  });
  const rows = new Int32Array(table.count);
  let found = 0;
  const fits = (row) =>
    words.every((columns) => columns.some(([codes, mask]) => codes[row] >= 0 && mask[codes[row]]));
  for (let row = 0; row < table.count; row += 1) {
    if (words.length > 0 && !fits(row)) {
      continue;
    }
    let missed = -1;
    let misses = 0;
    for (let index = 0; index < masks.length && misses < 2; index += 1) {
      const code = codes[index][row];
      if (masks[index] && (code < 0 || !masks[index][code])) {
        missed = index;
        misses += 1;
      }
    }
    if (misses === 0) {
      rows[found] = row;
      found += 1;
      for (let index = 0; index < codes.length; index += 1) {
        const code = codes[index][row];
        if (code >= 0) {
          tallies[index][code] += 1;
        }
      }
    } else if (misses === 1 && codes[missed][row] >= 0) {
      tallies[missed][codes[missed][row]] += 1;
    }
  }
  const counts = Object.fromEntries(
    facets.map((facet, index) => [facet, perValue(table.columns[facet], tallies[index])]),
  );
  return { rows: rows.subarray(0, found), counts };
}

/** Tallies of lists as tallies of the values in them. */
function perValue({ values, lists }, tally) {
  if (!lists) {
    return tally;
  }
  const counts = new Int32Array(values.length);
  lists.forEach((list, code) => list.forEach((place) => (counts[place] += tally[code])));
  return counts;
}

/** Rows in the order of a column, equal ones in the order that they came in; what is not known comes last. */
export function sort(table, rows, name, descending) {
  // The name comes from the address.
  if (!Object.hasOwn(table.columns, name)) {
    return rows;
  }
  const column = table.columns[name];
  const size = (column.lists ?? column.values).length;
  const unknown = column.lists ? -1 : (column.places.get(UNKNOWN) ?? -1);
  const rank = (code) => (code < 0 || code === unknown ? size : descending ? size - 1 - code : code);
  // A counting sort: codes are few and small, so it takes two passes over the rows.
  const starts = new Int32Array(size + 2);
  for (const row of rows) {
    starts[rank(column.codes[row]) + 1] += 1;
  }
  for (let place = 1; place < starts.length; place += 1) {
    starts[place] += starts[place - 1];
  }
  const sorted = new Int32Array(rows.length);
  for (const row of rows) {
    const place = rank(column.codes[row]);
    sorted[starts[place]] = row;
    starts[place] += 1;
  }
  return sorted;
}

/** Nothing chosen. `columns` is null while they are the usual ones. */
export function emptyState() {
  return { text: "", chosen: {}, sort: "", descending: false, columns: null, page: 1 };
}

/** Whether rows are left out. */
export function isFiltered(state) {
  return state.text.trim() !== "" || Object.values(state.chosen).some((ids) => ids.length > 0);
}

/** What an address asks for: `?service=planning&service=licensing&ends=12&q=civica&sort=-end&page=2`. */
export function stateOf(search, facets) {
  const asked = new URLSearchParams(search);
  const state = emptyState();
  state.text = asked.get("q") ?? "";
  for (const facet of facets) {
    const ids = [...new Set(asked.getAll(facet).filter(Boolean))];
    if (ids.length > 0) {
      state.chosen[facet] = ids;
    }
  }
  const sort = asked.get("sort") ?? "";
  state.descending = sort.startsWith("-");
  state.sort = sort.replace(/^-/, "");
  state.columns = asked.has("columns") ? asked.get("columns").split(",").filter(Boolean) : null;
  const page = Number(asked.get("page"));
  state.page = Number.isSafeInteger(page) && page > 0 ? page : 1;
  return state;
}

/** The address of a state; empty where nothing is chosen. */
export function addressOf(state, facets) {
  const asked = new URLSearchParams();
  for (const facet of facets) {
    (state.chosen[facet] ?? []).forEach((id) => asked.append(facet, id));
  }
  if (state.text.trim() !== "") {
    asked.set("q", state.text);
  }
  if (state.sort) {
    asked.set("sort", (state.descending ? "-" : "") + state.sort);
  }
  if (state.columns) {
    asked.set("columns", state.columns.join(","));
  }
  if (state.page > 1) {
    asked.set("page", state.page);
  }
  // A comma needs no escape in a query, and is easier to read.
  const query = asked.toString().replaceAll("%2C", ",");
  return query && `?${query}`;
}

/** The records of a CSV text, as they are written, head first. A quoted cell may hold line ends. */
export function records(text) {
  const found = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') {
      quoted = !quoted;
    } else if (sign === "\n" && !quoted) {
      found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (start < text.length) {
    found.push(text.slice(start));
  }
  return found;
}

/**
 * Some rows of the published table as CSV: its own lines, so that columns, quotes and safety for spreadsheets are the
 * same. Nothing, where the table is not the one that the rows were made from: it was published anew meanwhile.
 */
export function csvOf(table, rows, text) {
  const [head, ...lines] = records(text);
  const begins = (row) => `${cell(table, "borough", row)[0][0]},${cell(table, "system", row)[0][0]},`;
  if (lines.length !== table.count || !Array.from(rows).every((row) => lines[row].startsWith(begins(row)))) {
    return null;
  }
  return [head, ...Array.from(rows, (row) => lines[row])].map((line) => `${line}\n`).join("");
}
