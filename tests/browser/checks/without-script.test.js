// Where scripts do not run, nothing is dead and nothing is missing.

import assert from 'node:assert/strict';
import { samples } from '../support/site.js';
import { eachPage, none, withBrowser } from '../support/browser.js';

withBrowser('without script', { concurrency: 2 }, (visit) => {
  eachPage(samples, async (page) => {
    const plain = { javaScriptEnabled: false };
    const { dead, forms, words } = await visit(page.path, plain, async (tab) => tab.evaluate(look));
    none(dead);
    assert.ok(words > 10, 'the main part has words');

    for (let form = 0; form < forms; form += 1) {
      await visit(page.path, plain, async (tab, root) => {
        const target = tab.locator('form:visible').nth(form);
        for (const box of await target.locator('input:is([type=text],[type=search],:not([type])):visible').all()) await box.fill('a');
        const [response] = await Promise.all([
          tab.waitForResponse((response) => response.request().isNavigationRequest()),
          target.locator('button:visible, input[type=submit]:visible').first().click(),
        ]);
        assert.ok(response.ok(), `the form leads to ${response.status()} ${response.url()}`);
        assert.ok(response.url().startsWith(root), `the form leads away: ${response.url()}`);
      });
    }

    if (/<script[^>]*\bsrc=/.test(page.source)) {
      const scripted = await visit(page.path, {}, async (tab) => (await tab.waitForLoadState('networkidle'), tab.evaluate(look)));
      assert.ok(words >= scripted.words * 0.9, `${words} words without script, ${scripted.words} with it`);
    }
  });
});

function look() {
  const count = (element) => element.innerText.split(/\s+/).length;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const name = (element) => element.outerHTML.slice(0, 160);
  const dead = [];
  for (const link of document.querySelectorAll('a')) {
    const href = link.getAttribute('href');
    if (shown(link) && (href === null || href === '#' || href.startsWith('javascript:'))) dead.push(`leads nowhere: ${name(link)}`);
  }
  for (const control of document.querySelectorAll('button, input, select, textarea, [role=button], [contenteditable]')) {
    if (!shown(control) || control.matches('[popovertarget], [commandfor]')) continue;
    const form = control.form;
    if (!form) dead.push(`does nothing without script: ${name(control)}`);
    else if (control.matches('button[type=button]')) dead.push(`does nothing without script: ${name(control)}`);
    else if (!form.querySelector('button:not([type=button]), input[type=submit]')) dead.push(`cannot be sent: ${name(form)}`);
    else if (form.method !== 'get') dead.push(`a static site takes no ${form.method}: ${name(form)}`);
  }
  const main = document.querySelector('main');
  return {
    dead,
    forms: [...document.forms].filter(shown).length,
    // The words of forms and of groups of controls are no reading: script may show more of them.
    words: count(main) - [...main.querySelectorAll('form, [role=group]')].reduce((sum, form) => sum + count(form), 0),
  };
}
