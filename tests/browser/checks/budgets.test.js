// Weight: what a page may cost a reader, as the design states it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { kinds, pages, read, typical } from '../support/site.js';
import { references } from '../support/links.js';
import { eachPage, none, withBrowser } from '../support/browser.js';

const kB = 1000;
const limits = { style: 15 * kB, script: 30 * kB, fetched: 100 * kB, page: 500 * kB, typicalPage: 40 * kB };

const compressed = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** The style sheets of a page, compressed. */
function styles(page) {
  const files = references(page.source).addresses
    .filter(({ name, address }) => name === 'link' && address.endsWith('.css'))
    .map(({ address }) => new URL(address, `http://site/${page.path}`).pathname.slice(1).replace(/^city\//, ''));
  return files.reduce((sum, file) => sum + compressed(read(file)), 0);
}

const inKB = (bytes) => `${(bytes / kB).toFixed(1)} kB`;

describe('budgets', () => {
  it(`style of a page: at most ${inKB(limits.style)}, compressed`, (test) => {
    const all = typical.map((page) => ({ page, weight: styles(page) }));
    test.diagnostic(`at most ${inKB(Math.max(...all.map(({ weight }) => weight)))}`);
    none(all.filter(({ weight }) => weight > limits.style).map(({ page, weight }) => `/${page.path}: ${inKB(weight)}`));
  });

  it(`any page: at most ${inKB(limits.page)}`, () => {
    const heavy = pages.filter((page) => page.bytes > limits.page);
    none(heavy.map((page) => `/${page.path}: ${inKB(page.bytes)}`));
  });

  it(`a typical page of many: at most ${inKB(limits.typicalPage)}, compressed`, (test) => {
    const heavy = pages.map((page) => ({ page, weight: page.gzip() })).filter(({ weight }) => weight > limits.typicalPage);
    for (const { page, weight } of heavy) test.diagnostic(`above: /${page.path} ${inKB(weight)}`);
    // The one page of its kind may be a long table; it keeps to the limit of any page.
    const wrong = heavy.filter(({ page }) => typical.includes(page) && kinds.get(page.kind).length > 1);
    none(wrong.map(({ page, weight }) => `/${page.path}: ${inKB(weight)}`));
  });
});

// What scripts weigh shows only when they run: modules load each other, and some only when a reader does something.
withBrowser(`scripts of a page: at most ${inKB(limits.script)}, with their data ${inKB(limits.fetched)}, compressed`, { concurrency: 2 }, (visit) => {
  const scripted = typical.filter((page) => /<script[^>]*\bsrc=/.test(page.source));
  if (scripted.length === 0) it('no page has any');
  eachPage(scripted, async (page) => {
    const bodies = [];
    const prepare = (tab) =>
      tab.on('response', (response) => {
        const type = response.request().resourceType();
        // Longer texts follow when the first hits stand already.
        const later = /\/search\/texts\./.test(response.url());
        if (!['script', 'fetch', 'xhr'].includes(type) || later) return;
        const body = response.body().then((bytes) => ({ type, weight: compressed(bytes) }));
        // One that is still on its way when the page closes is waited for by nobody, and must not end the run.
        body.catch(() => {});
        bodies.push(body);
      });
    await visit(page.path, { prepare }, async (tab) => {
      await tab.waitForLoadState('networkidle');
      const box = tab.locator('main').locator('input[type=search], input[type=text]').locator('visible=true').first();
      if (await box.count()) await box.pressSequentially('case');
      await tab.waitForLoadState('networkidle');
      const weights = await Promise.all(bodies);
      const sum = (some) => some.reduce((total, { weight }) => total + weight, 0);
      const scripts = sum(weights.filter(({ type }) => type === 'script'));
      assert.ok(scripts <= limits.script, `scripts: ${inKB(scripts)}`);
      assert.ok(sum(weights) <= limits.fetched, `scripts and data: ${inKB(sum(weights))}`);
    });
  });
});
