import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Delivery, bodyOf, deliveryId } from '../../../src/deliveries/delivery.ts';
import { DeliveryLog, MOST_DELIVERIES } from '../../../src/deliveries/log.ts';
import { deliveryPage } from '../../../src/deliveries/page.ts';
import { secretsOf } from '../../../src/deliveries/redaction.ts';
import { renderMarkdown } from '../../../src/pages/markdown.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const DAY_MS = 86_400_000;

function delivery(changes: Partial<Delivery> = {}, size = 3): Delivery {
  const at = changes.at ?? NOW;
  return {
    id: deliveryId(at),
    at,
    source: 'sample',
    authentication: 'none',
    batch: { count: 1, types: ['message.bounce'] },
    request: {
      method: 'POST',
      url: 'http://localhost:3000/webhooks/lettr',
      headers: [['Host', 'localhost:3000']],
      body: bodyOf(Buffer.alloc(size, 'x')),
    },
    outcome: {
      kind: 'response',
      response: { status: 200, statusText: 'OK', headers: [], body: bodyOf(Buffer.from('fine')) },
    },
    timings: { connect: 1.5, total: 12 },
    ...changes,
  };
}

describe('the log of deliveries', () => {
  let folder = '';
  const warnings: string[] = [];
  const open = (keepDays = 7, now = NOW): DeliveryLog =>
    new DeliveryLog({
      folder,
      keepDays: () => keepDays,
      log: { warn: (message) => warnings.push(message) },
      now: () => now,
    });
  const files = (): Promise<readonly string[]> => readdir(folder).catch(() => []);
  const bytesIn = async (): Promise<string> => {
    const texts = (await files()).map((name) => readFile(join(folder, name), 'latin1'));
    return (await Promise.all(texts)).join('\n');
  };

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'deliveries-')), 'log');
    warnings.length = 0;
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('gives back what was added, the newest first, with its raw bytes', async () => {
    const bytes = Buffer.from([0, 255, 10, 13]);
    const one = delivery({ webhook: { accountId: 'a', id: 'w', name: 'One' } });
    const request = { ...one.request, body: bodyOf(bytes) };
    await open().add({ ...one, request });
    await open().add(
      delivery({ at: NOW + 1, outcome: { kind: 'fault', fault: { kind: 'dns', message: 'x' } } }),
    );
    const log = open();
    await log.refresh();
    assert.deepEqual(
      log.deliveries.map(({ at }) => at),
      [NOW + 1, NOW],
    );
    const [, found] = log.deliveries;
    assert.deepEqual(Buffer.from((await found?.request.body.read()) ?? []), bytes);
    assert.deepEqual(JSON.stringify(found?.webhook), JSON.stringify(one.webhook));
    assert.deepEqual(found?.timings, one.timings);
    assert.equal(log.deliveries[0]?.outcome.kind, 'fault');
  });

  it('several windows lose nothing, and see after a refresh what the others did', async () => {
    const [a, b] = [open(), open()];
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => (index % 2 ? a : b).add(delivery({ at: NOW + index }))),
    );
    await Promise.all([a.refresh(), b.refresh()]);
    assert.equal(a.deliveries.length, 30);
    assert.deepEqual(
      a.deliveries.map(({ id }) => id),
      b.deliveries.map(({ id }) => id),
    );
    const [gone] = a.deliveries;
    await a.delete([gone?.id ?? '']);
    await b.refresh();
    assert.equal(b.deliveries.length, 29);
    await b.clear();
    await a.refresh();
    assert.deepEqual([a.deliveries, await files()], [[], []]);
  });

  it('keeps at most 200 deliveries, 20 MB and the days of the setting, and removes the files of the others', async () => {
    const log = open();
    for (let index = 0; index < MOST_DELIVERIES + 5; index += 1) {
      await log.add(delivery({ at: NOW + index }));
    }
    assert.equal(log.deliveries.length, MOST_DELIVERIES);
    assert.equal(log.deliveries.at(-1)?.at, NOW + 5);
    assert.equal((await files()).length, MOST_DELIVERIES * 3);
    await log.clear();
    for (let index = 0; index < 5; index += 1) {
      await log.add(delivery({ at: NOW + index }, 5 * 1024 * 1024));
    }
    assert.equal(log.deliveries.length, 3);
    const later = open(7, NOW + 7 * DAY_MS + 3);
    await later.refresh();
    assert.deepEqual(
      later.deliveries.map(({ at }) => at),
      [NOW + 4, NOW + 3],
    );
  });

  it('writes nothing where deliveries are kept for this window only', async () => {
    const log = open(0);
    await log.add(delivery());
    await log.refresh();
    assert.equal(log.deliveries.length, 1);
    assert.deepEqual(await files(), []);
  });

  it('writes no credential, wherever it stands', async () => {
    const secret = 'p:ä"ss w/rd';
    const pair = Buffer.from(`me:${secret}`).toString('base64');
    const echo = JSON.stringify({ got: secret, pair, form: encodeURIComponent(secret), id: 'abc' });
    const kept = await open().add(
      delivery({
        request: {
          method: 'POST',
          url: `http://me:${encodeURIComponent(secret)}@localhost/?key=${encodeURIComponent(secret)}`,
          headers: [
            ['authorization', `Basic ${pair}`],
            ['Cookie', 'a=1'],
            ['X-Echo', secret],
          ],
          body: bodyOf(Buffer.from(`[{"x":${JSON.stringify(secret)}}]`)),
        },
        outcome: {
          kind: 'response',
          response: {
            status: 401,
            statusText: secret,
            headers: [
              ['Set-Cookie', 'session=xyz'],
              ['X-Debug', `Bearer ${secret}`],
            ],
            body: bodyOf(Buffer.from(echo)),
          },
        },
      }),
      ['me', secret, pair, 'abc'],
    );
    const written = await bytesIn();
    for (const part of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      pair,
      encodeURIComponent(secret),
      'session=xyz',
      'a=1',
      '"abc"',
    ]) {
      assert.equal(written.includes(Buffer.from(part).toString('latin1')), false, part);
    }
    assert.equal(kept.request.headers[0]?.[1], 'Basic ••••••');
    assert.ok(kept.outcome.kind === 'response');
    assert.equal(kept.outcome.response.body.size, Buffer.byteLength(echo));
    assert.equal(new URL(kept.request.url).username, '');
    assert.equal(kept.request.isAltered, true);
    assert.match(renderMarkdown(deliveryPage(kept, {}), 'en'), /POST \/\?key=••••••/);
    const again = open();
    await again.refresh();
    assert.equal(again.deliveries[0]?.request.isAltered, true);
  });

  it('keeps what was sent as it was, even where it holds the username', async () => {
    const url = 'http://localhost:3000/webhooks/lettr';
    const secrets = secretsOf({ type: 'basic', username: 'lettr', password: 'a long one' });
    const kept = await open().add(delivery({ request: { ...delivery().request, url } }), secrets);
    assert.equal(kept.request.url, url);
    assert.equal(kept.request.isAltered, undefined);
  });

  it('leaves words alone that merely contain a short credential', async () => {
    const body = bodyOf(Buffer.from('{"message":"me","some":"home"}'));
    const kept = await open().add(delivery({ request: { ...delivery().request, body } }), ['me']);
    assert.equal(Buffer.from(await kept.request.body.read()).toString(), '{"message":"**","some":"home"}');
  });

  it('does not bring back what is deleted or cleared while it is written', async () => {
    for (const remove of ['delete', 'clear'] as const) {
      const log = open();
      const one = delivery();
      let removed: Promise<void> | undefined;
      const body = {
        size: 4,
        // The log reads it to find secrets in it, and when it is written.
        read: () => {
          if (log.get(one.id)) {
            removed = remove === 'delete' ? log.delete([one.id]) : log.clear();
          }
          return Promise.resolve(Buffer.from('fine'));
        },
      };
      const response = { status: 200, statusText: 'OK', headers: [], body };
      await log.add({ ...one, outcome: { kind: 'response', response } });
      assert.ok(removed, remove);
      await removed;
      assert.deepEqual(log.deliveries, [], remove);
      assert.deepEqual(await files(), [], remove);
    }
  });

  it('a write that fails costs the entry on disk and nothing else', async () => {
    await writeFile(folder, 'a file in its place');
    const log = open();
    const kept = await log.add(delivery());
    assert.equal(log.deliveries.length, 1);
    assert.equal(Buffer.from(await kept.request.body.read()).toString(), 'xxx');
    assert.equal(warnings.length, 1);
    await log.refresh();
    assert.equal(log.deliveries.length, 1);
  });

  it('passes over what it cannot read and keeps it; old leavings of a write are removed', async () => {
    await open().add(delivery());
    await writeFile(join(folder, 'odd.json'), '{"version":2}');
    await writeFile(join(folder, 'cut.json'), '{"version":1,');
    await writeFile(join(folder, 'old.request'), 'x');
    await writeFile(join(folder, 'new.request'), 'x');
    await utimes(join(folder, 'old.request'), NOW / 1000 - 3600, NOW / 1000 - 3600);
    await utimes(join(folder, 'new.request'), NOW / 1000, NOW / 1000);
    const log = open();
    await log.refresh();
    assert.equal(log.deliveries.length, 1);
    const names = await files();
    assert.deepEqual(
      ['odd.json', 'cut.json', 'new.request', 'old.request'].map((name) => names.includes(name)),
      [true, true, true, false],
    );
  });
});
