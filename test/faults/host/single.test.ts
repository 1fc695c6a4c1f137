import assert from 'node:assert/strict';

import { run, seen, until } from '../../integration/support.ts';
import { fewHitsOf } from '../hits/all.ts';
import type { Hit } from '../hits/hit.ts';
import type { FaultName, OperationName } from '../table.ts';
import { assertShown } from '../truth.ts';
import { inCommand, unchanged, withStandIns, withoutCopyId } from '../words.ts';
import { itSurvives } from './cells.ts';
import { COMMANDS, type CommandOperation } from './commands.ts';
import { type World, addAccount, useWorld, writesOf } from './world.ts';

/** One fault for each kind of message; every fault meets these operations in the store below the commands. */
const SHOWN: Partial<Record<OperationName, readonly FaultName[]>> = {
  list: ['refused', 'unauthorized', 'address', 'html', 'redirect', 'limited'],
  get: ['unauthorized', 'missing', 'internal'],
  create: ['reset', 'conflict', 'fields'],
  update: ['missing', 'conflict', 'fields', 'internal'],
  enable: ['unauthorized', 'internal'],
  disable: ['refused', 'reset', 'html', 'scope', 'missing', 'internal', 'redirect'],
  delete: ['reset', 'missing', 'fields', 'internal'],
};

describe('one webhook', () => {
  const world = useWorld();

  itSurvives(
    'commands',
    COMMANDS.flatMap((command) =>
      (SHOWN[command.operation] ?? []).flatMap((fault) =>
        fewHitsOf(fault, command)
          .filter(isQuick)
          .map((hit) => ({
            operation: command.operation,
            fault,
            title: [hit.title, 'as it is shown'].filter(Boolean).join(', '),
            run: () => meet(world, command, hit),
          })),
      ),
    ),
  );
});

function isQuick({ atLeastMs }: Hit): boolean {
  return atLeastMs === undefined;
}

async function meet(world: World, command: CommandOperation, hit: Hit): Promise<void> {
  const { simulator, context } = world;
  const account = await addAccount(world);
  const { done } = await command.run(world, account, async () => {
    await world.prepare(hit, command);
    await hit.arm(world, command);
  });
  if (hit.end.kind === 'sentBack') {
    const step = await seen.input();
    await until(() => step.remark !== undefined, 'the remark of the step');
    assert.match(step.title, /Endpoint URL/);
    assert.equal(step.remark, hit.end.words);
    await step.escape();
  }
  await done;
  await assertTold(world, command, hit);
  const isTold = hit.end.kind === 'done' || hit.end.kind === 'found';
  if (command.isDone && hit.end.kind !== 'notKnown') {
    const isGone = command.operation === 'delete' && hit.title === 'since it is gone';
    assert.equal(command.isDone(simulator), isTold || isGone);
  }
  assert.equal(writesOf(simulator).length, sentOf(command, hit), 'writes');
  assert.equal(world.elsewhere.hits, 0);

  const writes = writesOf(simulator).length;
  seen.clear();
  await world.undo();
  await run('lettr.webhooks.refresh');
  assert.equal(seen.messages.length, 0, 'the refresh after it');
  assertShown(context.stores.of(account).webhooks, simulator);
  assert.equal(writesOf(simulator).length, writes);
}

function sentOf({ operation, method }: CommandOperation, { title, sent, byPut = 0 }: Hit): number {
  // An edit reads the webhook anew before it sends anything.
  const isFoundGone = operation === 'update' && title === 'since it is gone';
  return method === 'GET' || isFoundGone ? 0 : sent + byPut;
}

async function assertTold(world: World, command: CommandOperation, { end }: Hit): Promise<void> {
  const isQuiet = end.kind === 'done' && command.doneButtons.length === 0;
  if (isQuiet || end.kind === 'sentBack') {
    assert.equal(seen.messages.length, 0);
    return;
  }
  const { severity, text, buttons } = await seen.message();
  if (end.kind === 'found') {
    const lost = `${command.doneText} Lettr's response was lost, but the list confirms it.`;
    assert.deepEqual([severity, text, buttons], ['information', lost, command.doneButtons]);
    return;
  }
  if (end.kind === 'done') {
    assert.deepEqual([severity, text, buttons], ['information', command.doneText, command.doneButtons]);
    return;
  }
  const isUnchanged = end.kind === 'failed' && command.verb !== 'read';
  const told = inCommand(isUnchanged ? unchanged(end.told) : end.told, command.actions);
  assert.deepEqual(
    [severity, withStandIns(text, world.elsewhere.host), withoutCopyId(buttons)],
    ['error', told.text, told.buttons],
  );
}
