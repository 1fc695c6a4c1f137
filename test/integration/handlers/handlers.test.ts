import assert from 'node:assert/strict';
import http from 'node:http';

import * as vscode from 'vscode';

import { USUAL_PORTS } from '../../../src/handlers/ports.ts';
import { closeEditors, useEndpoint, withoutTrust } from '../deliveries/endpoint.ts';
import { run, seen, setSetting, until, useWorld } from '../support.ts';

const CREDENTIALS = { username: 'lettr', password: 'kept:for tests' };

/** The handlers that the workspace names. */
function named(): unknown {
  return vscode.workspace.getConfiguration('lettr').inspect('handlers')?.workspaceValue;
}

function nameInWorkspace(value: unknown): Thenable<void> {
  return vscode.workspace
    .getConfiguration('lettr')
    .update('handlers', value, vscode.ConfigurationTarget.Workspace);
}

describe('Add Webhook Handler to Test', () => {
  useWorld();
  afterEach(() => nameInWorkspace(undefined));

  it('writes the URL that is entered into the settings of the workspace', async () => {
    const done = run('lettr.handler.add');
    await (await seen.input()).choose('Enter a URL');
    await (await seen.input()).enter();
    await (await seen.input()).choose('Basic');
    await done;
    assert.deepEqual(named(), [
      {
        name: 'localhost:3000',
        url: 'http://localhost:3000/webhooks/lettr',
        authentication: 'basic',
        timeout: 10,
      },
    ]);
  });

  it('finds a server on a usual port', async () => {
    const server = http.createServer((_, response) => response.end());
    const port = await listenOnUsualPort(server);
    try {
      const done = run('lettr.handler.add');
      await (await seen.input()).choose('Find a Running Handler');
      await (await seen.input()).choose(`localhost:${port}`);
      await (await seen.input()).enter();
      await (await seen.input()).choose('None');
      await done;
      assert.deepEqual(named(), [
        {
          name: `localhost:${port}`,
          url: `http://localhost:${port}/webhooks/lettr`,
          authentication: 'none',
          timeout: 10,
        },
      ]);
    } finally {
      server.close();
    }
  });

  it('writes nothing after Esc', async () => {
    const done = run('lettr.handler.add');
    await (await seen.input()).choose('Enter a URL');
    await (await seen.input()).escape();
    await done;
    assert.equal(named(), undefined);
  });
});

/** Listens on the first of the ports at which handlers are looked for that nobody has. */
async function listenOnUsualPort(server: http.Server): Promise<number> {
  for (const port of USUAL_PORTS) {
    const isListening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, 'localhost', () => resolve(true));
    });
    if (isListening) {
      return port;
    }
  }
  throw new Error('Every usual port is taken.');
}

describe('Run Handler Tests', () => {
  const world = useWorld();
  const endpoint = useEndpoint();
  afterEach(() => setSetting('handlers', undefined));

  it('runs every test of every handler with the kept credentials, and keeps what failed', async () => {
    await setSetting('handlers', [{ name: 'Shop', url: endpoint.url, authentication: 'basic' }]);
    await world.context.keepForHandlers?.(CREDENTIALS);
    seen.clear();
    await run('lettr.handler.runTests');
    assert.equal(seen.unreadInputs, 0);
    assert.deepEqual(seen.messages, []);
    const { username, password } = CREDENTIALS;
    assert.equal(endpoint.credentials.filter((pair) => pair === `${username}:${password}`).length, 71);
    // It accepts whatever comes: another method, and requests without and with wrong credentials.
    const failed = await world.access.deliveries.all();
    assert.deepEqual(
      failed.map(({ source }) => source),
      ['test', 'test', 'test', 'test'],
    );
  });

  it('asks for the credentials that are missing, and sends nothing without them', async () => {
    await setSetting('handlers', [{ name: 'Other', url: endpoint.url, authentication: 'basic' }]);
    const done = run('lettr.handler.runTests');
    const username = await seen.input();
    assert.match(username.prompt, /^Username\. It is stored in VS Code's secret storage\./);
    await username.escape();
    await done;
    assert.deepEqual(endpoint.bodies, []);
  });

  it('offers to enter credentials again that the handler rejects, and shows none of them', async () => {
    await setSetting('handlers', [{ name: 'Shop', url: endpoint.url, authentication: 'basic' }]);
    await world.context.keepForHandlers?.(CREDENTIALS);
    seen.clear();
    endpoint.status = 401;
    await run('lettr.handler.runTests');
    const rejection = await seen.message();
    assert.equal(rejection.text, 'Shop rejected the credentials that are kept for its tests.');
    assert.deepEqual(rejection.buttons, ['Enter Credentials Again']);
    rejection.press('Enter Credentials Again');
    const username = await seen.input();
    assert.match(username.prompt, /^Username\. It is stored/);
    const before = endpoint.bodies.length;
    await username.escape();
    assert.equal(endpoint.bodies.length, before);
    assert.equal(
      await world.access.secrets.get(`lettr.handler:${new URL(endpoint.url).origin}/Shop`),
      undefined,
    );
    const answers = (await world.access.deliveries.all()).map(({ outcome }) =>
      outcome.kind === 'response' ? outcome.response.body.read() : assert.fail('no response'),
    );
    const pair = Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString('base64');
    assert.ok(answers.length > 0);
    assert.ok((await Promise.all(answers)).every((body) => !Buffer.from(body).toString().includes(pair)));
  });

  it('adds a handler first where there is none', async () => {
    const done = run('lettr.handler.runTests');
    const source = await seen.input();
    assert.equal(source.title, 'Add Webhook Handler to Test');
    await source.escape();
    await done;
  });

  it('sends nothing from an untrusted workspace', async () => {
    await setSetting('handlers', [{ name: 'Shop', url: endpoint.url }]);
    await withoutTrust(() => run('lettr.handler.runTests'));
    assert.match((await seen.message()).text, /untrusted workspace/);
    assert.deepEqual(endpoint.bodies, []);
  });
});

describe('The credentials of handler tests', () => {
  const world = useWorld();
  const BASIC = [
    { name: 'Shop', url: 'http://localhost:3000/webhooks/lettr', authentication: 'basic' },
    { name: 'Blog', url: 'http://localhost:3001/webhooks/lettr', authentication: 'basic' },
    { name: 'Open', url: 'http://localhost:3002/webhooks/lettr' },
  ];
  const keep = () => Promise.resolve(world.context.keepForHandlers?.(CREDENTIALS));
  const kept = (port: number, name: string) =>
    world.access.secrets.get(`lettr.handler:http://localhost:${port}/${name}`);
  afterEach(async () => {
    await setSetting('handlers', undefined);
    for (const [port, name] of [
      [3000, 'Shop'],
      [3001, 'Blog'],
    ] as const) {
      await world.access.secrets.delete(`lettr.handler:http://localhost:${port}/${name}`);
    }
  });

  it('are kept for the one that is picked of those with basic authentication', async () => {
    await setSetting('handlers', BASIC);
    const done = keep();
    const handlers = await seen.input();
    assert.deepEqual(handlers.labels, ['Shop', 'Blog']);
    await handlers.choose('Blog');
    await done;
    assert.deepEqual(JSON.parse((await kept(3001, 'Blog')) ?? ''), { type: 'basic', ...CREDENTIALS });
    assert.equal(await kept(3000, 'Shop'), undefined);
  });

  it('stay with the origin of their handler', async () => {
    await setSetting('handlers', BASIC.slice(0, 1));
    await keep();
    await setSetting('handlers', [{ ...BASIC[0], url: 'http://127.0.0.1:3000/webhooks/lettr' }]);
    const done = run('lettr.handler.runTests');
    const username = await seen.input();
    assert.match(username.prompt, /^Username/);
    await username.escape();
    await done;
  });
});

describe('Insert Webhook Handler', () => {
  useWorld();
  // A new document gets the name of one that was just closed, and with it its text.
  after(closeEditors);
  const editor = (): vscode.TextEditor => vscode.window.activeTextEditor ?? assert.fail('no editor');

  it('offers 14 frameworks and opens a document of its language', async () => {
    const done = run('lettr.handler.insert');
    const frameworks = await seen.input();
    assert.equal(new Set(frameworks.labels).size, 14);
    await frameworks.choose('Flask');
    await done;
    assert.equal(editor().document.languageId, 'python');
    assert.match(editor().document.getText(), /compare_digest/);
  });

  it('inserts at the cursor of an editor in its language, whose frameworks come first', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'go', content: 'package shop\n\n' });
    const shown = await vscode.window.showTextDocument(document);
    shown.selection = new vscode.Selection(2, 0, 2, 0);
    const done = run('lettr.handler.insert');
    const frameworks = await seen.input();
    assert.match(frameworks.labels[0] ?? '', /Go|net\/http/);
    await frameworks.enter();
    await done;
    await until(() => document.getText().includes('ConstantTimeCompare'), 'the handler');
    assert.match(document.getText(), /^package shop\n\n\S/);
    assert.equal(editor().document, document);
  });
});
