// Makes content of what strangers send: node propose.js FROM TO [ROUND] copies a content folder, and imports a sheet of each
// authority and notices about all of them, with hostile words in every cell and every text. What is taken over stays, what is
// proposed becomes a record as it is written, and what `citytools check` refuses is mended as an editor would, or left out. Prints what
// was tried.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { poisons } from './poison.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/ocds');
const day = ['--as-of', '2026-11-26'];
const most = 80;

function citytools(...args) {
  const said = spawnSync(process.env.CITYTOOLS, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (said.status !== 0 && said.status !== 1) throw new Error(`${args.join(' ')}: ${said.stderr}`);
  return said;
}

/** A table with quotes, commas and ends of lines in its cells. */
function cells(text) {
  const rows = [[]];
  for (const [, cell, end] of text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n)/g)) {
    rows.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}
const table = (rows) => rows.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`).join('');

/** A sheet with words in every cell, less those that the import tells of. Gives how many cells are left. */
function takeOver(content, authority, folder, next) {
  const [path, sheet] = [join(folder, `${authority}.csv`), ['--content', content, ...day]];
  citytools('export', 'survey', authority, '--out', path, ...sheet);
  const [heading, ...was] = cells(readFileSync(path, 'utf8').replace('\uFEFF', ''));
  const is = was.map((row) => row.map((cell) => `${cell} ${next()}`.trim()));
  let said;
  for (let turn = 0; turn < most; turn++) {
    writeFileSync(path, table([heading, ...is]));
    said = citytools('import', 'survey', path, ...sheet);
    if (said.status === 0) return is.flat().filter((cell, at) => cell !== was.flat()[at]).length;
    for (const [, row, name] of said.stderr.matchAll(/--> .*, row (\d+), column [A-Z]+ \((\w+)\)/g)) {
      const [column, own] = [heading.indexOf(name), Number(row) - 2];
      const undo = (row, column) => {
        const changed = is[row][column] !== was[row][column];
        is[row][column] = was[row][column];
        return changed;
      };
      // Where the cell is as it was, a row about the same system said it, or another cell of the row.
      if (undo(own, column)) continue;
      if (is.map((_, row) => undo(row, column)).some(Boolean)) continue;
      heading.forEach((_, column) => undo(own, column));
    }
  }
  throw new Error(`a sheet of ${authority} is refused for another reason: ${said.stderr}`);
}

/** What makes a notice one of this authority's, of this kind and day. */
const fixed = /^\.(ocid|date|tag|buyer|parties\.0)\b|\.(roles\.\d+|awardID|relatedLots?(\.\d+)?|status|scheme|\w*[dD]ate|currency|documentType|format|mainProcurementCategory|procurementMethod|initiationType|language)$/;

/** A notice with words behind each text, and behind one of those that are none. */
function notice(example, number, buyer, next) {
  let at = 0;
  const put = (value, path) => {
    if (Array.isArray(value)) return value.map((one, at) => put(one, `${path}.${at}`));
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, put(one, `${path}.${key}`)]));
    if (typeof value !== 'string') return value;
    const is = !fixed.test(path) || (at++ % 40 === number % 40 && !/^\.(ocid|tag|buyer|parties\.0)/.test(path));
    return is ? `${value} ${next()}` : value;
  };
  const own = put(example, '');
  own.parties[0] = { ...own.parties[0], id: 'buyer', name: buyer, identifier: { legalName: buyer } };
  return { ...own, ocid: `ocds-h6vhtk-${String(number).padStart(6, '0')}`, buyer: { id: 'buyer', name: buyer } };
}

/** The records of a review file, each under the name of its own file, as it is laid out there. */
function proposed(review, authorities) {
  const records = new Map();
  for (const document of review.split('\n---\n').slice(1)) {
    const authority = /^# For boroughs\/([\w-]+)\.yaml/.exec(document)[1];
    const other = authorities[(authorities.indexOf(authority) + 1 + (records.size % (authorities.length - 1))) % authorities.length];
    for (const item of document.split(/^ {2}- /m).slice(1)) {
      const lines = item.split('\n').filter((line) => line.trim() && !/^ {2}#/.test(line));
      records.set(`contracts/proposed-${records.size}.yaml`, [...lines.map((line) => line.replace(/^ {4}/, '')), `boroughs: [${authority}, ${other}]`]);
    }
  }
  return records;
}

/** Takes out the key or the part of a list that a problem stands in; what has to be there becomes other words. */
function mend(lines, line) {
  const own = (at) => /^(\s*)(- )?(\w+): ?(.*)$/.exec(lines[at] ?? '');
  let at = line - 1;
  while (at > 0 && !own(at)) at--;
  const [, indentation, dash, key, value] = own(at) ?? [];
  if (key === undefined) return false;
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && lines[end].search(/\S/) > indentation.length) end++;
  const needed = !dash && (key === 'title' || key === 'name');
  if (needed && value === 'Mended words') return false;
  lines.splice(at, end - at, ...(needed ? [`${indentation}${key}: Mended words`] : []));
  return true;
}

function main([from, to, round = '0']) {
  cpSync(from, to, { recursive: true });
  let at = Number(round) * 89;
  const tried = new Set();
  const next = () => {
    const own = poisons[at++ % poisons.length].toWellFormed();
    tried.add(own);
    return own;
  };
  const authorities = readdirSync(join(to, 'boroughs')).map((file) => file.replace('.yaml', '')).sort();
  const record = (authority) => readFileSync(join(to, `boroughs/${authority}.yaml`), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'proposed-'));
  const taken = authorities.map((authority) => takeOver(to, authority, folder, next)).reduce((a, b) => a + b);

  const examples = ['fts-act.json', 'lots.json'].map((file) => JSON.parse(readFileSync(join(fixtures, file), 'utf8')).releases[0]);
  const releases = Array.from({ length: 48 }, (_, number) => {
    const authority = authorities[number % authorities.length];
    return notice(examples[number % 3 === 2 ? 1 : 0], number, /^name: (.*)$/m.exec(record(authority))[1].replaceAll('"', ''), next);
  });
  const [notices, review] = [join(folder, 'notices.json'), join(folder, 'review.yaml')];
  writeFileSync(notices, JSON.stringify({ releases }));
  citytools('import', 'ocds', '--large', '--content', to, ...day, '--out', review, notices);
  const files = proposed(readFileSync(review, 'utf8'), authorities);
  const count = files.size;
  for (const authority of authorities) files.set(`boroughs/${authority}.yaml`, record(authority).trimEnd().split('\n'));
  rmSync(folder, { recursive: true });

  let mended = 0;
  for (let turn = 0; ; turn++) {
    for (const [file, lines] of files) writeFileSync(join(to, file), `${lines.join('\n')}\n`);
    const said = citytools('check', '--content', to, ...day, '--format', 'json');
    const problems = said.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter(({ severity }) => severity === 'error');
    if (said.status === 0) break;
    if (turn === most) throw new Error(`refused for another reason:\n${problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n')}`);
    // The last line first, because what is mended may be shorter.
    for (const { file, line } of problems.sort((a, b) => b.line - a.line)) {
      const path = file.split('/').slice(1).join('/');
      mended++;
      if (files.has(path) && !mend(files.get(path), line)) {
        if (!path.startsWith('contracts/')) throw new Error(`${path}:${line} can't be mended`);
        files.delete(path);
        if (existsSync(join(to, path))) rmSync(join(to, path));
      }
    }
  }
  const built = files.size - authorities.length;
  if (taken < 15 || built < count / 2) throw new Error(`only ${taken} cells were taken over, and ${built} of ${count} proposals built`);
  console.log(`${tried.size} of ${poisons.length} hostile texts in sheets and notices; ${taken} cells taken over; ${releases.length} notices, ${count} contracts proposed, ${mended} places mended, ${built} built`);
}

main(process.argv.slice(2));
