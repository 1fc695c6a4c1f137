import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import type { Attention, WatchSettings } from '../../../src/monitoring/attention.ts';
import { type Clock, systemClock } from '../../../src/monitoring/clock.ts';
import { EarlyNews } from '../../../src/monitoring/early.ts';
import { Exchange } from '../../../src/monitoring/exchange.ts';
import type { Incident } from '../../../src/monitoring/incidents.ts';
import { Monitor } from '../../../src/monitoring/monitor.ts';
import { AccountRecord } from '../../../src/monitoring/record.ts';
import { Histories } from '../../../src/webhooks/history.ts';
import { WebhookStore } from '../../../src/webhooks/store.ts';
import type { KeyName, RecordedRequest, Simulator } from '../../../simulator/simulator.ts';
import { testApi } from '../api/harness.ts';

const NAME = 'acme';
const ORIGIN = 'http://127.0.0.1';

/** What a person does with a window. */
export class TestAttention implements Attention {
  isFocused = true;
  isVisible = true;
  readonly #events = new EventEmitter<{ change: [] }>();

  set(change: Partial<Pick<Attention, 'isFocused' | 'isVisible'>>): void {
    Object.assign(this, change);
    this.#events.emit('change');
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#events.on('change', listener);
    return { dispose: () => this.#events.off('change', listener) };
  }
}

export class TestSettings implements WatchSettings {
  intervalMs: number | undefined = 100;
  isTelling = true;
  readonly #events = new EventEmitter<{ change: [] }>();

  set(change: Partial<Pick<WatchSettings, 'intervalMs' | 'isTelling'>>): void {
    Object.assign(this, change);
    this.#events.emit('change');
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#events.on('change', listener);
    return { dispose: () => this.#events.off('change', listener) };
  }
}

/** A clock that can be set; without chance. */
export class TestClock implements Clock {
  /** Ms by which it is ahead of this machine's. */
  ahead = 0;

  now(): number {
    return Date.now() + this.ahead;
  }

  random(): number {
    return 0;
  }

  after(ms: number, work: () => void): { dispose(): void } {
    return systemClock.after(ms, work);
  }
}

export interface WindowOptions {
  readonly simulator: Pick<Simulator, 'baseUrl' | 'keys'>;
  /** Shared by the windows of one machine. */
  readonly folder: string;
  readonly key?: KeyName;
  readonly attention?: Partial<Pick<Attention, 'isFocused' | 'isVisible'>>;
  readonly settings?: Partial<Pick<WatchSettings, 'intervalMs' | 'isTelling'>>;
  readonly hiddenLeastMs?: number;
  readonly claimDelayMs?: number;
  /** Whether the first list is read before anything else; yes, when nothing is said. */
  readonly isLoaded?: boolean;
  /** What happens in the window before anybody watches. */
  readonly atFirst?: (store: WebhookStore) => Promise<unknown>;
}

/** One window with everything that monitoring does without VS Code. */
export interface TestWindow {
  readonly store: WebhookStore;
  readonly monitor: Monitor;
  readonly exchange: Exchange;
  readonly record: AccountRecord;
  readonly histories: Histories;
  readonly attention: TestAttention;
  readonly settings: TestSettings;
  readonly clock: TestClock;
  readonly announced: readonly Incident[];
  /** `info`, `warn` or `error`, and the message. */
  readonly log: readonly string[];
  /** Lets the rejected key be sent again. */
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

const teams = { last: 0 };

/** Opens a window, whose first list is read when that is not forbidden. */
export async function openWindow(options: WindowOptions): Promise<TestWindow> {
  const { folder, isLoaded = true, hiddenLeastMs = 0 } = options;
  const { attention, settings, clock, lines, log } = surroundings(options);
  const now = (): number => clock.now();
  const { store, release } = ownStore(options, now);
  const early = new EarlyNews();
  early.keep(store);
  if (isLoaded) {
    await store.load();
  }
  await options.atFirst?.(store);
  const mode = options.key === 'sandbox' ? 'sandbox' : 'live';
  const ending = new AbortController();
  const { signal } = ending;
  const fingerprint = '0123456789abcdef';
  const record = new AccountRecord({ root: folder, name: NAME, fingerprint, signal, now });
  const histories = new Histories();
  const announced: Incident[] = [];
  const exchange = new Exchange({
    account: { id: NAME, name: 'Acme', origin: ORIGIN, mode, teamId: 1, source: 'stored' },
    store,
    record,
    histories,
    clock,
    log,
    claimDelayMs: options.claimDelayMs ?? 20,
    early: early.take(store),
    isTelling: () => settings.isTelling,
    announce: (incidents) => void announced.push(...incidents),
  });
  const { polling } = record;
  const reading = { mode, store, exchange, polling } as const;
  const monitor = new Monitor({ ...reading, attention, settings, clock, log, hiddenLeastMs });
  return {
    store,
    monitor,
    exchange,
    record,
    histories,
    attention,
    settings,
    clock,
    announced,
    log: lines,
    release,
    close: async () => {
      ending.abort();
      monitor.dispose();
      exchange.dispose();
      store.dispose();
      await exchange.settled();
    },
  };
}

function surroundings(options: WindowOptions) {
  const attention = new TestAttention();
  attention.set(options.attention ?? {});
  const settings = new TestSettings();
  settings.set(options.settings ?? {});
  const lines: string[] = [];
  const note = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const log = { info: note('info'), warn: note('warn'), error: note('error') };
  return { attention, settings, clock: new TestClock(), lines, log };
}

function ownStore({ simulator, key: name = 'live' }: WindowOptions, now: () => number) {
  const key = simulator.keys[name];
  const { api, connect } = testApi(simulator);
  // Each window counts for a team of its own, since the rate limit is not the subject here.
  const teamId = (teams.last += 1);
  const store = new WebhookStore(connect({ key, team: () => teamId }), now);
  return { store, release: () => api.release(key) };
}

/** The requests for the whole list. */
export function listsOf({ requests }: Pick<Simulator, 'requests'>): readonly RecordedRequest[] {
  return requests.filter(({ method, path }) => method === 'GET' && path === '/webhooks');
}

/** Ms between one request for the list and the next. */
export function gapsOf(simulator: Pick<Simulator, 'requests'>): readonly number[] {
  const times = listsOf(simulator).map(({ at }) => at);
  return times.slice(1).map((at, index) => at - (times[index] ?? at));
}

/** Below the time that a test may take. */
const LIMIT_MS = 8_000;

/** Waits until `condition` holds. Disks are slow now and then: what is on them may take a second. */
export async function until(condition: () => boolean): Promise<void> {
  for (const start = Date.now(); !condition();) {
    if (Date.now() - start > LIMIT_MS) {
      throw new Error('The condition was not met in time.');
    }
    await delay(5);
  }
}
