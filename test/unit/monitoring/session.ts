import { refusingClient } from '../../../src/api/client.ts';
import { LettrError } from '../../../src/api/errors.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { AccountWatcher } from '../../../src/monitoring/accountWatcher.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import type { Incident } from '../../../src/monitoring/incidents.ts';
import { SandboxQuotas } from '../../../src/accounts/sandboxQuotas.ts';
import { Histories } from '../../../src/webhooks/history.ts';
import { WebhookStore } from '../../../src/webhooks/store.ts';
import { webhook } from '../api/harness.ts';
import { TestAttention, TestSettings } from './windows.ts';

/** What Lettr says in a round: the first webhook turns with each, the second is enabled and disabled with every other. */
export function roundOf(round: number): readonly Webhook[] {
  return [
    webhook({ lastStatus: round % 2 === 0 ? 'success' : 'failure' }),
    webhook({ id: 'two', lastStatus: 'success', enabled: round % 4 < 2 }),
  ];
}

/** A window that reads only when it is told to. */
export interface Session {
  /** Reads what Lettr says in a round; resolves when that is on disk. */
  read(round: number): Promise<void>;
  /** The changes of each webhook, without their times. */
  changes(): Readonly<Record<string, readonly string[]>>;
  readonly announced: readonly Incident[];
  close(): Promise<void>;
}

/** Begins with the list of a round, in the folder of all accounts. */
export async function startSession(root: string, round: number): Promise<Session> {
  let answer = roundOf(round);
  const refusing = refusingClient(new LettrError({ kind: 'badAddress' }));
  const list = () => Promise.resolve({ webhooks: answer, unreadable: [] });
  const store = new WebhookStore({ ...refusing, webhooks: { ...refusing.webhooks, list } });
  await store.load();
  const histories = new Histories();
  const announced: Incident[] = [];
  const settings = new TestSettings();
  settings.set({ intervalMs: undefined });
  const watcher = new AccountWatcher({
    account: { id: 'acme', name: 'Acme', origin: 'https://x', mode: 'live', teamId: 1, source: 'stored' },
    fingerprint: 'key',
    store,
    histories,
    root,
    attention: new TestAttention(),
    settings,
    quotas: new SandboxQuotas(),
    // Nobody looks at a screen here.
    clock: { ...systemClock, after: (ms, work) => systemClock.after(Math.min(ms, 10), work) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    announce: (incidents) => void announced.push(...incidents),
    onDidPlan: () => undefined,
  });
  await watcher.settled();
  return {
    read: async (next) => {
      answer = roundOf(next);
      // Lists are told apart by the millisecond.
      await new Promise((resolve) => setTimeout(resolve, 3));
      await store.load();
      await watcher.settled();
    },
    changes: () =>
      Object.fromEntries(
        ['one', 'two'].map((id) => [
          id,
          histories.of('acme', id).map(({ field, to }) => `${field} ${String(to)}`),
        ]),
      ),
    announced,
    close: async () => {
      watcher.dispose();
      store.dispose();
      await watcher.settled();
    },
  };
}
