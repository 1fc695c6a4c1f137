import assert from 'node:assert/strict';

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
  facts,
  moved,
  ranking,
  switched,
  turned,
} from './harness.ts';

describe('why a webhook fails', () => {
  describe('an endpoint that accepts nothing', () => {
    it('is certain when there was something to deliver', () => {
      const cause = causeIn(facts(FAILING, { events: events(3 * MINUTE) }), 'notAccepting');
      assert.equal(cause?.certainty, 'certain');
      assert.match(
        cause.words,
        /^one\.example\.com isn't accepting deliveries\. Return HTTP 200 within about 10 seconds\. Matching events occurred <180000>\./,
      );
      assert.deepEqual(cause.actions, ['Edit URL']);
    });

    it('is probable when events are not known, or a sandbox key is shown others', () => {
      for (const what of [facts(FAILING), facts(FAILING, { events: events(MINUTE), account: SANDBOX })]) {
        assert.equal(causeIn(what, 'notAccepting')?.certainty, 'probable');
        assert.doesNotMatch(causeIn(what, 'notAccepting')?.words ?? '', /Matching events/);
      }
    });

    it('is not doubted because a search found nothing: something was delivered in its time', () => {
      assert.equal(facts(FAILING, { events: events() }).happened, 'unknown');
      assert.equal(causeIn(facts(FAILING, { events: events() }), 'notAccepting')?.certainty, 'probable');
    });

    it('costs events once it has lasted longer than Lettr retries', () => {
      const long = [turned('healthy', 3 * DAY), turned('failing', 9 * HOUR, 'healthy')];
      assert.match(causeIn(facts(FAILING, { history: long }), 'notAccepting')?.words ?? '', /probably lost/);
      const short = [turned('failing', 7 * HOUR)];
      assert.doesNotMatch(causeIn(facts(FAILING, { history: short }), 'notAccepting')?.words ?? '', /lost/);
    });

    it('may be over with the URL that failed', () => {
      const what = facts(FAILING, { history: [moved(MINUTE)], events: events(MINUTE) });
      assert.equal(causeIn(what, 'notAccepting')?.certainty, 'possible');
      assert.deepEqual(ranking(FAILING, { history: [moved(MINUTE)] })[0], 'probable changedUrl');
    });
  });

  describe('a delivery that this window saw', () => {
    const sighting = { at: NOW - 2 * MINUTE, text: 'Your endpoint answered 500 to a sample.', actions: [] };

    it('ranks above every guess', () => {
      const sightings = [{ ...sighting, isDelivered: false }];
      assert.equal(ranking({ ...FAILING, url: 'http://127.0.0.1/' }, { sightings })[0], 'seen seenDelivery');
    });

    it('that succeeded after the last failure promises that the next one will', () => {
      const cause = causeIn(
        facts(FAILING, { sightings: [{ ...sighting, isDelivered: true }] }),
        'seenDelivery',
      );
      assert.match(cause?.words ?? '', /next delivery will probably succeed/);
    });

    it('says nothing once Lettr reports something newer, or the webhook works', () => {
      for (const [fields, isDelivered] of [
        [{ ...FAILING, lastFailureAt: NOW - MINUTE }, true],
        [{ ...FAILING, lastSuccessAt: NOW - MINUTE }, false],
        [HEALTHY, false],
      ] as const) {
        assert.equal(
          causeIn(facts(fields, { sightings: [{ ...sighting, isDelivered }] }), 'seenDelivery'),
          undefined,
        );
      }
    });
  });

  it('may be that it never worked', () => {
    const cause = causeIn(facts({ ...FAILING, lastSuccessAt: null }), 'neverSucceeded');
    assert.deepEqual([cause?.certainty, cause?.actions], ['probable', ['Edit URL', 'Edit Authentication']]);
    assert.equal(causeIn(facts(FAILING), 'neverSucceeded'), undefined);
    assert.equal(causeIn(facts(), 'neverSucceeded'), undefined);
  });

  describe('a URL that Lettr cannot reach', () => {
    for (const [url, certainty] of [
      ['https://localhost/hook', 'certain'],
      ['http://127.0.0.1:3000/hook', 'certain'],
      ['https://10.1.2.3/', 'certain'],
      ['https://[fe80::1]/', 'certain'],
      ['https://printer.local/', 'certain'],
      ['https://hooks.example.com:8443/', 'probable'],
      ['http://hooks.example.com/', 'possible'],
      ['hooks.example.com', 'certain'],
      ['ftp://hooks.example.com/', 'certain'],
      ['', 'certain'],
    ] as const) {
      it(`${JSON.stringify(url)} is ${certainty}`, () => {
        const cause = causeIn(facts({ url }), 'unreachableUrl');
        assert.deepEqual([cause?.certainty, cause?.actions], [certainty, ['Edit URL']]);
      });
    }

    it('is no other one, and none to which a delivery succeeded', () => {
      for (const url of ['https://example.com/', 'https://example.com:443/', 'https://93.184.216.34/']) {
        assert.equal(causeIn(facts({ url }), 'unreachableUrl'), undefined, url);
      }
      assert.deepEqual(ranking({ ...HEALTHY, url: 'http://127.0.0.1:3000/' }), []);
    });

    it('explains a failure better than the endpoint does', () => {
      assert.deepEqual(
        ranking({ ...FAILING, url: 'http://127.0.0.1:3000/' }, { events: events(MINUTE) }).slice(0, 2),
        ['certain unreachableUrl', 'certain notAccepting'],
      );
    });
  });

  describe('credentials', () => {
    it('that are missing are probably the reason', () => {
      const what = facts({ ...FAILING, authentication: 'oauth2', hasCredentials: false });
      assert.equal(causeIn(what, 'missingCredentials')?.certainty, 'probable');
      assert.match(causeIn(what, 'missingCredentials')?.words ?? '', /OAuth 2\.0/);
      const waiting = facts({ authentication: 'basic', hasCredentials: false });
      assert.equal(causeIn(waiting, 'missingCredentials')?.certainty, 'possible');
      assert.equal(causeIn(facts({ ...FAILING, authentication: 'none' }), 'missingCredentials'), undefined);
    });

    it('may be rejected, or required', () => {
      assert.match(causeIn(facts(FAILING), 'refusedCredentials')?.words ?? '', /rejecting the credentials/);
      const open = facts({ ...FAILING, authentication: 'none', hasCredentials: false });
      assert.equal(causeIn(open, 'refusedCredentials')?.words, 'It may require credentials.');
      const oauth = facts({ ...FAILING, authentication: 'oauth2' });
      assert.match(causeIn(oauth, 'refusedCredentials')?.words ?? '', /token URL/);
      assert.equal(causeIn(facts(HEALTHY), 'refusedCredentials'), undefined);
      assert.equal(causeIn(facts({ ...FAILING, hasCredentials: false }), 'refusedCredentials'), undefined);
    });
  });
});

describe('why a webhook is disabled', () => {
  it('is probably Lettr after failures, seen elsewhere', () => {
    const what = facts({ ...FAILING, enabled: false }, { history: [switched(false, HOUR)] });
    const cause = causeIn(what, 'disabledAfterFailures');
    assert.match(
      cause?.words ?? '',
      /^Lettr probably disabled it after repeated failures\. VS Code noticed it <3600000>\./,
    );
    assert.deepEqual(cause?.actions, ['Enable']);
  });

  it('is never blamed on Lettr when it was done here, and needs no reason without failures', () => {
    assert.deepEqual(
      ranking({ ...FAILING, enabled: false }, { history: [switched(false, HOUR, 'here')] }),
      [],
    );
    assert.deepEqual(ranking({ enabled: false }), []);
  });

  it('offers a sandbox key nothing that it may not do', () => {
    const what = facts({ ...FAILING, enabled: false }, { account: SANDBOX });
    assert.deepEqual(causeIn(what, 'disabledAfterFailures')?.actions, []);
  });
});

describe('what may be wrong otherwise', () => {
  it('is an endpoint that got none of the events that occurred since VS Code knows it', () => {
    const history = [turned('waiting', DAY)];
    assert.deepEqual(ranking({}, { events: events(HOUR), history }), ['probable overdue']);
    assert.deepEqual(ranking({}, { events: events(HOUR) }), [], 'it may be newer than the events');
    const young = [turned('waiting', HOUR + MINUTE)];
    assert.deepEqual(ranking({}, { events: events(HOUR), history: young }), [], 'it has its first minutes');
  });

  it('are newer events that were not delivered, given time', () => {
    const old = { ...HEALTHY, lastSuccessAt: NOW - DAY };
    assert.deepEqual(ranking(old, { events: events(HOUR) }), ['possible missedEvents']);
    assert.deepEqual(ranking(old, { events: events(10 * MINUTE) }), []);
    assert.deepEqual(ranking(old, { events: events(DAY - MINUTE) }), []);
    assert.deepEqual(ranking(old), []);
    assert.deepEqual(ranking({ ...old, enabled: false }, { events: events(HOUR) }), []);
  });

  it('is a new URL to which nothing was delivered yet', () => {
    const what = facts(HEALTHY, { history: [moved(MINUTE)] });
    assert.match(causeIn(what, 'changedUrl')?.words ?? '', /changed <60000>; .* is from <240000>/);
    for (const quiet of [
      facts(FAILING, { history: [moved(HOUR)] }),
      facts({}, { history: [moved(MINUTE)] }),
      facts({ ...FAILING, enabled: false }, { history: [moved(MINUTE)] }),
    ]) {
      assert.equal(causeIn(quiet, 'changedUrl'), undefined);
    }
  });

  it('is a status that is not known', () => {
    assert.match(causeIn(facts({ lastStatus: 'paused' }), 'unknownStatus')?.words ?? '', /"paused"/);
    assert.match(causeIn(facts({ lastSuccessAt: NOW }), 'unknownStatus')?.words ?? '', /not the result/);
  });

  it('is nothing when it works or waits with nothing to deliver', () => {
    assert.deepEqual(ranking(HEALTHY, { events: events(5 * MINUTE) }), []);
    assert.deepEqual(ranking({ ...HEALTHY, lastFailureAt: NOW - HOUR }), []);
    assert.deepEqual(ranking({}, { events: events() }), []);
  });
});

describe('the causes', () => {
  it('have the most certain first, and say how sure they are once', () => {
    const what = {
      ...FAILING,
      lastSuccessAt: null,
      url: 'http://a.example.com:8080/',
      authentication: 'none',
    };
    assert.deepEqual(ranking(what, { events: events(MINUTE) }), [
      'certain notAccepting',
      'probable unreachableUrl',
      'probable neverSucceeded',
      'possible refusedCredentials',
    ]);
  });

  it('are there for every failing webhook, each once, and never contradict its state', () => {
    for (const lastSuccessAt of [null, NOW - HOUR, NOW - 30 * DAY]) {
      for (const lastFailureAt of [null, NOW - HOUR, NOW - 30 * DAY]) {
        for (const enabled of [true, false]) {
          for (const answer of [ABSENT, events(), events(HOUR), events(9 * DAY)]) {
            const fields = { lastStatus: 'failure', lastSuccessAt, lastFailureAt, enabled };
            const found = ranking(fields, { events: answer });
            assert.ok(found.length > 0, JSON.stringify(fields));
            assert.equal(new Set(found).size, found.length);
            assert.equal(found.includes('certain disabledAfterFailures'), !enabled);
          }
        }
      }
    }
  });
});
