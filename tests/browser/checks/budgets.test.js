// Weight: what a page may cost a reader, as the design states it. Reads files only: no browser.

import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { kinds, pages, read, typical } from '../support/site.js';
import { references } from '../support/links.js';
import { none } from '../support/browser.js';

const kB = 1000;
const limits = { style: 15 * kB, script: 30 * kB, page: 500 * kB, typicalPage: 40 * kB };

const weights = new Map();
function compressed(file) {
  if (!weights.has(file)) weights.set(file, gzipSync(read(file), { level: 9 }).length);
  return weights.get(file);
}

/** What a page loads of one kind of file, compressed. Scripts that it fetches later are no part of its start. */
function loads(page, ending) {
  const assets = references(page.source).addresses
    .filter(({ name, address }) => ['link', 'script'].includes(name) && ending.test(address))
    .map(({ address }) => new URL(address, `http://site/${page.path}`).pathname.slice(1).replace(/^city\//, ''));
  return [...new Set(assets)].reduce((sum, file) => sum + compressed(file), 0);
}

const inKB = (bytes) => `${(bytes / kB).toFixed(1)} kB`;

describe('budgets', () => {
  for (const [what, ending, limit] of [['style', /\.css$/, limits.style], ['script', /\.m?js$/, limits.script]]) {
    it(`${what} of a page: at most ${inKB(limit)}, compressed`, (test) => {
      const all = [...kinds.values()].map(([page]) => ({ page, weight: loads(page, ending) }));
      test.diagnostic(`at most ${inKB(Math.max(...all.map(({ weight }) => weight)))}`);
      none(all.filter(({ weight }) => weight > limit).map(({ page, weight }) => `/${page.path}: ${inKB(weight)}`));
    });
  }

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
