import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import { Command } from '../../../src/platform/ids.ts';
import type { Credentials } from '../../../src/wizard/credentials.ts';
import { emptyForm } from '../../../src/wizard/form.ts';
import { type SeenMessage } from '../seen.ts';
import { addAccount, idOf, run, seen, until, useWorld, writesOf } from '../support.ts';

const COPY = 'Copy as .env Lines';
const APPEND = 'Append to .env';
const KEEP = 'Keep for Handler Tests';
const LINES = /^WEBHOOK_USERNAME=(lettr-[\w-]{8})\nWEBHOOK_PASSWORD=([\w-]{43})\n$/;

describe('Generate Webhook Credentials', () => {
  const world = useWorld();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const file = (name: string): string => path.join(folder, name);
  const kept: Credentials[] = [];

  function beginRepository(): void {
    execFileSync('git', ['-C', folder, 'init', '-q']);
    writeFileSync(file('.gitignore'), '.env\n');
  }

  function offerKeeping(): void {
    Object.assign(world.context, {
      keepForHandlers: (credentials: Credentials) => Promise.resolve(kept.push(credentials)),
    });
  }

  let ownKeeping: unknown;
  before(() => {
    ownKeeping = Reflect.get(world.context, 'keepForHandlers');
  });
  // The extension keeps them itself; most tests are about what is offered besides.
  beforeEach(() => {
    Reflect.deleteProperty(world.context, 'keepForHandlers');
  });
  after(() => {
    Object.assign(world.context, { keepForHandlers: ownKeeping });
  });
  afterEach(() => {
    kept.length = 0;
    for (const name of ['.git', '.gitignore', '.env']) {
      rmSync(file(name), { recursive: true, force: true });
    }
  });

  /** Runs the command without a webhook. */
  async function onlyGenerate(): Promise<SeenMessage> {
    const done = run(Command.credentialsGenerate);
    await (await seen.input()).choose('Only Generate');
    await done;
    return seen.message();
  }

  /** The next status and the credentials on the clipboard. */
  async function copied(): Promise<Credentials> {
    await until(() => seen.statuses.includes('Copied the credentials as .env lines.'), 'the copy');
    return credentialsIn(await vscode.env.clipboard.readText());
  }

  it('only generates, without an account and without a request', async () => {
    const message = await onlyGenerate();
    assert.deepEqual(message.buttons, [COPY, APPEND]);
    message.press(COPY);
    const first = await copied();
    seen.clear();
    (await onlyGenerate()).press(COPY);
    assert.notDeepEqual(await copied(), first);
    assert.equal(world.simulator.requests.length, 0);
  });

  it('does nothing after Esc', async () => {
    const done = run(Command.credentialsGenerate);
    await (await seen.input()).escape();
    await done;
    assert.equal(seen.messages.length, 0);
  });

  it('sets them for the webhook that is picked, after a question that names it', async () => {
    await addAccount(world);
    world.answer('Set Credentials');
    const done = run(Command.credentialsGenerate);
    await (await seen.input()).choose('Set for a Webhook');
    await (await seen.input()).choose('Billing 2');
    await done;
    const [question] = world.questions;
    assert.equal(question?.text, 'Set new credentials for webhook "Billing 2"?');
    assert.match(question?.detail ?? '', /Account: live · Acme$/);
    const message = await seen.message();
    assert.match(message.text, /^Lettr now sends the generated credentials to webhook "Billing 2"\./);
    message.press(COPY);
    const { username, password } = await copied();
    assert.deepEqual(writesOf(world), [
      [
        'PATCH',
        `/webhooks/${idOf(world, 'Billing 2')}`,
        { auth_type: 'basic', auth_username: username, auth_password: password },
      ],
    ]);
  });

  for (const [authentication, sentence] of [
    ['none', /currently has no authentication/],
    ['basic', /^Deliveries with the current credentials stop\./],
    ['oauth2', /^Basic authentication replaces the current one, and deliveries .* stop\./],
  ] as const) {
    it(`says what that means for authentication ${authentication}, and sends nothing without a yes`, async () => {
      await addAccount(world);
      const id = idOf(world, 'Billing 2');
      world.simulator.put({ id, auth_type: authentication });
      await run(Command.credentialsGenerate, { id });
      assert.match(world.questions[0]?.detail ?? '', sentence);
      assert.deepEqual(writesOf(world), []);
      assert.equal(seen.messages.length, 0);
    });
  }

  it('offers to save them when nobody knows whether Lettr has them, and tries the same again', async () => {
    await addAccount(world);
    const id = idOf(world, 'Billing 2');
    world.simulator.put({ id, auth_type: 'basic' });
    world.answer('Set Credentials');
    world.simulator.fault({ kind: 'reset', phase: 'after', on: { method: 'PATCH' } });
    await run(Command.credentialsGenerate, { id });
    await until(() => seen.messages.length === 2, 'the offer and the failure');
    const offer = seen.messages.find(({ text }) => text.startsWith('Lettr may already send'));
    seen.clear();
    assert.deepEqual(offer?.buttons, ['Try Again', COPY, APPEND]);
    offer.press('Try Again');
    const message = await seen.message();
    message.press(COPY);
    const { password } = await copied();
    const sent = writesOf(world).map(([, , body]) => Object(body).auth_password);
    assert.deepEqual(sent, [password, password]);
  });

  it('refuses a sandbox key before anything is asked', async () => {
    await addAccount(world, { key: 'sandbox' });
    await run(Command.credentialsGenerate, { id: idOf(world, 'Billing 2') });
    assert.equal((await seen.message()).buttons.includes(COPY), false);
    assert.equal(world.questions.length, 0);
  });

  describe('appended to .env', () => {
    it('are two lines of the file that Git ignores', async () => {
      beginRepository();
      writeFileSync(file('.env'), 'A=1');
      (await onlyGenerate()).press(APPEND);
      await until(() => seen.statuses.some((text) => text.startsWith('Added the credentials')), 'the lines');
      const text = readFileSync(file('.env'), 'utf8');
      assert.ok(text.startsWith('A=1\n'));
      credentialsIn(text.slice(4));
      assert.equal(seen.messages.length, 0);
    });

    it('are refused with the reason where Git does not ignore it, and copied instead', async () => {
      beginRepository();
      rmSync(file('.gitignore'));
      (await onlyGenerate()).press(APPEND);
      const message = await seen.message();
      assert.equal(message.severity, 'warning');
      assert.match(message.text, /^The credentials weren't added to \.env\. Git doesn't ignore \.env/);
      assert.deepEqual(message.buttons, ['Copy Instead', 'Try Again']);
      assert.ok(!existsSync(file('.env')));
      message.press('Copy Instead');
      await copied();
    });

    it('are appended once the reason is gone', async () => {
      (await onlyGenerate()).press(APPEND);
      const message = await seen.message();
      assert.match(message.text, /isn't in a Git repository/);
      beginRepository();
      message.press('Try Again');
      await until(() => existsSync(file('.env')), 'the file');
    });

    it('never replace what stands there', async () => {
      beginRepository();
      writeFileSync(file('.env'), 'WEBHOOK_USERNAME=mine\n');
      (await onlyGenerate()).press(APPEND);
      assert.match((await seen.message()).text, /already sets WEBHOOK_USERNAME\./);
      assert.equal(readFileSync(file('.env'), 'utf8'), 'WEBHOOK_USERNAME=mine\n');
    });

    it('wait for unsaved changes of the file', async () => {
      beginRepository();
      writeFileSync(file('.env'), 'A=1\n');
      const document = await vscode.workspace.openTextDocument(file('.env'));
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), 'B=2\n');
      await vscode.workspace.applyEdit(edit);
      (await onlyGenerate()).press(APPEND);
      assert.match((await seen.message()).text, /has unsaved changes/);
      assert.equal(readFileSync(file('.env'), 'utf8'), 'A=1\n');
      await vscode.window.showTextDocument(document);
      await run('workbench.action.revertAndCloseActiveEditor');
    });

    it('are refused in a workspace that is not trusted', async () => {
      beginRepository();
      const message = await onlyGenerate();
      const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');
      Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
      try {
        message.press(APPEND);
        assert.match((await seen.message()).text, /This workspace isn't trusted\./);
      } finally {
        Object.defineProperty(vscode.workspace, 'isTrusted', trusted ?? {});
      }
      assert.ok(!existsSync(file('.env')));
    });
  });

  it('keeps them for handler tests where there are some, and offers the rest then', async () => {
    offerKeeping();
    const message = await onlyGenerate();
    assert.deepEqual(message.buttons, [COPY, APPEND, KEEP]);
    message.press(KEEP);
    const rest = await seen.message();
    assert.deepEqual(rest.buttons, [COPY, APPEND]);
    rest.press(COPY);
    assert.deepEqual(kept, [await copied()]);
    const last = await seen.message();
    assert.deepEqual(last.buttons, [KEEP]);
  });

  describe('in a wizard', () => {
    it('fills in both, sends them and offers to save them', async () => {
      const account = await addAccount(world);
      const form = {
        ...emptyForm(),
        name: 'New one',
        url: 'https://new.example.com/hook',
        eventsMode: 'all' as const,
        authentication: 'basic' as const,
      };
      world.context.drafts.keep(`create ${account.id}`, { form, initial: emptyForm(), step: 'username' });
      const done = run(Command.webhookCreate);
      await (await seen.input()).choose('Continue');
      const username = await seen.input();
      assert.equal(username.title, 'Create Webhook: Username (live · Acme)');
      username.press('Generate Username and Password');
      assert.match(username.value, /^lettr-/);
      assert.match(username.remark ?? '', /^Generated a username and password\./);
      await username.enter();
      await (await seen.input()).choose('Create Webhook');
      await done;
      const message = await seen.message();
      message.press(COPY);
      const credentials = await copied();
      const [[, , body] = []] = writesOf(world);
      assert.deepEqual(
        { username: Object(body).auth_username, password: Object(body).auth_password },
        credentials,
      );
    });

    it('generates a password for a username that was typed', async () => {
      await addAccount(world);
      const account = world.context.accounts.current;
      const form = { ...emptyForm(), name: 'New one', url: 'https://new.example.com/hook' };
      const filled = {
        ...form,
        eventsMode: 'all' as const,
        authentication: 'basic' as const,
        username: 'me',
      };
      world.context.drafts.keep(`create ${account?.id}`, {
        form: filled,
        initial: emptyForm(),
        step: 'password',
      });
      const done = run(Command.webhookCreate);
      await (await seen.input()).choose('Continue');
      const password = await seen.input();
      assert.ok(password.buttons.includes('Generate Password'));
      password.press('Generate Password');
      assert.equal(password.value.length, 43);
      await password.enter();
      await (await seen.input()).choose('Create Webhook');
      await done;
      (await seen.message()).press(COPY);
      await until(() => seen.statuses.includes('Copied the credentials as .env lines.'), 'the copy');
      assert.match(
        await vscode.env.clipboard.readText(),
        /^WEBHOOK_USERNAME=me\nWEBHOOK_PASSWORD=[\w-]{43}\n$/,
      );
    });

    it('generates nothing for OAuth 2.0, whose credentials somebody else makes', async () => {
      await addAccount(world);
      const id = idOf(world, 'Billing 2');
      const done = run(Command.webhookEdit, { id, field: 'authentication' });
      await (await seen.input()).choose('OAuth 2.0');
      const client = await seen.input();
      assert.equal(
        client.buttons.some((button) => button.startsWith('Generate')),
        false,
      );
      await client.escape();
      await done;
      assert.equal(seen.messages.length, 0);
    });
  });

  function credentialsIn(lines: string): Credentials {
    const [, username = '', password = ''] = LINES.exec(lines) ?? assert.fail(lines);
    return { username, password };
  }
});
