// Every page through the Nu HTML checker: no error and no warning.

import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { promisify } from 'node:util';
import vnu from 'vnu-jar';
import { folder, pages } from '../support/site.js';
import { none } from '../support/browser.js';

it('markup of every page', { timeout: 300_000 }, async (test) => {
  // Read from files, the style sheet is not of the page's own site, which the checker would warn of.
  const quiet = ['--filterpattern', '.*violates Content Security Policy.*'];
  const { stdout } = await promisify(execFile)(
    'java',
    ['-Xss4m', '-jar', vnu, '--format', 'json', '--stdout', '--exit-zero-always', '--skip-non-html', ...quiet, folder],
    { maxBuffer: 2 ** 28 },
  );
  const said = JSON.parse(stdout).messages.map(
    ({ url = '', lastLine, firstColumn, message, extract = '' }) =>
      `${url.slice(url.indexOf(folder) + folder.length)}:${lastLine}:${firstColumn}: ${message} ${extract.trim()}`,
  );
  none(said);
  test.diagnostic(`${pages.length} pages`);
});
