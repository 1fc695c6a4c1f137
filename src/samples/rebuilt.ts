import { categoryOf, normaliseEventType } from '../api/events.ts';
import { CATEGORY_OF_WRAPPER, type EventEnvelope, type EventFields, type Json } from './batch.ts';

/** Fields that are numbers in Lettr's list of events and strings in a delivery. */
const NUMBERS = ['msg_size', 'queue_time', 'num_retries', 'bounce_class'];
/** Fields that only the list has. */
const ONLY_LISTED = ['request_id', 'sending_domain'];

/**
 * The delivery that an event of `GET /emails/events` was part of, as far as the list tells: what the provider compares
 * of both (the same fields, below a wrapper, with Unix time). Lost are `customer_id`, `subaccount_id`, `rcpt_hash`, `mailfrom` and `rcpt_subs`.
 *
 * @returns `undefined` for an event whose type is not known, which has no wrapper.
 */
export function rebuildEvent(event: EventFields): EventEnvelope | undefined {
  const { type } = event;
  const name = typeof type === 'string' ? normaliseEventType(type) : '';
  const category = categoryOf(name);
  const wrapper = Object.keys(CATEGORY_OF_WRAPPER).find((one) => CATEGORY_OF_WRAPPER[one] === category);
  if (category === undefined || wrapper === undefined) {
    return undefined;
  }
  const fields: Record<string, Json> = { type: name.slice(category.length + 1) };
  for (const [field, value] of Object.entries(event)) {
    const converted = convert(field, value);
    if (converted !== undefined && field !== 'type' && !ONLY_LISTED.includes(field)) {
      fields[field] = converted;
    }
    if (field === 'timestamp' && event['request_id'] != null) {
      fields['transmission_id'] = event['request_id'];
    }
  }
  return { msys: { [wrapper]: fields } };
}

/** `undefined` for what a delivery leaves out. */
function convert(field: string, value: Json): Json | undefined {
  switch (field) {
    case 'timestamp':
      return unixSeconds(value);
    case 'transactional':
      return value === true || value === '1' ? '1' : undefined;
    case 'rcpt_meta':
      // An empty map arrives as an empty list.
      return value === null || (Array.isArray(value) && value.length === 0) ? {} : value;
    case 'rcpt_tags':
      return value ?? [];
    case 'geo_ip':
      return withNumericZip(value);
    default:
      if (NUMBERS.includes(field) && typeof value === 'number') {
        return String(value);
      }
      return value ?? undefined;
  }
}

function unixSeconds(value: Json): Json {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? String(Math.floor(at / 1000)) : value;
}

/** The list writes `zip` as a string, deliveries as a number. */
function withNumericZip(value: Json): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('zip' in value)) {
    return value ?? undefined;
  }
  const zip = Number(value['zip']);
  return Number.isFinite(zip) ? { ...value, zip } : value;
}
