import assert from 'node:assert/strict';

import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import { parseAuth, parseError, parseList, parseWebhook, patchBody } from '../../../src/api/wire.ts';
import { webhook } from './harness.ts';

const WIRE = {
  id: 'one',
  name: 'One',
  url: 'https://one.example.com/',
  enabled: true,
  event_types: null,
  auth_type: 'none',
  has_auth_credentials: false,
  last_successful_at: null,
  last_failure_at: null,
  last_status: null,
};

/** The webhook of an answer whose fields differ so. */
function parsed(fields: Record<string, unknown>) {
  return parseWebhook({ message: 'ok', data: { ...WIRE, ...fields } });
}

describe('reading answers', () => {
  it('takes a whole webhook', () => {
    const read = parsed({
      enabled: false,
      event_types: ['message.bounce'],
      auth_type: 'oauth2',
      has_auth_credentials: true,
      last_successful_at: '2024-01-15T10:30:00+00:00',
      last_failure_at: '2024-01-15T12:30:00+02:00',
      last_status: 'success',
    });
    const at = Date.UTC(2024, 0, 15, 10, 30);
    assert.deepEqual(
      read,
      webhook({
        enabled: false,
        events: ['message.bounce'],
        authentication: 'oauth2',
        hasCredentials: true,
        lastSuccessAt: at,
        lastFailureAt: at,
        lastStatus: 'success',
      }),
    );
  });

  it('takes missing optional fields as null, and missing event types as not said', () => {
    const { id, name, url, enabled } = WIRE;
    assert.deepEqual(parseWebhook({ data: { id, name, url, enabled } }), webhook({ events: undefined }));
  });

  it('tells null event types from absent and from none', () => {
    assert.equal(parsed({ event_types: null }).events, 'all');
    assert.equal(parsed({ event_types: undefined }).events, undefined);
    assert.deepEqual(parsed({ event_types: [] }).events, []);
    assert.equal(parsed({ event_types: 'message.bounce' }).events, undefined);
    assert.equal(parsed({ event_types: [1] }).events, undefined);
  });

  it('normalises short and misspelt event types, and keeps unknown ones', () => {
    const event_types = [
      'delivery',
      'engagament.click',
      'engagement.click',
      'click',
      'message.brand_new',
      'engagament.brand_new',
      'unheard_of',
      'relay_delivery',
    ];
    assert.deepEqual(parsed({ event_types }).events, [
      'message.delivery',
      'engagement.click',
      'message.brand_new',
      'engagement.brand_new',
      'unheard_of',
      'relay.relay_delivery',
    ]);
    assert.deepEqual(parsed({ event_types: [...EVENT_TYPE_NAMES] }).events, EVENT_TYPE_NAMES);
  });

  it('keeps a status that nobody knows', () => {
    assert.equal(parsed({ last_status: '200' }).lastStatus, '200');
    assert.equal(parsed({ last_status: '' }).lastStatus, '');
    assert.equal(parsed({ last_status: 200 }).lastStatus, '200');
    assert.equal(parsed({ last_status: {} }).lastStatus, null);
  });

  it('keeps an authentication that nobody knows', () => {
    assert.equal(parsed({ auth_type: 'mtls' }).authentication, 'mtls');
    assert.equal(parsed({ auth_type: null }).authentication, 'none');
  });

  it('takes a numeric id', () => {
    assert.equal(parsed({ id: 12 }).id, '12');
  });

  it('takes a broken time as none', () => {
    for (const text of ['', 'soon', '2024-13-45T99:00:00Z', 0, {}, false]) {
      assert.equal(parsed({ last_successful_at: text }).lastSuccessAt, null);
    }
  });

  it('passes over extra fields and those of the prototype', () => {
    const text = `{"data":{"webhooks":[${JSON.stringify({ ...WIRE, secret: 'x' }).replace(
      '{',
      '{"__proto__":{"enabled":false,"polluted":1},"constructor":1,',
    )}]},"__proto__":{"polluted":1}}`;
    const [read] = parseList(JSON.parse(text)).webhooks;
    assert.deepEqual(read, webhook());
    assert.ok(read && Object.getPrototypeOf(read) === Object.prototype);
    assert.ok(!('polluted' in {}));
  });

  it('refuses what is not a webhook or not a list', () => {
    for (const field of ['id', 'name', 'url', 'enabled']) {
      assert.throws(() => parsed({ [field]: undefined }), field);
      assert.throws(() => parsed({ [field]: null }), field);
    }
    for (const body of [undefined, null, 7, 'x', [], {}, { data: null }, { data: { webhooks: null } }]) {
      assert.throws(() => parseList(body));
      assert.throws(() => parseWebhook(body));
      assert.throws(() => parseAuth(body));
    }
    assert.throws(() => parseAuth({ data: { team_id: 1.5 } }));
    assert.throws(() => parseAuth({ data: { team_id: '1' } }));
  });

  it('reads an empty list', () => {
    assert.deepEqual(parseList({ data: { webhooks: [] } }), { webhooks: [], unreadable: [] });
  });

  it('tells rows that are no webhooks apart, with the id and the field that is wrong', () => {
    const { url: _url, ...withoutUrl } = WIRE;
    const rows = [
      [null, '', 'id'],
      [7, '', 'id'],
      ['x', '', 'id'],
      [[], '', 'id'],
      [{}, '', 'id'],
      [{ ...WIRE, id: null }, '', 'id'],
      [{ ...WIRE, id: '' }, '', 'id'],
      [withoutUrl, 'one', 'url'],
      [{ ...WIRE, enabled: 1 }, 'one', 'enabled'],
      [{ ...WIRE, id: 7, name: null }, '7', 'name'],
    ] as const;
    for (const [row, id, field] of rows) {
      assert.deepEqual(parseList({ data: { webhooks: [WIRE, row, { ...WIRE, id: 'two' }] } }), {
        webhooks: [webhook(), webhook({ id: 'two' })],
        unreadable: [{ id, field }],
      });
    }
    assert.equal(
      parseList({ data: { webhooks: [...rows.map(([row]) => row), WIRE] } }).unreadable.length,
      rows.length,
    );
  });

  it('refuses a list in which no row has an id', () => {
    assert.throws(() => parseList({ data: { webhooks: [{ name: 'One' }] } }), /no row has an id/);
    assert.throws(() => parseList({ data: { webhooks: [null, 7] } }));
    assert.deepEqual(parseList({ data: { webhooks: [{ id: 'one' }] } }), {
      webhooks: [],
      unreadable: [{ id: 'one', field: 'name' }],
    });
  });

  it('keeps event types in the order in which they come', () => {
    const backwards = EVENT_TYPE_NAMES.toReversed();
    assert.deepEqual(parsed({ event_types: backwards }).events, backwards);
    assert.deepEqual(parsed({ event_types: [...EVENT_TYPE_NAMES, ...backwards] }).events, EVENT_TYPE_NAMES);
    assert.deepEqual(parsed({ event_types: ['message.bounce', 'message.bounce'] }).events, [
      'message.bounce',
    ]);
    assert.equal(parsed({ event_types: ['message.bounce', null] }).events, undefined);
  });
});

describe('reading error answers', () => {
  const NOTHING = { message: undefined, code: undefined, fields: [], retryAfter: undefined };

  it('takes what can be read and leaves the rest', () => {
    assert.deepEqual(parseError({}), NOTHING);
    assert.deepEqual(parseError({ message: 1, error_code: {}, errors: 'x', retry_after: 'soon' }), {
      ...NOTHING,
      retryAfter: 'soon',
    });
    assert.deepEqual(parseError({ message: 'No.', error_code: 'odd', errors: [], retry_after: 3 }), {
      message: 'No.',
      code: 'odd',
      fields: [],
      retryAfter: 3,
    });
  });

  it('says when there is no object to read', () => {
    for (const body of [undefined, null, 'text', 7, true]) {
      assert.equal(parseError(body), undefined);
    }
  });

  it('takes messages of fields in any form', () => {
    const errors = JSON.parse('{"name":"Bad.","url":["a",1,"b"],"events.0":{},"__proto__":["x"],"odd":null}');
    assert.deepEqual(parseError({ errors })?.fields, [
      { field: 'name', text: 'Bad.' },
      { field: 'url', text: 'a b' },
      { field: 'events', text: 'events.0' },
      { field: undefined, text: 'odd' },
    ]);
    assert.deepEqual(parseError({ errors: ['Bad.'] })?.fields, [{ field: undefined, text: 'Bad.' }]);
  });
});

describe('the body of a patch', () => {
  it('is empty for an empty patch', () => {
    assert.deepEqual(patchBody({}), {});
  });

  it('tells false and empty from not given', () => {
    assert.deepEqual(patchBody({ enabled: false, name: '', events: [] }), {
      active: false,
      name: '',
      events: [],
    });
  });
});
