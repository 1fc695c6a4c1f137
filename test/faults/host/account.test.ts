import assert from 'node:assert/strict';

import { run, seen, until } from '../../integration/support.ts';
import type { SeenInput } from '../../integration/seen.ts';
import { REQUEST_FAULTS, fewHitsOf } from '../hits/all.ts';
import type { Aim, Hit } from '../hits/hit.ts';
import { assertShown } from '../truth.ts';
import { type Told, UNAUTHORIZED, withStandIns } from '../words.ts';
import { itSurvives } from './cells.ts';
import { type } from './typing.ts';
import { type World, useWorld, writesOf } from './world.ts';

const AIM: Aim = {
  operation: 'account add',
  method: 'GET',
  path: '/auth/check',
  verb: 'read',
  id: undefined,
};

describe('a new account', () => {
  const world = useWorld();

  itSurvives(
    'account',
    REQUEST_FAULTS.flatMap((fault) =>
      fewHitsOf(fault, AIM).map((hit) => ({
        operation: 'account add' as const,
        fault,
        title: hit.title,
        run: () => meet(world, hit),
      })),
    ),
  );
});

async function meet(world: World, hit: Hit): Promise<void> {
  await world.prepare(hit, AIM);
  const done = run('lettr.account.add');
  await (await seen.input()).choose('Paste an API Key');
  const key = await seen.input();
  type(world.simulator.keys.live);
  await hit.arm(world, AIM);
  const start = performance.now();
  await key.enter();
  if (hit.end.kind === 'done') {
    await until(() => seen.unreadInputs > 0, 'the next step', 20_000);
    assert.ok(performance.now() - start >= (hit.atLeastMs ?? 0), 'It did not wait.');
    assert.equal(checks(world), hit.sent);
  } else {
    assert.ok(hit.end.kind === 'failed');
    await refusedWith(world, key, hit.end.told);
    assert.equal(checks(world), hit.sent);
    await world.undo();
    if (/too many requests/.test(hit.end.told.text)) {
      passPause();
    }
    await key.enter();
  }
  assert.equal(world.network.resets, hit.end.kind === 'done' ? (hit.resets ?? 0) : 0);
  assert.equal(world.elsewhere.hits, 0);
  await store(world);
  await done;
  await assertStored(world);
}

/** The step stays and says why, and nothing is stored. */
async function refusedWith({ access, elsewhere }: World, key: SeenInput, told: Told): Promise<void> {
  await until(() => key.remark !== undefined, 'the remark', 20_000);
  const expected = told === UNAUTHORIZED ? 'Lettr rejected this API key.' : told.text;
  assert.equal(withStandIns(key.remark ?? '', elsewhere.host), expected);
  assert.deepEqual(await access.secrets.keys(), []);
  assert.equal(seen.unreadInputs, 0);
}

const PAUSE_MS = 60_000;

/** Lets the longest time pass for which the client sends nothing after a 429. */
function passPause(): void {
  const now = performance.now.bind(performance);
  Object.assign(performance, { now: () => now() + PAUSE_MS });
}

function checks({ simulator }: World): number {
  return simulator.requests.filter(({ path }) => path === AIM.path).length;
}

async function store({ access }: World): Promise<void> {
  const name = await seen.input();
  assert.equal(name.title, 'Add Account: Name');
  assert.deepEqual(await access.secrets.keys(), []);
  await name.enter();
}

/** One whole account stands in the secret store, and its list is what the server has. */
async function assertStored({ access, context, simulator }: World): Promise<void> {
  const { accounts, stores } = context;
  const [secret, ...more] = await access.secrets.keys();
  assert.equal(more.length, 0);
  const entry: unknown = JSON.parse((await access.secrets.get(secret ?? '')) ?? '');
  assert.ok(typeof entry === 'object' && entry !== null && 'key' in entry);
  assert.equal(entry.key, simulator.keys.live);
  const { current } = accounts;
  assert.ok(current && secret?.endsWith(current.id));
  await stores.of(current).load();
  assertShown(stores.of(current).webhooks, simulator);
  assert.deepEqual(writesOf(simulator), []);
  assert.equal(seen.messages.length, 0);
}
