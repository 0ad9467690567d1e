// Finds entries by their words and puts the best first. No DOM, so that node can test it.

import MiniSearch from "./minisearch.js";
import { asked, indexed, line } from "./words.js";

/** A query that fits more authorities than so many names none of them: "council". Of fewer, the best are looked into. */
const FITTING = 12;
const NAMED = 3;

/** How good a hit is, before its score counts: the whole name, its beginning, another name, or words here and there. */
const TIERS = { name: 0, beginning: 1, alias: 2, aliasBeginning: 3, words: 4 };

export class SearchIndex {
  #entries = [];
  #groups = [];
  #files = [];
  #open = new Set();
  #index = new MiniSearch({
    fields: ["name", "also", "of", "text"],
    tokenize: indexed,
    processTerm: (term) => term,
    searchOptions: {
      boost: { name: 6, also: 4, of: 2 },
      weights: { prefix: 0.6, fuzzy: 0.4 },
      prefix: (term, i, terms) => term.length > 3 || (term.length > 1 && i === terms.length - 1),
      boostDocument: (id) => this.#groups[this.#entries[id].group].weight,
    },
  });

  /** Adds the groups of a file. Places are those of the first file's entries. Of a file of authorities, `file` is the name. */
  add({ groups, authorities = [] }, file) {
    this.#files.push(...authorities);
    for (const { entries, missing = [], ...group } of groups) {
      const number = this.#groups.push({ ...group, also: new Set(group.also.flatMap(indexed)) }) - 1;
      entries.forEach((entry) => this.#entries.push(this.#whole(entry, number, file)));
      for (const [service, ...authorities] of missing) {
        authorities.forEach((authority) => this.#entries.push(this.#whole({ of: [authority, service] }, number, file)));
      }
    }
    const known = this.#index.documentCount;
    this.#index.addAll(this.#entries.slice(known).map((entry, i) => this.#document(entry, known + i)));
  }

  /** A pair has no name of its own: it is that of an authority and a service. */
  #whole(entry, group, file) {
    const [first, second] = entry.name ? [] : entry.of.map((place) => this.#entries[place]);
    return {
      name: first && `${first.name}: ${second.name}`,
      href: first && `${first.href}#unknown`,
      fact: "",
      also: [],
      text: "",
      of: [],
      ...entry,
      group,
      file,
    };
  }

  #document(entry, id) {
    const named = (place) => [this.#entries[place].name, ...this.#entries[place].also];
    return {
      id,
      name: entry.name,
      also: entry.also.join(" | "),
      of: entry.of.flatMap(named).join(" | "),
      text: entry.text,
    };
  }

  /** Whether each authority has to be named for what it has to be found. */
  get parted() {
    return this.#files.length > 1;
  }

  /** The names of the files with what the authorities have that a query names; of a small region, the one that it has. */
  files(query) {
    if (!this.parted) return this.#files.map(([, file]) => file);
    // Names alone tell which, whatever else came before.
    this.#open = new Set();
    const words = asked(query).map((word) => this.#known(word));
    const isAuthority = ({ id }) => this.#groups[this.#entries[id].group].id === "boroughs";
    const hits = mostWords(this.#search(words, { combineWith: "OR", filter: isAuthority }));
    if (hits.length > FITTING) return [];
    const places = hits.sort(best).slice(0, NAMED).map(({ place }) => place);
    return [...new Set(places.map((place) => this.#files.findLast(([first]) => first <= place)[1]))];
  }

  /** Hits by group, the group with the best hit first. `words` are those that were looked for, where mistyped ones
      had to be corrected; `every` is false where no entry has all of them. */
  find(query) {
    this.#open = new Set(this.files(query));
    let words = asked(query);
    let corrected = false;
    let hits = this.#withKind(words);
    if (hits.length === 0 && words.length > 1) hits = this.#search([words.join("")]);
    if (hits.length === 0) {
      const known = words.map((word) => this.#known(word));
      corrected = known.join() !== words.join();
      words = known;
      hits = this.#withKind(words);
    }
    const every = hits.length > 0;
    if (!every) hits = mostWords(this.#search(words, { combineWith: "OR" }));
    hits = once(hits);
    return { groups: this.#grouped(hits), count: hits.length, words: corrected ? words : null, every };
  }

  /** The word, or the one that is most like it where no entry has it. */
  #known(word) {
    const letters = word.length > 5 ? 2 : word.length > 3 && 1;
    if (!letters || this.#search([word]).length > 0) return word;
    const filter = (hit) => this.#counts(hit);
    return this.#index.search(word, { fuzzy: letters, filter, tokenize: () => [word] })[0]?.terms[0] ?? word;
  }

  /** "northpoint council", "plume system": a word for the kind of thing needs not be in its name. */
  #withKind(words) {
    const hits = this.#search(words);
    const kinds = words.filter((word) => this.#groups.some(({ also }) => also.has(word)));
    const others = words.filter((word) => !kinds.includes(word));
    if (kinds.length === 0 || others.length === 0 || others.some((word) => word.length < 3)) return hits;
    const taken = new Set(hits.map(({ entry }) => entry));
    const has = ({ entry }) => kinds.every((word) => this.#groups[entry.group].also.has(word));
    return hits.concat(this.#search(others).filter((hit) => !taken.has(hit.entry) && has(hit)));
  }

  /** What came for an earlier query is not all that there is, so it counts only where it would be fetched now. */
  #counts({ id }) {
    const { file } = this.#entries[id];
    return !file || this.#open.has(file);
  }

  #search(terms, options) {
    const whole = terms.join(" ");
    const filter = (hit) => this.#counts(hit);
    const found = this.#index.search(whole, { combineWith: "AND", filter, ...options, tokenize: () => terms });
    return found.map(({ id, score, terms: matched, queryTerms }) => {
      const entry = this.#entries[id];
      return { place: id, entry, score, words: new Set(matched), tier: tier(entry, whole), asked: queryTerms.length };
    });
  }

  #grouped(hits) {
    const groups = new Map();
    for (const hit of hits.sort(best)) {
      const { id, title } = this.#groups[hit.entry.group];
      if (!groups.has(id)) groups.set(id, { id, title, hits: [] });
      groups.get(id).hits.push(hit);
    }
    return [...groups.values()];
  }
}

/** What authorities have in common stands in the file of each. */
function once(hits) {
  const seen = new Set();
  const isNew = ({ entry: { file, name, href } }) => {
    const key = `${name} ${href}`;
    return !file || (!seen.has(key) && seen.add(key));
  };
  return hits.filter(isNew);
}

/** Puts the best hit first. */
function best(a, b) {
  return a.tier - b.tier || b.score - a.score;
}

/** Those that have the most of the words. */
function mostWords(hits) {
  const most = Math.max(...hits.map(({ asked }) => asked));
  return hits.filter(({ asked }) => asked === most);
}

/** `whole` is the query's words in one line. */
function tier(entry, whole) {
  const name = line(entry.name);
  if (name === whole) return TIERS.name;
  if (name.startsWith(whole)) return TIERS.beginning;
  const others = entry.also.map(line);
  if (others.includes(whole)) return TIERS.alias;
  return others.some((other) => other.startsWith(whole)) ? TIERS.aliasBeginning : TIERS.words;
}
