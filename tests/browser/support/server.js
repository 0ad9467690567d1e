// A server for one folder on this machine, under the base path. It does what a static host does that reads `_headers`.

import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { base, folder, read } from './site.js';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
  '.atom': 'application/atom+xml',
  '.ics': 'text/calendar; charset=utf-8',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.zip': 'application/zip',
  '.gz': 'application/gzip',
};

/** The rules of `_headers`: a pattern of paths below the root, and what is said of them. */
const rules = existsSync(join(folder, '_headers'))
  ? read('_headers').toString().trim().split(/\n(?! )/).map((rule) => {
      const [pattern, ...lines] = rule.split('\n');
      const escaped = pattern.replace(/[.$^+()|[\]]/g, '\\$&').replace('*', '.*').replace(/:[a-z]+/g, '[^/]+');
      return { fits: new RegExp(`^${escaped}$`), said: lines.map((line) => line.trim().split(/: (.*)/)) };
    })
  : [];

/** What is said of an address; the values of several rules are joined. */
function headersOf(url) {
  const path = `/${new URL(url, 'http://localhost').pathname.slice(base.length)}`;
  const headers = {};
  for (const [name, value] of rules.filter((rule) => rule.fits.test(path)).flatMap((rule) => rule.said)) {
    headers[name] = headers[name] ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

async function find(url) {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  if (!path.startsWith(base)) return null;
  const file = join(folder, path.slice(base.length), path.endsWith('/') ? 'index.html' : '');
  if (!file.startsWith(join(folder, sep))) return null;
  return { body: await readFile(file), type: types[extname(file)] ?? 'application/octet-stream' };
}

async function answer(request, response) {
  const found = await find(request.url).catch(() => null);
  if (found) {
    const headers = { ...headersOf(request.url), 'content-type': found.type };
    if (/^text|json|xml/.test(found.type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(await promisify(gzip)(found.body));
    } else {
      response.writeHead(200, headers).end(found.body);
    }
  } else {
    const body = await readFile(join(folder, '404.html')).catch(() => 'Not found');
    response.writeHead(404, { ...headersOf(request.url), 'content-type': types['.html'] }).end(body);
  }
}

/** Starts the server on a free port. Gives the address of the site's root and a way to stop. */
export async function serve() {
  const server = createServer(answer);
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    root: `http://127.0.0.1:${server.address().port}${base}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
