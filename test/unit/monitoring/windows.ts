import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { AccountWatcher } from '../../../src/monitoring/accountWatcher.ts';
import { type Clock, type Moment, msSince } from '../../../src/platform/clock.ts';
import type { Incident } from '../../../src/monitoring/incidents.ts';
import type { Attention, MonitoringSettings } from '../../../src/monitoring/poller.ts';
import { SandboxQuotas } from '../../../src/accounts/sandboxQuotas.ts';
import { Histories } from '../../../src/webhooks/history.ts';
import { WebhookStore } from '../../../src/webhooks/store.ts';
import type { KeyName, RecordedRequest, Simulator } from '../../../simulator/simulator.ts';
import { testApi } from '../api/harness.ts';

/** Of automatic refreshes, when a test says nothing else. */
export const INTERVAL_MS = 60_000;

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

/** What a test says about settings; ms. */
export interface SettingsChange {
  readonly intervalMs?: number | undefined;
  readonly isNotifying?: boolean;
}

export class TestSettings implements MonitoringSettings {
  refreshInterval: number | undefined = INTERVAL_MS / 1000;
  notifications: 'failures' | 'off' = 'failures';
  readonly #events = new EventEmitter<{ change: [] }>();

  set(change: SettingsChange): void {
    if ('intervalMs' in change) {
      this.refreshInterval = change.intervalMs && change.intervalMs / 1000;
    }
    if (change.isNotifying !== undefined) {
      this.notifications = change.isNotifying ? 'failures' : 'off';
    }
    this.#events.emit('change');
  }

  onDidChangeWatching(listener: () => void): { dispose(): void } {
    this.#events.on('change', listener);
    return { dispose: () => this.#events.off('change', listener) };
  }
}

/**
 * A clock that only the test moves, without chance. What the product delays by a moment for the sake of the screen comes
 * at once; everything longer waits for {@link pass}.
 */
export class TestClock implements Clock {
  #now = Date.now();
  #elapsed = 0;
  readonly #timers = new Set<{ readonly start: Moment; readonly ms: number; readonly work: () => void }>();
  /** Whose work has to end before time goes on. */
  readonly windows = new Set<{ settled(): Promise<void> }>();

  /** Two looks never see the same millisecond. */
  now(): number {
    return (this.#now += 1);
  }

  elapsed(): number {
    return this.#elapsed;
  }

  random(): number {
    return 0;
  }

  after(ms: number, work: () => void): { dispose(): void } {
    if (ms <= MOMENT_MS) {
      const immediate = setImmediate(work);
      return { dispose: () => clearImmediate(immediate) };
    }
    const timer = { start: { now: this.#now, elapsed: this.#elapsed }, ms, work };
    this.#timers.add(timer);
    return { dispose: () => void this.#timers.delete(timer) };
  }

  /** Somebody sets the clock, or the machine sleeps for so long, ms: timers only stand still meanwhile. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Lets time pass, and stand still while a window works. */
  async pass(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await this.settled();
    for (let next = this.#nextUntil(end); next; next = this.#nextUntil(end)) {
      this.#timers.delete(next.timer);
      this.#advance(next.at);
      next.timer.work();
      await this.settled();
    }
    this.#advance(end);
    await this.settled();
  }

  /** Lets time pass until `condition` holds; disks and the simulator take their own. */
  async until(condition: () => boolean): Promise<void> {
    await until(async () => {
      await this.pass(100);
      return condition();
    });
  }

  async settled(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) {
      await new Promise(setImmediate);
      await Promise.all([...this.windows].map((one) => one.settled()));
    }
  }

  #advance(elapsed: number): void {
    this.#now += Math.max(0, elapsed - this.#elapsed);
    this.#elapsed = Math.max(elapsed, this.#elapsed);
  }

  #nextUntil(end: number) {
    const time = { now: () => this.#now, elapsed: () => this.#elapsed };
    const due = [...this.#timers].map((timer) => ({
      timer,
      at: this.#elapsed + Math.max(0, timer.ms - msSince(time, timer.start)),
    }));
    return due.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
  }
}

/** Delays of the product up to this long only keep work off the screen's way. */
const MOMENT_MS = 300;

export interface WindowOptions {
  readonly simulator: Pick<Simulator, 'baseUrl' | 'keys'>;
  /** Shared by the windows of one machine. */
  readonly folder: string;
  readonly key?: KeyName;
  readonly attention?: Partial<Pick<Attention, 'isFocused' | 'isVisible'>>;
  readonly settings?: SettingsChange;
  /** Shared by windows; one of its own, when nothing is said. */
  readonly clock?: Clock;
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
  const { folder, isLoaded = true, clock = new TestClock() } = options;
  const { attention, settings, lines, log } = surroundings(options);
  const { store, release } = ownStore(options, () => clock.now());
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
    fingerprint: '0123456789abcdef',
    store,
    histories,
    root: folder,
    attention,
    settings,
    quotas,
    clock,
    log,
    announce: (incidents) => void announced.push(...incidents),
    onDidPlan: () => undefined,
  });
  if (clock instanceof TestClock) {
    clock.windows.add(watcher);
  }
  return {
    store,
    watcher,
    quotas,
    histories,
    attention,
    settings,
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
  return { attention, settings, lines, log };
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
const LIMIT_MS = 20_000;

/** Waits until `condition` holds. Disks are slow now and then: what is on them may take a second. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = Date.now(); !(await condition());) {
    if (Date.now() - start > LIMIT_MS) {
      throw new Error('The condition was not met in time.');
    }
    await delay(5);
  }
}
