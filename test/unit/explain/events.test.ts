import assert from 'node:assert/strict';

import type { Problem } from '../../../src/api/errors.ts';
import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import { failed, isAskable, notListed, takesUnlisted, typesToAsk } from '../../../src/explain/events.ts';
import { webhook } from '../api/harness.ts';
import { NOW } from './harness.ts';

function whyOf(problem: Problem): string {
  const answer = failed(problem, {
    accountName: 'Acme',
    verb: 'read',
    hasProxy: false,
    now: NOW,
    language: 'en',
  });
  assert.equal(answer.kind, 'absent');
  assert.ok(answer.isFault);
  return answer.why;
}

describe('recent events that are missing', () => {
  for (const [problem, words] of [
    [{ kind: 'insufficientScope' }, /may not read emails .* emails:read/],
    [{ kind: 'sandboxRestricted' }, /Sandbox keys may not list events/],
    [{ kind: 'unauthorized' }, /rejected the API key of "Acme"/],
    [{ kind: 'addressRefused' }, /from your network address/],
    [
      { kind: 'unreachable', cause: 'refused', code: 'ECONNREFUSED' },
      /reach Lettr: the connection was refused/,
    ],
    [{ kind: 'rateLimited', retryAt: NOW + 5_000 }, /too many requests.* Try again at /],
    [{ kind: 'server', status: 500 }, /internal error/],
    [{ kind: 'unreadable', status: 200 }, /unexpected response \(status 200\)/],
  ] as const) {
    it(`have a reason: ${problem.kind}`, () => {
      assert.match(whyOf(problem), /^Not known: /);
      assert.match(whyOf(problem), words);
    });
  }

  it('are those that Lettr does not list', () => {
    const why = (events: ReturnType<typeof webhook>['events']): string => {
      const answer = notListed(webhook({ events }));
      return answer.kind === 'absent' ? answer.why : '';
    };
    assert.match(why(['relay.relay_delivery']), /inbound email/);
    assert.match(why(['later.kind']), /none of the types/);
    assert.match(why([]), /none of the types/);
  });
});

describe('the event types to ask about', () => {
  it('are those of the webhook, or all', () => {
    assert.deepEqual(typesToAsk(webhook({ events: ['message.bounce'] })), ['message.bounce']);
    assert.deepEqual(typesToAsk(webhook({ events: 'all' })), EVENT_TYPE_NAMES);
    assert.deepEqual(typesToAsk(webhook({ events: undefined })), EVENT_TYPE_NAMES);
  });

  it('can be asked for when one of them is listed', () => {
    assert.ok(isAskable(['relay.relay_delivery', 'message.bounce']));
    assert.ok(!isAskable(['relay.relay_delivery', 'later.kind']));
    assert.ok(!isAskable([]));
  });

  it('may be more than Lettr lists', () => {
    assert.ok(takesUnlisted(webhook({ events: 'all' })));
    assert.ok(takesUnlisted(webhook({ events: ['message.bounce', 'relay.relay_delivery'] })));
    assert.ok(!takesUnlisted(webhook({ events: ['message.bounce'] })));
    assert.ok(!takesUnlisted(webhook({ events: undefined })));
  });
});
