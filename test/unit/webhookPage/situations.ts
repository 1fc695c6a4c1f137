import type { PageParts } from '../../../src/webhookPage/page.ts';
import { webhook } from '../api/harness.ts';
import {
  FAILING,
  HEALTHY,
  HISTORY,
  HOUR,
  MINUTE,
  NOW,
  SANDBOX,
  events,
  moved,
  parts,
  switched,
} from './harness.ts';

/** Situations that together have every rule, block and action. */
export const SITUATIONS: Readonly<Record<string, PageParts>> = {
  'failing with everything': parts(
    { ...FAILING, lastSuccessAt: null, authentication: 'none', url: 'http://a.example.com:8080/' },
    {
      history: HISTORY,
      events: events(MINUTE),
      others: [webhook({ id: 'two', name: 'Two', url: 'http://a.example.com:8080/' })],
    },
  ),
  waiting: parts({ events: ['message.bounce'] }, { events: events(undefined, ['message.bounce']) }),
  'disabled after failures': parts({ ...FAILING, enabled: false }, { history: [switched(false, HOUR)] }),
  'disabled here': parts({ ...FAILING, enabled: false }, { history: [switched(false, HOUR, 'here')] }),
  recovered: parts({ ...HEALTHY, lastFailureAt: NOW - HOUR }),
  healthy: parts(HEALTHY, { events: events(5 * MINUTE) }),
  'healthy at a new URL': parts(HEALTHY, { history: [moved(MINUTE)] }),
  'an unknown status': parts({ lastStatus: 'odd', authentication: 'mtls', hasCredentials: false }),
  'a fault': parts(FAILING, {
    events: { kind: 'absent', why: 'A fault.', isFault: true },
    outdatedSince: NOW - HOUR,
  }),
  sandbox: parts(FAILING, { account: SANDBOX, events: events(HOUR) }),
};
