import { type Bench, once } from '../harness/bench.ts';
import { interleave } from '../harness/stats.ts';
import { RARE_LETTER, makeWebhooks, withRareLetter } from '../harness/webhooks.ts';
import { WatchedWindow } from './watched.ts';

/** What typing one letter into the filter costs, and taking it away again; in ms. */
export interface Filtering {
  readonly narrow: Keystroke;
  readonly widen: Keystroke;
}

export interface Keystroke {
  /** From the key to the event of the tree. */
  readonly event: readonly number[];
  /** From that event to the frame with the remaining rows. */
  readonly rows: readonly number[];
  /** The same for a tree in memory that goes over to the same rows. */
  readonly floor: readonly number[];
}

const FILTER = 'lettr.webhooks.filter';
const WIDGET = '.quick-input-widget';

/** One webhook in ten stays. */
export const filter = once('Filter', measure);

async function measure(bench: Bench, count: number): Promise<Filtering> {
  const window = await WatchedWindow.open(bench);
  const all = makeWebhooks(count);
  const rare = withRareLetter(all);
  window.serve(all);
  await window.untilShown(all, () => window.show('Lettr'));
  await window.call('hold', '');
  const events = { narrow: new Array<number>(), widen: new Array<number>() };
  const widget = window.page.locator(WIDGET);
  const press = async (key: string, what: keyof typeof events): Promise<number> => {
    await window.settle();
    await window.seen();
    const { inputAt, paintedAt } = await window.untilShown(what === 'narrow' ? rare : all, () =>
      window.page.keyboard.press(key),
    );
    const at = (await window.seen()).events[0]?.at ?? Number.NaN;
    events[what].push(at - inputAt);
    return paintedAt - at;
  };
  const told = async (text: string): Promise<number> => {
    await window.call('hold', text);
    await window.settle();
    let at = Number.NaN;
    const { paintedAt } = await window.untilShown(text === '' ? all : rare, async () => {
      at = Number(await window.call('fire', 'all'));
    });
    return paintedAt - at;
  };
  const { narrow, widen, floorNarrow, floorWiden } = await interleave(bench.options.rounds, {
    narrow: async () => {
      await window.show('Lettr');
      await window.call('begin', FILTER);
      await widget.waitFor();
      return press(RARE_LETTER, 'narrow');
    },
    widen: async () => {
      const took = await press('Backspace', 'widen');
      await window.page.keyboard.press('Escape');
      await widget.waitFor({ state: 'hidden' });
      return took;
    },
    floorNarrow: async () => {
      await window.show('Static Floor');
      return told(RARE_LETTER);
    },
    floorWiden: () => told(''),
  });
  await window.close();
  return {
    narrow: { event: events.narrow, rows: narrow, floor: floorNarrow },
    widen: { event: events.widen, rows: widen, floor: floorWiden },
  };
}
