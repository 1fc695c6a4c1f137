import type { Simulator } from '../../../simulator/simulator.ts';
import type { LettrError } from '../../../src/api/errors.ts';
import type { WebhookDraft } from '../../../src/api/types.ts';
import type { WebhookStore } from '../../../src/webhooks/store.ts';
import type { Aim } from '../hits/hit.ts';
import type { WizardWay } from '../words.ts';
import { CREATED_URL, NEWSLETTER, ORDERS } from '../subjects.ts';

/** An operation as commands ask the store for it. */
export interface StoreOperation extends Aim {
  /** Whether the list was read before. */
  readonly isLoaded: boolean;
  /** Whether the server knows another verb than the one that goes first, and says so before it. */
  readonly isFoundOut?: boolean;
  /** What the command that does it leads back to. */
  readonly actions: readonly WizardWay[];
  run(store: WebhookStore): Promise<{ readonly answerLost: boolean }>;
  /** Whether the server did it; `undefined` for one that changes nothing. */
  isDone?(simulator: Simulator): boolean;
}

const DRAFT: WebhookDraft = {
  name: 'New one',
  url: CREATED_URL,
  events: ['message.bounce'],
  authentication: { type: 'basic', username: 'somebody', password: 'not-a-real-password' },
};

const NAME = 'Orders, renamed';
const READ = { answerLost: false } as const;

/** Reads the list; what went wrong stands in the state, as for the view. */
async function list(store: WebhookStore): Promise<typeof READ> {
  await store.load();
  const error = problemOf(store);
  if (error) {
    throw error;
  }
  return READ;
}

/** Why the last reading of the list failed. */
export function problemOf({ state }: WebhookStore): LettrError | undefined {
  if (state.kind === 'failed') {
    return state.error;
  }
  return state.kind === 'ready' ? state.problem : undefined;
}

const LIST = { operation: 'list', method: 'GET', path: '/webhooks$', verb: 'read', id: undefined } as const;

const UPDATE: StoreOperation = {
  ...about('update', ORDERS),
  actions: ['editUrl', 'review'],
  run: (store) => store.update(ORDERS, { name: NAME, events: ['message.bounce'] }),
  isDone: (simulator) => find(simulator, ORDERS)?.name === NAME,
};

/** Each operation in each form that single requests meet faults in. */
export const STORE_OPERATIONS: readonly StoreOperation[] = [
  { ...LIST, isLoaded: true, actions: [], run: list },
  { ...LIST, isLoaded: false, actions: [], run: list },
  {
    ...about('get', ORDERS),
    method: 'GET',
    verb: 'read',
    run: async (store) => {
      await store.get(ORDERS);
      return READ;
    },
  },
  {
    operation: 'create',
    method: 'POST',
    path: '/webhooks$',
    verb: 'create',
    id: undefined,
    isLoaded: true,
    actions: ['editUrl', 'revealIt', 'review'],
    run: (store) => store.create(DRAFT),
    isDone: (simulator) => simulator.webhooks().some(({ url }) => url === CREATED_URL),
  },
  UPDATE,
  {
    ...UPDATE,
    method: 'PUT',
    isFoundOut: true,
  },
  {
    ...about('enable', NEWSLETTER),
    run: (store) => store.update(NEWSLETTER, { enabled: true }),
    isDone: (simulator) => find(simulator, NEWSLETTER)?.enabled === true,
  },
  {
    ...about('disable', ORDERS),
    run: (store) => store.update(ORDERS, { enabled: false }),
    isDone: (simulator) => find(simulator, ORDERS)?.enabled === false,
  },
  {
    ...about('delete', ORDERS),
    method: 'DELETE',
    verb: 'delete',
    run: (store) => store.delete(ORDERS),
    isDone: (simulator) => find(simulator, ORDERS) === undefined,
  },
];

function about<N extends 'get' | 'update' | 'enable' | 'disable' | 'delete'>(operation: N, id: string) {
  return {
    operation,
    method: 'PATCH',
    verb: 'change',
    path: `/webhooks/${id}`,
    id,
    isLoaded: true,
    actions: [],
  } as const;
}

function find(simulator: Simulator, id: string) {
  return simulator.webhooks().find((webhook) => webhook.id === id);
}
