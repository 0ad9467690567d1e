// On paper: no column is cut, menus and controls are gone, the address stands below, and how many sheets it makes.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { kinds, samples } from '../support/site.js';
import { eachPage, none, withBrowser } from '../support/browser.js';
import { faults } from '../support/layout.js';
import { countPages, paperWidth } from '../support/print.js';

withBrowser('print', { concurrency: 2 }, (visit) => {
  eachPage(samples, (page) =>
    visit(page.path, { width: paperWidth }, async (tab) => {
      await tab.emulateMedia({ media: 'print' });
      none(await tab.evaluate(faults));
      none(await tab.evaluate(leftOnPaper));
    }),
  );

  for (const kind of ['boroughs/*/', 'report/*/', 'contracts/']) {
    const page = kinds.get(kind)[0];
    it(`sheets of /${page.path}`, { timeout: 120_000 }, (test) =>
      visit(page.path, {}, async (tab) => {
        const count = await countPages(tab);
        test.diagnostic(`${count} sheets of A4`);
        assert.ok(count > 0);
      }),
    );
  }
});

// What belongs to a screen and would still be printed, or should be printed and is not.
function leftOnPaper() {
  const found = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  // The chapters of the whole report are a printed report's contents, and a head by which a table is sorted is still its head.
  for (const element of document.querySelectorAll('nav[aria-label=Main], nav[aria-label=Breadcrumb], .skip, .toc:not(.whole), form, button:not(.sort), input, select')) {
    if (shown(element)) found.push(`is printed: ${element.outerHTML.slice(0, 100)}`);
  }
  for (const region of document.querySelectorAll('.scroll')) {
    if (region.scrollWidth > region.clientWidth + 1) found.push(`is cut: ${region.querySelector('caption')?.textContent.trim()}`);
  }
  const address = document.querySelector('.print-only');
  if (document.querySelector('footer') && !(address && shown(address))) found.push('does not say its address');
  return found;
}
