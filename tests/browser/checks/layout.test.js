// No page scrolls sideways, and no text is cut, spilt or covered: at three widths, with plain and with doubled text.
// Text is doubled in the two ways that readers have: the browser's own font size, and a larger root font.

import { samples, typical } from '../support/site.js';
import { eachPage, none, withBrowser } from '../support/browser.js';
import { faults } from '../support/layout.js';

const widths = [1280, 768, 320];

async function look(tab, text) {
  const found = [];
  for (const width of widths) {
    await tab.setViewportSize({ width, height: 900 });
    found.push(...(await tab.evaluate(faults)).map((fault) => `${width} px, ${text}: ${fault}`));
  }
  return found;
}

withBrowser('layout', { concurrency: 2 }, (visit) => {
  eachPage(samples, (page) =>
    visit(page.path, {}, async (tab) => {
      const found = await look(tab, 'plain text');
      await tab.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      found.push(...(await look(tab, 'root font doubled')));
      none(found);
    }),
  );
});

withBrowser('layout with the browser set to doubled text', { concurrency: 2, args: ['--blink-settings=defaultFontSize=32'] }, (visit) => {
  eachPage(typical, (page) =>
    visit(page.path, {}, async (tab) => none(await look(tab, 'browser set to doubled text'))),
  );
});
