// The facets of the explorer: the links that the page has without script become boxes to tick, with live counts.

import { element } from "./element.js";
import { fold } from "./explore-rows.js";
import { t } from "./text.js";

/** Values that a facet lists at once; the others are found by name. */
const SHOWN = 40;

const numbers = new Intl.NumberFormat(document.documentElement.lang);

/** From so many values on a facet has a box to find one by name. */
const LONG = 12;

export class Facets {
  /**
   * @param page the explorer's element
   * @param change called with a facet, a value's id and whether it is chosen
   * @param load gives the rows, for values that the page does not list
   */
  constructor(page, change, load) {
    this.all = [...page.querySelectorAll("[data-facet]")].map((box) => new Facet(box, change, load));
    this.ids = this.all.map((facet) => facet.id);
  }

  /** What to call a value. */
  name(id, value) {
    const facet = this.all.find((facet) => facet.id === id);
    return [facet.title, facet.names.get(value) ?? value];
  }

  /** Opens the facets in which an address has chosen something. */
  open(state) {
    this.all.filter((facet) => state.chosen[facet.id]).forEach((facet) => (facet.box.open = true));
  }

  /** Ticks what a state has chosen, and shows the counts where they are known. */
  draw(state, table = null, counts = null) {
    this.all.forEach((facet) => facet.draw(state.chosen[facet.id] ?? [], table, counts?.[facet.id]));
  }
}

class Facet {
  constructor(box, change, load) {
    this.id = box.dataset.facet;
    this.change = change;
    this.box = box;
    this.summary = box.querySelector("summary");
    this.title = this.summary.textContent;
    this.list = box.querySelector("ul");
    this.text = "";
    this.chosen = [];
    this.usual = [];
    this.names = new Map();
    this.totals = new Map();
    for (const item of this.list.children) {
      this.usual.push(item.dataset.value);
      this.names.set(item.dataset.value, item.firstElementChild.textContent);
      this.totals.set(item.dataset.value, item.lastElementChild.textContent);
    }
    if (this.usual.length > LONG) {
      this.addFinder(load);
    }
    box.setAttribute("aria-label", this.title);
    box.addEventListener("toggle", () => this.drawList());
    this.drawList();
  }

  addFinder(load) {
    const finder = element("input", {
      type: "search",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: t("Find"),
      "aria-label": t("Find in the list: {}", this.title),
    });
    finder.addEventListener("input", async () => {
      this.text = fold(finder.value.trim());
      this.learn(await load().catch(() => null));
      this.drawList();
    });
    this.list.before(finder);
    this.list.parentElement.querySelector("p")?.remove();
  }

  /** Takes over the names of all values from the rows. */
  learn(table) {
    if (table && !this.folded) {
      this.folded = table.columns[this.id].values.map(([id, name, more = ""]) => {
        this.names.set(id, name);
        return [id, fold(`${name} ${more}`)];
      });
    }
  }

  draw(chosen, table, counts) {
    this.learn(table);
    this.chosen = chosen;
    if (table && counts) {
      const places = table.columns[this.id].places;
      this.count = (id) => numbers.format(counts[places.get(id)] ?? 0);
    }
    const said = chosen.length > 0 ? [element("span", { class: "count" }, ` ${t("{} chosen", chosen.length)}`)] : [];
    this.summary.replaceChildren(this.title, ...said);
    this.drawList();
  }

  /** The usual values, or those whose name has the text; chosen ones always, before the others if they are not usual. */
  wanted() {
    if (this.text && this.folded) {
      return this.folded.filter(([, folded]) => folded.includes(this.text)).map(([id]) => id).slice(0, SHOWN);
    }
    return [...this.chosen.filter((id) => !this.usual.includes(id)), ...this.usual];
  }

  /** A closed list waits until it is opened. Items that stay are kept, and with them the place of the keyboard. */
  drawList() {
    if (!this.box.open) {
      return;
    }
    const before = new Map([...this.list.children].map((item) => [item.dataset.value, item]));
    const items = this.wanted().map((id) => {
      const old = before.get(id);
      const item = old?.querySelector("input") ? old : this.newItem(id);
      const box = item.querySelector("input");
      box.checked = this.chosen.includes(id);
      const count = this.count?.(id) ?? this.totals.get(id) ?? "";
      item.lastElementChild.textContent = count;
      item.classList.toggle("nil", count === "0");
      return item;
    });
    if (items.length !== this.list.children.length || items.some((item, index) => item !== this.list.children[index])) {
      this.list.replaceChildren(...items);
    }
  }

  newItem(id) {
    const box = element("input", { type: "checkbox", autocomplete: "off" });
    box.addEventListener("change", () => this.change(this.id, id, box.checked));
    const label = element("label", {}, box, element("span", {}, this.names.get(id) ?? id));
    return element("li", { "data-value": id }, label, element("span", { class: "n" }));
  }
}
