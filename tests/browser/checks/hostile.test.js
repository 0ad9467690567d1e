// A site made from hostile records and texts, or from what imports propose of hostile sheets and notices (CITYTOOLS_PROPOSED), in a
// real browser with an alarm: nothing runs, nothing leaves the page, nobody else is asked, and template syntax is text.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Parser } from 'htmlparser2';
import { files, pages, read } from '../support/site.js';
import { none, withBrowser } from '../support/browser.js';
import { poisons } from '../support/poison.js';

// Read by a parser, because a hostile text says of its page that it leads on; what leads on from within the words of a page
// was put there.
function leadsOn({ source }) {
  let found = false;
  let inBody = false;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      inBody ||= name === 'body';
      found ||= !inBody && name === 'meta' && /^refresh$/i.test(attributes['http-equiv'] ?? '');
    },
  });
  parser.end(source);
  return found;
}

const shown = pages.filter((page) => !leadsOn(page));

const proposed = Boolean(process.env.CITYTOOLS_PROPOSED);
const what = proposed ? 'accepted proposals' : 'hostile records';

/** The texts of which a page says every sign. */
function told() {
  const words = [];
  const parser = new Parser({ ontext: (text) => words.push(text) });
  for (const { source } of pages) parser.write(source);
  parser.end();
  const plain = (text) => text.replaceAll(/\s+/g, ' ').trim();
  const all = plain(words.join(''));
  return poisons.filter((own) => all.includes(plain(own)));
}

/** What no template of the theme has, so that it came with a text, whether or not it does anything. */
const strange =
  'style, [style], iframe, frame, object, embed, base, body meta, body link, form[action*="//"], script:not([src], [type="application/ld+json"])';

function alarmed(found) {
  return async (tab) => {
    const told = (what) => found.push(`${new URL(tab.url()).pathname}: ${what}`);
    await tab.exposeFunction('alarm', (what) => told(`script ran: ${what}`));
    tab.on('dialog', (dialog) => {
      told(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    tab.on('popup', (other) => told(`opened ${other.url()}`));
    // What the policy stopped came too far.
    tab.on('console', (message) => told(`console: ${message.text()}`));
    tab.on('pageerror', (error) => told(`script error: ${error.message}`));
    tab.on('request', (request) => {
      if (!/^http:\/\/127\.0\.0\.1:/.test(request.url())) told(`asks ${request.url()}`);
    });
  };
}

withBrowser(what, {}, (visit) => {
  it('no page runs, leaves or asks anything', { timeout: 900_000 }, async (test) => {
    const found = [];
    await visit('', { prepare: alarmed(found) }, async (tab, root) => {
      for (const page of shown) {
        await tab.goto(root + page.path);
        // Everything that takes the focus or the pointer has it once, and everything that opens is opened.
        const put = tab.evaluate((strange) => {
          for (const one of document.querySelectorAll('details')) one.open = true;
          for (const one of document.querySelectorAll('a, button, input, summary, [tabindex]')) one.focus();
          for (const one of document.querySelectorAll('main *')) one.dispatchEvent(new Event('mouseover', { bubbles: true }));
          return [...document.querySelectorAll(strange)].map((one) => one.outerHTML);
        }, strange);
        found.push(...(await put.catch((error) => [`what makes it leave: ${error.message}`])).map((own) => `/${page.path}: has ${own}`));
        if (tab.url() !== root + page.path) found.push(`/${page.path}: left for ${tab.url()}`);
      }
    });
    none(found);
    test.diagnostic(`${what}: ${told().length} of ${poisons.length} hostile texts in ${shown.length} of ${pages.length} pages`);
  });

  // Whoever sends a link writes what stands behind the question mark.
  it('no address makes a page run, leave or ask anything', { timeout: 900_000, skip: proposed && 'those of the other site do' }, async (test) => {
    const found = [];
    const asked = ['q', 'with', 'sort', 'columns', 'page', 'borough', 'system', 'service', 'lifecycle', 'group'];
    const each = (texts) => asked.map((name, at) => [name, texts[at % texts.length].toWellFormed()]);
    const ownTexts = poisons.slice(0, 250);
    const tens = ownTexts.flatMap((_, at) => (at % asked.length === 0 ? [ownTexts.slice(at, at + asked.length)] : []));
    // And names that every object of a script has.
    const queries = [['constructor'], ['-__proto__'], ['toString,valueOf'], ...tens].map(each);
    const scripted = ['explore/', 'search/', 'compare/', ''].filter((path) => pages.some((page) => page.path === path));
    assert.equal(scripted.length, 4);
    await visit('', { prepare: alarmed(found) }, async (tab, root) => {
      for (const path of scripted) {
        for (const query of queries) {
          const before = found.length;
          const address = `${root}${path}?${new URLSearchParams(query)}#${encodeURIComponent(query[0][1])}`;
          await tab.goto(address, { waitUntil: 'networkidle' });
          const strangers = tab.locator(strange);
          if (await strangers.count()) found.push(`has ${await strangers.first().evaluate((one) => one.outerHTML)}`);
          if (new URL(tab.url()).pathname !== new URL(root + path).pathname) found.push(`left for ${tab.url()}`);
          if (found.length > before) found.push(`… asked for ${JSON.stringify(query)}`);
        }
      }
    });
    none(found);
    test.diagnostic(`${ownTexts.length} hostile texts in ${queries.length} addresses of ${scripted.length} pages`);
  });

  it('the hostile texts are there, as text', () => {
    const all = pages.map((page) => page.source).join('\n');
    const due = told();
    assert.ok(due.some((own) => own.includes('<script>')) && due.length > (proposed ? 60 : 400), `${due.length} texts`);
    if (!proposed) assert.ok(due.includes('{{ 7 * 191 }}'));
    for (const [computed, why] of [['1337', 'a template computed'], [process.env.HOME, 'a template read this machine']]) {
      none(pages.filter((page) => page.source.includes(computed)).map((page) => `/${page.path}: ${why} ${computed}`));
    }
  });

  it('no table has a cell that a spreadsheet runs', () => {
    // A cell in quotes may have commas and line breaks.
    const cell = /(?:^|,|\r?\n)("(?:[^"]|"")*"|[^",\r\n]*)/g;
    const cells = files.filter((file) => file.endsWith('.csv')).flatMap((file) =>
      [...read(file).toString().matchAll(cell)].filter(([, own]) => /^"?[=@\t\r]/.test(own)).map(([, own]) => `${file}: ${own.slice(0, 80)}`),
    );
    none(cells);
  });
});
