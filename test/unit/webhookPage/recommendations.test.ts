import assert from 'node:assert/strict';

import type { Webhook } from '../../../src/api/types.ts';
import { recommendationsOf } from '../../../src/webhookPage/recommendations.ts';
import { webhook } from '../api/harness.ts';
import { HEALTHY, facts, wordsOf } from './harness.ts';

function words(...args: Parameters<typeof facts>): string {
  return recommendationsOf(facts(...args))
    .flatMap(({ text, details = [] }) => [text, ...details])
    .map(wordsOf)
    .join(' ');
}

const twin = (fields: Partial<Webhook> = {}): Webhook =>
  webhook({
    id: 'two',
    name: 'Two',
    url: 'https://ONE.example.com:443',
    events: ['message.bounce'],
    ...fields,
  });

describe('recommendations', () => {
  it('name who delivers the same events to the same URL, however it is written', () => {
    const what = facts({ ...HEALTHY, events: ['message.bounce', 'message.delay'] }, { others: [twin()] });
    assert.match(
      words({ events: ['message.bounce', 'message.delay'] }, { others: [twin()] }),
      /^Its endpoint receives the same events more than once\. "Two" also delivers message\.bounce\. Use event_id/,
    );
    const [edit, other] = recommendationsOf(what)[0]?.actions ?? [];
    assert.equal(edit?.label, 'Edit Events');
    assert.deepEqual([other?.label, other?.args], ['Open "Two"', [{ id: 'two', account: 'acme' }]]);
    assert.match(words({}, { others: [twin({ events: 'all' })] }), /also delivers all events/);
  });

  it('count when there are many', () => {
    const others = ['a', 'b', 'c', 'd', 'e'].map((id) => twin({ id, name: id }));
    assert.match(words({}, { others }), /So do 2 more webhooks/);
    const events = [
      'message.bounce',
      'message.delay',
      'message.delivery',
      'message.injection',
      'engagement.open',
    ];
    assert.match(words({ events }, { others: [twin({ events: 'all' })] }), /message\.delivery and 2 more\./);
  });

  it('leave alone what shares nothing, is disabled, or is at another URL of the host', () => {
    for (const [fields, other] of [
      [{}, twin({ enabled: false })],
      [{ enabled: false }, twin()],
      [{ events: ['message.delay'] }, twin()],
      [{}, twin({ url: 'https://one.example.com/other' })],
      [{}, twin({ url: 'https://one.example.com:8443/' })],
      [{}, twin({ events: undefined })],
      [{}, twin({ events: [] })],
    ] as const) {
      assert.equal(words(fields, { others: [other] }), '');
    }
  });

  it('ask for authentication on a public URL only', () => {
    assert.match(words({ authentication: 'none' }), /can't verify that requests come from Lettr/);
    assert.match(words({ authentication: 'none', url: 'http://a.example.com:81/' }), /can't verify/);
    for (const fields of [
      { authentication: 'none', url: 'http://localhost:3000/' },
      { authentication: 'none', url: 'https://192.168.0.4/' },
      { authentication: 'none', url: 'no url' },
      { authentication: 'mtls' },
    ]) {
      assert.equal(words(fields), '');
    }
  });
});
