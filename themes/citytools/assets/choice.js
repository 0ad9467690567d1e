// How authorities are chosen: from lists that the page has, or, where they are too many for that, by typing a part of a
// name. Their names come when they are first asked for.
import { t } from "./text.js";

/** Names that are offered for what is typed so far. */
const MOST_OFFERED = 20;

/** From lists: the first choice of each is none. */
export function picked(selects) {
  const order = [...selects[0].options].map((option) => option.value).filter(Boolean);
  return {
    order: async () => order,
    ids: async () => selects.map((select) => select.value).filter(Boolean),
    put: async (ids) => selects.forEach((select, place) => (select.value = ids[place] ?? "")),
  };
}

/** By typing; `offers` is the list that the fields show, and `file` has ids and names in the order of the pages. */
export function typed(inputs, offers, file) {
  let loading;
  const names = () => {
    loading ??= load(file);
    loading.catch(() => (loading = undefined));
    return loading;
  };
  const offer = async (text) => {
    const found = text ? matching(await names(), text) : [];
    offers.replaceChildren(...found.slice(0, MOST_OFFERED).map(({ name }) => new Option(name, name)));
  };
  for (const input of inputs) {
    // All fields share the list.
    for (const kind of ["input", "focus"]) input.addEventListener(kind, () => offer(input.value.trim()).catch(() => {}));
  }
  return {
    order: async () => (await names()).map(({ id }) => id),
    ids: async () => {
      const texts = inputs.map((input) => input.value.trim()).filter(Boolean);
      const all = texts.length > 0 ? await names() : [];
      return texts.map((text) => meant(all, text));
    },
    put: async (ids) => {
      const all = ids.length > 0 ? await names() : [];
      inputs.forEach((input, place) => (input.value = all.find(({ id }) => id === ids[place])?.name ?? ""));
    },
  };
}

/** A text that names nobody, or more than one. */
export class Unknown extends Error {}

async function load(file) {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${answer.status} for ${file}`);
  const all = await answer.json();
  const count = new Map();
  for (const [, name] of all) count.set(folded(name), (count.get(folded(name)) ?? 0) + 1);
  // Two of one name, but for accents and case, are told apart by their ids.
  return all.map(([id, name]) => {
    const own = count.get(folded(name)) > 1 ? `${name} (${id})` : name;
    return { id, name: own, key: folded(own) };
  });
}

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Those that begin with a text, and then those that have it elsewhere. */
function matching(all, text) {
  const key = folded(text);
  const [begin, hold] = [[], []];
  for (const one of all) {
    const at = one.key.indexOf(key);
    if (at === 0) begin.push(one);
    else if (at > 0) hold.push(one);
  }
  return [...begin, ...hold];
}

/** The id of the one with that name, or of the only one that has the text in its name. */
function meant(all, text) {
  const found = matching(all, text);
  const exact = found.filter(({ key }) => key === folded(text));
  const [one, ...others] = exact.length > 0 ? exact : found;
  if (!one) throw new Unknown(t("No name has “{}” in it.", text));
  if (others.length > 0) throw new Unknown(t("{} names have “{}” in them: type more of the one that you mean.", others.length + 1, text));
  return one.id;
}
