import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import { LettrError } from '../../../src/api/errors.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { type CoverageView, renderCoverage } from '../../../src/coverage/document.ts';
import type { StoreState } from '../../../src/webhooks/state.ts';
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
const EVIL = '# [x](command:y) | <b> `a`\n\n## Injected\u202e';
const GAPS = 'Bounces, Complaints and Unsubscribes Without an Enabled Webhook';
const DOUBLES = 'Events Delivered More Than Once to the Same Host';
const OTHERS = 'Other Event Types Without an Enabled Webhook';
const NUMBERS = 'Webhooks by Number';
const MATRIX = 'Event Types by Webhook';

function ready(webhooks: readonly Webhook[]): StoreState {
  return {
    kind: 'ready',
    unreadable: [],
    webhooks: new Map(webhooks.map((one) => [one.id, one])),
    loadedAt: NOW,
    askedAt: NOW,
    problem: undefined,
  };
}

function render(webhooks: readonly Partial<Webhook>[], more: Partial<CoverageView> = {}): string {
  const all = webhooks.map((fields, index) =>
    webhook({ id: `id${index}`, name: `W${index}`, url: `https://h${index}.example.com/`, ...fields }),
  );
  return renderCoverage({ account: ACME, state: ready(all), now: NOW, language: 'en', ...more });
}

/** The lines between a heading of the second level and the next one. */
function section(text: string, heading: string): readonly string[] {
  const lines = text.split('\n');
  const start = lines.indexOf(`## ${heading}`);
  assert.notEqual(start, -1, `no heading "${heading}" in:\n${text}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('## '));
  return rest.slice(0, end === -1 ? undefined : end).filter((line) => line !== '');
}

/** The cells of the matrix, by event type; the head by "Event type". */
function cells(text: string): ReadonlyMap<string, readonly string[]> {
  const rows = section(text, MATRIX)
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  return new Map(rows.map(([name = '', ...rest]) => [name, rest]));
}

describe('the coverage of an account', () => {
  it('begins with the findings in words', () => {
    const text = render([
      { events: ['message.bounce', 'engagement.click'] },
      { enabled: false, events: ['message.spam_complaint'] },
      { events: undefined },
    ]);
    assert.deepEqual(text.split('\n').slice(0, 7), [
      '# Event Coverage of Acme · live',
      '',
      '- Webhooks: 3, of which 2 are enabled',
      '- Bounces, complaints and unsubscribes without an enabled webhook: 4',
      '- Hosts that receive events more than once: 0',
      '- Other event types without an enabled webhook: 16',
      '- Enabled webhooks of which Lettr did not say what they take: 1',
    ]);
  });

  it('names each gap, and who would fill it', () => {
    const text = render([
      { events: ['message.bounce'] },
      { enabled: false, events: ['message.spam_complaint'] },
      { enabled: false, events: ['message.spam_complaint', 'message.out_of_band'] },
    ]);
    assert.deepEqual(section(text, GAPS), [
      '- Out of Band (`message.out_of_band`): only 1 disabled webhook takes it',
      '- Spam Complaint (`message.spam_complaint`): only 2 disabled webhooks take it',
      '- List Unsubscribe (`unsubscribe.list_unsubscribe`): no webhook takes it',
      '- Link Unsubscribe (`unsubscribe.link_unsubscribe`): no webhook takes it',
    ]);
    assert.ok(section(text, OTHERS).includes('- Click (`engagement.click`): no webhook takes it'));
  });

  it('has no gap where one enabled webhook takes all events', () => {
    const text = render([{}]);
    assert.deepEqual(section(text, GAPS), ['None: an enabled webhook takes each of them.']);
    assert.deepEqual(section(text, OTHERS), ['None.']);
    assert.deepEqual(section(text, DOUBLES), ['None.']);
  });

  it('names who receives the same event at one host', () => {
    const text = render([
      { name: 'Orders', url: 'https://A.example.com/1', events: ['message.bounce', 'message.delivery'] },
      { name: 'Audit', url: 'https://a.example.com/2', events: ['message.bounce', 'message.delivery'] },
      { name: 'All', url: 'https://a.example.com/3', events: ['message.delivery', 'engagement.click'] },
      { name: 'Off', url: 'https://a.example.com/4', enabled: false },
      { name: 'Other port', url: 'https://a.example.com:8443/' },
    ]);
    assert.deepEqual(section(text, DOUBLES), [
      'That is right where these webhooks do different things with the same event.',
      '### a.example.com',
      '- "All" (1), "Audit" (2), and "Orders" (3), at 3 URLs: `message.delivery`',
      '- "Audit" (2) and "Orders" (3), at 2 URLs: `message.bounce`',
    ]);
  });

  it('says when they even have the same URL', () => {
    const text = render([
      { url: 'https://a.example.com', events: ['message.bounce'] },
      { url: 'https://a.example.com/' },
    ]);
    assert.equal(section(text, DOUBLES)[2], '- "W0" (1) and "W1" (2), at the same URL: `message.bounce`');
  });

  it('takes an endpoint that is no URL for a host', () => {
    const text = render([{ url: 'nowhere' }, { url: 'nowhere' }, { url: 'elsewhere' }]);
    assert.equal(section(text, DOUBLES)[1], '### nowhere');
  });

  it('marks in the matrix who takes what', () => {
    const text = render([
      { name: 'A', events: ['message.bounce'] },
      { name: 'B', url: 'https://h0.example.com/x', lastStatus: 'failure' },
      { name: 'C', enabled: false, events: ['message.spam_complaint', 'message.bounce'] },
      { name: 'D', events: undefined },
    ]);
    assert.deepEqual(section(text, NUMBERS), [
      '1. B, enabled and failing, h0.example.com, all events',
      '2. A, enabled, h0.example.com, 1 event',
      '3. D, enabled, h3.example.com, events not given',
      '4. C, disabled, h2.example.com, 2 events',
    ]);
    const matrix = cells(text);
    assert.deepEqual(matrix.get('Event type'), ['Enabled', '1', '2', '3', '(4)']);
    assert.deepEqual(matrix.get('message.bounce'), ['2', 'xx', 'xx', '?', '(x)']);
    assert.deepEqual(matrix.get('message.spam_complaint'), ['1', 'x', '', '?', '(x)']);
    assert.equal(matrix.size, EVENT_TYPE_NAMES.length + 2);
    assert.deepEqual(
      section(text, MATRIX).filter((line) => line.startsWith('-')),
      [
        '- x: takes the event',
        '- xx: takes the event, and so does another enabled webhook of the same host',
        '- (x): would take it, but is disabled; its number stands in parentheses too',
        '- ?: Lettr did not say',
        '- "Enabled" counts the enabled webhooks that take the event.',
      ],
    );
  });

  it('marks the gaps in the matrix, and explains only the marks that are there', () => {
    const text = render([{ events: ['message.delivery'] }]);
    assert.deepEqual(cells(text).get('message.bounce'), ['0, a gap', '']);
    assert.deepEqual(cells(text).get('engagement.click'), ['0', '']);
    assert.equal(section(text, MATRIX).filter((line) => line.startsWith('-')).length, 2);
  });

  it('has a row for an event type that nobody knows', () => {
    const text = render([{ events: ['zzz.new', 'a|b'] }, {}]);
    assert.deepEqual(cells(text).get('zzz.new'), ['2', 'x', 'x']);
    assert.ok(text.includes('| a\\|b '));
  });

  it('counts what goes beyond twenty of them', () => {
    const text = render([{ events: Array.from({ length: 30 }, (_, index) => `new.type${index}`) }]);
    assert.equal(cells(text).size, EVENT_TYPE_NAMES.length + 2 + 20);
    assert.ok(text.endsWith('\n\n10 more event types that are not known are left out.\n'));
  });

  it('lines up in plain text', () => {
    const lines = section(render([{}, { enabled: false }]), MATRIX).filter((line) => line.startsWith('|'));
    assert.deepEqual(new Set(lines.map((line) => line.length)).size, 1);
  });

  it('has no matrix without webhooks', () => {
    const text = render([]);
    assert.ok(!text.includes('|'));
    assert.equal(section(text, GAPS).length, 5);
  });

  it('shows 40 of 10,000 webhooks and counts them all', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      name: `W${index}`,
      url: `https://h${index % 100}.example.com/${index}`,
      enabled: index % 2 === 0,
      events: ['message.bounce', ...(index % 3 === 0 ? ['message.delay'] : [])],
      lastStatus: index === 9_998 ? 'failure' : 'success',
    }));
    const text = render(many);
    assert.ok(text.includes('- Webhooks: 10000, of which 5000 are enabled\n'));
    assert.ok(text.includes('- Hosts that receive events more than once: 50\n'));
    assert.equal(section(text, NUMBERS).length, 41);
    assert.equal(section(text, NUMBERS)[0], '1. W9998, enabled and failing, h98.example.com, 1 event');
    assert.equal(
      section(text, NUMBERS)[40],
      'Only these 40 of 10000 webhooks have columns, failing and enabled ones first; every count is of all of them.',
    );
    assert.equal(cells(text).get('message.bounce')?.[0], '5000');
    assert.equal(cells(text).get('message.bounce')?.length, 41);
    const doubles = section(text, DOUBLES);
    assert.equal(doubles.filter((line) => line.startsWith('### ')).length, 25);
    assert.equal(doubles.at(-1), '- 25 more');
    assert.match(doubles[2] ?? '', /, and 90 more, at 100 URLs: `message\.bounce`$/);
    assert.ok(text.length < 100_000, String(text.length));
  });

  it('has the same order whatever order the webhooks came in', () => {
    const all = ['b', 'a10', 'a9', 'c'].map((name) => webhook({ id: name, name }));
    const view = { account: ACME, now: NOW, language: 'en' };
    const texts = [all, all.toReversed()].map((list) => renderCoverage({ ...view, state: ready(list) }));
    assert.equal(texts[0], texts[1]);
    assert.match(section(texts[0] ?? '', NUMBERS).join(), /^1\. a9,.*2\. a10,.*3\. b,.*4\. c,/);
  });

  it('holds no text from the API that Markdown would obey', () => {
    const evil = { name: EVIL, url: EVIL, events: [EVIL, 'message.bounce'] };
    const text = render([evil, evil], { account: { ...ACME, name: EVIL } });
    assert.doesNotMatch(text, /^#+ Injected/m);
    assert.doesNotMatch(text, /\u202e/);
    assert.doesNotMatch(text.replaceAll(/`{2}[^\n]*?`{2}/g, ''), /(?<!\\)[[<]/);
    assert.equal(cells(text).get('Event type')?.length, 3);
    assert.equal(text.split('\n').filter((line) => line.startsWith('# ')).length, 1);
  });

  for (const [what, more, sentence] of [
    [
      'was not read yet',
      { state: { kind: 'unread' }, account: 'unread' },
      'The webhooks were not read in this window yet; they are as soon as the view Webhooks is shown.',
    ],
    [
      'could not be read',
      { state: { kind: 'failed', error: new LettrError({ kind: 'badAddress' }) } },
      'The webhooks could not be read; the view Webhooks says why.',
    ],
    ['was removed', { account: 'removed' }, 'This account is not stored here any more.'],
  ] as const) {
    it(`is one sentence when the account ${what}`, () => {
      assert.equal(render([], more), `# Event Coverage\n\n${sentence}\n`);
    });
  }
});
