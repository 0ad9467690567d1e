// What somebody chose stands in the address: a reload, a link that was sent, and the browser's own buttons bring it back.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withBrowser } from '../support/browser.js';

const options = { timeout: 60_000 };

withBrowser('state', { concurrency: 2 }, (visit) => {
  it('explorer: a text, a facet, an order and a page of rows', options, () =>
    visit('explore/', {}, async (tab) => {
      const rows = tab.locator('.explorer tbody tr');
      const heading = tab.locator('#rows-h');
      const plain = await heading.innerText();
      const seen = async () => ({
        heading: await heading.innerText(),
        rows: await rows.allInnerTexts(),
        text: await tab.locator('#find').inputValue(),
        ticked: await tab.locator('.values input:checked').evaluateAll((boxes) => boxes.map((box) => box.closest('li').dataset.value)),
        sorted: await tab.locator('[aria-sort]').evaluateAll((heads) => heads.map((head) => `${head.dataset.column} ${head.ariaSort}`)),
        chips: await tab.locator('.chips').innerText(),
      });
      // A box is ticked at once; the rows follow when they have come, on a slow machine long after.
      const changed = async (part, act) => {
        const before = (await seen())[part];
        await act();
        await until(tab, async () => JSON.stringify((await seen())[part]) !== JSON.stringify(before));
        return seen();
      };

      await tab.locator('.tools').waitFor();
      const box = tab.locator('.facet[open] .values input').first();
      const one = await changed('heading', () => box.check());
      const two = await changed('rows', () => tab.getByRole('button', { name: 'System', exact: true }).click());
      const three = await changed('heading', () => tab.locator('#find').fill('housing'));
      assert.equal(three.ticked.length, 1);
      assert.deepEqual(three.sorted, ['system ascending']);
      assert.notEqual(one.heading, plain);

      const back = (wanted) => until(tab, async () => JSON.stringify(await seen()) === JSON.stringify(wanted));
      await tab.reload();
      await back(three);
      // Typing is not a step, so that the step before it is the order.
      await tab.goBack();
      await back(one);
      await tab.goForward();
      await back(three);
      // To another page and back, with whatever the browser keeps.
      await tab.locator('.explorer tbody a').first().click();
      await tab.waitForURL((url) => !url.pathname.endsWith('/explore/'));
      await tab.goBack();
      await back(three);
      // Somebody else opens the link.
      const sent = await tab.context().newPage();
      await sent.goto(tab.url());
      await until(sent, async () => (await sent.locator('#rows-h').innerText()) === three.heading);
      assert.deepEqual(await sent.locator('.explorer tbody tr').allInnerTexts(), three.rows);
      assert.ok(two.rows.length > 0);
    }),
  );

  it('explorer: the second page of rows', options, () =>
    visit('explore/', {}, async (tab) => {
      const first = tab.locator('.explorer tbody tr').first();
      const start = await first.innerText();
      await tab.locator('.tools').waitFor();
      await tab.locator('.pager .next').click();
      await until(tab, async () => (await first.innerText()) !== start);
      const second = await first.innerText();
      await tab.reload();
      await until(tab, async () => (await first.innerText()) === second);
      await tab.goBack();
      await until(tab, async () => (await first.innerText()) === start);
    }),
  );

  it('search: what was looked for', options, () =>
    visit('search/', {}, async (tab) => {
      const hits = tab.locator('.hits a');
      await tab.locator('#q').fill('northgate');
      await hits.first().waitFor();
      await tab.waitForLoadState('networkidle');
      const found = await hits.allInnerTexts();
      const same = () => until(tab, async () => JSON.stringify(await hits.allInnerTexts()) === JSON.stringify(found));
      await tab.reload();
      await same();
      assert.equal(await tab.locator('#q').inputValue(), 'northgate');
      assert.match(await tab.title(), /^northgate/);
      await hits.first().click();
      await tab.waitForURL((url) => !url.pathname.endsWith('/search/'));
      await tab.goBack();
      await same();
      assert.equal(await tab.locator('#q').inputValue(), 'northgate');
    }),
  );

  it('comparison: who is side by side', options, () =>
    visit('compare/', {}, async (tab) => {
      const selects = tab.locator('.picker select');
      const heading = tab.locator('.result h2');
      const shows = (words) => until(tab, async () => (await heading.allInnerTexts()).join() === words);
      const choose = async (...names) => {
        for (const [place, name] of names.entries()) await selects.nth(place).selectOption(name);
        await tab.getByRole('button', { name: 'Compare' }).click();
      };
      await choose('Camden', 'Islington');
      await shows('Camden and Islington');
      await choose('Camden', 'Islington', 'Southwark');
      await shows('Camden, Islington and Southwark');
      await tab.reload();
      await shows('Camden, Islington and Southwark');
      assert.deepEqual(await selects.evaluateAll((all) => all.map((one) => one.value)), ['camden', 'islington', 'southwark', '']);
      await tab.goBack();
      await shows('Camden and Islington');
      await tab.goBack();
      await shows('');
      assert.deepEqual(await selects.evaluateAll((all) => all.map((one) => one.value)), ['', '', '', '']);
      await tab.goForward();
      await shows('Camden and Islington');
    }),
  );
});

/** Waits until something is true of the page; fails with what it was waiting for. */
async function until(tab, test) {
  const end = Date.now() + 15_000;
  while (!(await test().catch(() => false))) {
    if (Date.now() > end) assert.fail(`did not come: ${test}\nat ${tab.url()}`);
    await tab.waitForTimeout(50);
  }
}
