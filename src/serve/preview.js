// Only in the preview, and in no file of the site: loads the page again when it was built again, keeps the place, and
// shows what is wrong with the records over the last good page.
(() => {
  "use strict";
  const own = document.currentScript.dataset.build;
  const PLACE = `preview-place:${location.pathname}`;
  const CLOSED = "preview-closed";
  const isFramed = window.top !== window;

  const boxes = () => [...document.querySelectorAll(".scroll")];
  const folds = () => [...document.querySelectorAll("details")];

  function reload() {
    const place = {
      x: scrollX,
      y: scrollY,
      boxes: boxes().map((box) => [box.scrollLeft, box.scrollTop]),
      folds: folds().map((fold) => fold.open),
    };
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(place));
    } catch {
      // Without storage the browser's own memory has to do.
    }
    location.reload();
  }

  function restore() {
    let place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(PLACE));
      sessionStorage.removeItem(PLACE);
    } catch {
      return;
    }
    if (!place) return;
    const same = (kept, now) => (kept.length === now.length ? now : []);
    same(place.folds, folds()).forEach((fold, at) => (fold.open = place.folds[at]));
    same(place.boxes, boxes()).forEach((box, at) => box.scrollTo(...place.boxes[at]));
    // Scripts of the page may still lengthen it; whoever scrolls meanwhile knows better.
    const until = performance.now() + 2000;
    let isTaken = false;
    const take = () => (isTaken = true);
    for (const kind of ["wheel", "keydown", "pointerdown", "touchstart"]) {
      addEventListener(kind, take, { once: true, passive: true });
    }
    const step = () => {
      if (isTaken) return;
      scrollTo({ left: place.x, top: place.y, behavior: "instant" });
      if (Math.abs(scrollY - place.y) > 1 && performance.now() < until) requestAnimationFrame(step);
    };
    step();
    addEventListener("load", step, { once: true });
  }

  // What is wrong, over the page. Texts of records are only ever set as text.
  let dialog = null;

  function element(name, text = "") {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function build() {
    const host = element("div");
    host.id = "preview-problems";
    const shadow = host.attachShadow({ mode: "open" });
    const style = element("link");
    style.rel = "stylesheet";
    style.href = "/__preview.css";
    dialog = element("dialog");
    dialog.setAttribute("aria-labelledby", "title");
    dialog.setAttribute("aria-describedby", "note");
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "mended") remember(dialog.dataset.shown);
    });
    shadow.append(style, dialog);
    document.body.append(host);
  }

  function remember(shown) {
    try {
      sessionStorage.setItem(CLOSED, shown);
    } catch {
      // Then it is shown again on the next page.
    }
  }

  function wasClosed(shown) {
    try {
      return sessionStorage.getItem(CLOSED) === shown;
    } catch {
      return false;
    }
  }

  function show(problems) {
    const shown = JSON.stringify(problems);
    if (!dialog) build();
    if (dialog.dataset.shown === shown && dialog.open) return;
    if (wasClosed(shown)) return;
    const count = problems.length;
    const title = element("h2", count === 1 ? "1 problem to mend" : `${count} problems to mend`);
    title.id = "title";
    title.tabIndex = -1;
    const note = element("p", "The page below is the last one that could be built. Save a correction, and this closes by itself.");
    note.id = "note";
    const list = element("ol");
    for (const problem of problems) {
      const item = element("li");
      item.append(element("pre", problem));
      list.append(item);
    }
    const close = element("button", "Close");
    close.type = "button";
    close.addEventListener("click", () => dialog.close("closed"));
    const head = element("div");
    head.className = "head";
    head.append(title, close);
    dialog.replaceChildren(head, note, list);
    dialog.dataset.shown = shown;
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    title.focus();
  }

  function hide() {
    remember("");
    if (dialog?.open) dialog.close("mended");
  }

  // One connection for a window that is seen: a browser has only a few for each site.
  let events = null;

  function listen() {
    if (events || document.visibilityState === "hidden") return;
    events = new EventSource("/__preview/events");
    events.addEventListener("state", (event) => {
      const state = JSON.parse(event.data);
      if (state.problems.length > 0 && !isFramed) show(state.problems);
      if (state.problems.length === 0) hide();
      if (state.build !== own) {
        stop();
        reload();
      }
    });
  }

  function stop() {
    events?.close();
    events = null;
  }

  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? stop() : listen()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", listen);
  restore();
  listen();
})();
