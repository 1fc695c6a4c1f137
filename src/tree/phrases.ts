import { eventCount } from '../messages/words.ts';
import type { Webhook } from '../api/types.ts';
import { plain } from '../platform/text.ts';
import { endpointHost } from '../webhooks/endpoint.ts';
import { healthReport, textOf } from '../webhooks/health.ts';
import type { WebhookHistory } from '../webhooks/history.ts';
import { relativeTime } from '../webhooks/times.ts';

/**
 * The words of rows, and their order. What many rows say alike is put together once, and text that is harmless as it is goes past the
 * mending: with ten thousand rows that is the difference between a list at once and a list after a pause.
 */
export class Phrases {
  readonly language: string | undefined;
  readonly #counts = new Map<number | 'all' | undefined, string>();
  #collator: Intl.Collator | undefined;

  constructor(language: string | undefined) {
    this.language = language;
  }

  /** Makes what is slow to make, some 20 ms the first time, so that it is there when rows come. */
  prepare(): void {
    this.collator.compare('a', 'b');
    relativeTime(0, Date.now(), this.language);
  }

  /** Orders names and hosts. */
  get collator(): Intl.Collator {
    return (this.#collator ??= new Intl.Collator(this.language, { numeric: true }));
  }

  /** "4 events". */
  eventCount(events: Webhook['events']): string {
    const key = typeof events === 'object' ? events.length : events;
    return this.#counts.get(key) ?? keep(this.#counts, key, eventCount(events));
  }

  /** The health as hovers and screen readers say it, harmless; `now` is Unix ms. */
  health(webhook: Webhook, history: WebhookHistory, now: number): string {
    return textOf(healthReport(webhook, history, now).hover, now, this.language);
  }
}

/** Printed as it is: nothing that a row could take for anything but text. */
const ORDINARY = /^[\w.,:;!?/@#&+*=%'"-](?:[\w .,:;!?/@#&+*=%'"-]{0,198}[\w.,:;!?/@#&+*=%'"-])?$/;

/** The same as `plain`. */
export function rowText(text: string): string {
  return ORDINARY.test(text) ? text : plain(text);
}

/** A host that no parser would write in another way. */
const ORDINARY_HOST = /^(?:[a-z0-9](?:-?[a-z0-9])*\.)*[a-z]+$/;

/** The same as `endpointHost`. */
export function rowHost(url: string): string {
  const start = url.startsWith('https://') ? 8 : url.startsWith('http://') ? 7 : 0;
  const end = url.indexOf('/', start);
  const host = url.slice(start, end < 0 ? undefined : end);
  return start > 0 && host.length <= 200 && ORDINARY_HOST.test(host) ? host : endpointHost(url);
}

function keep<K, V>(known: Map<K, V>, key: K, value: V): V {
  known.set(key, value);
  return value;
}
