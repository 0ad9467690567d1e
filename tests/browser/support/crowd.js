// Makes a region of so many authorities that they are chosen by typing, and that lists of their names have pages: node crowd.js
// FROM TO copies a content folder and puts 420 towns beside its authorities, and two whose names differ by an accent alone.

import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TOWNS = 420;

/** A name as long as any that people know, every tenth time. */
export function town(number) {
  const name = `Town ${String(number).padStart(3, '0')}`;
  return number % 10 === 0 ? `${name} upon the Northern Estuary and Llanfairpwllgwyngyllgogerychwyrndrobwll` : name;
}

const id = (number) => `town-${String(number).padStart(3, '0')}`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [from, to] = process.argv.slice(2);
  cpSync(from, to, { recursive: true });
  for (let number = 0; number < TOWNS; number += 1) {
    const service = `  - {service: library-lending, state: in-house, sources: [{title: Minutes ${number}, url: "https://a.example/${number}"}]}`;
    writeFileSync(join(to, 'boroughs', `${id(number)}.yaml`), `name: ${town(number)}\nservices:\n${service}\n`);
  }
  writeFileSync(join(to, 'boroughs', 'twin-a.yaml'), 'name: Twin\n');
  writeFileSync(join(to, 'boroughs', 'twin-b.yaml'), 'name: Twîn\n');
}
