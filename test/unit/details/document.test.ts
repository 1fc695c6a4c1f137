import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { LettrError } from '../../../src/api/errors.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { type Details, renderDetails } from '../../../src/details/document.ts';
import type { StoreState } from '../../../src/webhooks/state.ts';
import { absoluteTime } from '../../../src/webhooks/times.ts';
import { webhook } from '../api/harness.ts';

const ACME: Account = {
  id: 'a',
  name: 'Acme',
  origin: 'https://app.lettr.com',
  mode: 'live',
  teamId: 1,
  source: 'stored',
};
const NOW = Date.UTC(2030, 5, 15, 12);
const HOUR = 3_600_000;
const EVIL = '# [x](command:y) <b>&lt;</b> `a` | *b*\n\n## Injected\u202e';

function at(time: number): string {
  return absoluteTime(time, 'en');
}

function ready(...webhooks: readonly Webhook[]): StoreState {
  return {
    kind: 'ready',
    unreadable: [],
    webhooks: new Map(webhooks.map((one) => [one.id, one])),
    loadedAt: NOW - HOUR,
    askedAt: NOW - HOUR,
    problem: undefined,
  };
}

function render(one: Partial<Webhook>, more: Partial<Details> = {}): string {
  const known = webhook(one);
  return renderDetails({
    account: ACME,
    webhookId: known.id,
    state: ready(known),
    history: [],
    baseUrl: undefined,
    now: NOW,
    language: 'en',
    ...more,
  });
}

/** The lines below a heading, up to the next one. */
function section(text: string, heading: string): readonly string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.endsWith(` ${heading}`));
  assert.notEqual(start, -1, `no heading "${heading}"`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line));
  return rest.slice(0, end === -1 ? undefined : end).filter((line) => line !== '');
}

describe('the details of a webhook', () => {
  it('begin with its name and say every field in a line of its own', () => {
    const text = render({
      name: 'Orders',
      id: 'wh_1',
      authentication: 'basic',
      hasCredentials: true,
      events: ['engagement.click', 'message.bounce', 'zzz.new', 'aaa'],
      lastStatus: 'success',
      lastSuccessAt: NOW - HOUR,
    });
    assert.ok(text.startsWith('# Orders\n\n## Configuration\n\n- Name: Orders\n'), text);
    assert.deepEqual(section(text, 'Configuration'), [
      '- Name: Orders',
      '- Endpoint URL: `https://one.example.com/`',
      '- Enabled: yes',
      '- Authentication: Basic, credentials stored',
      '- Account: Acme · live',
      '- ID: `wh_1`',
    ]);
    assert.deepEqual(section(text, 'Events'), [
      '- `message.bounce`: Bounce',
      '- `engagement.click`: Click',
      '- `aaa`',
      '- `zzz.new`',
    ]);
    assert.deepEqual(section(text, 'Health'), [
      '- State: Healthy',
      '- Last status: success',
      `- Last success: ${at(NOW - HOUR)}`,
      '- Last failure: never',
    ]);
    assert.ok(text.endsWith('```\n'));
  });

  it('say what Lettr left open', () => {
    assert.deepEqual(section(render({ events: undefined }), 'Events'), ['- Lettr did not say which.']);
    assert.deepEqual(section(render({ events: [] }), 'Events'), ['- none']);
    assert.deepEqual(section(render({ events: 'all' }), 'Events'), [
      '- All events, also types that Lettr adds later',
    ]);
  });

  for (const [state, fields] of [
    ['Failing', { lastStatus: 'failure', lastFailureAt: NOW }],
    ['Disabled after failures', { enabled: false, lastStatus: 'failure' }],
    ['Disabled', { enabled: false }],
    ['Recovered', { lastStatus: 'success', lastFailureAt: NOW - HOUR, lastSuccessAt: NOW }],
    ['No deliveries yet', {}],
    ['Unknown status', { lastFailureAt: NOW }],
    ['Status "\\<odd\\>"', { lastStatus: '<odd>' }],
  ] as const) {
    it(`call the health ${state}`, () => {
      assert.equal(section(render(fields), 'Health')[0], `- State: ${state}`);
    });
  }

  it('say since when it fails, as far as this machine saw it', () => {
    const history = [
      { field: 'health', from: 'healthy', to: 'failing', at: NOW - 3 * HOUR, by: 'elsewhere' },
    ] as const;
    const since = `- Failing since: ${at(NOW - 3 * HOUR)} (first seen)`;
    assert.equal(section(render({ lastStatus: 'failure' }, { history }), 'Health')[1], since);
    assert.ok(!render({ lastStatus: 'success' }, { history }).includes('first seen'));
    assert.ok(!render({ lastStatus: 'failure', enabled: false }, { history }).includes('first seen'));
    assert.ok(!render({ lastStatus: 'failure' }).includes('first seen'));
  });

  it('list what this machine saw change, oldest first', () => {
    const text = render(
      {},
      {
        history: [
          { field: 'enabled', from: false, to: true, at: NOW - 2 * HOUR, by: 'here' },
          { field: 'url', from: 'https://a.de/', to: EVIL, at: NOW - HOUR, by: 'elsewhere' },
        ],
      },
    );
    const lines = section(text, 'History on This Machine');
    assert.equal(lines.length, 2);
    assert.ok(lines[0]?.startsWith(`- ${at(NOW - 2 * HOUR)}: `), lines[0]);
    assert.ok(lines[1]?.includes('\\[x\\] (command:y)'), lines[1]);
    assert.deepEqual(section(render({}), 'History on This Machine'), [
      'Nothing was seen to change here yet.',
    ]);
  });

  it('show the calls, and what has to be known of them', () => {
    const heading = 'The Same Webhook Through the API';
    const basis = 'These calls create a webhook like this one; Lettr refuses a URL that another webhook has.';
    assert.deepEqual(section(render({}), heading), [basis]);
    assert.deepEqual(
      section(
        render({ authentication: 'oauth2', enabled: false }, { baseUrl: 'http://127.0.0.1:1/api' }),
        heading,
      ),
      [
        basis,
        'Fill in what stands in angle brackets: Lettr never returns credentials.',
        'Lettr creates webhooks enabled; the request with curl leaves the new one so.',
        'The TypeScript package knows no address but `https://app.lettr.com/api`.',
      ],
    );
    assert.equal(section(render({}), 'cURL')[0], '```sh');
    assert.equal(section(render({}), 'TypeScript')[0], '```ts');
    assert.equal(section(render({}), 'Python')[0], '```python');
  });

  it('hold no text from the API that Markdown would obey', () => {
    const text = render(
      { name: EVIL, url: EVIL, id: EVIL, events: [EVIL], authentication: EVIL, lastStatus: EVIL },
      { account: { ...ACME, name: EVIL } },
    );
    const [prose = ''] = text.split('### cURL');
    assert.doesNotMatch(text, /^#+ Injected/m);
    assert.doesNotMatch(text, /\u202e/);
    assert.doesNotMatch(prose.replaceAll(/`+[^`\n]*(?:`a`[^`\n]*)?`+/g, ''), /(?<!\\)[[<|*]/);
    assert.deepEqual(
      text.split('\n').filter((line) => line.startsWith('#')).length,
      render({})
        .split('\n')
        .filter((line) => line.startsWith('#')).length,
    );
  });

  it('end no block of code early', () => {
    const text = render({ name: 'a\n```\n````sh\n# Injected' });
    assert.doesNotMatch(text, /^# Injected/m);
    assert.match(text, /^`{5}sh$/m);
  });

  it('differ between two webhooks only in the lines that differ', () => {
    const one = render({ id: 'one', lastStatus: 'success' }).split('\n');
    const two = render({ id: 'two', lastStatus: 'failure' }, { now: NOW + 5 * HOUR }).split('\n');
    assert.equal(one.length, two.length);
    assert.deepEqual(
      one.filter((line, index) => line !== two[index]),
      ['- ID: `one`', '- State: Healthy', '- Last status: success'],
    );
  });

  it('stay the same while nothing happens', () => {
    const fields = { lastStatus: 'failure', lastFailureAt: NOW - HOUR, lastSuccessAt: NOW - 50 * HOUR };
    assert.equal(render(fields), render(fields, { now: NOW + 90 * HOUR }));
  });

  it('say when the last refresh failed', () => {
    const state = { ...ready(webhook()), problem: new LettrError({ kind: 'badAddress' }) };
    const text = render({}, { state });
    assert.equal(text.split('\n')[2], `The last refresh failed; this is what was read at ${at(NOW - HOUR)}.`);
  });

  for (const [what, more, sentence] of [
    ['is gone', { state: ready() }, 'Acme · live has no webhook `one` any more.'],
    [
      'was not read yet',
      { state: { kind: 'unread' }, account: 'unread' },
      'The webhook `one` was not read in this window yet; it is as soon as the view Webhooks is shown.',
    ],
    [
      'is being read',
      { state: { kind: 'loading' } },
      'The webhook `one` was not read in this window yet; it is as soon as the view Webhooks is shown.',
    ],
    [
      'could not be read',
      { state: { kind: 'failed', error: new LettrError({ kind: 'badAddress' }) } },
      'The webhook `one` could not be read; the view Webhooks says why.',
    ],
    [
      'belongs to an account that was removed',
      { account: 'removed' },
      'The account of this webhook is not stored here any more.',
    ],
  ] as const) {
    it(`are one sentence when it ${what}`, () => {
      assert.equal(render({}, more), `# Webhook Details\n\n${sentence}\n`);
    });
  }
});
