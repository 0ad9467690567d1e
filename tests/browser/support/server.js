// A server for one folder on this machine, under the base path. It does what a plain static host does and no more.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { base, folder } from './site.js';

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
    const headers = { 'content-type': found.type };
    if (/^text|json|xml/.test(found.type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(await promisify(gzip)(found.body));
    } else {
      response.writeHead(200, headers).end(found.body);
    }
  } else {
    const body = await readFile(join(folder, '404.html')).catch(() => 'Not found');
    response.writeHead(404, { 'content-type': types['.html'] }).end(body);
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
