// What scripts say. A text stands here in English; where the site speaks another language, the theme puts that
// language's words in its place when it loads.

/** A text with its places, `{}`, filled in their order; another language may number them: `{1}`. */
export function t(text, ...parts) {
  let next = 0;
  return text.replace(/\{(\d*)\}/g, (_, place) => parts[place === "" ? next++ : place]);
}
