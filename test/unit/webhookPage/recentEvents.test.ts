import assert from 'node:assert/strict';

import type { Problem } from '../../../src/api/errors.ts';
import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import {
  daysOf,
  failed,
  happenedIn,
  isAskable,
  notListed,
  typesToAsk,
} from '../../../src/webhookPage/recentEvents.ts';
import { webhook } from '../api/harness.ts';
import { ACME, DAY, HOUR, NOW, SANDBOX, events } from './harness.ts';

describe('recent events that are missing', () => {
  for (const [problem, words] of [
    [{ kind: 'insufficientScope' }, /emails:read/],
    [{ kind: 'sandboxRestricted' }, /Sandbox keys can't list events/],
    [{ kind: 'unauthorized' }, /rejected the API key/],
    [{ kind: 'server', status: 500 }, /500|internal error/],
  ] as const satisfies readonly (readonly [Problem, RegExp])[]) {
    it(`have a reason: ${problem.kind}`, () => {
      const answer = failed(problem, {
        accountName: 'Acme',
        verb: 'read',
        hasProxy: false,
        now: NOW,
        language: 'en',
      });
      assert.ok(answer.kind === 'absent' && answer.isFault);
      assert.match(answer.why, words);
    });
  }

  it('are those that Lettr does not list', () => {
    const why = (types: readonly string[]): string => {
      const answer = notListed(webhook({ events: types }));
      return answer.kind === 'absent' ? answer.why : '';
    };
    assert.match(why(['relay.relay_delivery']), /inbound email/);
    assert.match(why(['later.kind']), /these types/);
    assert.match(why([]), /these types/);
  });
});

describe('the event types to ask about', () => {
  it('are those of the webhook, or all', () => {
    assert.deepEqual(typesToAsk(webhook({ events: ['message.bounce'] })), ['message.bounce']);
    assert.deepEqual(typesToAsk(webhook({ events: undefined })), EVENT_TYPE_NAMES);
  });

  it('can be asked for when one of them is listed', () => {
    assert.ok(isAskable(['relay.relay_delivery', 'message.bounce']));
    assert.ok(!isAskable(['relay.relay_delivery', 'later.kind']));
  });
});

describe('whether events occurred', () => {
  it('is what the search found', () => {
    assert.equal(happenedIn(events(HOUR), webhook(), ACME), 'yes');
    assert.equal(happenedIn(events(), webhook(), ACME), 'no');
    assert.equal(happenedIn(events(HOUR), webhook({ events: undefined }), ACME), 'unknown');
    assert.equal(happenedIn(events(), webhook(), SANDBOX), 'unknown');
  });

  for (const field of ['lastFailureAt', 'lastSuccessAt'] as const) {
    it(`is not denied by a search whose time ${field} falls into, as the answer gives it`, () => {
      const short = {
        ...events(),
        recent: { total: 0, from: NOW - DAY, to: NOW - HOUR, newest: new Map() },
      };
      const at = (age: number): string => happenedIn(short, webhook({ [field]: NOW - age }), ACME);
      assert.equal(at(2 * HOUR), 'unknown');
      assert.equal(at(2 * DAY), 'no', 'before it');
      assert.equal(at(HOUR / 2), 'no', 'after it');
      assert.equal(daysOf(short), 1);
    });
  }

  it('takes ten days where the answer does not say which', () => {
    const open = {
      ...events(),
      recent: { total: 0, from: null, to: null, newest: new Map() },
    };
    assert.equal(daysOf(open), 10);
    assert.equal(happenedIn(open, webhook({ lastFailureAt: NOW - 9 * DAY }), ACME), 'unknown');
    assert.equal(happenedIn(open, webhook({ lastFailureAt: NOW - 11 * DAY }), ACME), 'no');
  });
});
