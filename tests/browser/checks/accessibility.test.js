// axe-core, its best practices included: light and dark, from a small telephone to a desk. No violation.

import axe from 'axe-core';
import { samples } from '../support/site.js';
import { eachPage, none, withBrowser } from '../support/browser.js';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// What can differ when only the colours do.
const colours = ['color-contrast', 'link-in-text-block'];

withBrowser('accessibility', { concurrency: 2 }, (visit) => {
  eachPage(samples, (page) =>
    visit(page.path, {}, async (tab) => {
      await tab.evaluate(axe.source);
      const found = [];
      for (const width of [1280, 768, 320]) {
        await tab.setViewportSize({ width, height: 900 });
        for (const colorScheme of ['light', 'dark']) {
          await tab.emulateMedia({ colorScheme });
          const only = colorScheme === 'light' ? { type: 'tag', values: tags } : { type: 'rule', values: colours };
          const violations = await tab.evaluate(run, only);
          found.push(...violations.map((violation) => `${width} px, ${colorScheme}: ${violation}`));
        }
      }
      none(found);
    }),
  );
});

async function run(runOnly) {
  const { violations } = await globalThis.axe.run({ runOnly, resultTypes: ['violations'] });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
  );
}
