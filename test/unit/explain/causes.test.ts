import assert from 'node:assert/strict';

import { webhook } from '../api/harness.ts';
import {
  ABSENT,
  DAY,
  FAILING,
  HEALTHY,
  HOUR,
  MINUTE,
  NOW,
  SANDBOX,
  causeIn,
  events,
  known,
  moved,
  ranking,
  switched,
  turned,
} from './harness.ts';

function supportOf(what: ReturnType<typeof known>, id: string): string {
  const cause = causeIn(what, id);
  assert.ok(cause, `there is no cause ${id}`);
  return cause.support.join(' ');
}

function labelsOf(what: ReturnType<typeof known>, id: string): readonly string[] {
  return causeIn(what, id)?.fixes.map(({ label }) => label) ?? [];
}

describe('the cause of a state', () => {
  describe('failing', () => {
    it('names the endpoint, and is certain when there was something to deliver', () => {
      const what = known(FAILING, { events: events(3 * MINUTE) });
      const cause = causeIn(what, 'failing');
      assert.equal(cause?.likelihood, 'certain');
      assert.equal(cause.title, 'one.example.com does not take the deliveries');
      assert.match(supportOf(what, 'failing'), /failed 7 minutes ago\./);
      assert.match(supportOf(what, 'failing'), /the newest 3 minutes ago: .* the endpoint is at fault\./);
      assert.deepEqual(labelsOf(what, 'failing'), ['Edit URL', 'Check Again']);
    });

    it('is only likely when events are not known, and possible when there was nothing to deliver', () => {
      assert.equal(causeIn(known(FAILING), 'failing')?.likelihood, 'likely');
      const quiet = known(FAILING, { events: events() });
      assert.equal(causeIn(quiet, 'failing')?.likelihood, 'possible');
      assert.match(supportOf(quiet, 'failing'), /nothing to deliver/);
      assert.doesNotMatch(supportOf(known(FAILING), 'failing'), /at fault|nothing to deliver/);
    });

    it('is not concluded from what a sandbox key is shown', () => {
      const what = known(FAILING, { events: events(MINUTE), account: SANDBOX });
      assert.equal(causeIn(what, 'failing')?.likelihood, 'likely');
      assert.doesNotMatch(supportOf(what, 'failing'), /at fault/);
    });

    it('calls likely what Lettr does not document for certain', () => {
      assert.match(
        supportOf(known(FAILING), 'failing'),
        /likely takes nothing but the status 200, within about 10 seconds/,
      );
      assert.match(
        supportOf(known(FAILING), 'failing'),
        /likely repeats a failed delivery for about 8 hours/,
      );
    });

    it('says since when this machine saw it, and what is likely lost', () => {
      const history = [turned('healthy', 3 * DAY), turned('failing', 9 * HOUR, 'healthy')];
      const support = supportOf(known(FAILING, { history }), 'failing');
      assert.match(support, /first saw it fail: Jun 15, 2030.*9 hours ago/);
      assert.match(support, /more than about 8 hours ago .* likely lost/);
      assert.doesNotMatch(supportOf(known(FAILING), 'failing'), /first saw|lost/);
      const young = known(FAILING, { history: [turned('failing', 7 * HOUR)] });
      assert.doesNotMatch(supportOf(young, 'failing'), /lost/);
      assert.match(
        supportOf(young, 'failing'),
        /failed already when this machine first saw it: .*7 hours ago/,
      );
    });

    it('holds for no other state', () => {
      for (const fields of [HEALTHY, {}, { ...FAILING, enabled: false }, { lastStatus: 'odd' }]) {
        assert.equal(causeIn(known(fields), 'failing'), undefined);
      }
    });

    it('may be over with the URL that failed', () => {
      const what = known(FAILING, { history: [moved(MINUTE)], events: events(MINUTE) });
      assert.equal(causeIn(what, 'failing')?.likelihood, 'possible');
      assert.match(supportOf(what, 'failing'), /when it had another URL/);
      assert.doesNotMatch(supportOf(what, 'failing'), /at fault/);
    });
  });

  describe('never succeeded', () => {
    it('is likely a wrong URL', () => {
      const what = known({ ...FAILING, lastSuccessAt: null });
      assert.equal(causeIn(what, 'neverSucceeded')?.likelihood, 'likely');
      assert.deepEqual(labelsOf(what, 'neverSucceeded'), ['Edit URL', 'Edit Authentication']);
    });

    it('does not hold once something succeeded, or nothing failed', () => {
      assert.equal(causeIn(known(FAILING), 'neverSucceeded'), undefined);
      assert.equal(causeIn(known(), 'neverSucceeded'), undefined);
    });
  });

  describe('never delivered', () => {
    it('is possible as long as the webhook may be newer than the events', () => {
      const what = known({}, { events: events(HOUR) });
      assert.deepEqual(ranking(what), ['possible neverDelivered']);
      assert.match(supportOf(what, 'neverDelivered'), /may be newer than these events/);
      assert.deepEqual(labelsOf(what, 'neverDelivered'), ['Check Again']);
    });

    it('is likely the endpoint when this machine knew the webhook before the events', () => {
      const what = known({}, { events: events(HOUR), history: [turned('waiting', DAY)] });
      assert.deepEqual(ranking(what), ['likely neverDelivered']);
      assert.match(supportOf(what, 'neverDelivered'), /one\.example\.com or its address is likely at fault/);
      assert.deepEqual(labelsOf(what, 'neverDelivered'), ['Edit URL', 'Check Again']);
    });

    it('leaves a new webhook its first minutes', () => {
      const history = [turned('waiting', HOUR + MINUTE)];
      assert.deepEqual(ranking(known({}, { events: events(HOUR), history })), ['possible neverDelivered']);
    });

    it('says when events are not known', () => {
      assert.match(supportOf(known(), 'neverDelivered'), /is not known/);
    });

    it('does not hold when nothing happened, or something was delivered', () => {
      assert.equal(causeIn(known({}, { events: events() }), 'neverDelivered'), undefined);
      assert.equal(causeIn(known(HEALTHY, { events: events(HOUR) }), 'neverDelivered'), undefined);
      assert.equal(causeIn(known({ enabled: false }), 'neverDelivered'), undefined);
    });
  });

  describe('nothing happened', () => {
    const TYPES = ['message.bounce', 'message.delay'];

    it('is likely why a webhook waits', () => {
      const what = known({ events: TYPES }, { events: events(undefined, TYPES) });
      assert.deepEqual(ranking(what), ['likely nothingHappened']);
      assert.match(supportOf(what, 'nothingHappened'), /no event of its types in the last 10 days/);
      assert.deepEqual(labelsOf(what, 'nothingHappened'), ['Edit Events', 'Check Again']);
    });

    it('says of a webhook of all events that it also takes what is not listed', () => {
      const what = known({}, { events: events() });
      assert.match(supportOf(what, 'nothingHappened'), /no event at all .* inbound email/);
      assert.deepEqual(labelsOf(what, 'nothingHappened'), ['Check Again']);
      const listed = known({ events: TYPES }, { events: events(undefined, TYPES) });
      assert.doesNotMatch(supportOf(listed, 'nothingHappened'), /inbound/);
    });

    it('takes the days from the answer', () => {
      const answer = events();
      assert.equal(answer.kind, 'read');
      const recent = { ...answer.recent, from: NOW - 3 * DAY };
      assert.match(supportOf(known({}, { events: { ...answer, recent } }), 'nothingHappened'), /last 3 days/);
    });

    it('does not hold when something happened, nothing is known, it is disabled, or was delivered to', () => {
      for (const what of [
        known({}, { events: events(DAY) }),
        known({}, { events: ABSENT }),
        known({ enabled: false }, { events: events() }),
        known(HEALTHY, { events: events() }),
        known({}, { events: events(), account: SANDBOX }),
        // Asked before the subscription was changed.
        known({ events: TYPES }, { events: events(undefined, ['message.bounce']) }),
      ]) {
        assert.equal(causeIn(what, 'nothingHappened'), undefined);
      }
    });

    it('is possible beside a success that is older than what was looked at', () => {
      const what = known({ ...HEALTHY, lastSuccessAt: NOW - 20 * DAY }, { events: events() });
      assert.deepEqual(ranking(what), ['certain healthy', 'possible nothingHappened']);
    });
  });

  describe('recovered', () => {
    const RECOVERED = { lastStatus: 'success', lastSuccessAt: NOW - MINUTE, lastFailureAt: NOW - 2 * HOUR };

    it('says when it failed and works again', () => {
      const what = known(RECOVERED);
      assert.deepEqual(ranking(what), ['certain recovered']);
      assert.match(supportOf(what, 'recovered'), /failed 2 hours ago\. The last one succeeded 1 minute ago/);
      assert.doesNotMatch(supportOf(what, 'recovered'), /saw it fail/);
      assert.deepEqual(labelsOf(what, 'recovered'), ['Open Details']);
    });

    it('says from when to when this machine saw it fail', () => {
      const history = [
        turned('failing', 3 * HOUR),
        switched(true, 2 * HOUR),
        turned('healthy', HOUR, 'failing'),
      ];
      assert.match(supportOf(known(RECOVERED, { history }), 'recovered'), /saw it fail from .* to /);
    });

    it('is over after a day', () => {
      assert.deepEqual(ranking(known({ ...RECOVERED, lastFailureAt: NOW - 25 * HOUR })), ['certain healthy']);
    });
  });

  describe('disabled', () => {
    it('after failures is likely automatic', () => {
      const what = known({ ...FAILING, enabled: false }, { history: [switched(false, HOUR)] });
      assert.deepEqual(ranking(what), ['likely disabledAfterFailures']);
      assert.match(supportOf(what, 'disabledAfterFailures'), /disabled elsewhere: .*1 hour ago/);
      assert.match(supportOf(what, 'disabledAfterFailures'), /likely, but not reported/);
      assert.deepEqual(labelsOf(what, 'disabledAfterFailures'), [
        'Enable Webhook',
        'Edit URL',
        'Open in Dashboard',
      ]);
    });

    it('by this extension is certain, also after failures', () => {
      const what = known({ ...FAILING, enabled: false }, { history: [switched(false, HOUR, 'here')] });
      assert.deepEqual(ranking(what), ['certain disabled']);
      assert.equal(causeIn(what, 'disabled')?.title, 'It was disabled here');
    });

    it('without failures is certain', () => {
      const what = known({ enabled: false });
      assert.deepEqual(ranking(what), ['certain disabled']);
      assert.deepEqual(labelsOf(what, 'disabled'), ['Enable Webhook']);
    });

    it('says that events go by', () => {
      const what = known({ enabled: false }, { events: events(HOUR) });
      assert.match(supportOf(what, 'disabled'), /happen all the same, the newest 1 hour ago/);
      assert.doesNotMatch(supportOf(known({ enabled: false }, { events: events() }), 'disabled'), /happen/);
    });

    it('does not hold for one that was enabled again', () => {
      const history = [switched(false, 2 * HOUR, 'here'), switched(true, HOUR, 'here')];
      assert.deepEqual(ranking(known(HEALTHY, { history })), ['certain healthy']);
    });

    it('offers a sandbox key nothing that it may not do', () => {
      const what = known({ ...FAILING, enabled: false }, { account: SANDBOX });
      assert.deepEqual(labelsOf(what, 'disabledAfterFailures'), ['Open in Dashboard']);
    });
  });

  describe('a URL that Lettr cannot reach', () => {
    for (const [url, likelihood] of [
      ['https://localhost/hook', 'certain'],
      ['http://127.0.0.1:3000/hook', 'certain'],
      ['https://10.1.2.3/', 'certain'],
      ['https://[fe80::1]/', 'certain'],
      ['https://printer.local/', 'certain'],
      ['https://hooks.example.com:8443/', 'likely'],
      ['http://hooks.example.com/', 'possible'],
      ['hooks.example.com', 'likely'],
      ['ftp://hooks.example.com/', 'likely'],
      ['', 'likely'],
    ] as const) {
      it(`${JSON.stringify(url)} is ${likelihood}`, () => {
        const what = known({ url });
        assert.equal(causeIn(what, 'unreachableUrl')?.likelihood, likelihood);
        assert.deepEqual(labelsOf(what, 'unreachableUrl'), ['Edit URL']);
      });
    }

    it('is no other one', () => {
      for (const url of ['https://example.com/', 'https://example.com:443/', 'https://93.184.216.34/']) {
        assert.equal(causeIn(known({ url }), 'unreachableUrl'), undefined, url);
      }
    });

    it('explains a failure better than the endpoint does', () => {
      const what = known({ ...FAILING, url: 'http://127.0.0.1:3000/' }, { events: events(MINUTE) });
      assert.deepEqual(ranking(what).slice(0, 2), ['certain unreachableUrl', 'certain failing']);
    });

    it('is only possible when deliveries succeed', () => {
      const what = known({ ...HEALTHY, url: 'http://127.0.0.1:3000/' });
      assert.deepEqual(ranking(what), ['certain healthy', 'possible unreachableUrl']);
      assert.match(supportOf(what, 'unreachableUrl'), /succeeded 4 minutes ago/);
    });

    it('is told without the remark of the wizard', () => {
      assert.doesNotMatch(supportOf(known({ url: 'http://a.example.com/' }), 'unreachableUrl'), /Enter/);
    });
  });

  describe('credentials', () => {
    it('that are missing are likely why it fails', () => {
      const what = known({ ...FAILING, authentication: 'oauth2', hasCredentials: false });
      assert.equal(causeIn(what, 'missingCredentials')?.likelihood, 'likely');
      assert.match(supportOf(what, 'missingCredentials'), /OAuth 2\.0/);
      const waiting = known({ authentication: 'basic', hasCredentials: false });
      assert.equal(causeIn(waiting, 'missingCredentials')?.likelihood, 'possible');
    });

    it('are not missing where there are some, or none are needed', () => {
      assert.equal(causeIn(known(FAILING), 'missingCredentials'), undefined);
      const open = known({ ...FAILING, authentication: 'none', hasCredentials: false });
      assert.equal(causeIn(open, 'missingCredentials'), undefined);
    });

    it('may be refused where it fails', () => {
      assert.equal(causeIn(known(FAILING), 'refusedCredentials')?.likelihood, 'possible');
      const open = known({ ...FAILING, authentication: 'none' });
      assert.equal(causeIn(open, 'refusedCredentials')?.title, 'The endpoint asks for credentials');
      const oauth = known({ ...FAILING, authentication: 'oauth2' });
      assert.match(supportOf(oauth, 'refusedCredentials'), /token server/);
    });

    it('are not refused where nothing fails, or none are held', () => {
      assert.equal(causeIn(known(HEALTHY), 'refusedCredentials'), undefined);
      const missing = known({ ...FAILING, authentication: 'basic', hasCredentials: false });
      assert.equal(causeIn(missing, 'refusedCredentials'), undefined);
    });
  });

  describe('a new URL', () => {
    it('to which nothing was delivered yet', () => {
      const what = known(FAILING, { history: [moved(MINUTE)] });
      assert.equal(causeIn(what, 'changedUrl')?.likelihood, 'likely');
      assert.match(supportOf(what, 'changedUrl'), /URL change: .*1 minute ago.* is older: .*7 minutes ago/);
    });

    it('leaves open whether it works', () => {
      assert.deepEqual(ranking(known(HEALTHY, { history: [moved(MINUTE)] })), ['likely changedUrl']);
    });

    it('does not matter after a delivery, without one before, or while disabled', () => {
      for (const what of [
        known(FAILING, { history: [moved(HOUR)] }),
        known({}, { history: [moved(MINUTE)] }),
        known({ ...FAILING, enabled: false }, { history: [moved(MINUTE)] }),
      ]) {
        assert.equal(causeIn(what, 'changedUrl'), undefined);
      }
    });
  });

  describe('newer events', () => {
    const OLD = { ...HEALTHY, lastSuccessAt: NOW - DAY };

    it('that were not delivered leave open whether it works', () => {
      const what = known(OLD, { events: events(HOUR) });
      assert.deepEqual(ranking(what), ['possible missedEvents']);
      assert.match(supportOf(what, 'missedEvents'), /1 hour ago.* is older/);
    });

    it('are given time', () => {
      for (const what of [
        known(OLD, { events: events(10 * MINUTE) }),
        known(OLD, { events: events(DAY - MINUTE) }),
        known(OLD),
        known({ ...OLD, enabled: false }, { events: events(HOUR) }),
      ]) {
        assert.equal(causeIn(what, 'missedEvents'), undefined);
      }
    });
  });

  describe('an unknown status', () => {
    it('is told as it is', () => {
      assert.match(supportOf(known({ lastStatus: 'paused' }), 'unknownStatus'), /"paused"/);
      const what = known({ lastSuccessAt: NOW });
      assert.match(supportOf(what, 'unknownStatus'), /not how the last one went/);
    });

    it('is none that is known', () => {
      assert.equal(causeIn(known(FAILING), 'unknownStatus'), undefined);
    });
  });

  describe('two webhooks on one host', () => {
    const twin = (fields: Parameters<typeof webhook>[0] = {}): ReturnType<typeof webhook> =>
      webhook({
        id: 'two',
        name: 'Two',
        url: 'https://ONE.example.com/other',
        events: ['message.bounce'],
        ...fields,
      });

    it('get the same events twice', () => {
      const what = known({ ...HEALTHY, events: ['message.bounce', 'message.delay'] }, { others: [twin()] });
      assert.deepEqual(ranking(what), ['certain healthy', 'likely doubleDeliveries']);
      assert.match(
        supportOf(what, 'doubleDeliveries'),
        /"Two" at https:\/\/ONE\.example\.com\/other also takes message\.bounce\./,
      );
      const [edit, other] = causeIn(what, 'doubleDeliveries')?.fixes ?? [];
      assert.equal(edit?.label, 'Edit Events');
      assert.deepEqual([other?.label, other?.args], ['Explain "Two"', [{ id: 'two', account: 'acme' }]]);
    });

    it('of one URL do so for certain', () => {
      const what = known(HEALTHY, { others: [twin({ url: 'https://one.example.com:443/', events: 'all' })] });
      assert.equal(causeIn(what, 'doubleDeliveries')?.likelihood, 'certain');
      assert.match(supportOf(what, 'doubleDeliveries'), /also takes all events/);
    });

    it('are counted when there are many', () => {
      const others = ['a', 'b', 'c', 'd', 'e'].map((id) => twin({ id, name: id }));
      const types = [
        'message.bounce',
        'message.delay',
        'message.delivery',
        'message.injection',
        'engagement.open',
      ];
      const what = known({ events: 'all' }, { others: [...others, twin({ id: 'f', events: types })] });
      const support = supportOf(what, 'doubleDeliveries');
      assert.match(support, /3 more webhooks of this host/);
      assert.equal(causeIn(what, 'doubleDeliveries')?.support.length, 5);
      const named = known({ events: types }, { others: [twin({ events: 'all' })] });
      assert.match(supportOf(named, 'doubleDeliveries'), /message\.delivery and 2 more\./);
    });

    it('do not when one is disabled, they share nothing, or the host is another', () => {
      for (const [fields, other] of [
        [{}, twin({ enabled: false })],
        [{ enabled: false }, twin()],
        [{ events: ['message.delay'] }, twin()],
        [{}, twin({ url: 'https://two.example.com/' })],
        [{}, twin({ url: 'https://one.example.com:8443/' })],
        [{}, twin({ events: undefined })],
        [{}, twin({ events: [] })],
        [{ url: 'nothing' }, twin({ url: 'nothing' })],
      ] as const) {
        assert.equal(causeIn(known(fields, { others: [other] }), 'doubleDeliveries'), undefined);
      }
    });
  });

  describe('authentication none', () => {
    it('is a risk on a public URL', () => {
      const what = known({ ...HEALTHY, authentication: 'none' });
      assert.deepEqual(ranking(what), ['certain healthy', 'certain openEndpoint']);
      assert.deepEqual(labelsOf(what, 'openEndpoint'), ['Edit Authentication']);
      assert.ok(causeIn(known({ authentication: 'none', url: 'http://a.example.com:81/' }), 'openEndpoint'));
    });

    it('is none elsewhere, or with authentication', () => {
      for (const fields of [
        { authentication: 'none', url: 'http://localhost:3000/' },
        { authentication: 'none', url: 'https://192.168.0.4/' },
        { authentication: 'none', url: 'no url' },
        { authentication: 'basic' },
        { authentication: 'mtls' },
      ]) {
        assert.equal(causeIn(known(fields), 'openEndpoint'), undefined);
      }
    });
  });

  describe('healthy', () => {
    it('says that nothing speaks against it', () => {
      const what = known(HEALTHY, { events: events(5 * MINUTE) });
      assert.deepEqual(ranking(what), ['certain healthy']);
      assert.match(supportOf(what, 'healthy'), /succeeded 4 minutes ago\. Nothing that is known here/);
    });

    it('does not say so beside something that does', () => {
      const what = known({ ...HEALTHY, url: 'http://a.example.com/' });
      assert.doesNotMatch(supportOf(what, 'healthy'), /Nothing/);
    });
  });
});

describe('the ranking', () => {
  it('has the likeliest first, what explains more before what explains less, and risks last', () => {
    const what = known(
      { ...FAILING, lastSuccessAt: null, url: 'http://a.example.com:8080/', authentication: 'none' },
      {
        events: events(MINUTE),
        others: [webhook({ id: 'two', url: 'http://a.example.com:8080/x' })],
      },
    );
    assert.deepEqual(ranking(what), [
      'certain failing',
      'likely unreachableUrl',
      'likely neverSucceeded',
      'possible refusedCredentials',
      'certain openEndpoint',
      'likely doubleDeliveries',
    ]);
  });

  it('always has something to say about the state', () => {
    for (const lastStatus of ['success', 'failure', 'odd', null]) {
      for (const lastSuccessAt of [null, NOW - HOUR, NOW - 30 * DAY]) {
        for (const lastFailureAt of [null, NOW - HOUR, NOW - 30 * DAY]) {
          for (const enabled of [true, false]) {
            for (const answer of [ABSENT, events(), events(HOUR), events(9 * DAY)]) {
              const what = known({ lastStatus, lastSuccessAt, lastFailureAt, enabled }, { events: answer });
              const found = ranking(what);
              assert.ok(found.length > 0, JSON.stringify(what.webhook));
              assert.equal(new Set(found.map((one) => one.split(' ')[1])).size, found.length);
            }
          }
        }
      }
    }
  });
});
