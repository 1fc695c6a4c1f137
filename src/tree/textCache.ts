import type { Webhook } from '../api/types.ts';
import { eventCount } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { endpointHost } from '../webhooks/endpoint.ts';
import { relativeTime } from '../webhooks/times.ts';

/**
 * The words that many rows share, and the order of names. With ten thousand rows, making each word once is the difference
 * between a list at once and a list after a pause.
 */
export class TextCache {
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
    const known = this.#counts.get(key);
    if (known !== undefined) {
      return known;
    }
    const made = eventCount(events);
    this.#counts.set(key, made);
    return made;
  }
}

/** Printed as it is: nothing that a row could take for anything but text. */
const ORDINARY = /^[\w.,:;!?/@#&+*=%'"-](?:[\w .,:;!?/@#&+*=%'"-]{0,198}[\w.,:;!?/@#&+*=%'"-])?$/;

/** The same as `plain`, faster for ordinary text. */
export function rowText(text: string): string {
  return ORDINARY.test(text) ? text : plain(text);
}

/** A host that no parser would write in another way. */
const ORDINARY_HOST = /^(?:[a-z0-9](?:-?[a-z0-9])*\.)*[a-z]+$/;

/** The same as `endpointHost`, faster for ordinary URLs. */
export function rowHost(url: string): string {
  const start = url.startsWith('https://') ? 8 : url.startsWith('http://') ? 7 : 0;
  const end = url.indexOf('/', start);
  const host = url.slice(start, end < 0 ? undefined : end);
  return start > 0 && host.length <= 200 && ORDINARY_HOST.test(host) ? host : endpointHost(url);
}
