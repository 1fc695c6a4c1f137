import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { fieldsOf, parseJson } from '../../../simulator/json.ts';
import { at } from './harness.ts';

const script = fileURLToPath(new URL('../../../simulator/main.ts', import.meta.url));

function run(...args: string[]) {
  return spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('simulator: the command', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`prints its address and keys as the first line and ends on ${signal}`, async () => {
      const child = run('--empty', '--no-rate-limit', '--update-verb', 'both', '--ping');
      const [line]: unknown[] = await once(createInterface(child.stdout), 'line');
      const { baseUrl, keys } = fieldsOf(parseJson(String(line)));
      assert.match(String(baseUrl), /^http:\/\/127\.0\.0\.1:\d+\/api$/);
      assert.deepEqual(Object.keys(fieldsOf(keys)), ['live', 'sandbox', 'sendingOnly', 'otherTeam']);
      const headers = { authorization: `Bearer ${String(at(keys, 'live'))}` };
      const response = await fetch(`${String(baseUrl)}/webhooks`, { headers });
      assert.equal(response.headers.has('x-ratelimit-limit'), false);
      assert.deepEqual(await response.json(), {
        message: 'Webhooks retrieved successfully.',
        data: { webhooks: [] },
      });
      child.kill(signal);
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  }

  for (const [args, expected] of [
    [['--colour'], /^--colour is not an option\. /],
    [['-x'], /^-x is not an option\. /],
    [['extra'], /^"extra" is not an option\. /],
    [['--port', '70000'], /^--port takes a number/],
    [['--port'], /^--port takes a number/],
    [['--update-verb=post'], /^--update-verb takes put, patch or both\./],
    [['--empty=yes'], /^--empty takes no value\./],
  ] as const) {
    it(`refuses ${args.join(' ')} in one line`, async () => {
      const child = run(...args);
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit'),
      ]);
      assert.deepEqual([stdout, code], ['', 2]);
      assert.match(stderr, expected);
      assert.equal(stderr.trimEnd().split('\n').length, 1);
    });
  }
});
