// The search page: finds while somebody types, and keeps the query in the address.

import { SearchIndex } from "./search-index.js";
import { excerpt, pieces } from "./words.js";

/** Hits of a kind that are shown before somebody asks for all. */
const SHOWN = 6;
/** Somebody who listens hears the count once they stop typing. */
const PAUSE = 500;

export function start(form) {
  const box = form.elements.q;
  const { index, texts, root } = form.dataset;
  const [status, results, browse] = ["search-count", "search-results", "search-browse"].map((id) =>
    document.getElementById(id),
  );
  const { title } = document;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let loading;
  let timer;

  /** The names come first, because they answer most questions; the longer texts follow. */
  function load() {
    loading ??= fetched(index).then((names) => {
      const found = new SearchIndex();
      found.add(names);
      fetched(texts)
        .then((more) => found.add(more))
        .then(show, () => {});
      return found;
    });
    return loading;
  }

  async function show() {
    const query = box.value.trim();
    remember(query);
    if (query.length < 2) return clear();
    let found;
    try {
      found = (await load()).find(query);
    } catch {
      loading = undefined;
      clear();
      return say("The list of names could not be loaded. The lists below lead to every page.");
    }
    // Somebody may have typed on while the names were on their way.
    if (query !== box.value.trim()) return;
    browse.hidden = found.count > 0;
    results.replaceChildren(...kinds(found.groups), ...found.groups.map((group) => section(group)));
    say(told(found, query), found.count > 0 ? PAUSE : 0);
  }

  function clear() {
    results.replaceChildren();
    browse.hidden = false;
    say("");
  }

  function say(words, pause = 0) {
    clearTimeout(timer);
    timer = setTimeout(() => (status.textContent = words), pause);
  }

  function told({ count, exact, every }, query) {
    if (count === 0) {
      return `Nothing found for “${query}”. Check the spelling, use fewer words, or choose from the lists below.`;
    }
    const results = `${number.format(count)} ${count === 1 ? "result" : "results"} for “${query}”`;
    if (!every) return `Nothing has all of these words. With some of them: ${results}`;
    return exact ? results : `${results}, spelt in a similar way`;
  }

  /** Links to the kinds, where there are several. */
  function kinds(groups) {
    if (groups.length < 2) return [];
    const links = groups.map(({ id, title, hits }) =>
      element("li", {}, element("a", { href: `#found-${id}` }, `${title} (${number.format(hits.length)})`)),
    );
    return [element("nav", { "aria-label": "Kinds of result" }, element("ul", { class: "inline" }, ...links))];
  }

  function section({ id, title, hits }) {
    const count = element("span", { class: "count" }, number.format(hits.length));
    const heading = element("h2", { id: `found-${id}`, tabindex: "-1" }, `${title} `, count);
    const list = element("ol", { class: "hits" }, ...hits.slice(0, SHOWN).map(item));
    const whole = element("section", { "aria-labelledby": heading.id }, heading, list);
    if (hits.length > SHOWN) {
      const more = element("button", { type: "button", class: "button" }, `Show all ${number.format(hits.length)}`);
      more.append(element("span", { class: "vh" }, ` under ${title}`));
      more.addEventListener("click", () => {
        list.append(...hits.slice(SHOWN).map(item));
        more.remove();
        list.children[SHOWN].querySelector("a").focus();
      });
      whole.append(more);
    }
    return whole;
  }

  function item({ entry, words }) {
    const lines = [];
    const other = entry.also.filter((name) => pieces(name, words).some(({ hit }) => hit));
    if (other.length > 0) lines.push(`Also: ${other.join("; ")}`);
    if (entry.fact) lines.push(entry.fact);
    const part = excerpt(entry.text, words, !entry.fact);
    if (part) lines.push(part);
    const link = element("a", { href: root + entry.href }, ...marked(entry.name, words));
    return element("li", {}, link, ...lines.map((text) => element("span", { class: "sub" }, ...marked(text, words))));
  }

  /** The address tells what was looked for, so that it can be sent, reloaded and come back to. */
  function remember(query) {
    const address = query ? `?${new URLSearchParams({ q: query })}` : location.pathname;
    if (new URLSearchParams(location.search).get("q") !== (query || null)) history.replaceState(null, "", address);
    document.title = query ? `${query} – ${title}` : title;
  }

  function restore() {
    box.value = new URLSearchParams(location.search).get("q") ?? "";
    show();
  }

  function keys(event) {
    const links = [...results.querySelectorAll(".hits a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && (at >= 0 || event.target === box)) {
      box.value = "";
      box.focus();
      show();
    } else if (event.key === "ArrowDown" && (at >= 0 || event.target === box)) {
      links[Math.min(at + 1, links.length - 1)]?.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (links[at - 1] ?? box).focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  box.addEventListener("input", show);
  box.addEventListener("focus", () => load().catch(() => (loading = undefined)), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    results.querySelector(".hits a")?.focus();
  });
  document.addEventListener("keydown", keys);
  addEventListener("popstate", restore);
  keySwitch(document.getElementById("search-key"));
  restore();
}

/** Readers who speak to their computer can turn a single key off (WCAG 2.1.4); site.js reads what is stored. */
function keySwitch(line) {
  const choice = line.querySelector("input");
  try {
    choice.checked = localStorage.getItem("search-key") !== "off";
    choice.addEventListener("change", () => localStorage.setItem("search-key", choice.checked ? "on" : "off"));
    line.hidden = false;
  } catch {
    // Nothing can be stored, so there is nothing to choose.
  }
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

/** Never HTML from a text: a query or a name can hold anything. */
function marked(text, words) {
  return pieces(text, words).map((piece) => (piece.hit ? element("mark", {}, piece.text) : piece.text));
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}
