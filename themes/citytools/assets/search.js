// The search page: finds while somebody types, and keeps the query in the address.

import { SearchIndex } from "./search-index.js";
import { t } from "./text.js";
import { excerpt, found, pieces } from "./words.js";

/** Hits of a kind that are shown before somebody asks for all. */
const SHOWN = 6;
/** Somebody who listens hears the count once they stop typing. */
const PAUSE = 500;

export function start(form) {
  const box = form.elements.q;
  const { index, texts, root, one } = form.dataset;
  const [status, results, browse] = ["search-count", "search-results", "search-browse"].map((id) =>
    document.getElementById(id),
  );
  const { title } = document;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const parts = new Map();
  let loading;
  let timer;

  /** The names come first, because they answer most questions; the longer texts follow. */
  function load() {
    loading ??= fetched(index).then((names) => {
      const entries = new SearchIndex();
      entries.add(names);
      fetched(texts)
        .then((more) => entries.add(more))
        .then(show, () => {});
      return entries;
    });
    return loading;
  }

  /** The entries, with what those authorities have that the query names. */
  async function entries(query) {
    const names = await load();
    await Promise.all(names.files(query).map((file) => part(names, file)));
    return names;
  }

  function part(names, file) {
    if (!parts.has(file)) {
      const whole = fetched(`${root}search/authorities/${file}.json`).then((more) => names.add(more, file));
      parts.set(file, whole);
      whole.catch(() => parts.delete(file));
    }
    return parts.get(file);
  }

  async function show() {
    const query = box.value.trim();
    remember(query);
    if (query.length < 2) return clear();
    let hits;
    let hint;
    try {
      const known = await entries(query);
      hits = known.find(query);
      // What authorities have is not searched as a whole where it is much.
      hint = known.parted && known.files(query).length === 0;
    } catch {
      // All anew: files that came belong to the names of before.
      loading = undefined;
      parts.clear();
      clear();
      return say(t("The list of names could not be loaded. The lists below lead to every page."));
    }
    // Somebody may have typed on while the names were on their way.
    if (query !== box.value.trim()) return;
    browse.hidden = hits.count > 0;
    results.replaceChildren(...kinds(hits.groups), ...hits.groups.map((group) => section(group)));
    const count = told(hits, query);
    const more = hint ? `${count.endsWith(".") ? "" : "."} ${t("Name {} to find its contracts and what it uses.", one)}` : "";
    say(count + more, hits.count > 0 ? PAUSE : 0);
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

  function told({ count, words, every }, query) {
    if (count === 0) {
      return t("Nothing found for “{}”. Check the spelling, use fewer words, or choose from the lists below.", query);
    }
    const results = count === 1 ? t("1 result") : t("{} results", number.format(count));
    if (!every) return t("Nothing has all of the words of “{}”. {} with some of them", query, results);
    return words
      ? t("Nothing found for “{}”. {} for “{}”", query, results, words.join(" "))
      : t("{} for “{}”", results, query);
  }

  /** Links to the kinds, where there are several. */
  function kinds(groups) {
    if (groups.length < 2) return [];
    const links = groups.map(({ id, title, hits }) =>
      element("li", {}, element("a", { href: `#found-${id}` }, `${title} (${number.format(hits.length)})`)),
    );
    return [element("nav", { "aria-label": t("Kinds of result") }, element("ul", { class: "inline" }, ...links))];
  }

  function section({ id, title, hits }) {
    const count = element("span", { class: "count" }, number.format(hits.length));
    const heading = element("h2", { id: `found-${id}`, tabindex: "-1" }, `${title} `, count);
    const list = element("ol", { class: "hits" }, ...hits.slice(0, SHOWN).map(item));
    const whole = element("section", { "aria-labelledby": heading.id }, heading, list);
    if (hits.length > SHOWN) {
      const more = element("button", { type: "button", class: "button" }, t("Show all {}", number.format(hits.length)));
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
    const line = (name, text) => (text ? [element("span", { class: name }, ...marked(text, words))] : []);
    const link = element("a", { href: root + entry.href }, ...marked(entry.name, words));
    return element(
      "li",
      {},
      link,
      ...line("sub", otherNames(entry, words)),
      ...line("fact", entry.fact),
      ...line("sub", excerpt(entry.text, words, !entry.fact)),
    );
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
  // Somebody may have typed before this script was there.
  if (box.value) show();
  else restore();
}

/** The other names by which an entry was found, where its name alone does not tell why. */
function otherNames({ name, also }, words) {
  const own = found(name, words);
  const others = also.filter((other) => [...found(other, words)].some((word) => !own.has(word)));
  return others.length > 0 && t("Also known as {}", others.join("; "));
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
