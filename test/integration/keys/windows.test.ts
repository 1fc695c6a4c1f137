import assert from 'node:assert/strict';

import type * as vscode from 'vscode';

import { Accounts } from '../../../src/accounts/accounts.ts';
import { ENVIRONMENT_ID, environmentKeyOf } from '../../../src/accounts/account.ts';
import { addAccount, until, useWorld } from '../support.ts';

describe('several windows', () => {
  const world = useWorld();
  const opened: Accounts[] = [];

  afterEach(() => {
    for (const window of opened.splice(0)) {
      window.dispose();
    }
  });

  it('follow a key that another one replaced', async () => {
    const { origin, keys } = world.simulator;
    const account = await addAccount(world);
    const other = await openWindow();
    const told: string[] = [];
    other.onDidReplaceKey(({ id }) => told.push(id));
    await world.context.accounts.replaceKey(account, { origin, key: keys.sandbox });
    await until(() => told.length > 0, 'the replaced key');
    assert.deepEqual(told, [account.id]);
    assert.equal(await other.key(account.id, origin), keys.sandbox);
    assert.equal(other.current?.mode, 'sandbox');
  });

  it('follow accounts that another one adds and removes', async () => {
    const other = await openWindow();
    assert.equal(other.current, undefined);
    const account = await addAccount(world);
    await until(() => other.current?.id === account.id, 'the new account');
    await world.context.accounts.remove(account);
    await until(() => other.all.length === 0, 'the account to go');
  });

  it('keep their own current account', async () => {
    const first = await addAccount(world, { name: 'First' });
    const second = await addAccount(world, { name: 'Second', key: 'otherTeam' });
    const other = await openWindow();
    assert.equal(other.current?.id, second.id, 'a new workspace starts with the account used last');
    await world.context.accounts.select(first);
    await addAccount(world, { name: 'Third' });
    await until(() => other.all.length === 3, 'the third account');
    assert.equal(other.current?.id, second.id);
    await other.select(first);
    assert.equal(world.context.accounts.current?.name, 'Third');
  });

  it('remember the account of their workspace, whatever was used last', async () => {
    const first = await addAccount(world, { name: 'First' });
    const workspaceState = memento();
    await (await openWindow({ workspaceState })).select(first);
    await addAccount(world, { name: 'Second' });
    const again = await openWindow({ workspaceState });
    assert.equal(again.current?.id, first.id);
  });

  it('offer the key of the environment without storing it', async () => {
    const { secrets } = world.access;
    const { origin, keys } = world.simulator;
    const before = await secrets.keys();
    const other = await openWindow({ environmentKey: keys.live });
    assert.deepEqual(
      other.all.map(({ id, name, mode, source }) => ({ id, name, mode, source })),
      [{ id: ENVIRONMENT_ID, name: 'LETTR_API_KEY', mode: 'live', source: 'environment' }],
    );
    assert.equal(other.current?.id, ENVIRONMENT_ID);
    assert.equal(await other.key(ENVIRONMENT_ID, origin), keys.live);
    assert.equal(await other.key(ENVIRONMENT_ID, 'https://elsewhere.example'), undefined);
    await other.select(other.all[0] ?? assert.fail());
    assert.deepEqual(await secrets.keys(), before);
    assert.equal(mementoText().includes(keys.live), false);
  });

  it('leave the environment out where it has no key', async () => {
    const other = await openWindow();
    assert.deepEqual(other.all, []);
  });

  interface Opening {
    readonly workspaceState?: vscode.Memento;
    readonly environmentKey?: string;
  }

  /** The accounts as another window of this machine holds them. */
  async function openWindow({ workspaceState = memento(), environmentKey }: Opening = {}): Promise<Accounts> {
    const { secrets, globalState } = world.access;
    const accounts = new Accounts({
      secrets,
      workspaceState,
      globalState,
      environmentKey: environmentKeyOf(environmentKey),
      language: () => 'en',
      environmentOrigin: () => world.simulator.origin,
      log: { warn: (text) => assert.fail(text), error: (text) => assert.fail(text) },
    });
    opened.push(accounts);
    await accounts.load();
    return accounts;
  }

  function mementoText(): string {
    const { globalState, workspaceState } = world.access;
    return [globalState, workspaceState]
      .flatMap((state) => state.keys().map((key) => JSON.stringify(state.get(key))))
      .join('\n');
  }
});

/** The memory of another workspace. */
function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- VS Code's signature.
  function get<T>(key: string): T | undefined;
  function get<T>(key: string, fallback: T): T;
  function get(key: string, fallback?: unknown): unknown {
    return values.get(key) ?? fallback;
  }
  return {
    keys: () => [...values.keys()],
    get,
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}
