import { randomBytes, randomInt } from 'node:crypto';

import { EVENT_TYPE_NAMES } from '../api/events.ts';
import type { Batch, EventEnvelope, EventFields, Json } from './batch.ts';
import samples from './samples.json' with { type: 'json' };

/** What one sample says of the person's own; whatever is left out stays as the sample has it. */
export interface SampleOptions {
  /** Unix ms. The events' time; the wire carries it as a string of Unix seconds. */
  readonly now: number;
  readonly recipient?: string | undefined;
  readonly subject?: string | undefined;
  /** Becomes `rcpt_meta`. */
  readonly metadata?: EventFields | undefined;
}

interface Sample {
  readonly wrapper: string;
  readonly fields: EventFields;
}

const SAMPLES: ReadonlyMap<string, Sample> = new Map(Object.entries(samples));

/** The most events that the provider was seen to put in one batch. */
export const LARGEST_BATCH = 350;

/** Characters of the padding that brings a batch to about a megabyte. */
const MEGABYTE = 1024 * 1024;

/** The sample of a full type as it stands, with invented values. @throws RangeError for a type that is not known. */
export function sampleOf(type: string): Sample {
  const sample = SAMPLES.get(type);
  if (!sample) {
    throw new RangeError(`There is no sample of ${type}.`);
  }
  return sample;
}

/**
 * One event with ids and times of its own.
 *
 * @param type a full name such as `message.bounce`
 * @throws RangeError for a type that is not known
 */
export function sampleEvent(type: string, options: SampleOptions): EventEnvelope {
  const { wrapper, fields } = sampleOf(type);
  return {
    msys: { [wrapper]: { ...fields, ...present(fields, given(options)), ...freshFor(fields, options.now) } },
  };
}

/** As many events as types, in their order. */
export function sampleBatch(types: readonly string[], options: SampleOptions): Batch {
  return types.map((type) => sampleEvent(type, options));
}

/** The same events with new ids and times; what has none, such as an unknown element, stays as it is. */
export function withFreshIds(batch: Batch, now: number): Batch {
  return batch.map((element) => ({
    ...element,
    msys: Object.fromEntries(
      Object.entries(element.msys).map(([wrapper, fields]) => [
        wrapper,
        { ...fields, ...present(fields, { event_id: newId(), timestamp: secondsOf(now) }) },
      ]),
    ),
  }));
}

/** The ways in which real batches differ from a single event. */
export type Variant = 'batch' | 'mixed' | 'reordered' | 'unknownType' | 'cust' | 'large';

/**
 * A batch with one peculiarity that a handler has to take.
 *
 * @param types at least one; `mixed` takes all types instead
 * @param count how many events, up to {@link LARGEST_BATCH}; only for `batch` and `mixed`
 */
export function variantBatch(
  variant: Variant,
  types: readonly string[],
  options: SampleOptions,
  count = LARGEST_BATCH,
): Batch {
  const many = (from: readonly string[], size: number): readonly string[] =>
    Array.from(
      { length: Math.min(Math.max(size, 1), LARGEST_BATCH) },
      (_, index) => from[index % from.length] ?? '',
    );
  switch (variant) {
    case 'batch':
      return sampleBatch(many(types, count), options);
    case 'mixed':
      return sampleBatch(shuffled(many(EVENT_TYPE_NAMES, count)), options);
    case 'reordered':
      return story(options);
    case 'unknownType':
      return sampleBatch(types, options).map((element) => ({
        msys: Object.fromEntries(
          Object.entries(element.msys).map(([wrapper, fields]) => [
            wrapper,
            { ...fields, type: 'not_known_yet' },
          ]),
        ),
      }));
    case 'cust':
      return sampleBatch(types, options).map((element) => ({ ...element, cust: { id: '1' } }));
    case 'large':
      return padded(sampleBatch(types, options));
  }
}

/** One email's life with its newest event first, a second apart: a click before the delivery that it belongs to. */
function story(options: SampleOptions): Batch {
  const types = ['engagement.click', 'engagement.open', 'message.delivery', 'message.injection'];
  const transmission = newId();
  return types.map((type, index) => {
    const event = sampleEvent(type, { ...options, now: options.now - index * 1000 });
    return {
      msys: Object.fromEntries(
        Object.entries(event.msys).map(([wrapper, fields]) => [
          wrapper,
          { ...fields, transmission_id: transmission },
        ]),
      ),
    };
  });
}

/** Metadata that make a body of a megabyte and a little more. */
function padded([first, ...rest]: Batch): Batch {
  if (!first) {
    return [];
  }
  const msys = Object.fromEntries(
    Object.entries(first.msys).map(([wrapper, fields]) => {
      const { rcpt_meta: metadata } = fields;
      return [
        wrapper,
        { ...fields, rcpt_meta: { ...(isObject(metadata) && metadata), padding: 'x'.repeat(MEGABYTE) } },
      ];
    }),
  );
  return [{ ...first, msys }, ...rest];
}

/** The fields that a person can give, by their names on the wire. */
function given({ recipient, subject, metadata }: SampleOptions): EventFields {
  return {
    ...(recipient !== undefined && {
      rcpt_to: recipient,
      raw_rcpt_to: recipient,
      recipient_domain: recipient.slice(recipient.lastIndexOf('@') + 1),
      routing_domain: recipient.slice(recipient.lastIndexOf('@') + 1),
    }),
    ...(subject !== undefined && { subject }),
    ...(metadata !== undefined && { rcpt_meta: metadata }),
  };
}

function freshFor(fields: EventFields, now: number): EventFields {
  return present(fields, {
    event_id: newId(),
    timestamp: secondsOf(now),
    transmission_id: newId(),
    message_id: randomBytes(10).toString('hex'),
    injection_time: new Date(now - 2000).toISOString(),
  });
}

/** A type never gains a field that its sample does not have: relay events know no subject. */
function present(fields: EventFields, values: EventFields): EventFields {
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(fields, name)));
}

/** 19 decimal digits, which is how the provider's ids look. */
function newId(): string {
  return `7${(randomBytes(8).readBigUInt64BE() % 10n ** 18n).toString().padStart(18, '0')}`;
}

function secondsOf(ms: number): string {
  return String(Math.floor(ms / 1000));
}

function shuffled<T>(values: readonly T[]): readonly T[] {
  const all = [...values];
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    const [a, b] = [all[index], all[other]];
    if (a !== undefined && b !== undefined) {
      [all[index], all[other]] = [b, a];
    }
  }
  return all;
}

function isObject(value: Json | undefined): value is EventFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
