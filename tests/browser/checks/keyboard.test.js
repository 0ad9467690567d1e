// With the keyboard alone: the skip link comes first and works, every stop is reached in the order of the document and
// is seen, and the way leads out at the end.

import assert from 'node:assert/strict';
import { typical } from '../support/site.js';
import { eachPage, none, withBrowser } from '../support/browser.js';

// More stops than these add time and no knowledge: the end of a long page is walked as well.
const most = 80;

withBrowser('keyboard', { concurrency: 2 }, (visit) => {
  eachPage(typical, (page) =>
    visit(page.path, {}, async (tab) => {
      // Where a script makes controls of links, the order is that of the page as it then stands.
      if (/data-module/.test(page.source)) await tab.waitForLoadState('networkidle');
      const found = [];
      const count = await tab.evaluate(prepare);
      const walk = async (from, to) => {
        for (let stop = from; stop < to; stop += 1) {
          await tab.keyboard.press('Tab');
          const fault = await tab.evaluate(arrive, stop);
          if (fault) found.push(fault);
          if (found.length > 10) return;
        }
      };
      await walk(0, Math.min(count, most));
      if (count > most) {
        const from = Math.max(most, count - 20);
        await tab.evaluate((at) => globalThis.stops[at - 1].focus(), from);
        await walk(from, count);
      }
      none(found);
      await tab.keyboard.press('Tab');
      assert.ok(await tab.evaluate(() => !globalThis.stops.slice(1).includes(document.activeElement)), 'focus is trapped');
    }),
  );
});

withBrowser('skip link', { concurrency: 2 }, (visit) => {
  // A page without a menu, such as one to embed, has nothing to skip.
  eachPage(typical.filter((page) => /<header/.test(page.source)), (page) =>
    visit(page.path, { width: 320 }, async (tab) => {
      await tab.keyboard.press('Tab');
      const link = tab.locator(':focus');
      assert.equal(await link.getAttribute('href'), '#main');
      await link.evaluate((element) => Promise.all(element.getAnimations().map((animation) => animation.finished)));
      const box = await link.boundingBox();
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 320, 'the skip link is seen when it has the focus');
      await tab.keyboard.press('Enter');
      assert.equal(await tab.evaluate(() => document.activeElement.id), 'main');
      await tab.keyboard.press('Tab');
      const next = await tab.evaluate(() => {
        const main = document.getElementById('main');
        const hasStop = [...main.querySelectorAll('a[href], summary, [tabindex="0"], input, button')].some((element) => element.checkVisibility());
        return !hasStop || main.contains(document.activeElement);
      });
      assert.ok(next, 'after the skip link the next stop is in the main part');
    }),
  );
});

// Writes down, in the page, the stops that a reader expects and what each looks like without the focus.
function prepare() {
  const selector = 'a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]';
  const firstOfRadios = (element) =>
    element.type !== 'radio' ||
    element === (document.querySelector(`input[name="${element.name}"]:checked`) ?? document.querySelector(`input[name="${element.name}"]`));
  globalThis.stops = [...document.querySelectorAll(selector)].filter(
    (element) =>
      element.tabIndex >= 0 &&
      !element.disabled &&
      firstOfRadios(element) &&
      element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }),
  );
  globalThis.looks = (element) => {
    const style = getComputedStyle(element);
    const outline = style.outlineStyle === 'none' ? 'none' : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
    return [outline, style.boxShadow, style.backgroundColor, style.borderColor, style.textDecorationLine, style.color].join('; ');
  };
  globalThis.plain = globalThis.stops.map(globalThis.looks);
  return globalThis.stops.length;
}

// What is wrong with the stop that the focus has come to; nothing if it is the right one and seen.
function arrive(stop) {
  const element = document.activeElement;
  const expected = globalThis.stops[stop];
  const name = (of) => of && `<${of.localName}${of.id ? `#${of.id}` : ''}> “${of.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)}”`;
  if (element !== expected) return `stop ${stop + 1} is ${name(element)} and should be ${name(expected)}`;
  if (globalThis.looks(element) === globalThis.plain[stop]) return `stop ${stop + 1}, ${name(element)}, looks the same with the focus`;
  const inWindow = [...element.getClientRects()].filter((rect) => rect.bottom > 0 && rect.top < innerHeight && rect.right > 0 && rect.left < innerWidth);
  if (inWindow.length === 0) return `stop ${stop + 1}, ${name(element)}, is out of sight`;
  const clamp = (value, most) => Math.min(Math.max(value, 1), most - 1);
  const open = inWindow.some((rect) =>
    [0.02, 0.5, 0.98].some((share) => {
      const x = clamp(rect.left + rect.width * share, innerWidth);
      const y = clamp((Math.max(rect.top, 0) + Math.min(rect.bottom, innerHeight)) / 2, innerHeight);
      const top = document.elementFromPoint(x, y);
      return element.contains(top);
    }),
  );
  return open ? '' : `stop ${stop + 1}, ${name(element)}, is covered`;
}
