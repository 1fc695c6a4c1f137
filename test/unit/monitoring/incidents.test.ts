import assert from 'node:assert/strict';

import { incidentOf } from '../../../src/monitoring/incidents.ts';
import type { HistoryChange } from '../../../src/webhooks/history.ts';
import { webhook } from '../api/harness.ts';

const FAILING = webhook({ lastStatus: 'failure', lastFailureAt: 1 });
const HEALTHY = webhook({ lastStatus: 'success', lastSuccessAt: 1 });
const off = { enabled: false } as const;

function turned(at: number, to: 'failing' | 'healthy'): HistoryChange {
  return { at, by: 'elsewhere', field: 'health', from: to === 'failing' ? 'healthy' : 'failing', to };
}

function toggled(at: number, to: boolean, by: HistoryChange['by'] = 'elsewhere'): HistoryChange {
  return { at, by, field: 'enabled', from: !to, to };
}

function idOf(found: ReturnType<typeof incidentOf>): string | undefined {
  return found && `${found.kind} ${found.id}`;
}

describe('an incident', () => {
  it('is a webhook that turned failing', () => {
    assert.deepEqual(incidentOf(FAILING, [turned(500, 'failing')]), {
      id: 'first/one',
      webhookId: 'one',
      kind: 'failing',
    });
    assert.equal(
      idOf(incidentOf(FAILING, [toggled(500, true), turned(500, 'failing')])),
      'failing first/one',
      'also when it was enabled in the same moment',
    );
  });

  it('is another one after a success', () => {
    const history = [turned(500, 'failing'), turned(600, 'healthy'), turned(700, 'failing')];
    assert.equal(idOf(incidentOf(FAILING, history)), 'failing 600/one');
  });

  it('is a webhook that somebody else disabled', () => {
    assert.equal(idOf(incidentOf({ ...HEALTHY, ...off }, [toggled(500, false)])), 'disabled first/one');
  });

  it('is the same when a failing webhook is disabled', () => {
    const history = [turned(500, 'failing'), toggled(600, false)];
    assert.equal(idOf(incidentOf({ ...FAILING, ...off }, history)), 'disabled first/one');
    const together = [turned(500, 'failing'), toggled(500, false)];
    assert.equal(idOf(incidentOf({ ...FAILING, ...off }, together)), 'disabled first/one');
  });

  it('is another one when it was enabled in between', () => {
    const history = [turned(500, 'failing'), toggled(600, false, 'here'), toggled(700, true, 'here')];
    assert.equal(
      idOf(incidentOf({ ...FAILING, ...off }, [...history, toggled(800, false)])),
      'disabled 600/one',
    );
  });

  it('keeps its name when a slower window tells later that it saw it earlier', () => {
    const before = [turned(100, 'failing'), turned(200, 'healthy')];
    assert.equal(
      idOf(incidentOf(FAILING, [...before, turned(490, 'failing')])),
      idOf(incidentOf(FAILING, [...before, turned(500, 'failing')])),
    );
    assert.equal(
      idOf(incidentOf({ ...HEALTHY, ...off }, [...before, toggled(490, false)])),
      idOf(incidentOf({ ...HEALTHY, ...off }, [...before, toggled(500, false)])),
    );
  });

  it('is another one when it fails in the moment in which it is enabled again', () => {
    const disabled = [toggled(400, false)];
    const failing = [...disabled, turned(500, 'failing'), toggled(500, true)];
    assert.equal(idOf(incidentOf({ ...HEALTHY, ...off }, disabled)), 'disabled first/one');
    assert.equal(idOf(incidentOf(FAILING, failing)), 'failing 400/one');
  });

  it('is none when the person here disabled it, whatever it was before', () => {
    const mine = toggled(600, false, 'here');
    assert.equal(incidentOf({ ...HEALTHY, ...off }, [mine]), undefined);
    assert.equal(incidentOf({ ...FAILING, ...off }, [turned(500, 'failing'), mine]), undefined);
    assert.equal(
      incidentOf({ ...FAILING, ...off }, [toggled(400, false), toggled(500, true), mine]),
      undefined,
    );
  });

  it('is none when it is enabled again and still shows its failure of before', () => {
    const history = [turned(500, 'failing'), toggled(600, false), toggled(700, true)];
    assert.equal(incidentOf(FAILING, history), undefined);
  });

  it('is none for what works, and for what nobody saw change', () => {
    assert.equal(incidentOf(HEALTHY, [turned(500, 'failing')]), undefined);
    for (const one of [HEALTHY, FAILING, { ...HEALTHY, ...off }, { ...FAILING, ...off }]) {
      assert.equal(incidentOf(one, []), undefined);
    }
  });
});
