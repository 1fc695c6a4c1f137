import assert from 'node:assert/strict';

import type { SecretStorage } from 'vscode';

import type { LostKey } from '../../../src/accounts/account.ts';
import { Accounts } from '../../../src/accounts/accounts.ts';
import { Emitter } from '../../../src/platform/emitter.ts';
import type { Memory } from '../../../src/platform/memory.ts';

const ORIGIN = 'https://app.lettr.com';
const KEY = 'lttr_0123456789abcdefghij';

/** What windows of one person share: the secrets, which can fail, and the memory. */
class Machine {
  readonly texts = new Map<string, string>();
  readonly memory = memory();
  /** Names of secrets that can't be read. */
  readonly broken = new Set<string>();
  /** How often a secret was asked for. */
  looks = 0;
  readonly #changed = new Emitter<{ key: string }>();

  readonly secrets: Pick<SecretStorage, 'keys' | 'get' | 'store' | 'delete' | 'onDidChange'> = {
    keys: () => Promise.resolve([...this.texts.keys()]),
    get: (name) => {
      this.looks += 1;
      return this.broken.has(name)
        ? Promise.reject(new Error('The keychain is locked'))
        : Promise.resolve(this.texts.get(name));
    },
    store: (name, text) => {
      this.texts.set(name, text);
      this.#changed.fire({ key: name });
      return Promise.resolve();
    },
    delete: (name) => {
      this.texts.delete(name);
      this.#changed.fire({ key: name });
      return Promise.resolve();
    },
    onDidChange: this.#changed.event,
  };
}

function memory(): Memory {
  const values = new Map<string, unknown>();
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- VS Code's signature.
  function get<T>(key: string): T | undefined;
  function get<T>(key: string, fallback: T): T;
  function get(key: string, fallback?: unknown): unknown {
    return values.get(key) ?? fallback;
  }
  return { get, update: (key, value) => Promise.resolve(void values.set(key, value)) };
}

interface Window {
  readonly accounts: Accounts;
  /** What was logged as an error. */
  readonly errors: readonly string[];
}

async function openWindow({ secrets, memory: globalState }: Machine): Promise<Window> {
  const errors: string[] = [];
  const accounts = new Accounts({
    secrets,
    workspaceState: memory(),
    globalState,
    environmentKey: undefined,
    environmentOrigin: () => ORIGIN,
    language: () => 'en',
    log: { warn: (text) => assert.fail(text), error: (text) => void errors.push(text) },
  });
  await accounts.load();
  return { accounts, errors };
}

function states({ accounts }: Window): readonly (readonly [string, LostKey | undefined])[] {
  return accounts.all.map(({ name, lostKey }) => [name, lostKey]);
}

/** The secret of an account as it is stored, but for some fields. */
function changed(fields: object): string {
  return JSON.stringify({ ...entry('Bad', `${KEY}2`, 2), mode: 'live', ...fields });
}

function entry(name: string, key = KEY, teamId = 1): Parameters<Accounts['add']>[0] {
  return { name, origin: ORIGIN, key, teamId };
}

describe('accounts', () => {
  let machine: Machine;
  let window: Window;

  beforeEach(async () => {
    machine = new Machine();
    window = await openWindow(machine);
  });

  it('have a fingerprint without another look at their secrets, and another one for another key', async () => {
    const account = await window.accounts.add(entry('One'));
    const other = await openWindow(machine);
    machine.looks = 0;

    const before = await other.accounts.fingerprint(account);
    assert.match(before ?? '', /^[0-9a-f]{16}$/);
    assert.equal(machine.looks, 0);

    const replaced = new Promise((resolve) => void other.accounts.onDidReplaceKey(resolve));
    await window.accounts.replaceKey(account, { origin: ORIGIN, key: `${KEY}2`, teamId: 1 });
    await replaced;
    const after = await other.accounts.fingerprint(account);
    assert.notEqual(after, before);
    assert.equal(after, await window.accounts.fingerprint(account));
  });

  it('have no fingerprint for another origin or without a key', async () => {
    const account = await window.accounts.add(entry('One'));
    assert.equal(
      await window.accounts.fingerprint({ ...account, origin: 'https://elsewhere.example' }),
      undefined,
    );
    await window.accounts.remove(account);
    assert.equal(await window.accounts.fingerprint(account), undefined);
  });

  describe('whose secret', () => {
    let broken: string;

    beforeEach(async () => {
      await window.accounts.add(entry('Good'));
      const { id } = await window.accounts.add(entry('Bad', `${KEY}2`, 2));
      broken = `lettr.account.${id}`;
    });

    for (const [what, breakIt] of [
      ['is refused by the store', () => machine.broken.add(broken)],
      ['is cut off', () => machine.texts.set(broken, '{"name":"Bad","ori')],
      ['is empty', () => machine.texts.set(broken, '')],
      ['is of another form', () => machine.texts.set(broken, '{"version":2}')],
      ['is nothing', () => machine.texts.set(broken, 'null')],
      ['is a list', () => machine.texts.set(broken, '[]')],
      ['is the key alone', () => machine.texts.set(broken, KEY)],
      ['is half written', () => machine.texts.set(broken, changed({ key: 'lttr_0123' }))],
      ['has an empty key', () => machine.texts.set(broken, changed({ key: '' }))],
      [
        'has a key that no header can carry',
        () => machine.texts.set(broken, changed({ key: `${KEY}\r\nX: y` })),
      ],
      ['has no address', () => machine.texts.set(broken, changed({ origin: '' }))],
      [
        'has half an address',
        () => machine.texts.set(broken, changed({ origin: 'https://app.lettr.com/api' })),
      ],
      ['is written by parts', () => machine.texts.set(broken, changed({ key: [KEY] }))],
    ] as const) {
      it(`${what} stay, marked, under their name`, async () => {
        breakIt();
        const again = await openWindow(machine);

        assert.deepEqual(states(again), [
          ['Bad', 'unreadable'],
          ['Good', undefined],
        ]);
        assert.deepEqual(again.errors.length, 1);
        assert.match(again.errors[0] ?? '', /is unreadable$/);
      });
    }

    it('stops being readable while a window is open are marked with the next request', async () => {
      machine.broken.add(broken);
      const [bad] = window.accounts.all;
      assert.ok(bad);

      assert.equal(await window.accounts.key(bad.id, ORIGIN), undefined);
      assert.deepEqual(states(window)[0], ['Bad', 'unreadable']);
    });

    it('can be read again are told as a replaced key, so that their list is read', async () => {
      machine.broken.add(broken);
      const again = await openWindow(machine);
      const told: string[] = [];
      again.accounts.onDidReplaceKey(({ name }) => told.push(name));
      machine.broken.clear();
      const [bad] = again.accounts.all;
      assert.ok(bad);

      assert.equal(await again.accounts.key(bad.id, ORIGIN), `${KEY}2`);
      assert.deepEqual(states(again)[0], ['Bad', undefined]);
      assert.deepEqual(told, ['Bad']);
    });

    it('can be replaced and removed', async () => {
      machine.texts.set(broken, 'x');
      const again = await openWindow(machine);
      const [bad] = again.accounts.all;
      assert.ok(bad);
      await again.accounts.replaceKey(bad, { origin: ORIGIN, key: `${KEY}3`, teamId: 2 });
      assert.deepEqual(states(again)[0], ['Bad', undefined]);

      machine.texts.set(broken, 'x');
      const third = await openWindow(machine);
      await third.accounts.remove(third.accounts.all[0] ?? bad);
      assert.deepEqual(states(third), [['Good', undefined]]);
    });

    it('cannot be listed at all are named all the same', async () => {
      machine.secrets.keys = () => Promise.reject(new Error('No keychain'));
      const again = await openWindow(machine);

      assert.deepEqual(states(again), [
        ['Bad', 'unreadable'],
        ['Good', 'unreadable'],
      ]);
    });
  });

  describe('that the secret store forgot', () => {
    beforeEach(async () => {
      await window.accounts.add(entry('Acme'));
      machine.texts.clear();
    });

    it('are there after a reload, and say so', async () => {
      const again = await openWindow(machine);

      assert.deepEqual(states(again), [['Acme', 'gone']]);
      assert.match(again.errors.join(), /is gone/);
    });

    it('have no key for requests', async () => {
      const { accounts } = await openWindow(machine);
      const [acme] = accounts.all;
      assert.ok(acme);

      assert.equal(await accounts.key(acme.id, ORIGIN), undefined);
    });

    it('take the key of their team that is added again', async () => {
      const again = await openWindow(machine);
      await again.accounts.add(entry('Acme', `${KEY}2`));

      assert.deepEqual(states(again), [['Acme', undefined]]);
    });

    it('are forgotten for good when they are removed', async () => {
      const again = await openWindow(machine);
      await again.accounts.remove(again.accounts.all[0] ?? assert.fail());

      assert.deepEqual(states(again), []);
      assert.deepEqual(states(await openWindow(machine)), []);
    });
  });

  it('that another window removes are not taken for forgotten', async () => {
    const other = await openWindow(machine);
    const account = await window.accounts.add(entry('Acme'));
    await other.accounts.select(account);
    await window.accounts.remove(account);
    await other.accounts.select(account);

    assert.deepEqual(states(other), []);
    assert.deepEqual(states(await openWindow(machine)), []);
  });

  it('that two windows add with one key at the same moment are one', async () => {
    const other = await openWindow(machine);
    await Promise.all([window.accounts.add(entry('Mine')), other.accounts.add(entry('Yours'))]);

    assert.equal(machine.texts.size, 1);
    assert.equal((await openWindow(machine)).accounts.all.length, 1);
  });

  it('keep apart when a key is added again that an account had before', async () => {
    const first = await window.accounts.add(entry('First'));
    await window.accounts.replaceKey(first, { origin: ORIGIN, key: `${KEY}2`, teamId: 1 });
    await window.accounts.add(entry('Second'));

    assert.equal(machine.texts.size, 2);
    assert.deepEqual(states(window).length, 2);
  });

  it('leave the default account where it is when another one is added', async () => {
    const first = await window.accounts.add(entry('First'));
    await window.accounts.add(entry('Second', `${KEY}2`, 2));

    assert.equal(window.accounts.current?.id, first.id);
  });

  it('can be renamed, in every window and for good', async () => {
    const account = await window.accounts.add(entry('Acme'));
    const other = await openWindow(machine);
    await window.accounts.rename(account, 'Umbrella');
    await other.accounts.select(account);

    assert.deepEqual(states(window), [['Umbrella', undefined]]);
    assert.deepEqual(states(other), [['Umbrella', undefined]]);
    assert.equal(await other.accounts.key(account.id, ORIGIN), KEY);
  });

  it('keep nothing secret in the memory that names them', async () => {
    await window.accounts.add(entry('Acme'));

    assert.deepEqual(machine.memory.get('lettr.accounts'), [
      { id: window.accounts.current?.id, name: 'Acme', origin: ORIGIN, mode: 'live', teamId: 1 },
    ]);
  });
});
