import { type Bench, once } from '../harness/bench.ts';
import { interleave } from '../harness/stats.ts';
import { makeWebhooks, type WireWebhook } from '../harness/webhooks.ts';
import { WatchedWindow } from './watched.ts';

/** What the extension host's heap grows by with a list, in MB. */
export interface Heap {
  readonly lettr: readonly number[];
  /** By the same rows of a tree in memory. */
  readonly floor: readonly number[];
  /** By how much it is larger without webhooks after the last round than after the first, in MB. */
  readonly kept: number;
}

const REFRESH = 'lettr.webhooks.refresh';

export const heap = once('Heap', measure);

async function measure(bench: Bench, count: number): Promise<Heap> {
  const window = await WatchedWindow.open(bench);
  const webhooks = makeWebhooks(count);
  const empty: number[] = [];
  await window.show('Lettr');
  const grown = async (
    title: 'Lettr' | 'Static Floor',
    load: (all: readonly WireWebhook[]) => Promise<unknown>,
  ) => {
    await window.show(title);
    await load([]);
    const before = await used(window);
    await window.untilShown(webhooks, () => load(webhooks));
    const after = await used(window);
    await load([]);
    if (title === 'Lettr') empty.push(before);
    return after - before;
  };
  const taken = await interleave(bench.options.rounds, {
    lettr: () =>
      grown('Lettr', (all) => {
        window.serve(all);
        return window.call('command', REFRESH);
      }),
    floor: () =>
      grown('Static Floor', async (all) => {
        window.serve(all);
        await window.call('hold', '');
        await window.call('fire', 'all');
      }),
  });
  await window.close();
  return { ...taken, kept: (empty.at(-1) ?? Number.NaN) - (empty[0] ?? Number.NaN) };
}

async function used(window: WatchedWindow): Promise<number> {
  await window.settle();
  return Number(await window.call('heap'));
}
