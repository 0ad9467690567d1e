// The built site as the tests see it: its folder, its pages, and the kind that each page belongs to.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The folder of the built site. `run` builds it and says where. */
export const folder = process.env.CITYTOOLS_SITE;
if (!folder || !existsSync(join(folder, 'index.html'))) {
  throw new Error('CITYTOOLS_SITE must name the folder of a built site; tests/browser/run sets it');
}

/** The path that the site is built for and served under, so that a link that forgets it is found. */
export const base = '/city/';

/** Every file of the site, by its path below the root, without a slash in front. */
export const files = readdirSync(folder, { recursive: true })
  .map((path) => path.split('\\').join('/'))
  .filter((path) => statSync(join(folder, path)).isFile())
  .sort();

export const read = (file) => readFileSync(join(folder, file));

function page(file) {
  const html = read(file);
  const source = html.toString();
  const path = file.replace(/(^|\/)index\.html$/, '$1');
  return {
    file,
    /** The address below the root: `boroughs/camden/`; the home page is the empty string. */
    path,
    bytes: html.length,
    gzip: () => gzipSync(html, { level: 9 }).length,
    source,
    noindex: /<meta(?=[^>]*\bname="?robots"?)(?=[^>]*noindex)[^>]*>/.test(source),
    moved: /<meta(?=[^>]*http-equiv="?refresh"?)[^>]*>/.test(source),
  };
}

/** Every page, the one for unknown addresses and old addresses included. */
export const pages = files.filter((file) => file.endsWith('.html')).map(page);

/** Every page that a search engine may list; the sitemap has to say the same. */
export const listed = pages.filter((page) => !page.noindex && page.path !== '404.html');

/** The paths of the sitemap, below the root. */
export const sitemap = [...read('sitemap.xml').toString().matchAll(/<loc>([^<]*)<\/loc>/g)]
  .map(([, address]) => new URL(address).pathname)
  .map((path) => (path.startsWith(base) ? path.slice(base.length) : path));

/**
 * Gives each path its kind, from nothing but the shapes of all paths together, so that a new kind of page is tested
 * without a word here. In a kind, a step of the path is either a word that is the same for all its pages
 * (`boroughs`, `todo`) or the name of a record, written `*`: boroughs/…/todo/
 */
export function kindsOf(paths) {
  const root = new Map();
  for (const path of paths) {
    let node = root;
    for (const step of path.split('/').filter((step) => step && !isNumber(step))) {
      if (!node.has(step)) node.set(step, new Map());
      node = node.get(step);
    }
  }
  const kinds = new Map();
  name([root], '', [''], true);
  const place = (path) => path.split('/').filter((step) => step && !isNumber(step)).join('/');
  return new Map(paths.map((path) => [path, kinds.get(place(path))]));

  // `nodes` are all places of one shape, `at` their paths in the same order.
  function name(nodes, shape, at, isRoot) {
    at.forEach((path) => kinds.set(path, shape));
    const below = new Map();
    nodes.forEach((node, i) => {
      for (const [step, child] of node) {
        const key = isRoot || isWord(step, child, node, nodes) ? step : '*';
        const group = below.get(key) ?? { nodes: [], at: [] };
        group.nodes.push(child);
        group.at.push(at[i] ? `${at[i]}/${step}` : step);
        below.set(key, group);
      }
    });
    for (const [key, group] of below) {
      name(group.nodes, `${shape}${key}${key.includes('.') ? '' : '/'}`, group.at, false);
    }
  }
}

// The second page of a long list is of the same kind as the first.
const isNumber = (step) => /^\d+$/.test(step);

// A step is a word if most places of the same shape share it and few others, or if what is below it is its own:
// `contracts/ending/` has quarters below it, `contracts/service/` has services, but all boroughs have a `todo/`.
function isWord(step, child, node, nodes) {
  const parents = nodes.filter((other) => other.size > 0);
  if (parents.length > 1) {
    const words = new Set(parents.flatMap((other) => [...other.keys()]));
    return words.size <= 10 && parents.filter((other) => other.has(step)).length * 2 >= parents.length;
  }
  if (child.size === 0) return false;
  return [...node].every(([other, sibling]) => other === step || overlap(child, sibling) * 2 < child.size);
}

const overlap = (one, other) => [...one.keys()].filter((key) => other.has(key)).length;

/** Pages whose address is like a record's, although they are something else: each is a kind by itself. */
export const apart = ['report/whole/', 'suppliers/exposure/'];

const kindOf = kindsOf(pages.map((page) => page.path));
for (const page of pages) page.kind = apart.includes(page.path) ? page.path : kindOf.get(page.path) || 'home';

/** Kinds with their pages, the longest page first. Old addresses lead away at once: only the checks of files see them. */
export const kinds = new Map();
for (const page of [...pages].sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))) {
  if (page.moved) continue;
  if (!kinds.has(page.kind)) kinds.set(page.kind, []);
  kinds.get(page.kind).push(page);
}

/** For each kind the page that the others continue, or else one of the middle length. */
export const typical = [...kinds].map(([kind, all]) => all.find((page) => page.path === kind) ?? all[all.length >> 1]);

/** The longest and a typical page of each kind. */
export const samples = [...new Set([...kinds.values()].flatMap((all, at) => [all[0], typical[at]]))];
