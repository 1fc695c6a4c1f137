/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The fields of one event, as they stand below its wrapper. */
export type EventFields = Readonly<Record<string, Json>>;

/** One element of a batch: `{"msys": {"<wrapper>": {…}}}`; the empty batch of a test call has no wrapper. */
export interface EventEnvelope {
  readonly msys: Readonly<Record<string, EventFields>>;
  /** A sibling that real deliveries were seen with; a handler has to ignore it. */
  readonly cust?: EventFields;
}

/** The JSON array that one request carries. */
export type Batch = readonly EventEnvelope[];

/** What Lettr probably sends to a new endpoint, and to a changed one, before it accepts it. */
export const EMPTY_BATCH: Batch = [{ msys: {} }];

/** The body of a request, written as compactly as the provider does. */
export function bytesOf(batch: Batch): Uint8Array {
  return Buffer.from(JSON.stringify(batch));
}

/** What a body holds, as far as it can be read. */
export interface BatchSummary {
  /** How many events; 0 for the empty batch and for a body that is no batch. */
  readonly count: number;
  /** Whether there is a body and it is no batch at all. */
  readonly isUnreadable?: boolean;
  /** Full names such as `message.bounce`, each once, in the order of their first event. Untrusted text. */
  readonly types: readonly string[];
}

/** One event of a body. All text is untrusted. */
export interface EventSummary {
  /** The full name, or the `type` as it was written where the wrapper is unknown. */
  readonly type: string;
  readonly id: string | undefined;
  readonly recipient: string | undefined;
}

/** Lists the events of a body in their order. What is not an event is passed over; never throws. */
export function eventsIn(body: Uint8Array): readonly EventSummary[] {
  const elements = parse(body);
  return (Array.isArray(elements) ? elements : [elements]).flatMap((element: unknown) => {
    const msys = isRecord(element) ? element['msys'] : undefined;
    return isRecord(msys) ? Object.entries(msys).flatMap(eventSummary) : [];
  });
}

export function summaryOf(body: Uint8Array): BatchSummary {
  const events = eventsIn(body);
  return {
    count: events.length,
    types: [...new Set(events.map(({ type }) => type))],
    ...(events.length === 0 && body.length > 0 && !isBatch(parse(body)) && { isUnreadable: true }),
  };
}

function isBatch(value: unknown): boolean {
  return (
    Array.isArray(value) && value.every((element: unknown) => isRecord(element) && isRecord(element['msys']))
  );
}

/** The category of event types that each wrapper carries. */
export const CATEGORY_OF_WRAPPER: Readonly<Record<string, string>> = {
  message_event: 'message',
  track_event: 'engagement',
  gen_event: 'generation',
  unsubscribe_event: 'unsubscribe',
  relay_event: 'relay',
};

function eventSummary([wrapper, fields]: readonly [string, unknown]): readonly EventSummary[] {
  if (!isRecord(fields)) {
    return [];
  }
  const type = textOf(fields['type']) ?? wrapper;
  const category = Object.hasOwn(CATEGORY_OF_WRAPPER, wrapper) ? CATEGORY_OF_WRAPPER[wrapper] : undefined;
  return [
    {
      type: category === undefined ? type : `${category}.${type}`,
      id: textOf(fields['event_id']),
      recipient: textOf(fields['rcpt_to']),
    },
  ];
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
