import assert from 'node:assert/strict';

import { LettrError } from '../../../src/api/errors.ts';
import type { ProblemKind } from '../../../src/api/errors.ts';
import type { Ground } from '../arena.ts';
import { strike } from '../hits/hit.ts';
import { assertShown } from '../truth.ts';
import type { StoreOperation } from './operations.ts';
import { type Window, openWindow } from './window.ts';

/** What a window was told: nothing wrong, done after a lost answer, or which row of the error table. */
type Told = 'done' | 'found' | ProblemKind;

/** One way in which two windows do the same. */
export interface Meeting {
  readonly title: string;
  /** Whether the server limits the two as it does in the product. */
  readonly isLimited?: boolean;
  /** What the windows are told, in any order; `second` of a window that comes too late. */
  readonly told: (second: Told) => readonly Told[];
  readonly run: (
    windows: readonly [Window, Window],
    operation: StoreOperation,
    ground: Ground,
  ) => Promise<Told[]>;
}

async function one({ store }: Window, operation: StoreOperation): Promise<Told> {
  try {
    return (await operation.run(store)).answerLost ? 'found' : 'done';
  } catch (error) {
    assert.ok(error instanceof LettrError, String(error));
    assert.equal(error.effect, 'none');
    return error.problem.kind;
  }
}

function both([first, second]: readonly [Window, Window], operation: StoreOperation): Promise<Told[]> {
  return Promise.all([one(first, operation), one(second, operation)]);
}

const AT_ONCE: Meeting = { title: 'at once', told: (second) => ['done', second], run: both };

const LIMITED: Meeting = {
  title: 'at once, within the rate limit',
  isLimited: true,
  told: (second) => ['done', second],
  run: both,
};

const LATER: Meeting = {
  title: 'with a list that is older',
  told: (second) => ['done', second],
  run: async ([first, second], operation) => [await one(first, operation), await one(second, operation)],
};

const LOST: Meeting = {
  title: 'after the first answer was lost',
  told: (second) => ['found', second],
  run: async ([first, second], operation, { simulator, network, elsewhere }) => {
    strike({ simulator, network, elsewhere, ...first }, operation, { kind: 'reset' }, { phase: 'after' });
    return [await one(first, operation), await one(second, operation)];
  },
};

/** How two windows can do the same. */
export function meetingsOf({ method }: StoreOperation): readonly Meeting[] {
  return method === 'GET' ? [AT_ONCE, LIMITED] : [AT_ONCE, LIMITED, LATER, LOST];
}

/** What the window is told that comes second. */
function toldSecond({ operation }: StoreOperation): Told {
  switch (operation) {
    case 'create':
      return 'conflict';
    case 'delete':
      return 'notFound';
    default:
      return 'done';
  }
}

/** Lets two windows do the same and checks what the matrix promises for both. */
export async function meetInTwo(ground: Ground, operation: StoreOperation, meeting: Meeting): Promise<void> {
  await ground.restore();
  const { simulator } = ground;
  const options = { isOneTeam: meeting.isLimited === true };
  const windows = [openWindow(ground, options), openWindow(ground, options)] as const;
  if (operation.isLoaded) {
    await Promise.all(windows.map(({ store }) => store.load()));
  }
  const told = await meeting.run(windows, operation, ground);
  assert.deepEqual(told.toSorted(), meeting.told(toldSecond(operation)).toSorted());

  const writes = simulator.requests.filter(({ method }) => method !== 'GET');
  const taken = writes.filter(({ status }) => status !== 429);
  assert.equal(taken.length, operation.method === 'GET' ? 0 : 2, 'one write for each window');
  assert.equal(operation.isDone?.(simulator), operation.isDone && true);
  const urls = simulator.webhooks().map(({ url }) => url);
  assert.equal(new Set(urls).size, urls.length, 'No webhook was created twice.');
  for (const { store } of windows) {
    await store.load();
    assertShown(store.webhooks, simulator);
  }
  assert.equal(simulator.requests.filter(({ method }) => method !== 'GET').length, writes.length);
}
