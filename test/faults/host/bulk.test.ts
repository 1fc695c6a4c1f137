import assert from 'node:assert/strict';

import { run, seen } from '../../integration/support.ts';
import { REQUEST_FAULTS, fewHitsOf } from '../hits/all.ts';
import type { Aim, End, Hit } from '../hits/hit.ts';
import { BILLING_10, BILLING_2, ORDERS } from '../subjects.ts';
import { assertShown } from '../truth.ts';
import { UNAUTHORIZED, unchanged, withStandIns } from '../words.ts';
import { itSurvives } from './cells.ts';
import { type World, addAccount, useWorld, writesOf } from './world.ts';

/** The webhooks that are disabled together, in this order. */
const ROWS = [
  { id: ORDERS, name: 'Order Notifications' },
  { id: BILLING_2, name: 'Billing 2' },
  { id: BILLING_10, name: 'Billing 10' },
] as const;

const AIM: Aim = {
  operation: 'bulk',
  method: 'PATCH',
  path: `/webhooks/${BILLING_2}`,
  verb: 'change',
  id: BILLING_2,
};

describe('several webhooks', () => {
  const world = useWorld();

  itSurvives(
    'bulk',
    REQUEST_FAULTS.flatMap((fault) =>
      fewHitsOf(fault, AIM).map((hit) => ({
        operation: 'bulk' as const,
        fault,
        title: hit.title,
        run: () => meet(world, hit),
      })),
    ),
  );
});

async function meet(world: World, hit: Hit): Promise<void> {
  const { simulator } = world;
  const account = await addAccount(world);
  await world.prepare(hit, AIM);
  await hit.arm(world, AIM);
  world.answer('Disable');
  const rows = ROWS.map(({ id }) => ({ kind: 'webhook', accountId: account.id, id }));
  const start = performance.now();
  await run('lettr.webhook.disable', rows[0], rows);
  assert.ok(performance.now() - start >= (hit.atLeastMs ?? 0), 'It did not wait.');

  const message = await seen.message();
  const text = withStandIns(message.text, world.elsewhere.host);
  assert.deepEqual({ ...message, text, press: undefined }, { ...summary(hit), press: undefined });
  const failed = failedOf(hit);
  const skipped = skippedOf(hit);
  for (const { id } of ROWS) {
    const sent = writesOf(simulator).filter(({ path }) => path === `/webhooks/${id}`).length;
    const isHit = failed.includes(id) || (id === BILLING_2 && hit.reach === undefined);
    const expected = isHit ? hit.sent + (hit.byPut ?? 0) : 1;
    assert.equal(sent, skipped.includes(id) ? 0 : expected, `writes to ${id}`);
    const isTold = failed.includes(id) || skipped.includes(id);
    const webhook = simulator.webhooks().find((one) => one.id === id);
    if (webhook && hit.end.kind !== 'notKnown') {
      assert.equal(webhook.enabled, isTold, `the server's ${id}`);
    }
  }
  assert.equal(world.network.resets, hit.resets ?? 0);
  assert.equal(world.elsewhere.hits, 0);

  const writes = writesOf(simulator).length;
  await world.undo();
  await run('lettr.webhooks.refresh');
  assert.equal(seen.messages.length, 0, 'the refresh after it');
  assertShown(world.context.stores.of(account).webhooks, simulator);
  assert.equal(writesOf(simulator).length, writes);
}

/** Which webhooks are told as failed. */
function failedOf({ end, reach }: Hit): readonly string[] {
  if (end.kind === 'done' || end.kind === 'found') {
    return [];
  }
  const ids: readonly string[] = ROWS.map(({ id }) => id);
  return reach === 'all' ? ids : [reach === 'first' ? ORDERS : BILLING_2];
}

/** With a rejected key, and after a rate limit that was not waited for, the rest is not tried. */
function skippedOf({ end }: Hit): readonly string[] {
  const endsAll = 'told' in end && (end.told === UNAUTHORIZED || /too many requests/.test(end.told.text));
  return endsAll ? [BILLING_10] : [];
}

function summary(hit: Hit): { severity: string; text: string; buttons: readonly string[] } {
  const failed = failedOf(hit);
  const skipped = skippedOf(hit);
  const done = ROWS.length - failed.length - skipped.length;
  const parts = [
    ...(done > 0 ? [`Disabled ${done === 1 ? '1 webhook' : `${done} webhooks`}.`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed: ${reasons(hit.end, failed)}.`] : []),
    ...(skipped.length > 0 ? [`Not changed: ${namesOf(skipped)}.`] : []),
  ];
  return {
    severity: failed.length > 0 ? 'warning' : 'information',
    text: parts.join(' '),
    buttons: [...(done > 0 ? ['Undo'] : []), ...(failed.length > 0 ? ['Show Log'] : [])],
  };
}

function namesOf(ids: readonly string[]): string {
  return ROWS.filter(({ id }) => ids.includes(id))
    .map(({ name }) => name)
    .join(', ');
}

function reasons(end: End, failed: readonly string[]): string {
  const told = end.kind === 'failed' ? unchanged(end.told) : 'told' in end ? end.told : undefined;
  const words = told?.text.replace(/\.$/, '') ?? '';
  return ROWS.filter(({ id }) => failed.includes(id))
    .map(({ name }) => `${name}: ${words}`)
    .join('; ');
}
