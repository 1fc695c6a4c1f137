import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';

import { HistoryLog } from '../../../src/monitoring/historyLog.ts';
import type { HistoryChange } from '../../../src/webhooks/history.ts';
import { useFolder } from './folder.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 15, 12);

function moved(at: number, from: string, to: string, by: HistoryChange['by'] = 'elsewhere'): HistoryChange {
  return { at, by, field: 'url', from, to };
}

function turned(at: number, to: 'failing' | 'healthy'): HistoryChange {
  return { at, by: 'elsewhere', field: 'health', from: to === 'failing' ? 'healthy' : 'failing', to };
}

function toggled(at: number, to: boolean, by: HistoryChange['by'] = 'elsewhere'): HistoryChange {
  return { at, by, field: 'enabled', from: !to, to };
}

describe('the history on disk', () => {
  const folder = useFolder();
  const open = (now = NOW) => new HistoryLog(folder.path, () => now);
  const one = (...changes: readonly HistoryChange[]) =>
    changes.map((change) => ({ webhookId: 'one', change }));
  const file = (name: string) => path.join(folder.path, name);

  /** What a window that begins now shows of the webhook. */
  async function seen(now = NOW) {
    const log = open(now);
    await log.read();
    return log.of('one');
  }

  it('is empty at first, and makes no file', async () => {
    assert.deepEqual(await open().read(), []);
    assert.deepEqual(await fs.readdir(folder.path), []);
  });

  it('comes back as it was written, in a file of the month', async () => {
    const changes = [
      { at: NOW - 5, by: 'elsewhere', field: 'health', to: 'failing' },
      toggled(NOW - 4, false, 'here'),
      moved(NOW - 3, 'a', 'b'),
      { at: NOW - 2, by: 'here', field: 'events', from: 'all', to: ['message.bounce'] },
      { at: NOW - 1, by: 'elsewhere', field: 'events', from: ['message.bounce'], to: 'all' },
    ] as const satisfies readonly HistoryChange[];
    assert.deepEqual(await open().append(one(...changes)), ['one']);
    assert.deepEqual(await seen(), changes);
    assert.deepEqual(await fs.readdir(folder.path), ['history-2026-11-001.jsonl']);
  });

  it('brings what one window appends to another, and names what is new', async () => {
    const [mine, other] = [open(), open()];
    await mine.append(one(turned(NOW - 9, 'failing')));
    assert.deepEqual(await other.read(), ['one']);
    assert.deepEqual(await other.read(), []);
    await mine.append([{ webhookId: 'two', change: turned(NOW - 8, 'failing') }]);
    assert.deepEqual(await other.read(), ['two']);
  });

  it('tells once what two windows saw', async () => {
    await open().append(one(turned(NOW - 90, 'failing')));
    await open().append(one(turned(NOW - 80, 'failing'), turned(NOW - 50, 'healthy')));
    await open().append(one(turned(NOW - 45, 'healthy')));
    assert.deepEqual(await seen(), [turned(NOW - 90, 'failing'), turned(NOW - 50, 'healthy')]);
  });

  it('lets who did it win over who found it, whichever comes first', async () => {
    await open().append(one(toggled(NOW - 90, false)));
    await open().append(one(toggled(NOW - 80, false, 'here')));
    assert.deepEqual(await seen(), [toggled(NOW - 90, false, 'here')]);
    await open().append(one(toggled(NOW - 70, true, 'here'), toggled(NOW - 60, true)));
    assert.equal((await seen()).at(-1)?.by, 'here');
  });

  it('keeps apart what is not the same change', async () => {
    const changes = [
      moved(NOW - 9, 'a', 'b'),
      moved(NOW - 8, 'c', 'b'),
      toggled(NOW - 7, false),
      toggled(NOW - 6, true),
    ];
    await open().append(one(...changes));
    assert.deepEqual(await seen(), changes);
  });

  it('loses one line only to whatever cannot be read, and leaves that where it is', async () => {
    await open().append(one(turned(NOW - 90, 'failing')));
    const odd = [
      '{"v":1,"id":"one","at":17',
      'nonsense',
      '{"v":2,"id":"one","at":1,"by":"here","field":"enabled","from":true,"to":false,"why":"new"}',
      '{"v":1,"id":"one","at":1,"by":"here","field":"colour","from":"a","to":"b"}',
      '{"v":1,"id":"one","at":1e999,"by":"here","field":"enabled","from":true,"to":false}',
      '{"v":1,"id":"one","by":"here","field":"enabled","from":true,"to":false}',
    ];
    for (const line of odd) {
      await fs.appendFile(file('history-2026-11-001.jsonl'), `${line}\n`);
    }
    // A window that crashed while it wrote.
    await fs.appendFile(file('history-2026-11-001.jsonl'), '{"v":1,"id":"o');
    await open().append(one(turned(NOW - 50, 'healthy')));
    const log = open();
    await log.read();
    assert.deepEqual(log.of('one'), [turned(NOW - 90, 'failing'), turned(NOW - 50, 'healthy')]);
    assert.equal(log.unreadable, odd.length + 1);
    const text = await fs.readFile(file('history-2026-11-001.jsonl'), 'utf8');
    odd.forEach((line) => assert.ok(text.includes(line)));
  });

  it('waits for the end of a line that is being written', async () => {
    const log = open();
    await log.append(one(turned(NOW - 90, 'failing')));
    const line = JSON.stringify({ v: 1, id: 'one', ...turned(NOW - 50, 'healthy') });
    await fs.appendFile(file('history-2026-11-001.jsonl'), line.slice(0, 30));
    assert.deepEqual(await log.read(), []);
    await fs.appendFile(file('history-2026-11-001.jsonl'), `${line.slice(30)}\n`);
    assert.deepEqual(await log.read(), ['one']);
    assert.equal(log.of('one').length, 2);
    assert.equal(log.unreadable, 0);
  });

  it('goes on in memory while nothing can be written, and on disk afterwards', async () => {
    const place = file('gone');
    await fs.writeFile(place, 'no folder');
    const log = new HistoryLog(place, () => NOW);
    await assert.rejects(log.append(one(turned(NOW - 90, 'failing'))));
    await assert.rejects(log.append(one(turned(NOW - 80, 'healthy'))));
    assert.equal(log.of('one').length, 2);
    await fs.rm(place);
    await log.append(one(turned(NOW - 70, 'failing')));
    assert.equal(log.of('one').length, 3);
    const other = new HistoryLog(place, () => NOW);
    await other.read();
    assert.deepEqual(other.of('one'), log.of('one'));
  });

  for (const [what, make] of Object.entries({
    'a folder': (at: string) => fs.mkdir(at),
    'a dead link': (at: string) => fs.symlink('nowhere/at/all', at),
  })) {
    it(`goes on beside ${what} in the place of its file`, async () => {
      await make(file('history-2026-11-001.jsonl'));
      await open().append(one(turned(NOW - 90, 'failing')));
      assert.deepEqual(await seen(), [turned(NOW - 90, 'failing')]);
    });
  }

  it('begins a new part when a file is long', async () => {
    await open().append(one(turned(NOW - 90, 'failing')));
    await fs.appendFile(file('history-2026-11-001.jsonl'), `\n${' '.repeat(1_000_000)}\n`);
    await open().append(one(turned(NOW - 50, 'healthy')));
    assert.deepEqual((await fs.readdir(folder.path)).toSorted(), [
      'history-2026-11-001.jsonl',
      'history-2026-11-002.jsonl',
    ]);
    assert.equal((await seen()).length, 2);
  });

  it('shows no more than 50 changes and 90 days, and always how things have been since', async () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      moved(NOW - 60 + index, `${index}`, `${index + 1}`),
    );
    await open().append(one(turned(NOW - 300 * DAY, 'healthy'), turned(NOW - 200 * DAY, 'failing'), ...many));
    assert.deepEqual(await seen(), [turned(NOW - 200 * DAY, 'failing'), ...many.slice(10)]);
  });

  describe('when an old month goes', () => {
    const later = NOW + 121 * DAY;
    const old = [turned(NOW - 90, 'failing'), toggled(NOW - 80, false, 'here'), moved(NOW - 70, 'a', 'b')];

    async function tidy(isPresent = true): Promise<void> {
      const log = open(later);
      await log.append(one(moved(later - 9, 'b', 'c')));
      await log.tidy(() => isPresent);
    }

    it('carries over the last change of each field that nothing has followed', async () => {
      await open().append(one(turned(NOW - 95, 'healthy'), ...old));
      await tidy();
      assert.deepEqual((await fs.readdir(folder.path)).toSorted(), [
        'history-0000-00-001.jsonl',
        'history-2027-03-001.jsonl',
      ]);
      const expected = [
        turned(NOW - 90, 'failing'),
        toggled(NOW - 80, false, 'here'),
        moved(later - 9, 'b', 'c'),
      ];
      assert.deepEqual(await seen(later), expected);
      // A window that is open meanwhile finds another file, and the same.
      const log = open(later);
      await log.read();
      await log.append(one(turned(later - 5, 'healthy')));
      assert.deepEqual((await seen(later)).at(-1), turned(later - 5, 'healthy'));
      assert.deepEqual(
        (await seen(later)).slice(0, 2),
        expected.slice(1),
        'which tells how it was until then',
      );
    });

    it('changes nothing for a window that is open meanwhile, each time', async () => {
      await open().append(one(turned(NOW - 95, 'healthy'), ...old));
      const watching = open(later);
      await watching.read();
      await tidy();
      assert.deepEqual(await watching.read(), ['one']);
      assert.deepEqual(watching.of('one'), await seen(later));
      const muchLater = later + 121 * DAY;
      const other = open(muchLater);
      await other.append(one(toggled(muchLater - 5, true)));
      await other.tidy(() => true);
      await watching.read();
      assert.deepEqual(
        (await seen(muchLater)).map(({ field }) => field),
        ['health', 'url', 'enabled'],
      );
      assert.deepEqual(watching.of('one').length, 3);
      assert.equal(watching.unreadable, 0);
    });

    it('does so also when it crashed half-way', async () => {
      await open().append(one(...old));
      const text = await fs.readFile(file('history-2026-11-001.jsonl'), 'utf8');
      await tidy();
      await fs.writeFile(file('history-2026-11-001.jsonl'), text);
      await tidy();
      assert.deepEqual((await seen(later)).slice(0, 2), old.slice(0, 2));
    });

    it('leaves out webhooks that are gone', async () => {
      await open().append(one(...old));
      await tidy(false);
      assert.deepEqual(await seen(later), [moved(later - 9, 'b', 'c')]);
    });

    it('keeps aside what it cannot read', async () => {
      await open().append(one(...old));
      const line = '{"v":2,"id":"one","at":1}';
      await fs.appendFile(file('history-2026-11-001.jsonl'), `${line}\n`);
      await tidy();
      assert.equal((await fs.readFile(file('history-unreadable.jsonl'), 'utf8')).trim(), line);
    });

    it('goes earlier when there is too much', async () => {
      const month = (number: number) => Date.UTC(2026, 10 - number, 15);
      for (const ago of [2, 1, 0]) {
        await open(month(ago)).append(one(moved(month(ago) - 1, `${ago + 1}`, `${ago}`)));
        const name = `history-${new Date(month(ago)).toISOString().slice(0, 7)}-001.jsonl`;
        await fs.appendFile(file(name), `${' '.repeat(2_500_000)}\n`);
      }
      const log = open();
      await log.read();
      await log.tidy(() => true);
      const names = (await fs.readdir(folder.path)).toSorted();
      assert.deepEqual(names, ['history-2026-11-001.jsonl']);
    });
  });

  describe('when the clock was wrong', () => {
    it('puts what was written first before what was written later', async () => {
      const ahead = NOW + 3_600_000;
      await open(ahead).append(one(turned(ahead, 'failing')));
      await open().append(one(turned(NOW, 'healthy')));
      assert.deepEqual(
        (await seen(NOW + 1)).map((change) => change.field === 'health' && change.to),
        ['failing', 'healthy'],
      );
      assert.ok((await seen(NOW + 1)).every(({ at }) => at <= NOW + 1));
    });

    it('goes on after a year of the far future', async () => {
      const ahead = Date.UTC(2083, 4, 1);
      await open(ahead).append(one(turned(ahead, 'failing')));
      await open().append(one(turned(NOW, 'healthy')));
      assert.deepEqual(
        (await seen()).map((change) => change.field === 'health' && change.to),
        ['failing', 'healthy'],
      );
    });
  });
});
