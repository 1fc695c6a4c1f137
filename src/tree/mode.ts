import type { AccountsState } from '../accounts/accounts.ts';
import type { ProblemKind } from '../api/errors.ts';
import type { StoreState } from '../webhooks/state.ts';

/** Problems of single webhooks and of writes. A list that fails with such a status is as unexpected as any other. */
type NotOfLists = 'sandboxRestricted' | 'notFound' | 'conflict' | 'invalid' | 'badEndpoint' | 'accepted';

/**
 * What the view shows: rows, or the welcome text of package.json for exactly this state. Each kind of problem that a
 * list can have has its own text.
 */
export type ViewMode =
  | 'starting'
  | 'signedOut'
  | 'unread'
  | 'loading'
  | 'rows'
  | 'empty'
  | 'filtered'
  | `failed.${Exclude<ProblemKind, NotOfLists>}`;

/**
 * Decides the view's mode. Several accounts always have rows, which tell the state of each.
 *
 * @param store the only account's.
 * @param shown how many of its webhooks the filter lets pass.
 */
export function viewMode(accounts: AccountsState, store: StoreState | undefined, shown: number): ViewMode {
  if (accounts.kind === 'unread') {
    return 'starting';
  }
  if (accounts.all.length > 1) {
    return 'rows';
  }
  if (!accounts.current || !store) {
    return 'signedOut';
  }
  switch (store.kind) {
    case 'unread':
    case 'loading':
      return store.kind;
    case 'failed':
      return failedMode(store.error.problem.kind);
    case 'ready':
      if (store.webhooks.size > 0) {
        return shown > 0 ? 'rows' : 'filtered';
      }
      // Without rows there is no message beside them, so the welcome text tells what went wrong.
      return store.problem ? failedMode(store.problem.problem.kind) : 'empty';
  }
}

function failedMode(kind: ProblemKind): ViewMode {
  switch (kind) {
    case 'sandboxRestricted':
    case 'notFound':
    case 'conflict':
    case 'invalid':
    case 'badEndpoint':
    case 'accepted':
      return 'failed.unexpected';
    default:
      return `failed.${kind}`;
  }
}
