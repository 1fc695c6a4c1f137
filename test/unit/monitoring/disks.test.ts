import assert from 'node:assert/strict';

import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { ORDERS } from '../api/harness.ts';
import { type BrokenDisk, breakDisk } from './brokenDisk.ts';
import { useFolder } from './folder.ts';
import { INTERVAL_MS, TestClock, type TestWindow, listsOf, openWindow } from './windows.ts';

describe('a disk on which nothing can be written', () => {
  const folder = useFolder();
  const opened: TestWindow[] = [];
  let mend = (): void => undefined;
  let simulator: Simulator;
  let clock: TestClock;

  before(async () => {
    simulator = await startSimulator({ rateLimit: false });
  });
  beforeEach(() => {
    simulator.reset();
    clock = new TestClock();
  });
  afterEach(async () => {
    mend();
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });
  after(() => simulator.close());

  async function open(): Promise<TestWindow> {
    const window = await openWindow({ simulator, folder: folder.path, clock });
    opened.push(window);
    await clock.settled();
    return window;
  }

  function fieldsOf({ histories }: TestWindow): readonly string[] {
    return histories.of('acme', ORDERS).map(({ field, to }) => `${field} ${String(to)}`);
  }

  const disks: Readonly<Record<string, BrokenDisk>> = { 'is full': 'ENOSPC', 'is read-only': 'EROFS' };
  for (const [what, code] of Object.entries(disks)) {
    it(`that ${what} from the beginning costs neither refreshes nor notifications`, async () => {
      mend = await breakDisk(code);
      const window = await open();
      simulator.put({ id: ORDERS, last_status: 'failure' });
      await clock.pass(3 * INTERVAL_MS);
      assert.ok(listsOf(simulator).length >= 3);
      assert.deepEqual(fieldsOf(window), ['health failing']);
      assert.equal(window.announced.length, 1);
      assert.deepEqual(window.log, [
        `warn Webhooks and their history couldn't be shared with other windows: ${code}`,
      ]);
    });

    it(`that ${what} for a while loses nothing of the history`, async () => {
      const window = await open();
      mend = await breakDisk(code);
      simulator.put({ id: ORDERS, last_status: 'failure' });
      await clock.pass(INTERVAL_MS);
      simulator.put({ id: ORDERS, enabled: false });
      await clock.pass(INTERVAL_MS);
      mend();
      simulator.put({ id: ORDERS, enabled: true });
      await clock.pass(INTERVAL_MS + 1_000);
      const changes = ['health failing', 'enabled false', 'enabled true'];
      assert.deepEqual(fieldsOf(window), changes);
      assert.deepEqual(fieldsOf(await open()), changes);
      assert.equal(window.announced.length, 1, 'the same incident went on');
    });
  }
});
