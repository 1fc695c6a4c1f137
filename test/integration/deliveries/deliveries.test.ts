import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import * as vscode from 'vscode';

import { run, seen, until, useWorld } from '../support.ts';
import { closeEditors, useEndpoint } from './endpoint.ts';

const PASSWORD = 'correct:horse battery';

describe('Deliveries', () => {
  const world = useWorld();
  const endpoint = useEndpoint();

  const sample = (more: object = {}) =>
    run('lettr.endpoint.sendSample', {
      url: endpoint.url,
      authentication: 'none',
      types: ['message.bounce'],
      ...more,
    });
  const storage = (): string =>
    vscode.Uri.joinPath(world.access.storageUri ?? world.access.globalStorageUri, 'deliveries').fsPath;

  it('sends a sample, keeps it and shows its page', async () => {
    await sample();
    assert.equal(endpoint.bodies.length, 1);
    const [delivery, ...others] = await world.access.deliveries.all();
    assert.equal(others.length, 0);
    assert.deepEqual(delivery?.batch, { count: 1, types: ['message.bounce'] });
    assert.equal(seen.contextKeys.get('lettr.hasDeliveries'), true);
    await until(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.label.startsWith('Bounce →') === true,
      'the page',
    );
    assert.match(seen.statuses.at(-1) ?? '', /^Delivered: /);
    assert.equal((await readdir(storage())).length, 3);
  });

  it('asks for credentials, uses them once, and writes them nowhere', async () => {
    endpoint.status = 401;
    const done = sample({ authentication: 'basic' });
    const name = await seen.input();
    assert.match(name.prompt, /not stored/);
    name.fill('horseman');
    await name.enter();
    const password = await seen.input();
    assert.equal(password.isMasked, true);
    password.fill(PASSWORD);
    await password.enter();
    await done;
    assert.deepEqual(endpoint.credentials, [`horseman:${PASSWORD}`]);
    const pair = Buffer.from(`horseman:${PASSWORD}`).toString('base64');
    const files = await readdir(storage());
    assert.ok(files.length >= 3);
    for (const file of files) {
      const text = await readFile(join(storage(), file), 'latin1');
      for (const secret of [PASSWORD, 'horseman', pair]) {
        assert.equal(text.includes(secret), false, `${file} contains ${secret}`);
      }
    }
  });

  it('sends exactly the document that was edited', async () => {
    await sample({ edit: true });
    assert.equal(endpoint.bodies.length, 0);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    assert.match(editor.document.fileName, /\.lettr-batch\.json$/);
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, '[ {"msys": {"message_event":{"type":"bounce"}}} ]\n'));
    await run('lettr.endpoint.sendDocument');
    assert.equal(endpoint.bodies[0]?.toString(), '[ {"msys": {"message_event":{"type":"bounce"}}} ]\n');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['$(play) Send'],
    );
  });

  it('sends the same bytes again, or the same event with a new id', async () => {
    await sample();
    // A page that is coming to the front would close a pick list.
    await closeEditors();
    const [delivery] = await world.access.deliveries.all();
    const again = run('lettr.delivery.resend', { delivery: delivery?.id });
    await (await seen.input()).choose('Same IDs');
    await again;
    assert.deepEqual(endpoint.bodies[1], endpoint.bodies[0]);
    await closeEditors();
    const fresh = run('lettr.delivery.resend', { delivery: delivery?.id });
    await (await seen.input()).choose('Fresh IDs');
    await fresh;
    assert.equal(endpoint.bodies[2]?.length, endpoint.bodies[0]?.length);
    assert.notDeepEqual(endpoint.bodies[2], endpoint.bodies[0]);
    assert.equal((await world.access.deliveries.all()).length, 3);
  });

  it('checks an endpoint and reports what it found', async () => {
    endpoint.status = 500;
    await run('lettr.endpoint.check', { url: endpoint.url, authentication: 'none' });
    assert.equal(endpoint.bodies[0]?.toString(), '[{"msys":{}}]');
    const { severity, text } = await seen.message();
    assert.equal(severity, 'warning');
    assert.match(text, /^The endpoint has 3 problems\./);
    const title = `Endpoint Check: ${new URL(endpoint.url).host}`;
    await until(() => vscode.window.tabGroups.activeTabGroup.activeTab?.label === title, 'the report');
  });

  it('names a host outside this machine and sends nothing unless that is confirmed', async () => {
    await run('lettr.endpoint.sendSample', {
      url: 'https://hooks.invalid/lettr',
      authentication: 'none',
      types: ['message.bounce'],
    });
    assert.equal(world.questions[0]?.text, 'Send requests to hooks.invalid?');
    assert.deepEqual(await world.access.deliveries.all(), []);
  });

  it('deletes a delivery, and all of them', async () => {
    await sample();
    await sample();
    const [newest] = await world.access.deliveries.all();
    await run('lettr.delivery.delete', { kind: 'delivery', id: newest?.id });
    assert.equal((await world.access.deliveries.all()).length, 1);
    await run('lettr.deliveries.clear');
    assert.deepEqual(await readdir(storage()).catch(() => []), []);
  });
});
