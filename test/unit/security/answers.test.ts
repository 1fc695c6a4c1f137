import assert from 'node:assert/strict';
import { inspect } from 'node:util';

import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import type { WebhookDraft } from '../../../src/api/types.ts';
import { DRAFT, ORDERS, problemIn, testApi } from '../api/harness.ts';

/** What a server may send back to whoever sent it. */
const ECHO = 'Troub4dor&3-echoed';
const CREATED: WebhookDraft = {
  ...DRAFT,
  authentication: { type: 'basic', username: 'lettr', password: ECHO },
};

/** Answers that repeat what was sent, by what is wrong with them. */
const ANSWERS: readonly (readonly [string, { readonly status?: number; readonly text: string }])[] = [
  ['no JSON', { text: ECHO }],
  ['JSON that is cut off', { text: `{"auth_password":"${ECHO}"` }],
  ['text behind JSON', { text: `{"data":{}} ${ECHO}` }],
  ['a word', { text: JSON.stringify(ECHO) }],
  ['a word in place of the data', { text: JSON.stringify({ data: ECHO }) }],
  ['a word in place of the list', { text: JSON.stringify({ data: { webhooks: ECHO, events: ECHO } }) }],
  ['words in place of webhooks', { text: JSON.stringify({ data: { webhooks: [ECHO] } }) }],
  ['a word in place of the team', { text: JSON.stringify({ data: { team_id: ECHO } }) }],
  ['a key with that name', { text: JSON.stringify({ [ECHO]: ECHO, data: { [ECHO]: [ECHO] } }) }],
  ['a refusal', { status: 422, text: JSON.stringify({ message: ECHO, errors: { name: [ECHO] } }) }],
  ['a refusal with a code', { status: 403, text: JSON.stringify({ message: ECHO, error_code: ECHO }) }],
  ['an error page', { status: 500, text: `<pre>${ECHO}</pre>` }],
];

describe('what a server answers', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  for (const [name, answer] of ANSWERS) {
    it(`does not get into the log, when it is ${name}`, async () => {
      const { connect, log } = testApi(sim);
      const { webhooks, events, auth } = connect();
      const calls: readonly (() => Promise<unknown>)[] = [
        () => webhooks.list(),
        () => webhooks.get(ORDERS),
        () => webhooks.create(CREATED),
        () => webhooks.update(ORDERS, { authentication: CREATED.authentication }),
        () => auth.check(),
        () => events.recent(['message.bounce']),
      ];
      for (const call of calls) {
        sim.fault({ kind: 'body', contentType: 'application/json', ...answer, times: 3 });
        const logged = loggedOf(await problemIn(call()));
        assert.ok(!logged.includes('Troub4dor') && !logged.includes('echoed'), logged);
        sim.clearFaults();
      }
      assert.doesNotMatch(log.join('\n'), /Troub4dor|echoed/);
    });
  }
});

/** More than the log writes of an error: its stack and those of its causes. */
function loggedOf({ stack, cause }: Error): string {
  return `${stack}\n${inspect(cause, { depth: 1 })}`;
}
