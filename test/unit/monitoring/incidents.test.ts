import assert from 'node:assert/strict';

import type { Webhook } from '../../../src/api/types.ts';
import { type Incident, incidentAfter } from '../../../src/monitoring/incidents.ts';
import { webhook } from '../api/harness.ts';

const HEALTHY = webhook({ lastStatus: 'success', lastSuccessAt: 1 });
const FAILING = webhook({ lastStatus: 'failure', lastFailureAt: 1 });
const WAITING = webhook();
const disabled = (one: Webhook): Webhook => ({ ...one, enabled: false });

function after(
  open: Incident | undefined,
  before: Webhook | undefined,
  now: Webhook | undefined,
  isDisabledHere = false,
): Incident | undefined {
  return incidentAfter(open, { before, after: now, at: 500, isDisabledHere });
}

function incident(fields: Partial<Incident> = {}): Incident {
  return { id: '100/one', webhookId: 'one', kind: 'failing', since: 100, isAnnounced: false, ...fields };
}

const NEW = { id: '500/one', webhookId: 'one', since: 500, isAnnounced: false };

describe('an incident begins', () => {
  it('when an enabled webhook turns failing, whatever it was before', () => {
    for (const before of [HEALTHY, WAITING, disabled(HEALTHY), webhook({ lastStatus: 'odd' }), undefined]) {
      assert.deepEqual(after(undefined, before, FAILING), { ...NEW, kind: 'failing' });
    }
  });

  it('when an enabled webhook is found disabled', () => {
    for (const before of [HEALTHY, FAILING, WAITING]) {
      assert.deepEqual(after(undefined, before, disabled(before)), { ...NEW, kind: 'disabled' });
    }
  });

  it('when a webhook failed and was disabled between two looks', () => {
    assert.deepEqual(after(undefined, HEALTHY, disabled(FAILING)), { ...NEW, kind: 'disabled' });
  });

  it('not while a webhook stays as it is', () => {
    for (const one of [HEALTHY, FAILING, WAITING, disabled(HEALTHY), disabled(FAILING)]) {
      assert.equal(after(undefined, one, { ...one, name: 'Other' }), undefined);
    }
  });

  it('not when a webhook is enabled that failed before', () => {
    assert.equal(after(undefined, disabled(FAILING), FAILING), undefined);
  });

  it('not when the person here disables a webhook', () => {
    for (const before of [HEALTHY, FAILING]) {
      assert.equal(after(undefined, before, disabled(before), true), undefined);
    }
  });

  it('not when a webhook comes that is disabled', () => {
    assert.equal(after(undefined, undefined, disabled(HEALTHY)), undefined);
  });
});

describe('an incident goes on', () => {
  it('as the same object while nothing changes', () => {
    const open = incident();
    assert.equal(after(open, FAILING, { ...FAILING, lastFailureAt: 400 }), open);
    const found = incident({ kind: 'disabled', isAnnounced: true });
    assert.equal(after(found, disabled(FAILING), disabled(FAILING)), found);
  });

  it('when a failing webhook is disabled and the person knows of the failing', () => {
    assert.deepEqual(
      after(incident({ isAnnounced: true }), FAILING, disabled(FAILING)),
      incident({ isAnnounced: true, kind: 'disabled' }),
    );
  });
});

describe('an incident ends', () => {
  it('when the webhook is healthy again, or no longer says that it fails', () => {
    for (const now of [HEALTHY, WAITING, webhook({ lastStatus: 'odd' })]) {
      assert.equal(after(incident(), FAILING, now), undefined);
    }
  });

  it('when the webhook is enabled again, although its failure still shows', () => {
    const open = incident({ kind: 'disabled' });
    assert.equal(after(open, disabled(HEALTHY), HEALTHY), undefined);
    assert.equal(after(open, disabled(FAILING), FAILING), undefined);
  });

  it('when the person here disables the webhook, also when somebody else was faster', () => {
    assert.equal(after(incident(), FAILING, disabled(FAILING), true), undefined);
    const found = incident({ kind: 'disabled' });
    assert.equal(after(found, disabled(HEALTHY), disabled(HEALTHY), true), undefined);
  });

  it('when the webhook is gone', () => {
    assert.equal(after(incident(), FAILING, undefined), undefined);
    assert.equal(after(incident({ kind: 'disabled' }), disabled(FAILING), undefined), undefined);
  });
});

describe('a new incident takes the place of the old one', () => {
  it('when a webhook fails anew after it was enabled again unseen', () => {
    const open = incident({ kind: 'disabled', isAnnounced: true });
    assert.deepEqual(after(open, disabled(HEALTHY), FAILING), { ...NEW, kind: 'failing' });
  });

  it('when a failing webhook is disabled and nobody was told of the failing', () => {
    assert.deepEqual(after(incident(), FAILING, disabled(FAILING)), { ...NEW, kind: 'disabled' });
  });
});
