import assert from 'node:assert/strict';

import { toEmailEvents } from '../../../simulator/emailEvents.ts';
import { buildBatch } from '../../../simulator/events.ts';
import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import { rebuildEvent } from '../../../src/samples/rebuilt.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const LOST = ['customer_id', 'subaccount_id', 'rcpt_hash', 'mailfrom', 'rcpt_subs'];

describe('an event rebuilt from the list of events', () => {
  for (const type of EVENT_TYPE_NAMES.filter((name) => !name.startsWith('relay.'))) {
    it(`${type} is what was delivered, but for what the list does not tell`, () => {
      const batch = buildBatch(type, 1, NOW);
      const [listed] = toEmailEvents(batch, NOW);
      const [[wrapper, fields] = ['', {}]] = Object.entries(batch[0]?.msys ?? {});
      const expected = Object.fromEntries(Object.entries(fields).filter(([name]) => !LOST.includes(name)));
      if (fields['transactional'] !== '1') {
        delete expected['transactional'];
      }
      const event = JSON.parse(JSON.stringify(listed));
      assert.deepEqual(rebuildEvent(event)?.msys, { [wrapper]: expected });
    });
  }

  it('mends what the list writes in another way', () => {
    const event = rebuildEvent({
      type: 'bounce',
      timestamp: '2026-11-28T12:00:00.900Z',
      request_id: '12',
      rcpt_meta: [],
      rcpt_tags: null,
      subject: null,
      transactional: false,
      bounce_class: 10,
      msg_size: 9,
      geo_ip: { zip: '21045', latitude: 39.1 },
      sending_domain: 'example.com',
      injection_time: '2026-11-28T11:59:00.000Z',
      amp_enabled: false,
    });
    assert.deepEqual(event?.msys['message_event'], {
      type: 'bounce',
      timestamp: '1795867200',
      transmission_id: '12',
      rcpt_meta: {},
      rcpt_tags: [],
      bounce_class: '10',
      msg_size: '9',
      geo_ip: { zip: 21045, latitude: 39.1 },
      injection_time: '2026-11-28T11:59:00.000Z',
      amp_enabled: false,
    });
  });

  it('is none where the type is not known', () => {
    assert.equal(rebuildEvent({ type: 'sms_sent', timestamp: '2026-11-28T12:00:00Z' }), undefined);
    assert.equal(rebuildEvent({}), undefined);
  });
});
