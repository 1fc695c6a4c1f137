import type { Disposable } from 'vscode';

import { DisposableStore } from '../../platform/disposableStore.ts';
import type { AccountWatchers, AccountWatchersDeps } from './accountWatchers.ts';

/** Monitoring writes much to disk when it starts, so the first rows come on screen before; ms. */
const REST_MS = 1_000;

/** Starts monitoring once the first list was read in this window; until then it only listens. */
export function registerMonitoring(deps: AccountWatchersDeps): Disposable {
  const { accounts, stores, log } = deps;
  const disposables = new DisposableStore();
  let watchers: Promise<AccountWatchers> | undefined;
  const start = (): Promise<AccountWatchers> =>
    (watchers ??= import('./accountWatchers.ts').then(async ({ AccountWatchers: Loaded }) =>
      disposables.add(await Loaded.begin(deps)),
    ));
  const run = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => log.error("Webhooks couldn't be watched", error));
  };
  let resting: NodeJS.Timeout | undefined;
  const first = stores.onDidChange(({ cause, store }) => {
    if (cause === 'write') {
      // Other windows must learn who wrote before they find the change themselves.
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
