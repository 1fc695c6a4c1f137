import { isDeepStrictEqual } from 'node:util';
import { type Bench, once } from '../harness/bench.ts';
import { lookFor, shownRows, type ShownRow } from '../harness/probe.ts';
import type { BenchWindow } from '../harness/stage.ts';
import { interleave } from '../harness/stats.ts';
import { listBody, makeWebhooks } from '../harness/webhooks.ts';
import { expectedOf } from './expected.ts';

/** From the click on the icon to the frame with the rows, in ms, each in a fresh extension host. */
export type FirstRows = Readonly<Record<'lettr' | 'fetching' | 'static', readonly number[]>>;

/** Measures the extension, the tree that only fetches, and the tree that has its rows in memory. */
export const firstRows = once('First rows', measure);

async function measure(bench: Bench, count: number): Promise<FirstRows> {
  const { api, open } = await bench.stage();
  const webhooks = makeWebhooks(count);
  api.serve(listBody(webhooks));
  const shown = new Map<string, readonly ShownRow[]>();
  const sample = async (
    title: string,
    prepare?: (window: BenchWindow) => Promise<unknown>,
  ): Promise<number> => {
    const window = await open();
    await prepare?.(window);
    const found = await lookFor(window.page, expectedOf(webhooks));
    await window.click(title);
    const { sinceInput } = await found();
    shown.set(title, await shownRows(window.page));
    await window.close();
    return sinceInput;
  };
  const taken = await interleave(bench.options.rounds, {
    lettr: () => sample('Lettr'),
    fetching: () => sample('Fetching Floor'),
    static: () => sample('Static Floor', (window) => window.call('hold', '')),
  });
  assertSame(shown);
  return taken;
}

/** A floor whose rows say less would be no floor. */
function assertSame(shown: ReadonlyMap<string, readonly ShownRow[]>): void {
  const [[, wanted] = ['', []], ...others] = shown;
  for (const [title, rows] of others) {
    for (const [index, row] of rows.entries()) {
      if (isDeepStrictEqual(row, wanted[index])) continue;
      const words = `${JSON.stringify(row)} instead of ${JSON.stringify(wanted[index])}`;
      throw new Error(`${title} shows ${words}: mend bench/host/rows.ts.`);
    }
  }
}
