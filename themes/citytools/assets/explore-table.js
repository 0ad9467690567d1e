// The table of the explorer: the same cells as templates/components.html makes, from the rows that a script has.

import { element } from "./element.js";
import { cell } from "./explore-rows.js";
import { t } from "./text.js";

/** Columns that are hidden until they are chosen, with their heads. */
const MORE = { since: t("In use since"), hosting: t("Hosting"), replaces: t("Replaces"), confidence: t("How sure") };

/** Columns that hold more than their name says: what they are sorted by is the name. */
const CELLS = {
  borough: (at) => linked(at, "borough"),
  system: (at) => linked(at, "system"),
  supplier: (at) => supplier(at),
  service: (at) => linked(at, "service"),
  lifecycle: (at) => [tag(at.cell("lifecycle")[0]), ...gone(at)],
  since: (at) => dateOr(at, "since", unknown),
  end: (at) => ends(at),
  source: (at) => source(at),
  hosting: (at) => known(at.cell("hosting")[0]),
  replaces: (at) => at.cell("replaces").flatMap((of) => replaced(at, of)),
  confidence: (at) => at.cell("confidence").map(([, words]) => words),
};

export class Table {
  /** @param page the explorer's element, with the table that the server made in it. */
  constructor(page) {
    this.root = page.dataset.root;
    this.head = page.querySelector("thead tr");
    this.body = page.querySelector("tbody");
    this.usual = [...this.head.children].map((head) => head.dataset.column);
    this.names = new Map([...this.head.children].map((head) => [head.dataset.column, head.textContent]));
    Object.entries(MORE).forEach(([column, name]) => this.names.set(column, name));
    this.shown = this.usual;
  }

  /** The columns of a state, in the order of the table. The first names its row, so it always stands. */
  columnsOf(state) {
    const wanted = state.columns ?? this.usual;
    return [...this.names.keys()].filter((column, index) => index === 0 || wanted.includes(column));
  }

  /** Heads with buttons that sort. Heads that stay are kept, and with them the place of the keyboard. */
  drawHead(state, sort) {
    const before = new Map([...this.head.children].map((head) => [head.dataset.column, head]));
    const heads = this.columnsOf(state).map((column) => before.get(column) ?? this.newHead(column));
    for (const head of heads) {
      const column = head.dataset.column;
      if (!head.querySelector("button")) {
        const button = element("button", { type: "button", class: "sort" }, head.textContent);
        button.addEventListener("click", () => sort(column));
        head.replaceChildren(button);
      }
      if (state.sort === column) {
        head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
      } else {
        head.removeAttribute("aria-sort");
      }
    }
    if (heads.length !== before.size || heads.some((head, index) => head !== this.head.children[index])) {
      this.head.replaceChildren(...heads);
    }
  }

  newHead(column) {
    return element("th", { scope: "col", "data-column": column }, this.names.get(column));
  }

  drawRows(table, state, rows) {
    const columns = this.columnsOf(state);
    const drawn = Array.from(rows, (row) => {
      const at = { table, row, root: this.root, cell: (name) => cell(table, name, row) };
      const cells = columns.map((column, index) => {
        const content = CELLS[column](at);
        const shown = content.length > 0 ? content : [none()];
        return index === 0 ? element("th", { scope: "row" }, ...shown) : element("td", {}, ...shown);
      });
      return element("tr", {}, ...cells);
    });
    this.body.replaceChildren(...drawn);
  }
}

function unknown() {
  return element("span", { class: "unk" }, t("Not known"));
}

function none() {
  return element("span", { class: "none" }, t("None on record"));
}

function linked(at, column) {
  const links = at.cell(column).map(([id, name]) => {
    return element("a", { href: `${at.root}${at.table.paths[column]}${encodeURIComponent(id)}/` }, name);
  });
  return links.length > 0 ? links.flatMap((link, index) => (index > 0 ? [", ", link] : [link])) : [unknown()];
}

function supplier(at) {
  const [id, name] = at.cell("supplier")[0];
  if (id === "unknown") {
    return [unknown()];
  }
  return id === "in-house" ? [element("span", { class: "none" }, name)] : linked(at, "supplier");
}

function tag([, words, kind]) {
  return element("span", { class: `tag ${kind}` }, words);
}

function time([iso, words]) {
  return element("time", { datetime: iso }, words);
}

/** A date on a line of its own, with words around its place. */
function date(at, column, words) {
  const [before, after] = words.split("{}");
  return at.cell(column).map((of) => element("span", { class: "sub" }, before, time(of), after));
}

/** When a system went, or by when at the latest. */
function gone(at) {
  return at.cell("until").map((of) => element("span", { class: "sub" }, `${of[2]} `, time(of)));
}

/** What a system took over from; that it did is a conclusion where no source says so. */
function replaced(at, [href, name, how]) {
  const link = element("a", { href: at.root + href }, name);
  return how ? [element("span", { class: "tag trial" }, t("Probable")), " ", link] : [link];
}

function dateOr(at, column, other) {
  const [of] = at.cell(column);
  return [of ? time(of) : other()];
}

function known([id, words]) {
  return [id === "unknown" ? unknown() : words];
}

function ends(at) {
  const [end] = at.cell("end");
  const more = end ? date(at, "max_end", t("or {} if extended", "{}")) : date(at, "max_end", t("at most {}", "{}"));
  const notes = at.cell("note").map(([kind, words]) => element("span", { class: "sub" }, tag([kind, words, kind])));
  if (end || more.length > 0) {
    return [...(end ? [time(end)] : []), ...more, ...notes];
  }
  const isPublished = at.cell("contract").length > 0;
  return [isPublished ? element("span", { class: "notpub" }, t("Not published")) : unknown(), ...notes];
}

function source(at) {
  const [, words, kind] = at.cell("provenance")[0];
  const [of] = at.cell("source");
  const stale = at.cell("stale").map(() => element("span", { class: "tag stale" }, t("May be out of date")));
  return [element("span", { class: `src ${kind}` }, `${words}, `, of ? time(of) : t("undated")), ...stale];
}
