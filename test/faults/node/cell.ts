import assert from 'node:assert/strict';

import { LettrError, isProblem } from '../../../src/api/errors.ts';
import { createErrorNotices } from '../../../src/commands/shared/errorNotices.ts';
import { Failure } from '../../../src/commands/shared/failure.ts';
import { validationStep } from '../../../src/commands/shared/validationStep.ts';
import { WriteFailure } from '../../../src/webhooks/verdict.ts';
import type { WebhookStore } from '../../../src/webhooks/store.ts';
import type { Ground } from '../arena.ts';
import { Deadlines } from '../deadlines.ts';
import type { End, Hit } from '../hits/hit.ts';
import { assertShown } from '../truth.ts';
import { type Told, inCommand, unchanged, withStandIns, withoutCopyId } from '../words.ts';
import { type StoreOperation, problemOf } from './operations.ts';
import { ACME, type Window, openWindow } from './window.ts';

/** What became of an operation. */
type Outcome = { readonly answerLost: boolean } | { readonly error: unknown };

/** Lets one hit of a fault meet an operation and checks everything that the matrix promises. */
export async function meet(ground: Ground, operation: StoreOperation, hit: Hit): Promise<void> {
  await ground.restore();
  const window = openWindow(ground, { isOneTeam: hit.isOneTeam === true });
  const { store } = window;
  if (operation.isLoaded) {
    await store.load();
  }
  const before = [...store.webhooks.values()];
  ground.simulator.clearRequests();
  await hit.arm({ ...ground, ...window }, operation);
  const start = performance.now();
  const outcome = await run(operation, store, hit, ground);
  const tookMs = performance.now() - start;

  assertSent(ground, operation, hit);
  assertEnd(outcome, operation, hit, ground.elsewhere.host);
  assertDone(ground, operation, hit.end);
  assert.ok(tookMs >= (hit.atLeastMs ?? 0), `It waited ${tookMs} ms only.`);
  if (operation.operation === 'list' && hit.end.kind === 'failed') {
    assert.deepEqual([...store.webhooks.values()], before, 'The last good list stays.');
  }
  await assertLatched(ground, store, outcome);
  await assertRefreshed(ground, window);
}

async function run(
  operation: StoreOperation,
  store: WebhookStore,
  { timesOut }: Hit,
  { simulator }: Ground,
): Promise<Outcome> {
  const deadlines = new Deadlines();
  const running = deadlines
    .during(() => operation.run(store))
    .catch((error: unknown): Outcome => ({ error }));
  if (timesOut === true) {
    await deadlines.passFor(operation, simulator);
  }
  return running;
}

/** Nothing is sent twice but what a GET or a 429 allows, and nothing to another origin. */
function assertSent({ simulator, network, elsewhere }: Ground, operation: StoreOperation, hit: Hit): void {
  const path = operation.path.replace(/\$$/, '');
  const isOurs = ({ method, path: sent }: { method: string; path: string }): boolean =>
    method === operation.method && sent === path;
  const probes = simulator.requests.filter(({ status }) => status === 405).length;
  assert.equal(probes, operation.isFoundOut === true && hit.sent > 0 ? 1 : 0, 'verbs that are not known');
  const writes = simulator.requests.filter(({ method, status }) => method !== 'GET' && status !== 405);
  const again = writes.filter((one) => !isOurs(one) && one.method === 'PUT' && one.path === path).length;
  const others = writes.length - writes.filter(isOurs).length - again;
  assert.equal(others, 0, `Other writes: ${writes.map((one) => `${one.method} ${one.path}`).join()}`);
  assert.equal(again, hit.byPut ?? 0, 'requests of the operation by PUT');
  // The list that tells what became of a lost write is not one of its own.
  const isLost = ['found', 'notDone', 'notKnown'].includes(hit.end.kind);
  // A refused enable or disable is looked at, since Lettr refuses what changes nothing.
  const looks =
    isLost || simulator.requests.some(({ status }) => status === 422 && isSwitched(operation)) ? 1 : 0;
  assert.equal(simulator.requests.filter(isOurs).length, hit.sent, 'requests of the operation');
  assert.equal(simulator.requests.length, hit.sent + again + looks + probes, 'requests in all');
  assert.equal(network.resets, hit.resets ?? 0, 'connections reset');
  assert.equal(elsewhere.hits, 0, 'requests to another origin');
}

function isSwitched({ operation }: StoreOperation): boolean {
  return operation === 'enable' || operation === 'disable';
}

function assertEnd(outcome: Outcome, operation: StoreOperation, hit: Hit, elsewhere: string): void {
  const { end } = hit;
  if (end.kind === 'done' || end.kind === 'found') {
    assert.equal(inspect(outcome), end.kind);
    return;
  }
  assert.ok('error' in outcome, 'It went well.');
  const { error } = outcome;
  if (end.kind === 'sentBack') {
    assert.deepEqual(validationStep(error), { step: end.step, text: end.words });
    return;
  }
  if (end.kind === 'failed') {
    assert.ok(error instanceof LettrError && error.effect === 'none', inspect(outcome));
  } else {
    assert.ok(error instanceof WriteFailure, inspect(outcome));
    assert.equal(error.verdict, end.kind === 'notDone' ? 'notDone' : 'unchecked');
  }
  const told = tellIt(error, operation, hit);
  const isUnchanged = end.kind === 'failed' && operation.verb !== 'read';
  const expected = inCommand(isUnchanged ? unchanged(end.told) : end.told, operation.actions);
  assert.deepEqual(
    { text: withStandIns(told.text, elsewhere), buttons: withoutCopyId(told.buttons) },
    expected,
  );
}

/** The message as a command lets the boundary show it. */
function tellIt(error: unknown, { actions, verb }: StoreOperation, hit: Hit): Told {
  const nothing = (): void => undefined;
  const explain = createErrorNotices(
    {
      replaceKey: nothing,
      switchAccount: nothing,
      showLog: nothing,
      refresh: nothing,
      openSettings: nothing,
      addAccount: nothing,
      copyId: nothing,
    },
    () => ({
      accountName: ACME.name,
      verb,
      hasProxy: hit.hasProxy === true,
      now: Date.now(),
      language: 'en',
    }),
  );
  const own = Object.fromEntries(actions.map((way) => [way, nothing]));
  const notice = explain(new Failure(error, { account: ACME, verb, actions: own }), nothing);
  assert.equal(notice?.severity, 'error');
  return { text: notice.text, buttons: notice.actions.map(({ label }) => label) };
}

/** The server is in the state that the person was told about. */
function assertDone({ simulator }: Ground, operation: StoreOperation, end: End): void {
  const isDone = operation.isDone?.(simulator);
  if (isDone === undefined || end.kind === 'notKnown') {
    return;
  }
  const isGone = operation.operation === 'delete' && end.kind === 'failed' && isDone;
  const isTold = end.kind === 'done' || end.kind === 'found';
  assert.ok(isDone === isTold || isGone, `The server did ${isDone ? '' : 'not '}do it.`);
}

/** After a 401 nothing leaves any more for that key. */
async function assertLatched({ simulator }: Ground, store: WebhookStore, outcome: Outcome): Promise<void> {
  if ('error' in outcome && isProblem(outcome.error, 'unauthorized')) {
    const sent = simulator.requests.length;
    await store.load();
    assert.equal(simulator.requests.length, sent, 'requests after a rejected key');
    assert.ok(isProblem(problemOf(store), 'unauthorized'));
  }
}

/** Much less than the day by which a clock is wrong, and than the minute for which a client waits at most. */
const REFRESH_LIMIT_MS = 30_000;

/** Once all is well again, one refresh shows what the server has, and sends nothing but that. */
async function assertRefreshed(ground: Ground, { store, heal }: Window): Promise<void> {
  const writes = ground.simulator.requests.filter(({ method }) => method !== 'GET').length;
  await heal();
  const start = performance.now();
  await store.load();
  assert.ok(performance.now() - start < REFRESH_LIMIT_MS, 'The refresh had to wait.');
  assert.equal(problemOf(store)?.message, undefined);
  assertShown(store.webhooks, ground.simulator);
  assert.equal(ground.simulator.requests.filter(({ method }) => method !== 'GET').length, writes);
}

/** In few words: an error's causes lead to sockets and all that hangs on them. */
function inspect(outcome: Outcome): string {
  if ('error' in outcome) {
    const { error } = outcome;
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return outcome.answerLost ? 'found' : 'done';
}
