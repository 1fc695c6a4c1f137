import assert from 'node:assert/strict';

import { Ajv } from 'ajv';

import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import { fieldDocs } from '../../../src/samples/fields.ts';
import { EMPTY_BATCH } from '../../../src/samples/batch.ts';
import { sampleBatch, sampleOf, variantBatch } from '../../../src/samples/samples.ts';
import { batchSchema } from '../../../src/samples/schema.ts';

const NOW = Date.UTC(2026, 10, 28, 12);

describe('the JSON Schema of a batch', () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(batchSchema());
  const faults = (batch: unknown): readonly string[] => {
    validate(batch);
    return (validate.errors ?? [])
      .filter(({ keyword }) => keyword !== 'if')
      .map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
  };

  it('accepts every sample and variant', () => {
    assert.deepEqual(faults(sampleBatch(EVENT_TYPE_NAMES, { now: NOW })), []);
    assert.deepEqual(faults(EMPTY_BATCH), []);
    assert.deepEqual(faults(variantBatch('cust', ['message.bounce'], { now: NOW })), []);
  });

  it('finds what a provider would never send', () => {
    const [{ msys } = { msys: {} }] = sampleBatch(['message.bounce'], { now: NOW });
    const changed = (fields: object) => [
      { msys: { message_event: { ...msys['message_event'], ...fields } } },
    ];
    assert.deepEqual(faults(changed({ bounce_class: 10 })), ['/0/msys/message_event/bounce_class type']);
    assert.deepEqual(faults(changed({ timestamp: '2026-11-28' })), [
      '/0/msys/message_event/timestamp pattern',
    ]);
    assert.deepEqual(faults(changed({ type: 'click' })), ['/0/msys/message_event/type enum']);
    assert.deepEqual(faults([{}]), ['/0 required']);
    assert.deepEqual(faults(changed({ added_by_the_provider: 1 })), []);
  });

  it('explains every field of every sample, and no other', () => {
    const used = new Set(EVENT_TYPE_NAMES.flatMap((type) => Object.keys(sampleOf(type).fields)));
    assert.deepEqual(Object.keys(fieldDocs()).toSorted(), [...used].toSorted());
  });
});
