import { randomBytes } from 'node:crypto';
import samples from '../src/samples/samples.json' with { type: 'json' };

interface Sample {
  wrapper: string;
  fields: Record<string, unknown>;
}

/** One element of a delivered batch: the event's fields below its wrapper. */
export interface EventEnvelope {
  msys: Record<string, Record<string, unknown>>;
}

const catalogue: ReadonlyMap<string, Sample> = new Map(Object.entries(samples));

/** The 22 canonical event types, in the order of the API's own list. */
export const eventTypes: readonly string[] = [...catalogue.keys()];

const byShortName = new Map(eventTypes.map((type) => [type.slice(type.indexOf('.') + 1), type]));

/** The canonical name of a canonical, short (`delivery`) or misspelt (`engagament.click`) type, else undefined. */
export function canonicalType(name: string): string | undefined {
  const corrected = name.replace(/^engagament\./, 'engagement.');
  return catalogue.has(corrected) ? corrected : byShortName.get(corrected);
}

/**
 * A webhook body of `count` events of one canonical type.
 * @param now the events' time in ms since the epoch; the wire carries it as a string of seconds
 * @throws RangeError for a type outside the catalogue
 */
export function buildBatch(type: string, count: number, now: number): EventEnvelope[] {
  const sample = catalogue.get(type);
  if (!sample) throw new RangeError(`Unknown event type "${type}".`);
  return Array.from({ length: count }, () => envelope(sample, now));
}

function envelope(sample: Sample, now: number): EventEnvelope {
  const fields = structuredClone(sample.fields);
  const fresh: Record<string, unknown> = {
    event_id: digits(),
    timestamp: String(Math.floor(now / 1000)),
    transmission_id: digits(),
    message_id: randomBytes(10).toString('hex'),
    injection_time: new Date(now - 2000).toISOString(),
  };
  // Relay and generation events lack some of these; a type never gains a field its sample does not have.
  for (const name of Object.keys(fresh)) if (name in fields) fields[name] = fresh[name];
  return { msys: { [sample.wrapper]: fields } };
}

/** 19 decimal digits, the look of SparkPost's ids. */
function digits(): string {
  return `7${(randomBytes(8).readBigUInt64BE() % 10n ** 18n).toString().padStart(18, '0')}`;
}
