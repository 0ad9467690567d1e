// A region of hundreds of authorities (support/crowd.js): two of them are found by typing, and all on pages of names.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import axe from 'axe-core';
import { none, withBrowser } from '../support/browser.js';
import { town } from '../support/crowd.js';
import { faults } from '../support/layout.js';

const options = { timeout: 60_000 };

withBrowser('crowd', {}, (visit) => {
  it('compare: names are typed, and the choice stands in the address', options, () =>
    visit('compare/', {}, async (tab) => {
      const fields = tab.locator('#several input');
      const status = tab.locator('#several [role=status]');
      const heading = tab.locator('#several .result h2');
      const compare = tab.getByRole('button', { name: 'Compare' });
      await fields.first().waitFor();
      assert.equal(await tab.locator('#several select').count(), 0);

      await fields.nth(0).fill('town 00');
      await tab.locator('#compare-names option').nth(9).waitFor({ state: 'attached' });
      const offered = await tab.locator('#compare-names option').evaluateAll((all) => all.map((one) => one.value));
      assert.deepEqual(offered, Array.from({ length: 10 }, (_, number) => town(number)));

      const refused = async (text, said) => {
        await fields.nth(1).fill(text);
        await compare.click();
        await tab.waitForFunction((said) => document.querySelector('#several [role=status]').textContent.includes(said), said);
        assert.equal(await heading.count(), 0);
      };
      await fields.nth(0).fill(town(7));
      await refused('nowhere', 'No name has “nowhere” in it.');
      await refused('town 1', '100 names have “town 1” in them');

      await fields.nth(1).fill('TOWN 310');
      await fields.nth(1).press('Enter');
      await heading.waitFor();
      const told = `${town(7)} and ${town(310)}`;
      assert.equal(await heading.innerText(), told);
      assert.match(await status.innerText(), /side by side below/);
      assert.equal(new URL(tab.url()).search, '?with=town-007,town-310');

      await tab.reload();
      await heading.waitFor();
      const typed = () => fields.evaluateAll((all) => all.map((one) => one.value));
      assert.deepEqual(await typed(), [town(7), town(310), '', '']);

      // Two that differ by an accent alone are told apart.
      await fields.nth(1).fill('twin');
      await tab.locator('#compare-names option').nth(1).waitFor({ state: 'attached' });
      assert.equal(await tab.locator('#compare-names option').count(), 2);
      await fields.nth(1).fill(await tab.locator('#compare-names option').nth(1).getAttribute('value'));
      await compare.click();
      await tab.waitForURL((url) => url.search === '?with=town-007,twin-b');
      await tab.goBack();
      await tab.waitForFunction((told) => document.querySelector('#several .result h2')?.textContent === told, told);
      assert.deepEqual(await typed(), [town(7), town(310), '', '']);
    }),
  );

  for (const path of ['compare/', 'compare/page/2/', 'a-z/t/', 'a-z/t/2/', 'services/library-lending/', 'services/library-lending/in-house/']) {
    for (const width of [320, 1280]) {
      it(`/${path} at ${width} px`, options, () =>
        visit(path, { width }, async (tab) => {
          none(await tab.evaluate(faults));
          await tab.evaluate(axe.source);
          const { violations } = await tab.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
          none(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
        }),
      );
    }
  }
});
