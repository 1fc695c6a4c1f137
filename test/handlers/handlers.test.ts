import assert from 'node:assert/strict';

import { handlerSources } from '../../scripts/bundle/snippets.ts';
import { delay } from '../../scripts/child.ts';
import { provideFrameworks } from '../../scripts/frameworks.ts';
import { say } from '../../scripts/say.ts';
import type { Authentication } from '../../src/api/types.ts';
import type { Delivery } from '../../src/deliveries/delivery.ts';
import { send } from '../../src/endpoint/sender.ts';
import { type TestRequest, handlerTests } from '../../src/handlers/suite.ts';
import { bytesOf } from '../../src/samples/batch.ts';
import { sampleBatch } from '../../src/samples/samples.ts';
import { type App, type AppOptions, startApp } from './app.ts';
import { RUNTIMES } from './runtimes.ts';

const BASIC = { type: 'basic', username: 'lettr', password: 'pass:wörd:1' } as const;
const { username, password } = BASIC;

const frameworks = await provideFrameworks(say);

for (const runtime of RUNTIMES) {
  const { name } = handlerSources().find(({ file }) => file === runtime.file) ?? { name: runtime.file };
  const version = runtime.version(frameworks);
  if ('missing' in version) {
    it.skip(`${name}: ${version.missing}`);
    continue;
  }

  describe(`the handler for ${name} (${version.found})`, () => {
    let app: App | undefined;

    const start = async (options: AppOptions): Promise<App> =>
      (app = await startApp(runtime, frameworks, options));
    afterEach(async function () {
      if (this.currentTest?.state === 'failed' && app) say(app.output().split('\n').slice(-40).join('\n'));
      await app?.close();
      app = undefined;
    });

    it('passes the suite', async () => {
      const { url } = await start({ credentials: { username, password } });
      const failures: string[] = [];
      for (const test of handlerTests()) {
        const result = await test.run({
          authentication: BASIC,
          isDebugged: false,
          send: (request) => deliver(url, { authentication: BASIC, ...request }),
        });
        if (result.kind === 'failed') failures.push(`${test.id}: ${result.reason}`);
        assert.notEqual(result.kind, 'skipped', test.id);
      }
      assert.equal(failures.join('\n'), '');
    });

    it('handles an event once, however often it comes', async () => {
      const { url, handled } = await start({ credentials: { username, password }, writesMarks: true });
      const bounce = (): Uint8Array => bytesOf(sampleBatch(['message.bounce'], { now: Date.now() }));
      const [first, second] = [bounce(), bounce()];
      const others = bytesOf(sampleBatch(['message.delivery'], { now: Date.now() }));
      const bodies = [first, first, first, others, second, first];
      await Promise.all(bodies.map((body) => accepted(url, body)));
      await accepted(url, second);
      // Handlers do their work after the answer.
      for (let waited = 0; waited < 5000 && handled().length < 2; waited += 50) await delay(50);
      await delay(300);
      assert.deepEqual(handled().toSorted(), [first, second].map(idOf).toSorted());
    });

    it('refuses everybody as long as it has no credentials', async () => {
      const { url } = await start({});
      const body = bytesOf(sampleBatch(['message.bounce'], { now: Date.now() }));
      const attempts: readonly Authentication[] = [
        { type: 'none' },
        BASIC,
        { type: 'basic', username: '', password: '' },
        { type: 'basic', username: 'undefined', password: 'undefined' },
      ];
      for (const authentication of attempts) {
        const delivery = await deliver(url, { body, authentication });
        assert.equal(statusOf(delivery), 401, JSON.stringify(authentication));
      }
    });
  });
}

async function deliver(
  url: string,
  request: TestRequest & { authentication: Authentication },
): Promise<Delivery> {
  const { delivery } = await send({ url, source: 'test', ...request }, { timeLimitMs: 20_000 });
  return delivery;
}

async function accepted(url: string, body: Uint8Array): Promise<void> {
  assert.equal(statusOf(await deliver(url, { body, authentication: BASIC })), 200);
}

function statusOf({ outcome }: Delivery): number | undefined {
  return outcome.kind === 'response' ? outcome.response.status : undefined;
}

function idOf(body: Uint8Array): string {
  return /"event_id":"(\d+)"/.exec(Buffer.from(body).toString('utf8'))?.[1] ?? '';
}
