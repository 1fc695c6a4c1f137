import { eventCount, hostOf } from '../messages/words.ts';
import type { Webhook } from '../api/types.ts';
import { plain } from '../platform/text.ts';
import { failingWords, healthOf, healthWords } from '../webhooks/health.ts';
import { relativeTime } from '../webhooks/times.ts';

/**
 * The words of rows, and their order. What many rows say alike is put together once, and text that is harmless as it is goes past the
 * mending: with ten thousand rows that is the difference between a list at once and a list after a pause.
 */
export class Phrases {
  readonly language: string | undefined;
  readonly #counts = new Map<number | 'all' | undefined, string>();
  /** By what else the words depend on, then by the last relative time in them. */
  readonly #health = new Map<string, Map<string, string>>();
  readonly #failing = new Map<string, string>();
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

  /** The health in words, harmless. `now` and `since` are Unix ms, as in `healthWords`. */
  health(webhook: Webhook, now: number, since: number | undefined): string {
    const health = healthOf(webhook, now);
    switch (health) {
      case 'failing':
        return this.#healthOnce(this.#ago(since, now) || health, webhook.lastSuccessAt, webhook, now, since);
      case 'recovered':
        return this.#healthOnce(health, webhook.lastFailureAt, webhook, now, since);
      case 'healthy':
        return this.#healthOnce(health, webhook.lastSuccessAt, webhook, now, since);
      case 'disabledAfterFailures':
      case 'disabled':
      case 'waiting':
        return this.#healthOnce(health, null, webhook, now, since);
      case 'unknown':
        return plain(healthWords(webhook, now, this.language, since));
    }
  }

  /** "Failing since 3 hours ago (first seen)". */
  failing(since: number, now: number): string {
    const ago = this.#ago(since, now);
    return this.#failing.get(ago) ?? keep(this.#failing, ago, failingWords(ago));
  }

  #healthOnce(
    kind: string,
    at: number | null,
    webhook: Webhook,
    now: number,
    since: number | undefined,
  ): string {
    const known = this.#health.get(kind) ?? keep(this.#health, kind, new Map<string, string>());
    const ago = this.#ago(at, now);
    return known.get(ago) ?? keep(known, ago, plain(healthWords(webhook, now, this.language, since)));
  }

  #ago(at: number | null | undefined, now: number): string {
    return typeof at === 'number' ? relativeTime(at, now, this.language) : '';
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

/** The same as `hostOf`. */
export function rowHost(url: string): string {
  const start = url.startsWith('https://') ? 8 : url.startsWith('http://') ? 7 : 0;
  const end = url.indexOf('/', start);
  const host = url.slice(start, end < 0 ? undefined : end);
  return start > 0 && host.length <= 200 && ORDINARY_HOST.test(host) ? host : hostOf(url);
}

function keep<K, V>(known: Map<K, V>, key: K, value: V): V {
  known.set(key, value);
  return value;
}
