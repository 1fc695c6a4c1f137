import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { addAccount, run, seen, until, useWorld } from '../support.ts';

/** A line of its own, colours of a terminal, and a text that reads backwards. */
const FORGED = 'x\n2030-01-01 00:00:00.000 [error] forged \u001b[31m\u202Edne';

describe('the log', () => {
  const world = useWorld();

  it('has no lines that an answer made', async () => {
    const { simulator } = world;
    const account = await addAccount(world);
    for (const id of [FORGED, `${FORGED}2`]) {
      simulator.put({ id, name: id, url: id, last_status: id, auth_type: id, event_types: [id] });
    }
    await run('lettr.webhooks.refresh');
    simulator.fault({
      kind: 'status',
      status: 422,
      body: { message: FORGED, error_code: FORGED, errors: { [FORGED]: [FORGED] } },
      on: { method: 'PATCH' },
      times: 2,
    });
    world.answer('Disable');
    const rows = [FORGED, `${FORGED}2`].map((id) => ({ kind: 'webhook', id, accountId: account.id }));
    await run('lettr.webhook.disable', rows[0], rows);
    assert.match((await seen.message()).text, /2 failed/);
    const file = logFile();
    await until(() => readFileSync(file, 'utf8').includes('Disabling webhooks: x 2030'), 'the log');
    const text = readFileSync(file, 'utf8');
    assert.doesNotMatch(text, /^2030-01-01/m);
    assert.ok(!text.includes('\u001b') && !text.includes('\u202E'));
  });

  function logFile(): string {
    const folder = world.access.logUri.fsPath;
    const [name] = readdirSync(folder).filter((one) => one.endsWith('.log'));
    assert.ok(name);
    return path.join(folder, name);
  }
});
