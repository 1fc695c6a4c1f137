import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { addAccount, run, seen, until, useWorld } from '../support.ts';
import { closeEditors, useEndpoint } from './endpoint.ts';

type Batch = readonly { readonly msys: Readonly<Record<string, Readonly<Record<string, unknown>>>> }[];

/** The types of the events in a body. */
function typesIn(body: Buffer | undefined): readonly unknown[] {
  const batch: Batch = JSON.parse(body?.toString() ?? '[]');
  return batch.flatMap(({ msys }) => Object.values(msys).map(({ type }) => type));
}

describe('Send Sample Event', () => {
  const world = useWorld();
  const endpoint = useEndpoint();
  const target = () => ({ url: endpoint.url, authentication: 'none' });

  /** Goes with the event that is selected at first, and picks how it is sent. */
  async function sendAs(how: string, answer?: string): Promise<void> {
    const done = run('lettr.endpoint.sendSample', target());
    await (await seen.input()).enter();
    await (await seen.input()).choose(how);
    if (answer !== undefined) {
      const input = await seen.input();
      input.fill(answer);
      await input.enter();
    }
    await done;
  }

  it('offers all 22 types, then ways to send them', async () => {
    const done = run('lettr.endpoint.sendSample', target());
    const types = await seen.input();
    assert.equal(types.labels.length, 22);
    await types.enter();
    const ways = await seen.input();
    assert.deepEqual(ways.labels, [
      '$(play) Send',
      '$(edit) Edit First',
      '$(person) With Recipient, Subject and Metadata…',
      'Batch of Several Events…',
      'Mixed Event Types…',
      'Same Batch Twice',
      'Out of Order',
      'Unknown Event Type',
      'With a Field Beside msys',
      'Body of 1 MB',
      'Several Requests at Once…',
    ]);
    await ways.escape();
    await done;
    assert.deepEqual(endpoint.bodies, []);
  });

  it('sends the same batch twice', async () => {
    await sendAs('Same Batch Twice');
    const [first, second, ...more] = endpoint.bodies;
    assert.deepEqual(typesIn(first), ['delivery']);
    assert.deepEqual(second, first);
    assert.deepEqual(more, []);
    const ids = (await world.access.deliveries.all()).map(
      ({ request }) => new Map(request.headers).get('X-MessageSystems-Batch-ID') ?? assert.fail('no id'),
    );
    assert.equal(ids.length, 2);
    assert.equal(new Set(ids).size, 1);
    assert.match((await seen.message()).text, /^Sent 2 batches\. /);
  });

  it('sends as many events or requests as are wanted, and no more than it can', async () => {
    await sendAs('Batch of Several Events…', '3');
    assert.deepEqual(typesIn(endpoint.bodies[0]), ['delivery', 'delivery', 'delivery']);
    await closeEditors();
    await sendAs('Several Requests at Once…', '4');
    assert.equal(endpoint.bodies.length, 5);
    const done = run('lettr.endpoint.sendSample', target());
    await (await seen.input()).enter();
    await (await seen.input()).choose('Several Requests at Once…');
    const count = await seen.input();
    count.fill('21');
    await count.enter();
    await until(() => count.remark === 'Enter a number from 1 to 20.', 'the remark');
    await count.escape();
    await done;
    assert.equal(endpoint.bodies.length, 5);
  });

  it('completes and explains the fields of an event that is edited', async () => {
    await run('lettr.endpoint.sendSample', { ...target(), types: ['message.bounce'], edit: true });
    const editor = vscode.window.activeTextEditor ?? assert.fail();
    const { document } = editor;
    const text = '[{"msys":{"message_event":{"type":"bounce", }}}]';
    await editor.edit((change) => change.replace(new vscode.Range(0, 0, document.lineCount, 0), text));
    const at = (needle: string) => document.positionAt(text.indexOf(needle) + 1);
    let labels: readonly string[] = [];
    for (const start = Date.now(); !labels.includes('rcpt_to') && Date.now() - start < 10_000;) {
      // VS Code's JSON support starts with the first JSON document.
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at(', '),
      );
      labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    }
    assert.ok(labels.includes('bounce_class') && labels.includes('rcpt_to'), labels.join());
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at('type'),
    );
    assert.ok(hover, 'a hover');
  });
});

describe('Send Recent Event', () => {
  const world = useWorld();
  const endpoint = useEndpoint();
  const send = () => run('lettr.endpoint.sendRecent', { url: endpoint.url, authentication: 'none' });

  it('rebuilds the one that is picked', async () => {
    await addAccount(world);
    world.simulator.clearEvents();
    world.simulator.happened('message.bounce', { at: Date.now() - 60_000 });
    world.simulator.happened('engagement.click');
    const done = send();
    const events = await seen.input();
    assert.deepEqual(events.labels, ['Click', 'Bounce']);
    await events.choose('Bounce');
    await (await seen.input()).choose('Send');
    await done;
    assert.deepEqual(typesIn(endpoint.bodies[0]), ['bounce']);
    const [delivery] = await world.access.deliveries.all();
    assert.equal(delivery?.source, 'rebuilt');
  });

  it('reads one page, and more when asked', async () => {
    await addAccount(world);
    world.simulator.clearEvents();
    world.simulator.happened('message.bounce', { count: 30 });
    const done = send();
    const first = await seen.input();
    assert.ok(first.labels.length < 31 && first.labels.at(-1) === '$(ellipsis) More', first.labels.join());
    await first.choose('More');
    const all = await seen.input();
    assert.equal(all.labels.length, 30);
    await all.escape();
    await done;
    assert.deepEqual(endpoint.bodies, []);
  });

  it('says that there are none, and what it needs', async () => {
    await send();
    assert.deepEqual((await seen.message()).buttons, ['Add Account']);
    await addAccount(world);
    world.simulator.clearEvents();
    await send();
    assert.match((await seen.message()).text, /^No events/);
    assert.deepEqual(endpoint.bodies, []);
  });
});
