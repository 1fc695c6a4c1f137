import assert from 'node:assert/strict';

import { eventually } from '../support/workbench/dom.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { type Session, openSession, rowShown, openAsText } from './session.ts';

const NAME = 'Bounce receiver';
/** The shortest interval is 30 s, and a busy machine is late. */
const INTERVAL_MS = 60_000;

describe('A webhook that begins to fail', () => {
  let session: Session;
  let receiver: Receiver;

  before(async () => {
    receiver = await startReceiver();
    session = await openSession({ empty: true, settings: { 'lettr.refreshInterval': 30 } });
    session.simulator.put({ name: NAME, url: receiver.url, event_types: ['message.bounce'] });
    await session.simulator.emit('message.bounce');
    await session.workbench.view.titleAction('Refresh Webhooks');
    await rowShown(session.workbench, NAME);
  });
  after(async () => {
    await session.close();
    await receiver.close();
  });

  it('is told once, by itself, while nobody asks', async () => {
    const { workbench, simulator } = session;
    assert.match(await aria(), /Healthy/);
    assert.equal(await workbench.view.badge(), undefined);
    assert.deepEqual(await workbench.messages.statusBar(), []);
    receiver.answer(503);
    const [delivery] = await simulator.emit('message.bounce');
    assert.equal(delivery?.status, 503);
    await eventually(async () => assert.match(await aria(), /Failing: last failure/), INTERVAL_MS);
    const toast = await workbench.messages.toast(NAME);
    assert.equal(toast.severity, 'warning');
    assert.deepEqual(toast.buttons, ['Explain', 'Turn Off Notifications']);
    await workbench.screenshot('incident');
    await simulator.emit('message.bounce');
    await workbench.view.titleAction('Refresh Webhooks');
    assert.equal((await workbench.messages.toasts()).length, 1);
  });

  // VS Code hides a warning after 18 s, so its button comes first.
  it('is explained, with its endpoint named', async () => {
    const { workbench } = session;
    await workbench.messages.toastButton(NAME, 'Explain');
    const body = await workbench.editors.webview('h1');
    await eventually(async () => {
      const text = await body.innerText();
      assert.match(text, /Failing/);
      assert.ok(text.includes(receiver.url), text);
    });
    await workbench.screenshot('explain');
  });

  it('is explained as text, too', async () => {
    const { workbench } = session;
    await openAsText(workbench);
    await eventually(async () => assert.match(await workbench.editors.text(), /Failing/));
    assert.ok((await workbench.editors.tabs()).some((name) => name.includes(NAME)));
  });

  it('shows in the badge and the status bar', async () => {
    const { workbench } = session;
    await eventually(async () => assert.equal((await workbench.view.badge())?.text, '1'));
    assert.match((await workbench.view.badge())?.label ?? '', /1 webhook is failing/);
    const [item, ...more] = await workbench.messages.statusBar();
    assert.deepEqual(more, []);
    assert.match(item?.text ?? '', /1 webhook failing/);
  });

  it('has a history below its row', async () => {
    const { workbench } = session;
    await workbench.view.expand(NAME);
    await rowShown(workbench, 'History');
    await workbench.view.expand('History');
    await eventually(async () => {
      const rows = await workbench.view.rows();
      const below = rows.filter(({ level }) => level === 3).map((row) => row.aria);
      assert.equal(
        below.some((words) => /fail/i.test(words)),
        true,
        below.join(' | '),
      );
    });
  });

  it('is followed when it recovers', async () => {
    const { workbench, simulator } = session;
    receiver.answer(200);
    await simulator.emit('message.bounce');
    await workbench.view.titleAction('Refresh Webhooks');
    await eventually(async () => assert.match(await aria(), /Recovered: last failure/));
    await eventually(async () => assert.equal(await workbench.view.badge(), undefined));
    await eventually(async () => assert.deepEqual(await workbench.messages.statusBar(), []));
    await eventually(async () => assert.match(await workbench.editors.text(), /Recovered|recovered/));
    await workbench.palette('Lettr: Explain Webhook Health');
    await workbench.quickInput.pick(NAME);
    const body = await workbench.editors.webview('h1');
    await eventually(async () => assert.match(await body.innerText(), /recovered/i));
  });

  async function aria(): Promise<string> {
    const rows = await session.workbench.view.rows();
    return rows.find(({ label }) => label === NAME)?.aria ?? '';
  }
});
