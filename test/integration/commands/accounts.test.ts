import assert from 'node:assert/strict';

import { addAccount, run, seen, until, useWorld } from '../support.ts';

describe('Switch Account', () => {
  const world = useWorld();

  it('lists every account with its mode and address, and one row to add another', async () => {
    await addAccount(world, { name: 'Sand', key: 'sandbox' });
    await addAccount(world, { name: 'Acme' });
    const done = run('lettr.account.switch');
    const pick = await seen.input();
    assert.deepEqual(pick.labels, ['Acme', 'Sand', '$(add) Add Account']);
    await pick.choose('Sand');
    await done;
    assert.equal(world.context.accounts.current?.name, 'Sand');
    assert.equal(world.simulator.requests.length, 0);
  });

  it('changes nothing after Esc', async () => {
    await addAccount(world, { name: 'First' });
    await addAccount(world, { name: 'Second' });
    const done = run('lettr.account.switch');
    await (await seen.input()).escape();
    await done;
    assert.equal(world.context.accounts.current?.name, 'Second');
  });

  it('takes an account as argument', async () => {
    const first = await addAccount(world, { name: 'First' });
    await addAccount(world, { name: 'Second' });
    await run('lettr.account.switch', { id: first.id });
    assert.equal(world.context.accounts.current?.id, first.id);
    assert.equal(seen.unreadInputs, 0);
  });

  it('leads on to Add Account', async () => {
    const done = run('lettr.account.switch');
    await (await seen.input()).choose('Add Account');
    const add = await seen.input();
    assert.equal(add.title, 'Add Account: API Key Source');
    await add.escape();
    await done;
  });
});

describe('Add Account', () => {
  const world = useWorld();

  it('offers to paste a key or to create one in the dashboard', async () => {
    const done = run('lettr.account.add');
    const source = await seen.input();
    assert.deepEqual(source.labels, ['Paste an API Key', 'Create an API Key in the Lettr Dashboard']);
    await source.choose('Paste an API Key');
    const key = await seen.input();
    await key.enter();
    await until(() => key.remark !== undefined, 'the remark');
    assert.equal(key.remark, 'Enter an API key.');
    await key.escape();
    await done;
    assert.deepEqual(await world.access.secrets.keys(), []);
    assert.equal(world.simulator.requests.length, 0);
  });

  it('opens the page of the dashboard and waits for the key', async () => {
    const done = run('lettr.account.add');
    await (await seen.input()).choose('Create an API Key in the Lettr Dashboard');
    await (await seen.input()).escape();
    await done;
    assert.deepEqual(world.opened, ['https://app.lettr.com/api-keys']);
  });
});

describe('Add Account with a key', () => {
  const world = useWorld();

  it('cleans what came along when it was copied, and sends nothing of that', async () => {
    const key = await open(`\u200b"${world.simulator.keys.live}";`);
    await key.enter();
    const name = await seen.input();
    assert.equal(name.title, 'Add Account: Name');
    await name.enter();
    await until(() => world.context.accounts.all.length === 1, 'the account');
    const [account] = world.context.accounts.all;
    assert.ok(account);
    assert.equal(await world.context.accounts.key(account.id, account.origin), world.simulator.keys.live);
  });

  it('says which character does not belong, and asks Lettr nothing', async () => {
    const key = await open('lttr_0123456789,abcdefgh');
    await key.enter();
    await until(() => key.remark !== undefined, 'the remark');
    assert.equal(key.remark, "API keys don't contain the character ,.");
    assert.equal(world.simulator.requests.length, 0);
    await key.escape();
  });

  it('says that a valid key cannot list webhooks, and takes it with a second Enter', async () => {
    const key = await open(world.simulator.keys.sendingOnly);
    await key.enter();
    await until(() => key.remark !== undefined, 'the remark');
    assert.match(key.remark ?? '', /^This API key is valid but can't list webhooks\./);
    await key.enter();
    assert.equal((await seen.input()).title, 'Add Account: Name');
    await key.escape();
  });

  it('keeps what was typed after Esc, until the account is added', async () => {
    const key = await open(world.simulator.keys.live);
    await key.escape();
    const done = run('lettr.account.add');
    const again = await seen.input();
    assert.equal(again.title, 'Add Account: API Key');
    await again.enter();
    await (await seen.input()).enter();
    await done;
    const last = run('lettr.account.add');
    const source = await seen.input();
    assert.equal(source.title, 'Add Account: API Key Source');
    await source.escape();
    await last;
  });

  it('asks before the new account becomes the default, and names it apart from another of its team', async () => {
    const { accounts } = world.context;
    const { origin, keys } = world.simulator;
    const first = await accounts.add({ name: `Team ${await teamOf()}`, origin, key: keys.live });
    const key = await open(keys.sandbox);
    await key.enter();
    await (await seen.input()).enter();
    const message = await seen.message();
    assert.equal(
      message.text,
      `Added account "${first.name} (sandbox)". "${first.name}" is still the default account of this window.`,
    );
    assert.equal(accounts.current?.id, first.id);
    message.press('Make Default');
    await until(() => accounts.current?.name === `${first.name} (sandbox)`, 'the new default');
  });

  async function teamOf(): Promise<number | undefined> {
    const { keys, origin } = world.simulator;
    return (await world.context.keys.check(keys.sandbox, origin, new AbortController().signal)).teamId;
  }

  /** Opens the wizard at the key, as after Esc. */
  async function open(key: string): Promise<Awaited<ReturnType<typeof seen.input>>> {
    world.context.accountDrafts.keep('add', { source: 'paste', key, name: '' });
    void run('lettr.account.add');
    const input = await seen.input();
    assert.equal(input.title, 'Add Account: API Key');
    return input;
  }
});

describe('Rename Account', () => {
  const world = useWorld();

  it('asks which of several, and changes nothing after Esc or the same name', async () => {
    await addAccount(world, { name: 'First' });
    await addAccount(world, { name: 'Second', key: 'sandbox' });
    const done = run('lettr.account.rename');
    const pick = await seen.input();
    assert.equal(pick.title, 'Select an account to rename');
    await pick.choose('Second');
    const name = await seen.input();
    assert.equal(name.title, 'Rename Account: Name');
    await name.enter();
    await done;
    assert.deepEqual(
      world.context.accounts.all.map((account) => account.name),
      ['First', 'Second'],
    );
    assert.deepEqual(seen.statuses, []);
  });

  it('takes the row of an account', async () => {
    const first = await addAccount(world, { name: 'First' });
    await addAccount(world, { name: 'Second', key: 'sandbox' });
    const done = run('lettr.account.rename', { kind: 'account', id: first.id });
    const name = await seen.input();
    assert.equal(name.title, 'Rename Account: Name');
    await name.escape();
    await done;
  });
});

describe('Replace API Key and Remove Account', () => {
  const world = useWorld();
  const commands = ['lettr.account.replaceKey', 'lettr.account.remove'] as const;

  for (const command of commands) {
    it(`${command} says that no account is stored`, async () => {
      await run(command);
      assert.equal((await seen.message()).text, 'No accounts have been added to VS Code.');
    });

    it(`${command} asks which of several, and changes nothing after Esc`, async () => {
      await addAccount(world, { name: 'First' });
      await addAccount(world, { name: 'Second', key: 'sandbox' });
      const before = await secretTexts();
      const done = run(command);
      const pick = await seen.input();
      assert.deepEqual(pick.labels, ['First', 'Second']);
      await pick.escape();
      await done;
      assert.deepEqual(await secretTexts(), before);
      assert.equal(world.questions.length, 0);
    });
  }

  it('removes the only account after a question that names it', async () => {
    await addAccount(world, { name: 'Acme' });
    world.answer('Remove');
    await run('lettr.account.remove');
    assert.equal(world.questions[0]?.text, 'Remove account "Acme"?');
    assert.match(world.questions[0].detail, /key will be deleted from this computer/);
    assert.deepEqual(await world.access.secrets.keys(), []);
    assert.deepEqual(seen.statuses, ['Removed account "Acme".']);
    assert.equal(world.simulator.requests.length, 0);
  });

  it('keeps the account after Esc', async () => {
    await addAccount(world);
    const before = await secretTexts();
    await run('lettr.account.remove');
    assert.equal(world.questions.length, 1);
    assert.deepEqual(await secretTexts(), before);
  });

  it('removes the account that is its argument', async () => {
    const first = await addAccount(world, { name: 'First' });
    const second = await addAccount(world, { name: 'Second' });
    world.answer('Remove');
    await run('lettr.account.remove', first);
    assert.deepEqual(await world.access.secrets.keys(), [`lettr.account.${second.id}`]);
  });

  it('keeps the key when the wizard for another one is left', async () => {
    await addAccount(world, { name: 'Acme' });
    const before = await secretTexts();
    const done = run('lettr.account.replaceKey');
    const key = await seen.input();
    assert.equal(key.title, 'Replace API Key of "Acme": API Key');
    await key.enter();
    await until(() => key.remark !== undefined, 'the remark');
    await key.escape();
    await done;
    assert.deepEqual(await secretTexts(), before);
  });

  async function secretTexts(): Promise<readonly (string | undefined)[]> {
    const { secrets } = world.access;
    return Promise.all((await secrets.keys()).map((name) => secrets.get(name)));
  }
});
