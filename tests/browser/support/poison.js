// Makes content that a stranger might propose: node poison.js FROM TO [ROUND] copies a content folder, puts hostile words behind
// those of every field, into its chapters and pages and behind each text of the interface (`words.yaml`), and
// takes out again what `citytools check` refuses: what is refused can't harm. Another round puts others at each place. Prints
// what was tried.

import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const corpus = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/hostile/strings.jsonl');

/** What has run as script, left the page or asked another site somewhere before, and what some reader takes for its own syntax. */
const own = readFileSync(corpus, 'utf8').trim().split('\n').map((line) => JSON.parse(line)[1]);
/** A list that others keep: the Big List of Naughty Strings. */
const known = createRequire(import.meta.url)('big-list-of-naughty-strings').filter((text) => text.trim());
export const poisons = [...new Set([...own, ...known])];

/** Every field: whether it takes words is for the check to say. */
const word = /^(\s*(?:- )*[a-z_]+: )(?![>|{[&*!'])(\S.*)$/;
const list = /^(\s*(?:- )*[a-z_]+: \[)([^{}]*)(\])$/;

/** A line of a record with hostile words, where it has words; else nothing. */
function poisoned(line, next) {
  const listed = list.exec(line);
  if (listed) return `${listed[1]}${listed[2]}, ${JSON.stringify(`Other ${next()}`)}${listed[3]}`;
  const [, before, words] = word.exec(line) ?? [];
  if (!words) return null;
  const plain = words.startsWith('"') ? JSON.parse(words) : words;
  // The first words stay, so that lists keep their order and addresses their letters.
  return `${before}${JSON.stringify(`${plain} ${next()}`)}`;
}

/** The last lines of texts that stand on lines of their own, below `note: >-` and the like. */
function endsOfBlocks(lines) {
  const depth = (line) => line.search(/\S/);
  return lines.flatMap((line, at) => {
    const key = /^\s*(?:- )*[a-z_]+: [>|][+-]?$/.test(line);
    if (!key) return [];
    let end = at + 1;
    while (end < lines.length && (lines[end].trim() === '' || depth(lines[end]) > depth(line))) end++;
    while (lines[end - 1].trim() === '') end--;
    return end - 1 > at ? [end - 1] : [];
  });
}

/** Records line by line. */
function fieldsOf(lines, next) {
  const blocks = new Set(endsOfBlocks(lines));
  return lines.map((was, at) => {
    const indentation = was.slice(0, was.search(/\S/));
    const is = blocks.has(at) ? `${was} ${next().replaceAll(/[\r\n]+/g, `\n${indentation}`)}` : poisoned(was, next);
    return { was, is };
  });
}

/** Each text of the interface as the region says it. */
function wordsOf(folder, next) {
  const told = spawnSync(process.env.CITYTOOLS, ['words', '--content', folder], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (told.status !== 0) throw new Error(told.stderr);
  const texts = [...told.stdout.matchAll(/^ {2}(".*"): ""$/gm)].map(([, text]) => text);
  if (texts.length < 500) throw new Error(`only ${texts.length} texts of the interface were listed`);
  const said = (text) => ({ was: `  ${text}: ${text}`, is: `  ${text}: ${JSON.stringify(`${JSON.parse(text)} ${next()}`)}` });
  return [{ was: 'texts:', is: null }, ...texts.map(said)];
}

/** A file in pieces: each is as it was, or has hostile words in it and can be made as it was. */
function pieces(path, next) {
  const text = readFileSync(path, 'utf8');
  const lines = text.trimEnd().split('\n');
  if (path.endsWith('.yaml')) return fieldsOf(lines, next);
  const end = lines.indexOf('---', 1);
  const front = lines.slice(0, end).map((was) => ({ was, is: poisoned(was, next) }));
  const body = lines.slice(end).map((was) => ({ was, is: null }));
  // Each stands by itself, for one that opens what is not closed would hide the next, and behind other words.
  const added = Array.from({ length: 24 }, (_, at) => ({ was: '', is: at % 2 ? `\n${next()}\n` : `\nWords ${next()} go on.\n` }));
  return [...front, ...body, ...added];
}

const text = (parts) => `${parts.map(({ was, is }) => is ?? was).join('\n')}\n`;

/** Takes back what a problem stands in. */
function takeBack(parts, line) {
  let first = 1;
  for (const part of parts) {
    const length = (part.is ?? part.was).split('\n').length;
    if (part.is !== null && line >= first && line < first + length) {
      part.is = null;
      return true;
    }
    first += length;
  }
  return false;
}

function main([from, to, round = '0']) {
  cpSync(from, to, { recursive: true });
  // Steps that share no divisor with the number of texts, so that each round puts each text elsewhere.
  let at = Number(round) * 89;
  const tried = new Set();
  const next = () => {
    const own = poisons[at++ % poisons.length];
    tried.add(own);
    return own;
  };
  const files = new Map();
  for (const file of readdirSync(to, { recursive: true }).sort()) {
    if (/\.(yaml|md)$/.test(file) && file !== 'README.md') files.set(file, pieces(join(to, file), next));
  }
  files.set('words.yaml', wordsOf(to, next));
  const count = () => [...files.values()].flat().filter(({ is }) => is !== null).length;
  const places = count();
  for (let turn = 0; ; turn++) {
    for (const [file, parts] of files) writeFileSync(join(to, file), text(parts));
    const said = spawnSync(process.env.CITYTOOLS, ['check', '--content', to, '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const problems = said.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (said.status === 0) break;
    const path = (file) => file.split('/').slice(1).join('/');
    const lines = errors.map(({ file, line, message }) => ({ file: path(file), line, message }));
    // The last line first, because what is taken back may be shorter.
    const back = lines.sort((a, b) => b.line - a.line).filter(({ file, line }) => files.has(file) && takeBack(files.get(file), line));
    if (back.length === 0 || turn === 60) throw new Error(`refused for another reason:\n${said.stderr}${lines.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n')}`);
  }
  console.log(`${tried.size} of ${poisons.length} hostile texts in ${places} places; ${places - count()} refused, ${count()} built`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
