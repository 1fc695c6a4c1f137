import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInNewContext } from 'node:vm';

import { transform } from 'esbuild';

import type { Authentication, Webhook, WebhookDraft } from '../../../src/api/types.ts';
import { draftBody } from '../../../src/api/wire.ts';
import { curlCall, hasBlanks, pythonCall, typescriptCall } from '../../../src/messages/calls.ts';
import { webhook } from '../api/harness.ts';

const API = 'https://app.lettr.com/api';
const BASIC: Authentication = { type: 'basic', username: '<username>', password: '<password>' };
const OAUTH2: Authentication = {
  type: 'oauth2',
  clientId: '<client-id>',
  clientSecret: '<client-secret>',
  tokenUrl: '<token-url>',
};

/** Names that try to leave their quotation, in a shell or in a language. */
const HOSTILE = [
  `it's "quoted" and 'again'`,
  '$(touch hit) `touch hit` ${IFS}',
  `'; touch hit; '`,
  `'"'"'; touch hit #`,
  `\\'; touch hit; \\'`,
  `"; touch hit; "`,
  '!! !touch !$ ^a^b',
  'a\ntouch hit\n',
  'a\r\n\u0000\u001b[31m\u202etxet\u2066 \u2028 \u{e0041}',
  'end\\',
  '*/ */ """ \'\'\' ``` ```` -- #',
  '${process.exit(1)} {0} %s %n',
  '@/etc/passwd',
  'Ünï 漢字 😀',
  '-X DELETE',
];

const shapes: readonly (readonly [string, Partial<Webhook>, Partial<WebhookDraft>])[] = [
  ['all events', {}, {}],
  [
    'selected events',
    { events: ['message.bounce', 'engagement.click'] },
    { events: ['message.bounce', 'engagement.click'] },
  ],
  ['basic authentication', { authentication: 'basic' }, { authentication: BASIC }],
  ['OAuth 2.0', { authentication: 'oauth2' }, { authentication: OAUTH2 }],
  ['no events', { events: [] }, { events: ['<event-type>'] }],
  ['events that were not given', { events: undefined }, { events: ['<event-type>'] }],
  ...HOSTILE.map((name) => [`the name ${JSON.stringify(name)}`, { name }, { name }] as const),
  ...HOSTILE.map((part) => {
    const url = `https://one.example.com/${part}`;
    return [`the URL ${JSON.stringify(url)}`, { url }, { url }] as const;
  }),
  ['an event of any name', { events: HOSTILE }, { events: HOSTILE }],
];

let folder = '';

describe('calls', () => {
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lettr-calls-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [what, fields, draft] of shapes) {
    const like = webhook(fields);
    const body = draftBody({
      name: like.name,
      url: like.url,
      events: 'all',
      authentication: { type: 'none' },
      ...draft,
    });

    describe(`for ${what}`, () => {
      it('send with curl what creates the webhook, and run nothing else', () => {
        const args = curlArguments(curlCall(like, API));
        assert.deepEqual(args.slice(0, -1), [
          '--request',
          'POST',
          `${API}/webhooks`,
          '--header',
          'Authorization: Bearer KEY',
          '--header',
          'Content-Type: application/json',
          '--header',
          'Accept: application/json',
          '--data-raw',
        ]);
        assert.deepEqual(JSON.parse(args.at(-1) ?? ''), body);
      });

      it('call the TypeScript package so', async () => {
        const { key, calls } = await runTypeScript(typescriptCall(like));
        assert.equal(key, 'KEY');
        assert.deepEqual(calls, [['create', body]]);
      });

      it('call the Python package so', function () {
        if (!hasPython) {
          this.skip();
        }
        const { client, calls } = runPython(pythonCall(like, API));
        assert.deepEqual(client, [['KEY'], {}]);
        assert.deepEqual(calls, [['create', [], body]]);
      });
    });
  }

  it('switch a disabled webhook off afterwards', async () => {
    const disabled = webhook({ enabled: false });
    const { calls } = await runTypeScript(typescriptCall(disabled));
    assert.deepEqual(Array.isArray(calls) && calls.slice(1), [['update', 'new', { active: false }]]);
    assert.match(pythonCall(disabled), /\nclient\.webhooks\.update\(webhook\.id, active=False\)$/);
  });

  it('go to the address in the settings where they can', () => {
    const address = "http://localhost:1/it's";
    assert.equal(curlArguments(curlCall(webhook(), address))[2], 'http://localhost:1/it%27s/webhooks');
    assert.match(pythonCall(webhook(), address), /\(os\.environ\["LETTR_API_KEY"\], base_url="http:/);
    assert.match(pythonCall(webhook(), API), /lettr\.Lettr\(os\.environ\["LETTR_API_KEY"\]\)/);
  });

  it('end in no line break, which a terminal would take for Enter', () => {
    assert.doesNotMatch(curlCall(webhook(), API), /\n$/);
  });

  it('name an authentication that nobody knows in no call', () => {
    const call = curlCall(webhook({ authentication: 'mtls' }), API);
    assert.match(call, /"auth_type": "<auth-type>"/);
  });

  it('have something to fill in only where the API keeps something back', () => {
    assert.equal(hasBlanks(webhook()), false);
    assert.equal(hasBlanks(webhook({ events: ['message.bounce'] })), false);
    assert.equal(hasBlanks(webhook({ events: [] })), true);
    assert.equal(hasBlanks(webhook({ events: undefined })), true);
    assert.equal(hasBlanks(webhook({ authentication: 'basic' })), true);
  });
});

/** What a shell hands over to curl, told by a function of that name; typed in line by line, with history expansion. */
function curlArguments(call: string): readonly string[] {
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-s'], {
    cwd: folder,
    input: `set -o history -o histexpand\ncurl() { printf '%s\\0' "$@"; }\n${call}\n`,
    env: { PATH: process.env['PATH'], LETTR_API_KEY: 'KEY', LC_ALL: 'C.UTF-8', HISTFILE: '/dev/null' },
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  assert.equal(status, 0);
  assert.ok(!existsSync(path.join(folder, 'hit')));
  return stdout.split('\0').slice(0, -1);
}

/** Runs a call with a stub in place of the package. */
async function runTypeScript(call: string): Promise<{ key: unknown; calls: unknown }> {
  const { code } = await transform(call, { loader: 'ts', target: 'es2024' });
  const lines = code.split('\n');
  assert.equal(lines.shift(), 'import { Lettr } from "lettr";');
  const calls: unknown[] = [];
  let key: unknown;
  const note =
    (name: string) =>
    (...args: readonly unknown[]): unknown => {
      calls.push([name, ...args]);
      return { data: { id: 'new' } };
    };
  class Lettr {
    readonly webhooks = { create: note('create'), update: note('update') };

    constructor(given: unknown) {
      key = given;
    }
  }
  const globals = { Lettr, process: { env: { LETTR_API_KEY: 'KEY' } }, console: { log: () => undefined } };
  await runInNewContext(`(async () => {${lines.join('\n')}\n})()`, globals);
  // Objects of another context have other prototypes.
  return { key, calls: JSON.parse(JSON.stringify(calls)) };
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

const PYTHON_STUB = `
import json, sys, types
seen = {"calls": []}
def note(name):
    def call(*args, **named):
        seen["calls"].append([name, list(args), named])
        return types.SimpleNamespace(id="new")
    return call
class Lettr:
    def __init__(self, *args, **named):
        seen["client"] = [list(args), named]
        self.webhooks = types.SimpleNamespace(create=note("create"), update=note("update"))
sys.modules["lettr"] = types.ModuleType("lettr")
sys.modules["lettr"].Lettr = Lettr
exec(compile(sys.stdin.read(), "call", "exec"))
print(json.dumps(seen))
`;

/** Runs a call with a stub in place of the package. */
function runPython(call: string): { client: unknown; calls: unknown } {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', PYTHON_STUB], {
    cwd: folder,
    input: call,
    env: { PATH: process.env['PATH'], LETTR_API_KEY: 'KEY', PYTHONUTF8: '1' },
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  assert.equal(status, 0);
  const seen: { client: unknown; calls: unknown } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  return seen;
}
