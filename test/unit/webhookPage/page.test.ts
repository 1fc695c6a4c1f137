import assert from 'node:assert/strict';

import { renderHtml } from '../../../src/pages/html.ts';
import { Command, DeliveryCommand } from '../../../src/platform/ids.ts';
import { PAGE_COMMANDS } from '../../../src/webhookPage/actions.ts';
import { absencePage, webhookPage } from '../../../src/webhookPage/page.ts';
import { LISTED_FIELD_NAMES, WEBHOOK_FIELDS } from '../../../src/webhooks/fields.ts';
import { HOSTILE, assertHarmless, skeleton, tagsOf } from '../pages/tags.ts';
import {
  ABSENT,
  ACME,
  DAY,
  FAILING,
  HEALTHY,
  HISTORY,
  HOUR,
  MINUTE,
  NOW,
  SANDBOX,
  events,
  parts,
  switched,
  textOf,
} from './harness.ts';
import { SITUATIONS } from './situations.ts';

type Parts = ReturnType<typeof parts>;

function html(what: Parts): string {
  return renderHtml(webhookPage(what), { style: '', nonce: 'n', language: 'en', now: NOW });
}

function headings(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /^## (.*)/.exec(line)?.[1] ?? []);
}

describe("a webhook's page", () => {
  for (const [name, what] of Object.entries(SITUATIONS)) {
    it(`runs only its own commands: ${name}`, () => {
      const page = html(what);
      assertHarmless(page, 'n');
      for (const { attributes } of tagsOf(page)) {
        const command = /^command:([\w.]+)/.exec(attributes.get('href') ?? '')?.[1];
        assert.ok(
          command === undefined ||
            command === 'lettr.page.copy' ||
            PAGE_COMMANDS.some((id) => id === command),
          command,
        );
      }
    });
  }

  it('runs commands that are contributed', () => {
    const contributed = [...Object.values<string>(Command), ...Object.values<string>(DeliveryCommand)];
    for (const command of PAGE_COMMANDS) {
      assert.ok(contributed.includes(command), command);
    }
  });

  it('begins with name, state, endpoint and what happened last', () => {
    assert.match(
      textOf(FAILING),
      /^# One\n\nFailing\n\n`https:\/\/one\.example\.com\/` · .*\n\nLast failure Jun 15, 2030, 11:53:00 AM UTC · last success Jun 13, 2030, 12:00:00 PM UTC\n/,
    );
  });

  it('has the causes first, then the history, events, configuration, recommendations and code', () => {
    assert.deepEqual(headings(textOf({ ...FAILING, authentication: 'none' })), [
      "Why It's Failing",
      'History',
      'Recent Events',
      'Configuration',
      'Recommendations (1)',
      'Create with the API',
    ]);
  });

  it('has no causes while nothing is wrong', () => {
    assert.deepEqual(headings(textOf(HEALTHY)), [
      'History',
      'Recent Events',
      'Configuration',
      'Create with the API',
    ]);
    assert.deepEqual(headings(textOf({ ...FAILING, enabled: false }))[0], "Why It's Disabled");
    assert.deepEqual(headings(textOf({ lastStatus: 'odd' }))[0], 'What May Be Wrong');
  });

  it('takes in what others show, after the configuration', () => {
    const section = { kind: 'section', id: 'deliveries', title: 'Deliveries', blocks: [] } as const;
    assert.deepEqual(headings(textOf(HEALTHY, { sections: [section] })).slice(2, 4), [
      'Configuration',
      'Deliveries',
    ]);
  });

  it('says who disabled a webhook, and never blames Lettr for it', () => {
    const text = textOf({ ...FAILING, enabled: false }, { history: [switched(false, HOUR, 'here')] });
    assert.match(text, /Disabled in VS Code on Jun 15, 2030.* nothing is delivered to one\.example\.com/);
    assert.doesNotMatch(text, /Lettr probably disabled|Why It/);
  });

  it('says why a webhook waits', () => {
    assert.match(
      textOf({}, { events: events() }),
      /No matching events in the last 10 days, so there was nothing/,
    );
    assert.match(textOf(), /^# One\n\nNo deliveries yet\n/);
  });

  it('counts recent events, and does not claim to know more than a page of them', () => {
    const text = textOf({ events: ['message.bounce'] }, { events: events(HOUR, ['message.bounce']) });
    assert.match(text, /- Bounce: 3 in 10 days, last Jun 15, 2030, 11:00:00 AM UTC/);
    const many = events(HOUR);
    assert.match(
      textOf({}, { events: { ...many, recent: { ...many.recent, total: 100 } } }),
      /Only the newest 100/,
    );
    assert.match(textOf({}, { events: ABSENT }), /It is a test\./);
    assert.match(textOf({}, { events: events(HOUR), account: SANDBOX }), /probably don't trigger webhooks/);
  });

  it('drops an answer that is about other events', () => {
    const text = textOf({ events: ['message.delay'] }, { events: events(HOUR, ['message.bounce']) });
    assert.match(text, /were changed after the last check/);
  });

  it('shows the configuration, events by their names in the API’s order', () => {
    const text = textOf({ events: ['later.kind', 'engagement.open', 'message.bounce'] });
    assert.match(
      text,
      /- Events: Bounce, Open, later\.kind\n- Authentication: Basic.*\n- Enabled: yes\n- ID: `one`/,
    );
    assert.match(textOf({ events: 'all' }), /- Events: All events, including future event types/);
    assert.match(textOf({ events: [] }), /- Events: none/);
  });

  it('has a line for every field that its first lines do not tell', () => {
    const inHead = ['Name', 'Endpoint', 'Last Success', 'Last Failure'];
    const labels = LISTED_FIELD_NAMES.map((name) => WEBHOOK_FIELDS[name].label());
    const text = textOf(FAILING);
    for (const label of labels.filter((one) => !inHead.includes(one))) {
      assert.ok(text.includes(`\n- ${label}: `), label);
    }
  });

  it('tells changes one by one, the newest first, and counts the older ones', () => {
    const text = textOf(FAILING, { history: HISTORY });
    assert.ok(text.indexOf('11:00:00 AM UTC: ') < text.indexOf('Jun 9, 2030'), text);
    const many = Array.from({ length: 60 }, (_, index) => switched(index % 2 === 0, (60 - index) * MINUTE));
    assert.match(textOf(HEALTHY, { history: many }), /10 older changes not shown/);
    assert.match(textOf(), /hasn't recorded any changes yet/);
  });

  it('has the code of three languages, without secrets, and says what is missing in it', () => {
    const text = textOf({ enabled: false }, { baseUrl: 'http://127.0.0.1:1/api' });
    assert.match(text, /### cURL\n\n```sh\n[\s\S]*### TypeScript\n\n```ts\n[\s\S]*### Python\n\n```python\n/);
    assert.match(text, /Replace the text in angle brackets/);
    assert.match(text, /Disable the new one afterwards/);
    assert.match(text, /The TypeScript package always uses/);
  });

  it('offers a sandbox key nothing that it may not do', () => {
    const hrefs = tagsOf(html(parts(FAILING, { account: SANDBOX }))).map(({ attributes }) =>
      attributes.get('href'),
    );
    assert.ok(!hrefs.some((href) => /webhook\.(?:edit|enable|disable|delete|duplicate)/.test(href ?? '')));
  });

  it('opens the field that mends it', () => {
    const fields = tagsOf(html(parts({ ...FAILING, authentication: 'none' }))).flatMap(({ attributes }) => {
      const [command, args = ''] = (attributes.get('href') ?? '').split('?');
      return command === 'command:lettr.webhook.edit' ? JSON.parse(decodeURIComponent(args)) : [];
    });
    assert.deepEqual(
      fields.map(({ id, account, field }: Readonly<Record<string, string>>) => [id, account, field]),
      [
        ['one', 'acme', undefined],
        ['one', 'acme', 'url'],
        ['one', 'acme', 'authentication'],
        ['one', 'acme', 'authentication'],
      ],
    );
  });

  it('is the same while nothing but time goes on', () => {
    assert.deepEqual(webhookPage(parts(FAILING)), webhookPage(parts(FAILING)));
    const [now, later] = [parts(HEALTHY), { ...parts(HEALTHY), now: NOW + DAY }].map((what) =>
      webhookPage(what).blocks.filter(({ kind }) => kind !== 'section'),
    );
    assert.deepEqual(now, later);
  });

  describe('with hostile text', () => {
    const withText = (text: string): Parts =>
      parts(
        {
          id: text,
          name: text,
          url: `https://a.example.com/${text}`,
          lastStatus: text,
          authentication: text,
          hasCredentials: false,
          events: [text, 'message.bounce'],
        },
        {
          account: { ...ACME, id: text, name: text },
          history: [{ field: 'url', from: text, to: text, at: NOW - HOUR, by: 'here' }],
          events: {
            kind: 'read',
            asked: [text, 'message.bounce'],
            at: NOW,
            recent: { total: 1, from: null, to: null, newest: new Map([[text, { count: 1, lastAt: NOW }]]) },
          },
        },
      );
    const harmless = skeleton(html(withText('harmless')));

    for (const text of HOSTILE) {
      it(`${JSON.stringify(text.slice(0, 40))} stays text`, () => {
        const page = html(withText(text));
        assertHarmless(page, 'n');
        assert.deepEqual(skeleton(page), harmless);
      });
    }
  });

  it('says why there is nothing to show', () => {
    const page = absencePage('</title><b>', 'Not loaded yet.', []);
    assert.equal(page.title, 'Webhook: </title><b>');
    assertHarmless(renderHtml(page, { style: '', nonce: 'n', language: 'en', now: NOW }), 'n');
  });
});
