// Chromium with the built site in front of it.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from './server.js';

export const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const isRoot = process.getuid?.() === 0;

/** Starts Chromium; `args` come on top of the flags that make it keep to itself. */
export function launch(args = []) {
  return chromium.launch({
    executablePath: process.env.CHROME_PATH,
    args: [...flags, ...args],
    // Chromium refuses to run in its sandbox as root.
    chromiumSandbox: !isRoot,
  });
}

/**
 * A group of tests with a browser and a server. `tests` is called with `visit`, which opens a page of the site in a
 * fresh context, hands it over and closes it; `args` are for the browser: `visit('boroughs/camden/', { width: 320 }, async (tab) => …)`.
 */
export function withBrowser(title, { args, ...options }, tests) {
  describe(title, options, () => {
    let browser;
    let server;
    before(async () => {
      [browser, server] = await Promise.all([launch(args), serve()]);
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });
    tests(async (path, { width = 1280, height = 900, prepare, ...context }, use) => {
      const opened = await browser.newContext({ viewport: { width, height }, ...context });
      try {
        const tab = await opened.newPage();
        await prepare?.(tab);
        await tab.goto(server.root + path);
        return await use(tab, server.root);
      } finally {
        await opened.close();
      }
    });
  });
}

/** One test per page, named by its address. */
export function eachPage(pages, test) {
  for (const page of pages) it(`/${page.path}`, { timeout: 300_000 }, () => test(page));
}

/** Fails with all findings at once, if there are any. */
export function none(findings) {
  if (findings.length === 0) return;
  const rest = findings.length > 20 ? [`… and ${findings.length - 20} more`] : [];
  assert.fail(['', ...findings.slice(0, 20), ...rest].join('\n'));
}
