// Which pages there are, and that each belongs to a kind, so that the other checks leave none out.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { apart, kinds, kindsOf, listed, pages, sitemap } from '../support/site.js';

describe('kinds of pages', () => {
  it('the sitemap lists each page that may be listed, once', () => {
    assert.deepEqual([...sitemap].sort(), listed.map((page) => page.path).sort());
  });

  it('every page belongs to a kind', (test) => {
    const counted = [...kinds.values()].reduce((sum, all) => sum + all.length, 0);
    assert.equal(counted, pages.filter((page) => !page.moved).length);
    for (const [kind, all] of kinds) test.diagnostic(`${kind}: ${all.length}`);
  });

  it('the pages that stand apart exist', () => {
    for (const path of apart) assert.ok(pages.some((page) => page.path === path), path);
  });

  it('a kind is the shape of an address', () => {
    const names = ['ash', 'beech', 'cedar', 'elm', 'fir', 'hazel', 'lime', 'maple', 'oak', 'pine', 'rowan', 'yew'];
    const pairs = names.flatMap((one) => names.filter((other) => one < other).map((other) => `compare/${one}/${other}/`));
    const paths = [
      '',
      'about/',
      ...names.flatMap((name) => [`boroughs/${name}/`, `boroughs/${name}/to-do/`, `boroughs/${name}/pack/`]),
      'contracts/ash-parking/',
      'contracts/elm-housing/',
      'contracts/ending/2026-q3/',
      'contracts/service/housing/',
      'contracts/service/parking/',
      'compare/',
      ...pairs,
      'explore/',
      'explore/2/',
      'explore/ends/passed/',
      'explore/ends/unknown/',
      'explore/ends/unknown/2/',
    ];
    assert.deepEqual(new Set(kindsOf(paths).values()), new Set([
      '',
      'about/',
      'boroughs/*/',
      'boroughs/*/to-do/',
      'boroughs/*/pack/',
      'contracts/*/',
      'contracts/ending/*/',
      'contracts/service/*/',
      'compare/',
      'compare/*/*/',
      'explore/',
      'explore/ends/*/',
    ]));
  });
});
