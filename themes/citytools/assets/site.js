// Every page loads this: it stays small. An element asks for a module by name, `data-module="search"`; the module is
// fetched only where one does, and its `start` gets the element.
const modules = {
  explore: () => import("./explore.js"),
};

for (const element of document.querySelectorAll("[data-module]")) {
  modules[element.dataset.module]?.().then((module) => module.start(element));
}
