import { type Bench, once } from '../harness/bench.ts';
import { interleave } from '../harness/stats.ts';
import { listBody, makeWebhooks } from '../harness/webhooks.ts';

/** What one reading of the list costs in the client, in ms. */
export interface Lists {
  /** Through the extension's client: fetch, parse and validate. */
  readonly client: readonly number[];
  /** With node-fetch and JSON.parse alone. */
  readonly fetch: readonly number[];
  /** The validation of a parsed answer. */
  readonly validation: readonly number[];
  /** How many connections a request had opened for it: 1 where VS Code's proxy agent is in force. */
  readonly connections: number;
  /** Of the answer. */
  readonly bytes: number;
}

export const lists = once('List', (bench, count) => readings(bench, count, 4));

/** The same with every webhook subscribed to each event type by name. */
export const longLists = once('List with all event types', (bench, count) => readings(bench, count, 22));

async function readings(bench: Bench, count: number, eventCount: number): Promise<Lists> {
  const { api, open } = await bench.stage();
  const body = listBody(makeWebhooks(count, eventCount));
  api.serve(body);
  const window = await open();
  const take = (what: string) => async () => Number(await window.call(what));
  const measures = { client: take('list'), fetch: take('fetch'), validation: take('validate') };
  // The first ones also load and compile what they use.
  await interleave(2, measures);
  api.takeConnections();
  api.takeRequests();
  const taken = await interleave(2 * bench.options.rounds, measures);
  const connections = api.takeConnections() / api.takeRequests();
  await window.close();
  return { ...taken, connections, bytes: body.length };
}
