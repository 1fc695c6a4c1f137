import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

import { explain } from '../../../src/explain/explain.ts';
import type { Fix } from '../../../src/explain/explanation.ts';
import { commandTitles, commandUri, refreshList, showLog } from '../../../src/explain/fixes.ts';
import type { Known } from '../../../src/explain/known.ts';
import type { Block } from '../../../src/explain/page.ts';
import {
  DAY,
  FAILING,
  HEALTHY,
  HOUR,
  MINUTE,
  NOW,
  SANDBOX,
  events,
  known,
  moved,
  turned,
} from './harness.ts';
import { HISTORY, SITUATIONS, page } from './pages.ts';

const ROOT = new URL('../../../', import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

const manifest: {
  contributes: { commands: readonly { command: string; title: string; category: string }[] };
} = JSON.parse(read('package.json'));
const nls: Readonly<Record<string, string>> = JSON.parse(read('package.nls.json'));
const contributed = new Map(
  manifest.contributes.commands.map(({ command, title, category }) => [
    command,
    `${category}: ${nls[title.slice(1, -1)] ?? title}`,
  ]),
);

function fixesOf(what: Known): readonly Fix[] {
  const { causes, actions, evidenceFixes } = explain(what);
  return [...causes.flatMap(({ fixes }) => fixes), ...actions, ...evidenceFixes];
}

function headings(what: Known): readonly string[] {
  return page(what).blocks.flatMap((block) =>
    block.kind === 'heading' ? `${'#'.repeat(block.level)} ${block.text}` : [],
  );
}

function field(what: Known, label: string): string | undefined {
  return explain(what).evidence.find((one) => one.label === label)?.value;
}

describe('the fixes of an explanation', () => {
  const all = [...Object.values(SITUATIONS).flatMap(fixesOf), refreshList(), showLog()];

  it('are commands that are contributed, under the names that the palette has for them', () => {
    for (const { label, command } of all) {
      assert.ok(contributed.has(command), `${label}: ${command}`);
    }
    for (const [command, title] of commandTitles()) {
      assert.equal(title, contributed.get(command), command);
    }
  });

  it('are all among those that a panel may run', () => {
    const used = new Set<string>(all.map(({ command }) => command));
    assert.deepEqual([...used].toSorted(), [...commandTitles().keys()].toSorted());
  });

  it('name the webhook and its account', () => {
    for (const { label, args } of fixesOf(SITUATIONS['disabled after failures'] ?? assert.fail())) {
      const [subject] = args;
      assert.ok(typeof subject === 'object' && subject !== null, label);
      assert.deepEqual({ ...subject, refresh: 0, as: 0 }, { id: 'one', account: 'acme', refresh: 0, as: 0 });
    }
  });

  it('enable only what is disabled, and write nothing with a sandbox key', () => {
    const commands = (what: Known): readonly string[] => fixesOf(what).map(({ command }) => command);
    assert.ok(commands(known({ enabled: false })).includes('lettr.webhook.enable'));
    assert.ok(!commands(known(FAILING)).includes('lettr.webhook.enable'));
    for (const fields of [FAILING, { enabled: false }, { authentication: 'none' }]) {
      const sandbox = commands(known(fields, { account: SANDBOX }));
      assert.ok(!sandbox.some((command) => /enable|edit/.test(command)), sandbox.join());
    }
  });

  it('are links whose arguments survive', () => {
    const id = `a"b'c%20&?#/\\<>😀`;
    for (const fix of fixesOf(known({ ...FAILING, id }))) {
      const [command, query] = commandUri(fix).split('?');
      assert.equal(command, `command:${fix.command}`);
      assert.deepEqual(JSON.parse(decodeURIComponent(query ?? '')), fix.args);
    }
    assert.equal(commandUri(showLog()), 'command:lettr.log.show');
  });

  it('stand in files that are there', () => {
    assert.ok(existsSync(new URL('media/icon.png', ROOT)));
  });
});

describe('the page of an explanation', () => {
  it('has the state, the causes, risks, the evidence and the history, in this order', () => {
    assert.deepEqual(headings(SITUATIONS['failing with everything'] ?? assert.fail()), [
      '# Health: One',
      '## Causes, the Likeliest First',
      '### Certain: a.example.com:8080 does not take the deliveries',
      '### Likely: Lettr cannot reach its URL',
      '### Likely: It never worked',
      '### Possible: The endpoint asks for credentials',
      '## Worth Knowing',
      '### Certain: Anyone who knows the URL can post to it',
      '### Likely: a.example.com:8080 gets the same events twice',
      '## Evidence',
      '## History on This Machine',
    ]);
    assert.ok(!headings(SITUATIONS['healthy'] ?? assert.fail()).includes('## Worth Knowing'));
  });

  for (const [name, state] of [
    [
      'failing with everything',
      'Failing: the last delivery to a.example.com:8080 failed 7 minutes ago, and none is known to have succeeded.',
    ],
    ['waiting', 'No delivery yet: Lettr reports none to one.example.com.'],
    [
      'disabled after failures',
      'Disabled, likely by Lettr after failures: the last delivery to one.example.com failed 7 minutes ago.',
    ],
    ['disabled here', 'Disabled: nothing is delivered to one.example.com.'],
    [
      'recovered',
      'Recovered: the last delivery to one.example.com succeeded 4 minutes ago, after one that failed 1 hour ago.',
    ],
    ['healthy', 'Healthy: the last delivery to one.example.com succeeded 4 minutes ago.'],
    [
      'an unknown status',
      'Status "odd": Lettr reports it of deliveries to one.example.com, and it is not known here.',
    ],
  ] as const) {
    it(`begins with the state in one sentence: ${name}`, () => {
      assert.equal(explain(SITUATIONS[name] ?? assert.fail()).state, state);
    });
  }

  it('says that a new URL was not delivered to yet', () => {
    assert.equal(
      explain(known(FAILING, { history: [moved(MINUTE)] })).state,
      'Failing: the last delivery failed 7 minutes ago, and there was none to its new URL at one.example.com yet.',
    );
  });

  it('has sentences for what Lettr does not give', () => {
    const state = (fields: Parameters<typeof known>[0]): string => explain(known(fields)).state;
    assert.equal(
      state({ lastStatus: 'failure', lastSuccessAt: NOW - DAY }),
      'Failing: the last delivery to one.example.com failed at a time that Lettr did not give, and the last success was 1 day ago.',
    );
    assert.equal(
      state({ lastFailureAt: NOW }),
      'Status not given: Lettr does not say how the last delivery to one.example.com went.',
    );
  });

  it('tells what Lettr reports, and what it said of events', () => {
    const what = known(
      { ...FAILING, events: ['message.bounce', 'message.delay'] },
      {
        events: events(3 * MINUTE, ['message.bounce', 'message.delay']),
        history: [turned('failing', HOUR, 'healthy')],
      },
    );
    assert.equal(field(what, 'Endpoint'), 'https://one.example.com/');
    assert.equal(field(what, 'Enabled'), 'yes');
    assert.equal(field(what, 'Events'), '2 events: message.bounce, message.delay');
    assert.equal(field(what, 'Authentication'), 'Basic, credentials stored');
    assert.equal(field(what, 'Last status'), 'failure');
    assert.match(field(what, 'Last failure') ?? '', /^Jun 15, 2030, .* \(7 minutes ago\)$/);
    assert.match(field(what, 'Failing since') ?? '', /\(1 hour ago\), first seen by this machine$/);
    assert.match(
      field(what, 'Recent events') ?? '',
      /^3 of its types in the last 10 days, the newest 3 minutes ago, asked for /,
    );
    assert.equal(field(what, 'Account'), 'Acme · live');
    assert.equal(field(what, 'ID'), 'one');
    assert.deepEqual(explain(what).events, [{ type: 'message.bounce', count: 3, last: '3 minutes ago' }]);
  });

  it('does not claim to know how many events there were beyond a page', () => {
    const answer = events(MINUTE);
    assert.equal(answer.kind, 'read');
    const newest = new Map([['message.bounce', { count: 100, lastAt: NOW }]]);
    const words = (total: number): string =>
      field(
        known({}, { events: { ...answer, recent: { ...answer.recent, total, newest } } }),
        'Recent events',
      ) ?? '';
    assert.match(words(100), /^100 or more of its types/);
    assert.match(words(101), /^101 of its types/);
  });

  it('says why events are missing, and offers the log for a fault', () => {
    const what = SITUATIONS['a fault'] ?? assert.fail();
    assert.equal(field(what, 'Recent events'), 'Not known: a fault.');
    assert.deepEqual(
      explain(what).evidenceFixes.map(({ label }) => label),
      ['Check Again', 'Show Log'],
    );
    assert.deepEqual(explain(SITUATIONS['healthy'] ?? assert.fail()).evidenceFixes, []);
  });

  it('says what a sandbox key is shown', () => {
    assert.match(
      field(SITUATIONS['sandbox'] ?? assert.fail(), 'Recent events') ?? '',
      /only the sandbox emails/,
    );
  });

  it('drops an answer that is about another subscription', () => {
    const what = known({ events: ['message.delay'] }, { events: events(MINUTE, ['message.bounce']) });
    assert.match(field(what, 'Recent events') ?? '', /was changed after Lettr was asked/);
    assert.deepEqual(explain(what).events, []);
  });

  it('does not claim to know when a failing began that this machine did not see begin', () => {
    const what = known(FAILING, { history: [turned('failing', HOUR)] });
    assert.match(
      field(what, 'Failing since') ?? '',
      /^before .* \(1 hour ago\), when this machine first saw it$/,
    );
    assert.match(
      explain(what).state,
      /^Failing: the last delivery to one\.example\.com failed 7 minutes ago/,
    );
  });

  it('shows nothing of a failure that is over', () => {
    assert.equal(field(known(HEALTHY, { history: [turned('failing', DAY)] }), 'Failing since'), undefined);
  });

  it('has the last changes as a picture, in words, and one by one', () => {
    const { blocks } = page(known(FAILING, { history: HISTORY }));
    const strip = blocks.find((block) => block.kind === 'strip')?.strip;
    assert.equal(
      strip?.words,
      'The last 9 changes, the oldest first: no delivery yet, healthy, URL or events changed, URL or events changed, failing, disabled, enabled, status not known, failing.',
    );
    assert.deepEqual(
      strip.marks.map(({ after }) => after),
      ['other', 'healthy', 'healthy', 'healthy', 'failing', 'disabled', 'failing', 'other', 'failing'],
    );
    const list = lastList(blocks);
    assert.equal(list.length, HISTORY.length);
    assert.match(list[0] ?? '', /: Began to fail$/);
  });

  it('keeps a long history readable', () => {
    const history = Array.from({ length: 120 }, (_, index) =>
      turned(index % 2 === 0 ? 'failing' : 'healthy', (120 - index) * HOUR, 'healthy'),
    );
    const { blocks } = page(known(FAILING, { history }));
    assert.equal(blocks.find((block) => block.kind === 'strip')?.strip.marks.length, 16);
    assert.equal(lastList(blocks).length, 50);
    assert.ok(
      blocks.some((block) => block.kind === 'paragraph' && block.text.startsWith('70 older changes')),
    );
  });

  it('says that nothing was seen yet', () => {
    const { blocks } = page(known());
    assert.ok(!blocks.some(({ kind }) => kind === 'strip'));
    assert.ok(
      blocks.some((block) => block.kind === 'paragraph' && block.text.startsWith('Nothing was seen')),
    );
  });

  it('knows one change', () => {
    const strip = page(known({}, { history: [turned('healthy', HOUR)] })).blocks.find(
      ({ kind }) => kind === 'strip',
    );
    assert.equal(strip?.kind === 'strip' && strip.strip.words, 'The last change: healthy.');
  });

  it('is told apart by nothing but its time when nothing changed', () => {
    assert.deepEqual(page(known(FAILING)), page(known(FAILING)));
  });
});

function lastList(blocks: readonly Block[]): readonly string[] {
  const list = blocks.findLast((block) => block.kind === 'list');
  return list?.kind === 'list' ? list.items : [];
}
