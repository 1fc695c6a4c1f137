import { type Bench, once } from '../harness/bench.ts';
import { interleave } from '../harness/stats.ts';
import { makeWebhooks, withFirstChanged } from '../harness/webhooks.ts';
import { WatchedWindow } from './watched.ts';

/** What a refresh that changes one webhook costs. */
export interface Refresh {
  /** From the parsed answer to the frame with the changed row, in ms. */
  readonly repaint: readonly number[];
  /** The same row told by a tree in memory. */
  readonly floor: readonly number[];
  readonly requests: readonly number[];
  /** How many events the tree sent. */
  readonly events: readonly number[];
  /** How many rows they named. */
  readonly rows: readonly number[];
}

const REFRESH = 'lettr.webhooks.refresh';

export const refresh = once('Refresh', measure);

async function measure(bench: Bench, count: number): Promise<Refresh> {
  const window = await WatchedWindow.open(bench);
  const webhooks = makeWebhooks(count);
  const changed = withFirstChanged(webhooks);
  window.serve(webhooks);
  await window.untilShown(webhooks, () => window.show('Lettr'));
  await window.call('hold', '');
  const counts = { requests: new Array<number>(), events: new Array<number>(), rows: new Array<number>() };
  let isChanged = false;
  let served = webhooks;
  const lettr = async (): Promise<number> => {
    await window.show('Lettr');
    isChanged = !isChanged;
    served = isChanged ? changed : webhooks;
    window.serve(served);
    await window.seen();
    window.stage.api.takeRequests();
    const { paintedAt } = await window.untilShown(served, () => window.call('command', REFRESH));
    // An event that comes too late to be seen on screen counts too.
    await window.settle();
    const { parsedAt, events } = await window.seen();
    counts.requests.push(window.stage.api.takeRequests());
    counts.events.push(events.length);
    counts.rows.push(events.reduce((sum, { nodes }) => sum + (nodes ?? Number.POSITIVE_INFINITY), 0));
    return paintedAt - (parsedAt ?? Number.NaN);
  };
  const floor = async (): Promise<number> => {
    await window.show('Static Floor');
    await window.call('hold', '');
    let firedAt: unknown;
    const { paintedAt } = await window.untilShown(
      served,
      async () => (firedAt = await window.call('fire', 'first')),
    );
    return paintedAt - Number(firedAt);
  };
  const taken = await interleave(bench.options.rounds, { lettr, floor });
  await window.close();
  return { repaint: taken.lettr, floor: taken.floor, ...counts };
}
