// axe-core, its best practices included: light and dark, from a small telephone to a desk. No violation.

import axe from 'axe-core';
import { samples, typical } from '../support/site.js';
import { eachPage, none, withBrowser } from '../support/browser.js';

const all = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
// What can differ when only the colours do, or only the width. To ask for everything each time would take minutes.
const ofColours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
const ofWidth = { type: 'rule', values: ['target-size', 'scrollable-region-focusable', 'meta-viewport'] };

const looks = [
  { width: 1280, colorScheme: 'light', rules: all },
  { width: 1280, colorScheme: 'dark', rules: ofColours },
  { width: 768, colorScheme: 'light', rules: ofWidth },
  { width: 320, colorScheme: 'light', rules: all },
  { width: 320, colorScheme: 'dark', rules: ofColours },
];
// The longest page of a kind has more of the same.
const shortLooks = [
  { width: 1280, colorScheme: 'light', rules: all },
  { width: 320, colorScheme: 'light', rules: ofWidth },
];

withBrowser('accessibility', { concurrency: 2 }, (visit) => {
  eachPage(samples, (page) =>
    visit(page.path, {}, async (tab) => {
      await tab.evaluate(axe.source);
      const found = [];
      for (const { width, colorScheme, rules } of typical.includes(page) ? looks : shortLooks) {
        await tab.setViewportSize({ width, height: 900 });
        await tab.emulateMedia({ colorScheme });
        const violations = await tab.evaluate(run, rules);
        found.push(...violations.map((violation) => `${width} px, ${colorScheme}: ${violation}`));
      }
      none(found);
    }),
  );
});

async function run(runOnly) {
  const { violations } = await globalThis.axe.run({ runOnly, resultTypes: ['violations'], selectors: false, preload: false });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
  );
}
