import fetch from 'node-fetch';
import { Api } from '../../src/api/client.ts';
import { createTransport } from '../../src/api/transport.ts';
import { parseList } from '../../src/api/wire.ts';
import { collectGarbage } from './heap.ts';

const key = process.env['LETTR_BENCH_KEY'] ?? '';
const baseUrl = process.env['LETTR_BENCH_API'] ?? '';
const api = new Api({
  userAgent: 'lettr-bench',
  loadTransport: () => Promise.resolve(createTransport()),
  verbs: { get: () => undefined, set: () => undefined },
  log: { debug: () => undefined, warn: () => undefined },
});
const teams = { last: 0 };

/** Reads the list through the extension's client: fetch, parse and validate, in ms. */
export function timeList(): Promise<number> {
  // A team of its own for each, since the client keeps to three requests a second for a team.
  const team = (teams.last += 1);
  const client = api.connect({ baseUrl, team: () => team, key: () => Promise.resolve(key) });
  return timed(() => client.webhooks.list());
}

/** Reads the list with node-fetch and JSON.parse alone, in ms. */
export function timeFetch(): Promise<number> {
  return timed(async () => JSON.parse(await text()));
}

/** Validates the parsed list, in ms. */
export async function timeValidation(): Promise<number> {
  const body: unknown = JSON.parse(await text());
  return timed(() => Promise.resolve(parseList(body)));
}

async function text(): Promise<string> {
  const headers = { Accept: 'application/json', Authorization: `Bearer ${key}` };
  return (await fetch(`${baseUrl}/webhooks`, { headers })).text();
}

/** Begins with a clean heap, so that nobody pays for what the one before left. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  collectGarbage();
  const before = performance.now();
  await work();
  return performance.now() - before;
}
