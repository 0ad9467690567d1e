// Every page loads this: it stays small. An element asks for a module by name, `data-module="search"`; the module is
// fetched only where one does, and its `start` gets the element.
const modules = {
  compare: () => import("./compare.js"),
  explore: () => import("./explore.js"),
  search: () => import("./search.js"),
};

for (const element of document.querySelectorAll("[data-module]")) {
  modules[element.dataset.module]?.().then((module) => module.start(element));
}

// The key / leads to the search box, unless the reader turned that off on the search page.
addEventListener("keydown", (event) => {
  const box = document.getElementById("q");
  const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || typing || !box || isOff()) return;
  event.preventDefault();
  if (box.checkVisibility && !box.checkVisibility()) box.closest("details")?.setAttribute("open", "");
  box.focus();
});

function isOff() {
  try {
    return localStorage.getItem("search-key") === "off";
  } catch {
    return false;
  }
}
