// The explorer: filters, order, columns and page live in the address; the table follows. Rows are fetched on first use.

import { element } from "./element.js";
import { Facets } from "./explore-facets.js";
import { addressOf, csvOf, decode, emptyState, find, isFiltered, sort, stateOf } from "./explore-rows.js";
import { Table } from "./explore-table.js";
import { t } from "./text.js";

/** A reader is told the count so long after the last change, once. */
const PAUSE = 500;

const numbers = new Intl.NumberFormat(document.documentElement.lang);

export function start(page) {
  new Explorer(page).restore();
}

class Explorer {
  constructor(page) {
    const one = (selector) => page.querySelector(selector);
    this.page = page;
    this.size = Number(page.dataset.pageRows);
    this.title = one("#rows-h");
    this.status = one("[role=status]");
    this.tools = one(".tools");
    this.text = one("#find");
    this.region = one(".scroll");
    this.done = one("[data-done]");
    this.unfiltered = this.title.textContent;
    this.facets = new Facets(page, (...of) => this.choose(...of), () => this.load());
    this.table = new Table(page);
    this.chips = element("ul", { class: "chips", "aria-label": t("Chosen filters") });
    this.empty = element("div", { class: "empty" });
    this.pager = element("nav", { class: "pager", "aria-label": t("Rows") });
    this.found = null;
    this.turn = 0;
    this.reveal(one);
  }

  /** Everything that only works with a script is hidden until now. */
  reveal(one) {
    this.tools.after(this.chips);
    this.region.after(this.empty);
    this.serverPager = one(".pager");
    (this.serverPager ?? this.empty).after(this.pager);
    [this.chips, this.empty, this.pager].forEach((part) => (part.hidden = true));
    this.text.addEventListener("input", () => this.change({ text: this.text.value, page: 1 }, true));
    const copy = one("[data-do=copy]");
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", () => this.copy());
    one("[data-do=download]").addEventListener("click", () => this.download());
    this.columns = this.columnBoxes(one(".choose ul"));
    window.addEventListener("popstate", () => this.restore());
    this.tools.hidden = false;
  }

  columnBoxes(list) {
    const names = [...this.table.names].slice(1);
    return names.map(([column, name]) => {
      const box = element("input", { type: "checkbox", autocomplete: "off" });
      box.addEventListener("change", () => this.chooseColumns());
      list.append(element("li", {}, element("label", {}, box, element("span", {}, name))));
      return [column, box];
    });
  }

  /** The rows, fetched once. */
  load() {
    this.loading ??= fetch(this.page.dataset.root + this.page.dataset.rows)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
      .then(decode)
      .catch((error) => {
        // The next choice tries again.
        this.loading = null;
        throw error;
      });
    return this.loading;
  }

  /** What the address asks for. Nothing is fetched for what the page already shows. */
  restore() {
    this.state = stateOf(location.search, this.facets.ids);
    this.facets.open(this.state);
    if (this.found || addressOf(this.state, this.facets.ids)) {
      this.draw();
    } else {
      this.drawControls();
      this.facets.draw(this.state);
    }
  }

  choose(facet, id, isChosen) {
    const others = (this.state.chosen[facet] ?? []).filter((other) => other !== id);
    const chosen = { ...this.state.chosen, [facet]: isChosen ? [...others, id] : others };
    this.change({ chosen, page: 1 });
  }

  chooseColumns() {
    const wanted = this.columns.filter(([, box]) => box.checked).map(([column]) => column);
    const usual = this.table.usual.slice(1);
    const isUsual = wanted.length === usual.length && wanted.every((column) => usual.includes(column));
    this.change({ columns: isUsual ? null : wanted });
  }

  /** First up, then down, then as the table was. */
  sortBy(column) {
    const isSame = this.state.sort === column;
    const next = isSame && this.state.descending ? "" : column;
    this.change({ sort: next, descending: isSame && next !== "", page: 1 });
  }

  /** A choice is a step that "back" takes again; typing is not one step a letter. */
  change(part, isTyping = false) {
    this.state = { ...this.state, ...part };
    const address = location.pathname + addressOf(this.state, this.facets.ids);
    history[isTyping ? "replaceState" : "pushState"](null, "", address);
    return this.draw();
  }

  clear() {
    this.change({ ...emptyState(), columns: this.state.columns });
    this.text.focus();
  }

  async draw() {
    this.turn += 1;
    const turn = this.turn;
    this.drawControls();
    const table = await this.load().catch(() => null);
    if (!table) {
      this.tell(t("The rows could not be loaded, so the table is as it was. Load this page again, or take the table for download."));
      return;
    }
    // Another choice may have been made while the rows were on their way.
    if (turn !== this.turn) {
      return;
    }
    const found = find(table, this.state, this.facets.ids);
    this.found = sort(table, found.rows, this.state.sort, this.state.descending);
    const pages = Math.max(1, Math.ceil(this.found.length / this.size));
    this.state.page = Math.min(this.state.page, pages);
    const first = (this.state.page - 1) * this.size;
    this.table.drawRows(table, this.state, this.found.subarray(first, first + this.size));
    this.facets.draw(this.state, table, found.counts);
    this.drawChips();
    this.drawCount(table, first);
    this.drawPager(pages);
  }

  drawControls() {
    if (this.text.value !== this.state.text) {
      this.text.value = this.state.text;
    }
    const shown = this.table.columnsOf(this.state);
    this.columns.forEach(([column, box]) => (box.checked = shown.includes(column)));
    this.table.drawHead(this.state, (column) => this.sortBy(column));
    this.done.textContent = "";
  }

  drawCount(table, first) {
    const number = (count) => numbers.format(count);
    const [found, all] = [this.found.length, table.count];
    const last = Math.min(first + this.size, found);
    const rows = t("{} of {} rows", number(found), number(all));
    const part = found > this.size ? t("Rows {} to {} of {}", number(first + 1), number(last), number(found)) : rows;
    this.title.textContent = isFiltered(this.state) ? (found > this.size ? t("{}, of {} in all", part, number(all)) : rows) : found > this.size ? part : this.unfiltered;
    this.region.hidden = found === 0;
    this.empty.hidden = found > 0;
    if (found === 0) {
      const clear = element("button", { type: "button", class: "button" }, t("Clear all filters"));
      clear.addEventListener("click", () => this.clear());
      this.empty.replaceChildren(
        element("h3", {}, t("No row fits")),
        element("p", {}, t("Take a filter away, or write less of the name. What is not on record is not known; it may still be there.")),
        element("p", {}, clear),
      );
    }
    this.say(found === 0 ? t("No row fits") : rows);
  }

  /** Politely, and only the last of several changes. */
  say(words) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (this.status.textContent = words), PAUSE);
  }

  drawChips() {
    const chosen = Object.entries(this.state.chosen).flatMap(([facet, ids]) =>
      ids.map((id) => [this.facets.name(facet, id), () => this.choose(facet, id, false)]),
    );
    if (this.state.text.trim() !== "") {
      chosen.unshift([[t("Name"), `“${this.state.text.trim()}”`], () => this.change({ text: "", page: 1 })]);
    }
    const chips = chosen.map(([[facet, value], remove]) => this.chip([element("span", { class: "vh" }, t("Remove the filter") + " "), `${facet}: ${value}`], remove));
    if (chips.length > 1) {
      const all = this.chip([t("Clear all filters")], () => this.clear());
      all.className = "all";
      chips.push(all);
    }
    this.chips.hidden = chips.length === 0;
    this.chips.replaceChildren(...chips);
  }

  chip(words, remove) {
    const button = element("button", { type: "button" }, ...words);
    button.addEventListener("click", async () => {
      const place = [...this.chips.children].indexOf(button.parentElement);
      await remove();
      // The button is gone: the next one takes its place, or the box for a name.
      const next = this.chips.children[Math.min(place, this.chips.children.length - 1)];
      (next?.querySelector("button") ?? this.text).focus();
    });
    return element("li", {}, button);
  }

  drawPager(pages) {
    this.serverPager?.remove();
    this.pager.hidden = pages < 2;
    const link = (to, rel, words) => {
      const first = (to - 1) * this.size + 1;
      const part = t("Rows {} to {}", numbers.format(first), numbers.format(Math.min(first + this.size - 1, this.found.length)));
      const href = addressOf({ ...this.state, page: to }, this.facets.ids) || location.pathname;
      const made = element("a", { class: rel, rel, href }, element("small", {}, words), part);
      made.addEventListener("click", (event) => this.turnTo(event, to));
      return made;
    };
    this.pager.replaceChildren(
      ...(this.state.page > 1 ? [link(this.state.page - 1, "prev", t("Previous"))] : []),
      ...(this.state.page < pages ? [link(this.state.page + 1, "next", t("Next"))] : []),
    );
  }

  async turnTo(event, to) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    await this.change({ page: to });
    this.title.tabIndex = -1;
    this.title.focus();
    this.title.scrollIntoView();
  }

  async copy() {
    const copied = await navigator.clipboard.writeText(location.href).then(
      () => t("Link copied"),
      () => t("The link could not be copied: it is in the address bar"),
    );
    this.tell(copied);
  }

  /** Words beside the buttons, read out at once. */
  tell(words) {
    clearTimeout(this.saying);
    this.done.textContent = words;
    this.status.textContent = words;
  }

  async download() {
    this.tell(t("Preparing the file"));
    try {
      if (!this.found) {
        await this.draw();
      }
      const answer = await fetch(this.page.dataset.root + this.page.dataset.table);
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
      const csv = csvOf(await this.load(), this.found, await answer.text());
      if (csv === null) {
        this.tell(t("The records were published anew meanwhile: load this page again"));
        return;
      }
      save(csv, isFiltered(this.state) ? "deployments-part.csv" : "deployments.csv");
      this.tell(t("The file is ready"));
    } catch {
      this.tell(t("The file could not be made. The data page has the whole table"));
    }
  }
}

/** Hands a text to the reader as a file. */
function save(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  element("a", { href: address, download: name }).click();
  // The download has begun by then; without this the text would stay in memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
