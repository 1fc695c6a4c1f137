import type { Bench } from '../harness/bench.ts';
import { CREDENTIALS, type Endpoint, startEndpoint } from '../harness/endpoint.ts';
import { type Painted, lookFor, waitForKey } from '../harness/probe.ts';
import { interleave } from '../harness/stats.ts';
import { makeWebhooks } from '../harness/webhooks.ts';
import { expectedOf } from './expected.ts';
import { WatchedWindow } from './watched.ts';

/** What endpoint tests cost, each value in ms. */
export interface DeliveryTimes {
  /** From Ctrl+Enter in a batch to the verdict, and node:http alone. */
  readonly sample: readonly number[];
  readonly http: readonly number[];
  /** All tests of a handler. */
  readonly suite: readonly number[];
  /** From the click on the icon to the frame with as many deliveries as the log keeps, and a tree in memory. */
  readonly rows: readonly number[];
  readonly floor: readonly number[];
}

/** As many as the log keeps. */
export const DELIVERIES = 200;

const SEND = 'lettr.endpoint.sendSample';
const SUITE = 'lettr.handler.runTests';
const WIDGET = '.quick-input-widget';
const VERDICT_MS = 1_000;
const SUITE_MS = 10_000;
/** One for each event type, and more; a run with fewer was no run. */
const FEWEST_REQUESTS = 60;

/** Takes all of them in one window. */
export async function deliveries(bench: Bench): Promise<DeliveryTimes> {
  const endpoint = await startEndpoint();
  const window = await WatchedWindow.open(bench);
  try {
    bench.options.say('Sample …');
    const { sample, http } = await samples(bench, window, endpoint);
    bench.options.say('Suite …');
    const suite = await suites(bench, window, endpoint);
    bench.options.say('Deliveries …');
    return { sample, http, suite, ...(await opened(bench, window, endpoint)) };
  } finally {
    await window.close();
    await endpoint.close();
  }
}

async function samples(
  bench: Bench,
  window: WatchedWindow,
  endpoint: Endpoint,
): Promise<Pick<DeliveryTimes, 'sample' | 'http'>> {
  const { openUrl } = endpoint;
  const draft = { url: openUrl, authentication: 'none', types: ['message.delivery'], edit: true };
  const send = async (): Promise<number> => {
    await window.call('command', 'workbench.action.closeAllEditors');
    await window.call('run', { command: SEND, args: [draft] });
    await window.settle();
    await window.seen();
    const pressed = await waitForKey(window.page, 'Enter');
    const requested = endpoint.requested();
    await window.page.keyboard.press('Control+Enter');
    const at = await pressed();
    await requested;
    // Asking the extension host meanwhile would cost it time.
    await window.page.waitForTimeout(VERDICT_MS);
    const { toldAt } = await window.seen();
    if (toldAt === null) throw new Error('There was no verdict.');
    return toldAt - at;
  };
  // The first one brings the code.
  await send();
  const body = JSON.stringify([{ msys: { message_event: { type: 'delivery', subject: 'x'.repeat(1000) } } }]);
  return interleave(bench.options.rounds, {
    sample: send,
    http: async () => Number(await window.call('post', { url: openUrl, body })),
  });
}

async function suites(bench: Bench, window: WatchedWindow, endpoint: Endpoint): Promise<number[]> {
  const handler = { name: 'Bench', url: endpoint.url, authentication: 'basic' };
  await window.call('setting', { name: 'lettr.handlers', value: [handler] });
  await window.call('begin', SUITE);
  const input = window.page.locator(WIDGET);
  for (const text of [CREDENTIALS.username, CREDENTIALS.password]) {
    await input.waitFor();
    await window.settle();
    await window.page.keyboard.type(text);
    await window.page.keyboard.press('Enter');
  }
  // The credentials are kept from now on.
  await window.page.waitForTimeout(SUITE_MS);
  endpoint.takeRequests();
  const { suite } = await interleave(bench.options.rounds, {
    suite: async () => {
      const took = Number(await window.call('run', { command: SUITE }));
      const requests = endpoint.takeRequests();
      if (requests < FEWEST_REQUESTS) throw new Error(`The suite sent only ${requests} requests.`);
      return took;
    },
  });
  return suite;
}

async function opened(
  bench: Bench,
  window: WatchedWindow,
  { openUrl }: Endpoint,
): Promise<Pick<DeliveryTimes, 'rows' | 'floor'>> {
  const send = (): Promise<string> => {
    const target = { url: openUrl, authentication: 'none', types: ['message.delivery'] };
    return window.call('run', { command: SEND, args: [target] });
  };
  for (let sent = 0; sent < DELIVERIES; sent++) await send();
  await window.call('command', 'workbench.action.closeAllEditors');
  const webhooks = makeWebhooks(DELIVERIES);
  window.serve(webhooks);
  await window.call('hold', '');
  // The view of webhooks stays empty, so that only deliveries are painted.
  window.serve([]);
  const { page } = window;
  // VS Code draws a tree anew that changed while it was hidden.
  return interleave(bench.options.rounds, {
    rows: async () => {
      await window.show('Static Floor');
      await send();
      await window.call('command', 'workbench.action.closeAllEditors');
      await window.settle();
      const found = await lookFor(page, [
        { label: 'Delivered: Delivery', description: '200 · ', total: DELIVERIES },
      ]);
      await window.click('Lettr');
      return sinceClick(await found());
    },
    floor: async () => {
      await window.show('Lettr');
      await window.call('fire', 'all');
      await window.settle();
      const found = await lookFor(page, [expectedOf(webhooks)]);
      await window.click('Static Floor');
      return sinceClick(await found());
    },
  });
}

function sinceClick([painted]: readonly Painted[]): number {
  return painted?.sinceInput ?? Number.NaN;
}
