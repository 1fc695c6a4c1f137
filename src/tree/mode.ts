import type { AccountsState } from '../accounts/accounts.ts';
import type { ProblemKind } from '../api/errors.ts';
import type { StoreState } from '../webhooks/store.ts';

/**
 * What the view shows: rows, or the welcome text of package.json for exactly this state. Each kind of problem has its
 * own text.
 */
export type ViewMode =
  'starting' | 'signedOut' | 'unread' | 'loading' | 'rows' | 'empty' | `failed.${ProblemKind}`;

/** Decides the view's mode; `store` is the current account's. */
export function viewMode(accounts: AccountsState, store: StoreState | undefined): ViewMode {
  if (accounts.kind === 'unread') {
    return 'starting';
  }
  if (!accounts.current || !store) {
    return 'signedOut';
  }
  switch (store.kind) {
    case 'unread':
    case 'loading':
      return store.kind;
    case 'failed':
      return `failed.${store.error.problem.kind}`;
    case 'ready':
      return store.webhooks.size === 0 ? 'empty' : 'rows';
  }
}
