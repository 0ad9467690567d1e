// Every address and every anchor of every page leads somewhere, every page and file is reached, and so is every address
// of this site in what can be downloaded. Reads files only: no browser.

import { dirname, normalize } from 'node:path/posix';
import { describe, it } from 'node:test';
import { base, files, pages, read, sitemap } from '../support/site.js';
import { references } from '../support/links.js';
import { none } from '../support/browser.js';

const home = new URL(/<loc>([^<]*)<\/loc>/.exec(read('sitemap.xml').toString())[1]);
const present = new Set(files);
const folders = new Set(files.flatMap((file) => above(file)));
const documents = new Map(pages.map((page) => [page.file, { page, ...references(page.source) }]));
const idsOf = new Map([...documents].map(([file, { ids }]) => [file, new Set(ids)]));

function above(file) {
  const folder = dirname(file);
  return folder === '.' ? [] : [folder, ...above(folder)];
}

/** The file that an address of this site leads to, or what is wrong with it; nothing for an address of another site. */
function resolve(address, from) {
  let url;
  try {
    url = new URL(address, new URL(from, home));
  } catch {
    return { fault: 'is no address' };
  }
  if (url.origin !== home.origin) return {};
  if (!url.pathname.startsWith(base)) return { fault: `leads out of ${base}` };
  const path = decodeURIComponent(url.pathname.slice(base.length));
  if (folders.has(path)) return { fault: 'lacks the slash at its end' };
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  if (!present.has(file)) return { fault: 'leads nowhere' };
  const id = decodeURIComponent(url.hash.slice(1));
  if (id && idsOf.has(file) && !idsOf.get(file).has(id)) return { fault: `there is no #${id}` };
  return { file };
}

const onPages = [...documents.values()].flatMap(({ page, addresses }) =>
  addresses.map(({ name, address }) => ({ page, name, address, ...resolve(address, page.path) })),
);

describe('links', () => {
  it('every address on every page leads somewhere', (test) => {
    const wrong = onPages.filter(({ fault }) => fault).map(({ page, name, address, fault }) => `/${page.path}: <${name}> ${address} ${fault}`);
    none(wrong);
    test.diagnostic(`${onPages.length} addresses on ${pages.length} pages`);
  });

  it('what a page loads is the site’s own', () => {
    const foreign = onPages.filter(({ name, file, fault }) => !['a', 'area'].includes(name) && !file && !fault);
    none(foreign.map(({ page, name, address }) => `/${page.path}: <${name}> ${address}`));
  });

  it('an id stands once on a page, and what refers to an id finds it', () => {
    const wrong = [...documents.values()].flatMap(({ page, ids, idReferences }) => {
      const known = new Set(ids);
      const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `/${page.path}: #${id} stands twice`);
      const lost = idReferences.filter(({ id }) => !known.has(id)).map(({ attribute, id }) => `/${page.path}: ${attribute} names #${id}, which is not there`);
      return [...twice, ...lost];
    });
    none(wrong);
  });

  it('a page names its own address as the one to keep', () => {
    const wrong = [...documents.values()].filter(({ page, canonical }) => !page.moved && canonical !== new URL(page.path, home).href);
    none(wrong.map(({ page, canonical }) => `/${page.path}: ${canonical}`));
  });

  it('every page is reached from the home page by links', () => {
    const next = new Map();
    for (const { page, name, file } of onPages) {
      if (file && name === 'a') next.set(page.file, [...(next.get(page.file) ?? []), file]);
    }
    const reached = new Set(['index.html']);
    for (const file of reached) for (const to of next.get(file) ?? []) reached.add(to);
    const orphans = pages.filter((page) => !reached.has(page.file) && !page.moved && page.path !== '404.html');
    none(orphans.map((page) => `/${page.path}`));
  });

  it('every other file is referred to by a page, a style or a download', () => {
    const used = new Set(onPages.map(({ file }) => file).filter(Boolean));
    for (const file of files.filter((file) => /\.(css|m?js|json|xml|atom|txt|webmanifest)$/.test(file))) {
      for (const [word] of read(file).toString().matchAll(/[\w./-]+\.\w{2,5}\b/g)) {
        for (const name of [word, `${dirname(file)}/${word}`]) used.add(normalize(name));
      }
    }
    // Files that hosts and robots look for by name.
    // Data for scripts stands in attributes of their elements, from the page or from the site's root.
    for (const { source } of pages) {
      for (const [, address] of source.matchAll(/\sdata-[\w-]+="?([^\s">]+\.json)/g)) used.add(address.replace(/^(\.\.?\/)+/, ''));
    }
    // What authorities have is in files that the names of search tell of.
    for (const file of files.filter((file) => /^search\/names\.\w+\.json$/.test(file))) {
      for (const [, name] of JSON.parse(read(file)).authorities) used.add(`search/authorities/${name}.json`);
    }
    // What a script adds an id to, and the licence of a library, are found by name too.
    const byName = /^(compare\/[\w-]+\.json|assets\/[\w.-]*LICENSE[\w.]*|\.citytools|robots\.txt|sitemap\.xml|_headers|_redirects|CNAME|\.nojekyll|\.gitignore|\.well-known\/.*)$/;
    const unused = files.filter((file) => !file.endsWith('.html') && !used.has(file) && !byName.test(file));
    none(unused);
  });

  it('styles load only files of the site', () => {
    const wrong = files.filter((file) => file.endsWith('.css')).flatMap((file) =>
      [...read(file).toString().matchAll(/url\(\s*["']?(?!data:)([^"')]+)/g)]
        .filter(([, address]) => !resolve(address, file).file)
        .map(([, address]) => `${file}: ${address}`),
    );
    none(wrong);
  });

  it('every address of this site in a download, and in data for search engines, leads somewhere', (test) => {
    const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const own = new RegExp(`${literally(home.href)}[^\\s"'<>\\\\,;)\\]]*`, 'g');
    // An address with a gap is one for each file that fills it, the same id in each gap.
    // What the addresses of the interface begin with is none.
    const filled = (address) => {
      if (address === `${home.href}api/v1`) return [];
      if (!address.includes('{id}')) return [address];
      const [before, ...rest] = address.slice(home.href.length).split('{id}').map(literally);
      const pattern = new RegExp(`^${before}([^/]+)${rest.join('\\1')}$`);
      const found = files.filter((file) => pattern.test(file)).map((file) => home.href + file);
      return found.length > 0 ? found : [address];
    };
    let count = 0;
    // A calendar folds its lines; an entry's id is a name for ever and no link.
    const whole = (text) => text.replace(/\r\n[ \t]/g, '').replace(/<id>[^<]*<\/id>/g, '');
    const dataIn = (page) => [...page.source.matchAll(/<script[^>]*ld\+json[^>]*>(.*?)<\/script>/gs)].map(([, data]) => data).join('\n');
    const texts = [
      ...files.filter((file) => /\.(csv|json|xml|atom|ics|txt|md)$/.test(file)).map((file) => [file, whole(read(file).toString())]),
      ...pages.map((page) => [`/${page.path}`, dataIn(page)]),
    ];
    const wrong = texts.flatMap(([file, text]) =>
      [...new Set(text.match(own) ?? [])].flatMap(filled).flatMap((address) => {
        count += 1;
        const { fault } = resolve(address, '');
        return fault ? [`${file}: ${address} ${fault}`] : [];
      }),
    );
    none(wrong);
    test.diagnostic(`${count} addresses, ${sitemap.length} of them in the sitemap`);
  });
});
