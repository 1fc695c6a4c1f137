import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { forgetUnused } from '../../../src/monitoring/unused.ts';
import { useFolder } from './folder.ts';

const DAY = 86_400_000;

describe('records that nobody uses', () => {
  const folder = useFolder();

  /** A record whose folder and file were last written so many days ago. */
  function make(name: string, days: number, fileDays: number): void {
    const place = path.join(folder.path, name);
    mkdirSync(place);
    const file = path.join(place, 'record.json');
    writeFileSync(file, '{}');
    for (const [at, ago] of [
      [file, fileDays],
      [place, days],
    ] as const) {
      const seconds = (Date.now() - ago * DAY) / 1000;
      utimesSync(at, seconds, seconds);
    }
  }

  it('go after 90 days; others stay, and so does what is no folder', async () => {
    make('used', 1, 1);
    make('late', 89, 89);
    make('written', 100, 1);
    make('tidied', 1, 100);
    make('old', 91, 91);
    writeFileSync(path.join(folder.path, 'file'), '');
    utimesSync(path.join(folder.path, 'file'), 1, 1);
    await forgetUnused(folder.path, Date.now());
    assert.deepEqual(readdirSync(folder.path).toSorted(), ['file', 'late', 'tidied', 'used', 'written']);
  });

  it('may be none', async () => {
    await forgetUnused(path.join(folder.path, 'missing'), Date.now());
    assert.deepEqual(readdirSync(folder.path), []);
  });
});
