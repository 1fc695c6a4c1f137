import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { forgetUnused } from '../../../src/monitoring/retention.ts';
import { useFolder } from './folder.ts';

const DAY = 86_400_000;

describe('folders of accounts that nobody uses', () => {
  const folder = useFolder();

  /** A folder that, with its file, was last written so many days ago. */
  function make(name: string, days: number, fileDays: number): void {
    const place = path.join(folder.path, name);
    mkdirSync(place);
    const file = path.join(place, 'list-1.json');
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

  it('keep no markers and unfinished files beyond their time', async () => {
    make('used', 0, 0);
    const place = path.join(folder.path, 'used');
    for (const [name, days] of [
      ['told-old', 91],
      ['told-young', 89],
      ['list-1.json.x.tmp', 1],
      ['list-1.json.y.tmp', 0],
      ['history-2020-01-001.jsonl', 91],
    ] as const) {
      writeFileSync(path.join(place, name), '');
      const seconds = (Date.now() - days * DAY) / 1000;
      utimesSync(path.join(place, name), seconds, seconds);
    }
    await forgetUnused(folder.path, Date.now());
    assert.deepEqual(readdirSync(place).toSorted(), [
      'history-2020-01-001.jsonl',
      'list-1.json',
      'list-1.json.y.tmp',
      'told-young',
    ]);
  });

  it('may be none', async () => {
    await forgetUnused(path.join(folder.path, 'missing'), Date.now());
    assert.deepEqual(readdirSync(folder.path), []);
  });
});
