// Words of a text as search compares them: lower case, without accents, in the singular. No DOM, so that node can
// test it.

// Words that say nothing about what is looked for. "it" is none of them: it may be information technology.
const IDLE = new Set(
  ("a an and are as at by do does for from had has have how i in is its me my of on or our run running runs that the " +
    "their them they this to use used uses using was we were what when where which who whose with you your")
    .split(" ")
    .map(singular),
);

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

/** "Councils’" and "council" are one word: a light plural, with names such as Atlas and Civis left alone. */
function singular(word) {
  if (word.length < 4 || !word.endsWith("s") || /(?:ss|us|is|as)$/.test(word)) return word;
  if (/.ies$/.test(word)) return word.slice(0, -3) + "y";
  if (/(?:x|z|ch|sh|ss)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

const known = new Map();

/** Names share most of their words, so each is worked out once. */
function normal(word) {
  let plain = known.get(word);
  if (plain === undefined) {
    plain = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
    plain = singular(plain.replace(/['’]s$/, "").replace(/['’]/g, ""));
    known.set(word, plain);
  }
  return plain;
}

/** All words with their places in the text. */
function places(text) {
  return Array.from(text.matchAll(WORD), (match) => ({
    word: normal(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** What is written together with a sign between, such as GOV.UK or i-Trent, is found as one word too. */
function compounds(text, all) {
  const joined = (place, i) => i > 0 && /^[-‐–./&]$/.test(text.slice(all[i - 1].end, place.start));
  return all.flatMap((place, i) => (joined(place, i) ? [all[i - 1].word + place.word] : []));
}

/** The words of a text for the index. */
export function indexed(text) {
  const all = places(text);
  const words = all.map(({ word }) => word).filter((word) => !IDLE.has(word));
  return words.concat(compounds(text, all));
}

/** The words of a query, each once; idle words count where there are no others. */
export function asked(query) {
  const all = [...new Set(places(query).map(({ word }) => word))];
  const telling = all.filter((word) => !IDLE.has(word));
  return telling.length > 0 ? telling : all;
}

/** The words of a name in their order, to compare names with each other. */
export function line(text) {
  const words = places(text).map(({ word }) => word);
  const telling = words.filter((word) => !IDLE.has(word));
  return (telling.length > 0 ? telling : words).join(" ");
}

/** Those of the words that are in a text. */
export function found(text, words) {
  return new Set(places(text).map(({ word }) => word).filter((word) => words.has(word)));
}

/** A text in pieces: those that are one of the words, and what stands between them. */
export function pieces(text, words) {
  const parts = [];
  let end = 0;
  for (const place of places(text)) {
    if (!words.has(place.word)) continue;
    if (place.start > end) parts.push({ text: text.slice(end, place.start), hit: false });
    parts.push({ text: text.slice(place.start, place.end), hit: true });
    end = place.end;
  }
  if (end < text.length) parts.push({ text: text.slice(end), hit: false });
  return parts;
}

/** The part of a long text where the first of the words stands; nothing, or its beginning, where none does. */
export function excerpt(text, words, orBeginning = false, length = 180) {
  const first = places(text).find((place) => words.has(place.word)) ?? (orBeginning && { start: 0, end: 0 });
  if (!first) return "";
  const from = first.start <= length / 3 ? 0 : text.indexOf(" ", first.start - length / 3) + 1;
  let to = from + length;
  if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), first.end);
  return (from > 0 ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
}
