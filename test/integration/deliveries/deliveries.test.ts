import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

import * as vscode from 'vscode';

import { run, seen, until, useWorld } from '../support.ts';

const PASSWORD = 'correct:horse battery';

describe('Deliveries', () => {
  const world = useWorld();
  const bodies: Buffer[] = [];
  const authorizations: (string | undefined)[] = [];
  let status = 200;
  const server = http.createServer((request, response) => {
    void buffer(request).then((body) => {
      bodies.push(body);
      authorizations.push(request.headers.authorization);
      // What a careless handler answers.
      response.writeHead(status).end(`you sent ${request.headers.authorization ?? 'nothing'}`);
    });
  });
  let url = '';

  before(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/webhooks/lettr`;
  });
  beforeEach(async () => {
    await run('lettr.deliveries.clear');
    bodies.length = 0;
    authorizations.length = 0;
    status = 200;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const sample = (more: object = {}) =>
    run('lettr.endpoint.sendSample', { url, authentication: 'none', types: ['message.bounce'], ...more });
  const storage = (): string =>
    vscode.Uri.joinPath(world.access.storageUri ?? world.access.globalStorageUri, 'deliveries').fsPath;
  const closeAll = () => run('workbench.action.closeAllEditors');

  it('sends a sample, keeps it and shows its page', async () => {
    await sample();
    assert.equal(bodies.length, 1);
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
    await closeAll();
  });

  it('asks for credentials, uses them once, and writes them nowhere', async () => {
    status = 401;
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
    const pair = authorizations[0]?.replace('Basic ', '') ?? '';
    assert.equal(Buffer.from(pair, 'base64').toString(), `horseman:${PASSWORD}`);
    const files = await readdir(storage());
    assert.ok(files.length >= 3);
    for (const file of files) {
      const text = await readFile(join(storage(), file), 'latin1');
      for (const secret of [PASSWORD, 'horseman', pair]) {
        assert.equal(text.includes(secret), false, `${file} contains ${secret}`);
      }
    }
    await closeAll();
  });

  it('sends exactly the document that was edited', async () => {
    await sample({ edit: true });
    assert.equal(bodies.length, 0);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    assert.match(editor.document.fileName, /\.lettr-batch\.json$/);
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, '[ {"msys": {"message_event":{"type":"bounce"}}} ]\n'));
    await run('lettr.endpoint.sendDocument');
    assert.equal(bodies[0]?.toString(), '[ {"msys": {"message_event":{"type":"bounce"}}} ]\n');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['$(play) Send'],
    );
    await vscode.window.showTextDocument(editor.document);
    await run('workbench.action.revertAndCloseActiveEditor');
    await closeAll();
  });

  it('sends the same bytes again, or the same event with a new id', async () => {
    await sample();
    // A page that is coming to the front would close a pick list.
    await closeAll();
    const [delivery] = await world.access.deliveries.all();
    const again = run('lettr.delivery.resend', { delivery: delivery?.id });
    await (await seen.input()).choose('Same IDs');
    await again;
    assert.deepEqual(bodies[1], bodies[0]);
    await closeAll();
    const fresh = run('lettr.delivery.resend', { delivery: delivery?.id });
    await (await seen.input()).choose('Fresh IDs');
    await fresh;
    assert.equal(bodies[2]?.length, bodies[0]?.length);
    assert.notDeepEqual(bodies[2], bodies[0]);
    assert.equal((await world.access.deliveries.all()).length, 3);
    await closeAll();
  });

  it('checks an endpoint and reports what it found', async () => {
    status = 500;
    await run('lettr.endpoint.check', { url, authentication: 'none' });
    assert.equal(bodies[0]?.toString(), '[{"msys":{}}]');
    const { severity, text } = await seen.message();
    assert.equal(severity, 'warning');
    assert.match(text, /^The endpoint has 3 problems\./);
    const title = `Endpoint Check: ${new URL(url).host}`;
    await until(() => vscode.window.tabGroups.activeTabGroup.activeTab?.label === title, 'the report');
    await closeAll();
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
    await closeAll();
  });
});
