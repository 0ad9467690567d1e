// Runs in the page, and so stands by itself: everything it needs is inside.

/** What is wrong with the layout of the page as it is now, in words; nothing if all is well. */
export function faults() {
  const found = [];
  const say = (what, element) => found.push(`${what}: ${name(element)}`);
  const seen = [...document.body.querySelectorAll('*')].filter(shown);
  const scrollers = new Set(seen.filter((element) => scrolls(element)));

  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth > clientWidth) {
    const widest = seen
      .filter((element) => !inside(element, scrollers) && element.getBoundingClientRect().right > clientWidth + 0.5)
      .pop();
    say(`the page is ${scrollWidth - clientWidth} px wider than the window`, widest ?? document.body);
  }
  for (const element of scrollers) {
    const named = element.getAttribute('aria-label') || element.getAttribute('aria-labelledby');
    if (element.getAttribute('role') !== 'region' || !named || element.tabIndex !== 0) {
      say('scrolls sideways and is no named region that the keyboard reaches', element);
    }
  }
  for (const element of seen) {
    if (cuts(element)) say('cuts off what is in it', element);
  }
  const lines = textLines(seen);
  for (const { box, block, rect } of lines) {
    const out = Math.round(Math.max(box.left - rect.left, rect.right - box.right));
    if (out > 1) say(`text stands out of its box by ${out} px`, block);
  }
  for (const [one, other] of covered(lines)) say(`text over the text of ${name(other)}`, one);
  return [...new Set(found)];

  function name(element) {
    const id = element.id ? `#${element.id}` : '';
    const classes = [...element.classList].map((word) => `.${word}`).join('');
    const words = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 50);
    return `<${element.localName}${id}${classes}> “${words}”`;
  }

  function shown(element) {
    if (element.closest('svg') && element.localName !== 'svg') return false;
    return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !forReadersOnly(element);
  }

  // Words for screen readers stand in a box of one pixel that shows nothing.
  function forReadersOnly(element) {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.position === 'absolute' && (style.clipPath !== 'none' || at.clientWidth <= 1)) return true;
    }
    return false;
  }

  function scrolls(element) {
    return /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1;
  }

  function cuts(element) {
    if (element.localName === 'svg' || element.textContent.trim() === '') return false;
    const style = getComputedStyle(element);
    const across = /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const down = /hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
    return across || down;
  }

  function inside(element, set) {
    for (let at = element.parentElement; at; at = at.parentElement) if (set.has(at)) return true;
    return false;
  }

  // The lines of text as they lie, each with the block that should hold it.
  function textLines(elements) {
    const lines = [];
    for (const element of elements) {
      // What stands in a closed details itself is not shown; its summary is another element.
      if (element.localName === 'details' && !element.open) continue;
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || node.data.trim() === '') continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        let block = element;
        while (getComputedStyle(block).display === 'inline' && block !== document.body) block = block.parentElement;
        const box = block.getBoundingClientRect();
        const window = windowOf(element);
        for (const rect of range.getClientRects()) {
          if (rect.width > 1) lines.push({ block, box, rect, left: Math.max(rect.left, window.left), right: Math.min(rect.right, window.right) });
        }
      }
    }
    return lines;
  }

  // What is to be seen of an element: all of it, or as much as its scroll region shows.
  function windowOf(element) {
    for (let at = element.parentElement; at; at = at.parentElement) {
      if (scrollers.has(at)) return at.getBoundingClientRect();
    }
    return { left: -Infinity, right: Infinity };
  }

  // Pairs of blocks whose texts lie on each other. Line boxes of one block may touch; letters that overlap by a
  // third of a line do not happen by design.
  function covered(lines) {
    const sorted = [...lines].sort((a, b) => a.rect.top - b.rect.top);
    const pairs = [];
    sorted.forEach((one, i) => {
      for (let j = i + 1; j < sorted.length && sorted[j].rect.top < one.rect.bottom - one.rect.height / 3; j += 1) {
        const other = sorted[j];
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        if (across > 2 && one.block !== other.block) pairs.push([one.block, other.block]);
      }
    });
    return pairs;
  }
}
