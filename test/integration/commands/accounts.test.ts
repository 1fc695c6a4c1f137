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
    assert.equal(add.title, 'Add Account: Source of the Key');
    await add.escape();
    await done;
  });
});

describe('Add Account', () => {
  const world = useWorld();

  it('offers to paste a key or to open the page where keys are made', async () => {
    const done = run('lettr.account.add');
    const source = await seen.input();
    assert.deepEqual(source.labels, ['Paste an API key', 'Open the page where keys are made']);
    await source.choose('Paste an API key');
    const key = await seen.input();
    await key.enter();
    await until(() => key.remark !== undefined, 'the remark');
    assert.equal(key.remark, 'Paste an API key.');
    await key.escape();
    await done;
    assert.deepEqual(await world.access.secrets.keys(), []);
    assert.equal(world.simulator.requests.length, 0);
  });

  it('opens the page of the dashboard and waits for the key', async () => {
    const done = run('lettr.account.add');
    await (await seen.input()).choose('Open the page where keys are made');
    await (await seen.input()).escape();
    await done;
    assert.deepEqual(world.opened, ['https://app.lettr.com/api-keys']);
  });
});

describe('Replace API Key and Remove Account', () => {
  const world = useWorld();
  const commands = ['lettr.account.replaceKey', 'lettr.account.remove'] as const;

  for (const command of commands) {
    it(`${command} says that no account is stored`, async () => {
      await run(command);
      assert.equal((await seen.message()).text, 'No account is stored on this machine.');
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
    assert.match(world.questions[0].detail, /key is deleted from this machine/);
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
