// What people come for, done as they would do it, in no more clicks than the product promises. Nobody needs script.
// A task whose page is not built yet is a todo: it runs and tells, but fails nothing. It counts from the day that the page is there.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { none, withBrowser } from '../support/browser.js';
import { files, pages } from '../support/site.js';
import { Person } from '../support/person.js';
import { countPages } from '../support/print.js';

const plain = { javaScriptEnabled: false };
const telephone = { ...plain, width: 390, height: 844 };
const open = { timeout: 60_000 };
const once = (ready, reason) => (ready ? open : { ...open, todo: reason });
const withNotices = pages.find((page) => /<h2 id="?notices-h"?>/.test(page.source) && !page.source.includes('No procurement notice is on record'));

withBrowser('tasks', { concurrency: 2 }, (visit) => {
  it('CIO: which boroughs run my system, and when do their contracts end? Two clicks', open, () =>
    visit('', plain, async (tab) => {
      const cio = new Person(tab);
      await cio.menu('Systems');
      await cio.click('NEC Housing');
      assert.equal(cio.clicks, 2);
      assert.equal(await cio.heading(), 'NEC Housing');
      const rows = await cio.table('Records');
      assert.ok(rows.length >= 2);
      none(rows.filter((row) => !row['Borough']).map(() => 'a row names no borough'));
      none(rows.filter((row) => !/\d{4}|Not known|Not published/.test(row['Contract ends'])).map((row) => `no end for ${row['Borough']}`));
    }),
  );

  it('procurement lead: what must I decide in the next six months? One page', open, () =>
    visit('', plain, async (tab) => {
      const lead = new Person(tab);
      await lead.menu('Contracts');
      assert.equal(lead.clicks, 1);
      const rows = await lead.table(/^To decide within 6 months/);
      assert.ok(rows.length > 0);
      none(rows.filter((row) => !/\d{4}/.test(row['Decide by'])).map((row) => `no day to decide: ${row['System or contract']}`));
    }),
  );

  it('procurement lead: which notices exist?', open, () =>
    visit(withNotices.path, plain, async (tab) => {
      const notice = tab.locator('section#notices a').first();
      assert.ok(await notice.isVisible(), 'a notice that can be followed');
      assert.match(await notice.getAttribute('href'), /^https:/);
    }),
  );

  it('procurement lead: one calendar feed', open, () =>
    visit('contracts/', plain, async (tab) => {
      const link = tab.locator('a[href$=".ics"]').first();
      assert.ok((await tab.locator('a[href$=".ics"]').count()) > 0, 'no link to a calendar');
      const calendar = await tab.request.get(new URL(await link.getAttribute('href'), tab.url()).href);
      assert.match(await calendar.text(), /^BEGIN:VCALENDAR\r\n[^]*BEGIN:VEVENT/);
    }),
  );

  it('SME supplier: which services come up, who holds them, how concentrated are they? One page', open, () =>
    visit('', plain, async (tab) => {
      const supplier = new Person(tab);
      await supplier.menu('Opportunities');
      assert.equal(supplier.clicks, 1);
      const rows = await supplier.table(/^Contracts that end within/);
      const next = rows.filter((row) => /ends [^,]*2027/.test(row['Contracts that end']));
      assert.ok(next.length > 0, 'some service comes up in 2027');
      none(next.filter((row) => !/supplier: \S/.test(row['Contracts that end'])).map((row) => `no holder: ${row['Service']}`));
      none(next.filter((row) => !/\d|Withheld|Not known/.test(row['Concentration'])).map((row) => `no concentration: ${row['Service']}`));
    }),
  );

  it('FOI officer: the standing questions on social-care systems. One page to copy from', open, () =>
    visit('boroughs/camden/', plain, async (tab) => {
      const officer = new Person(tab);
      await officer.click(/FOI sheet/, { within: tab.locator('main') });
      assert.match(await officer.heading(), /Camden/);
      const rows = await officer.table(/^Adult social care/);
      const care = rows.find((row) => /case management/i.test(row['Service']));
      for (const question of ['System', 'Supplier', 'Begins', 'Ends', 'Value', 'Hosting', 'Source']) {
        assert.ok(care[question], `no answer, not even “Not known”: ${question}`);
      }
    }),
  );

  it('journalist: a share with its definition, date, coverage and link. One figure page', open, () =>
    visit('', plain, async (tab) => {
      const journalist = new Person(tab);
      await tab.locator('.finding').first().getByRole('link').last().click();
      await tab.waitForURL(/figures\/[^/]+\/$/);
      assert.ok((await tab.locator('.figure-value').innerText()).trim(), 'the number');
      assert.ok((await journalist.tab.locator('.figure-value + p').innerText()).length > 40, 'the definition');
      assert.ok(await tab.locator('dt', { hasText: 'Position on' }).isVisible(), 'the date');
      assert.ok(await tab.locator('dt', { hasText: /^(Rests on|Part of)$/ }).isVisible(), 'the coverage');
      assert.match(await tab.locator('.cite', { hasText: 'Cite' }).innerText(), /position on .*https?:\/\/\S+\/figures\/\S+\/\)?$/);
    }),
  );

  it('screen-reader user: every chart has a description and its own table, with the same numbers', { timeout: 120_000 }, () =>
    visit('report/whole/', plain, async (tab) => {
      const charts = await tab.locator('figure.chart').all();
      assert.ok(charts.length > 0);
      let compared = 0;
      for (const chart of charts) {
        const picture = chart.getByRole('img');
        const name = await picture.evaluate((svg) => svg.querySelector('title').textContent);
        assert.ok(await picture.evaluate((svg) => svg.querySelector('desc').textContent.length > 20), `${name}: described`);
        const folded = chart.locator('details:not([open]) > summary');
        if (await folded.count()) await folded.first().click();
        const table = chart.getByRole('table').first();
        assert.ok(await table.isVisible(), `${name}: a table that opens without script`);
        // A mark across all bars, such as the middle, is told in the title.
        const told = `${await table.innerText()} ${name}`;
        const drawn = await picture.evaluate((svg) => [...svg.querySelectorAll('text.after')].map((text) => text.textContent));
        const numbers = drawn.flatMap((words) => words.match(/[\d.,]*\d/g) ?? []);
        compared += numbers.length;
        none(numbers.filter((number) => !told.includes(number)).map((number) => `${name}: ${number} is in the picture only`));
      }
      assert.ok(compared > 50, `${compared} numbers beside bars were compared`);
    }),
  );

  it('researcher: every table with what each column means. One page', open, () =>
    visit('data/', plain, async (tab) => {
      const researcher = new Person(tab);
      const tables = await researcher.table('All tables');
      assert.ok(tables.length >= 8);
      assert.ok((await tab.locator('main a[href$=".csv"]').count()) >= tables.length);
      assert.ok(await tab.getByRole('heading', { name: 'What each column means' }).isVisible());
    }),
  );

  it('researcher: all in one file, to cite. One link', once(files.some((file) => file.endsWith('.zip')), 'no archive is written yet'), () =>
    visit('data/', plain, async (tab) => assert.ok(await tab.locator('a[href$=".zip"]').first().isVisible())),
  );

  it('councillor: print a borough for committee', open, (test) =>
    visit('boroughs/camden/', plain, async (tab) => {
      const count = await countPages(tab);
      test.diagnostic(`${count} pages of A4`);
      assert.ok(count <= 12, `${count} pages are too many to read in a committee`);
    }),
  );

  it('councillor: a borough’s pack, made for printing', open, () =>
    visit('boroughs/camden/pack/', plain, async (tab) => {
      assert.match(await tab.locator('h1').innerText(), /Camden/);
      assert.ok((await countPages(tab)) <= 6);
    }),
  );

  it('social worker: which case-management system does this borough use? Search, first hit', open, () =>
    visit('search/?q=camden+case+management', {}, async (tab) => {
      await tab.locator('#search-results .hits a').first().click({ timeout: 10_000 });
      await tab.waitForURL((url) => !url.pathname.endsWith('/search/'));
      const words = await tab.locator('main').innerText();
      assert.match(words, /Camden/);
      assert.match(words, /Mosaic/);
    }),
  );

  it('resident: what does my borough run, in plain words? Borough page, first screen', open, () =>
    visit('', telephone, async (tab) => {
      const resident = new Person(tab);
      await resident.menu('Boroughs');
      await resident.click('Camden', { within: tab.locator('main') });
      assert.equal(await resident.heading(), 'Camden');
      const answer = tab.locator('.standfirst');
      const box = await answer.boundingBox();
      assert.ok(box.y + box.height < 844, 'the answer is on the first screen of a telephone');
      assert.match(await answer.innerText(), /Camden has \d+ systems on record/);
    }),
  );
});
