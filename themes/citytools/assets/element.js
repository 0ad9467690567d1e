// Elements from data. Text is only ever text: nothing here reads markup, so no name in the records can become any.

/** An element with attributes and children; a child is a node or text, and one that is null or false is left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== false));
  return made;
}
