import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { AccountWatcher } from '../../../src/monitoring/accountWatcher.ts';
import { type Clock, systemClock } from '../../../src/monitoring/clock.ts';
import type { Incident } from '../../../src/monitoring/incidents.ts';
import type { Attention, MonitoringSettings } from '../../../src/monitoring/poller.ts';
import { SandboxQuotas } from '../../../src/monitoring/sandboxQuotas.ts';
import { StartupBuffer } from '../../../src/monitoring/startupBuffer.ts';
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

export class TestSettings implements MonitoringSettings {
  intervalMs: number | undefined = 100;
  isNotifying = true;
  readonly #events = new EventEmitter<{ change: [] }>();

  set(change: Partial<Pick<MonitoringSettings, 'intervalMs' | 'isNotifying'>>): void {
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

  elapsed(): number {
    return systemClock.elapsed();
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
  readonly settings?: Partial<Pick<MonitoringSettings, 'intervalMs' | 'isNotifying'>>;
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
  readonly watcher: AccountWatcher;
  readonly quotas: SandboxQuotas;
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
  const { store, release } = ownStore(options, () => clock.now());
  const buffer = new StartupBuffer();
  buffer.keep(store);
  if (isLoaded) {
    await store.load();
  }
  await options.atFirst?.(store);
  const mode = options.key === 'sandbox' ? 'sandbox' : 'live';
  const histories = new Histories();
  const quotas = new SandboxQuotas();
  const announced: Incident[] = [];
  const watcher = new AccountWatcher({
    account: { id: NAME, name: 'Acme', origin: ORIGIN, mode, teamId: 1, source: 'stored' },
    store,
    accounts: { fingerprint: () => Promise.resolve('0123456789abcdef') },
    histories,
    root: folder,
    attention,
    settings,
    quotas,
    clock,
    log,
    startupNews: () => buffer.take(store),
    announce: (incidents) => void announced.push(...incidents),
    onDidPlan: () => undefined,
    claimDelayMs: options.claimDelayMs ?? 20,
    restMs: 0,
    hiddenLeastMs,
    // The client itself sends no more than three requests a second.
    turnMs: 4_000,
  });
  return {
    store,
    watcher,
    quotas,
    histories,
    attention,
    settings,
    clock,
    announced,
    log: lines,
    release,
    close: async () => {
      watcher.dispose();
      store.dispose();
      await watcher.settled();
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
