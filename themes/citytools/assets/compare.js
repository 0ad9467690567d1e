// Two to four authorities side by side, chosen in a form that this script reveals. The choice stands in the address, so
// that it can be sent, and comes back with the browser's own buttons.
import { picked, typed, Unknown } from "./choice.js";
import { listed, sideBySide } from "./columns.js";
import { t } from "./text.js";

const MOST = 4;
const MARKS = {
  same: ["same", "=", t("the same")],
  partly: ["differ", "≈", t("partly the same")],
  different: ["differ", "≠", t("different")],
};
// The page stands one folder below the site's root, and so do the links that it makes.
const ROOT = "../";

/** An element with its attributes and what is in it. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

const linked = ({ text, href }) => (href ? make("a", { href: ROOT + href }, text) : text);

function cell(items) {
  if (items.length === 0) return make("td", {}, make("span", { class: "unk" }, t("Not known")));
  const td = make("td");
  items.forEach((item, index) => {
    if (index > 0 && !items[index - 1].note) td.append(", ");
    td.append(item.open ? make("span", { class: "open" }, linked(item)) : linked(item));
    if (item.note) td.append(make("span", { class: "sub" }, item.note));
  });
  return td;
}

function row({ name, href, cells, verdict }) {
  const [kind, sign, words] = MARKS[verdict] ?? ["", null, null];
  const head = make("th", { scope: "row" });
  if (sign) head.append(make("span", { class: "vd", "aria-hidden": "true" }, sign));
  head.append(linked({ text: name, href }));
  if (sign) head.append(make("span", { class: "vh" }, `, ${words}`));
  return make("tr", { class: kind }, head, ...cells.map(cell));
}

/** Rows under the headings of their groups. */
function bodies(rows, width) {
  const found = [];
  let group;
  for (const entry of rows) {
    if (found.length === 0 || entry.group !== group) {
      group = entry.group;
      found.push(make("tbody"));
      const head = () => make("th", { scope: "rowgroup", colspan: width }, make("span", {}, group));
      if (group) found.at(-1).append(make("tr", { class: "group" }, head()));
    }
    found.at(-1).append(row(entry));
  }
  return found;
}

function part({ id, name, rows }, columns) {
  const heading = make("h3", { id: `several-${id}` }, name);
  const section = make("section", { "aria-labelledby": heading.id }, heading);
  if (rows.length === 0) {
    section.append(make("p", {}, t("Nothing is on record for any of them.")));
    return section;
  }
  const names = listed(columns.map((column) => column.link.text));
  const caption = make("caption", { class: "vh", id: `several-t-${id}` }, `${name}: ${names}`);
  const heads = columns.map((column) => make("th", { scope: "col" }, linked(column.link)));
  const first = make("th", { scope: "col", class: "w-row" }, make("span", { class: "vh" }, t("What is compared")));
  const table = make("table", { class: "compare several" }, caption, make("thead", {}, make("tr", {}, first, ...heads)));
  table.append(...bodies(rows, columns.length + 1));
  section.append(make("div", { class: "scroll", role: "region", "aria-labelledby": caption.id, tabindex: "0" }, table));
  return section;
}

/** Links to the pages of the pairs, which know more: what could be bought together. */
function pairs(columns) {
  const links = columns.flatMap((one, index) =>
    columns.slice(index + 1).map((other) => {
      const href = `compare/${one.id}/${other.id}/`;
      return make("li", {}, linked({ text: t("{} and {}", one.link.text, other.link.text), href }));
    }),
  );
  return make("ul", { class: "inline" }, ...links);
}

const columns = new Map();

async function column(id) {
  if (!columns.has(id)) {
    const answer = await fetch(`${ROOT}compare/${id}.json`);
    if (!answer.ok) throw new Error(`${answer.status} for ${id}`);
    columns.set(id, await answer.json());
  }
  return columns.get(id);
}

/** Makes the form work; `element` holds it, hidden. */
export function start(element) {
  const [first] = element.querySelectorAll("label");
  const [button] = element.querySelectorAll("button");
  const [status] = element.querySelectorAll("[role=status]");
  const [result] = element.querySelectorAll(".result");
  for (let place = 2; place <= MOST; place += 1) {
    const copy = first.cloneNode(true);
    copy.querySelector("span").textContent = place;
    button.before(copy);
  }
  const fields = [...element.querySelectorAll("select, input")];
  const offers = element.querySelector("datalist");
  const choice = offers ? typed(fields, offers, offers.dataset.names) : picked(fields);

  const asked = () => (new URLSearchParams(location.search).get("with") ?? "").split(",").filter(Boolean);

  /** The known ones of some, each once, in the order of the pages. */
  const known = async (ids) => {
    const wanted = new Set(ids);
    return wanted.size > 0 ? (await choice.order()).filter((id) => wanted.has(id)).slice(0, MOST) : [];
  };

  async function show() {
    const address = location.search;
    // Another choice may have been made while this one was loading.
    const isOld = () => address !== location.search;
    try {
      const ids = await known(asked());
      if (isOld()) return;
      await choice.put(ids);
      if (isOld()) return;
      if (ids.length < 2) {
        result.replaceChildren();
        status.textContent = address ? element.dataset.few : "";
        return;
      }
      const chosen = await Promise.all(ids.map(column));
      if (isOld()) return;
      const names = listed(chosen.map((one) => one.link.text));
      const parts = sideBySide(chosen).map((one) => part(one, chosen));
      result.replaceChildren(make("h2", {}, names), ...parts);
      if (element.dataset.paired === "true") result.children[0].after(pairs(chosen));
      status.textContent = t("{}, side by side below.", names);
    } catch {
      if (isOld()) return;
      result.replaceChildren();
      status.textContent = element.dataset.failed;
    }
  }

  async function choose() {
    try {
      const ids = await known(await choice.ids());
      const address = `?with=${ids.join()}`;
      // Twice the same is one step back.
      if (address !== location.search) history.pushState(null, "", address);
    } catch (error) {
      result.replaceChildren();
      status.textContent = error instanceof Unknown ? error.message : element.dataset.failed;
      return;
    }
    show();
  }

  button.addEventListener("click", choose);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    choose();
  });
  addEventListener("popstate", show);
  element.hidden = false;
  show();
}
