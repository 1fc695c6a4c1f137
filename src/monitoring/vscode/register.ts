import type { Disposable, Event } from 'vscode';

import type { Accounts } from '../../accounts/accounts.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import type { Log } from '../../platform/vscode/log.ts';
import type { Notice } from '../../platform/vscode/notify.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import type { Histories } from '../../webhooks/history.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';
import type { Allowances } from '../allowances.ts';
import { EarlyNews } from '../early.ts';
import type { Watching } from './watching.ts';

export interface MonitoringParts {
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  readonly histories: Histories;
  readonly settings: Settings;
  readonly allowances: Allowances;
  readonly view: { readonly isVisible: boolean; readonly onDidChangeVisibility: Event<void> };
  /** Where the records of all accounts are; need not exist. */
  readonly folder: string;
  readonly tell: (notice: Notice) => void;
  readonly log: Log;
}

/** Watching puts much on disk at its beginning; the first rows come on screen before. */
const REST_MS = 1_000;

/** Begins to watch when the first list was read in this window; until then it only listens. */
export function registerMonitoring(parts: MonitoringParts): Disposable {
  const { accounts, stores, log } = parts;
  const disposables = new DisposableStore();
  const earlyNews = new EarlyNews();
  disposables.add(stores.onDidMake(({ store }) => earlyNews.keep(store)));
  let watching: Promise<Watching> | undefined;
  const start = (): Promise<Watching> =>
    (watching ??= import('./watching.ts').then(async ({ Watching: Loaded }) =>
      disposables.add(await Loaded.begin({ ...parts, earlyNews })),
    ));
  const run = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => log.error('Webhooks could not be watched', error));
  };
  let resting: NodeJS.Timeout | undefined;
  const first = stores.onDidChange(({ cause, store }) => {
    if (cause === 'write') {
      // Other windows have to know who did it before they find it.
      first.dispose();
      clearTimeout(resting);
      run(start());
    } else if (store.state.kind === 'ready' || store.state.kind === 'failed') {
      resting ??= setTimeout(() => {
        first.dispose();
        run(start());
      }, REST_MS);
    }
  });
  disposables.add(first);
  disposables.add({ dispose: () => clearTimeout(resting) });
  let known: ReadonlySet<string> = new Set();
  disposables.add(
    accounts.onDidChange(() => {
      const gone = [...known].filter((id) => !accounts.all.some((account) => account.id === id));
      known = new Set(accounts.all.map(({ id }) => id));
      gone.forEach((id) => run(start().then((started) => started.forget(id))));
    }),
  );
  return disposables;
}
