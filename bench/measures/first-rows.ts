import { isDeepStrictEqual } from 'node:util';
import { type Bench, once } from '../harness/bench.ts';
import { type Expected, lookFor, shownRows, type ShownRow } from '../harness/probe.ts';
import type { BenchWindow } from '../harness/stage.ts';
import { interleave } from '../harness/stats.ts';
import { listBody, makeWebhooks, withFirstChanged } from '../harness/webhooks.ts';
import { expectedOf } from './expected.ts';
import { KnownList } from './known-list.ts';

/** How long the API takes to answer, in ms. */
export type Answer = 0 | 500;

type Values = readonly number[];

/** From the click on the icon to the end of a frame, in ms; each value is of a fresh extension host. */
export interface FirstRows {
  /** The extension where it knows a list: the frame with the rows of that list. */
  readonly known: Readonly<Record<Answer, Values>>;
  /** In the same windows the frame with the row that is another one in Lettr's answer. */
  readonly fresh: Readonly<Record<Answer, Values>>;
  /** The extension where it knows no list. */
  readonly unknown: Readonly<Record<Answer, Values>>;
  /** The tree that only fetches. */
  readonly fetching: Readonly<Record<Answer, Values>>;
  /** The tree that has its rows in memory. */
  readonly memory: Values;
}

export const firstRows = once('First rows', measure);

/** The first rows of a list that the extension knows, without floors. */
export const knownRows = once('First rows of a known list', async (bench, count) => {
  const scene = await Scene.prepare(bench, count);
  const { known } = await interleave(bench.options.rounds, {
    known: async () => (await scene.openKnown(0)).rows,
  });
  return known;
});

async function measure(bench: Bench, count: number): Promise<FirstRows> {
  const scene = await Scene.prepare(bench, count);
  const fresh: Record<Answer, number[]> = { 0: [], 500: [] };
  const known = (answer: Answer) => async (): Promise<number> => {
    const taken = await scene.openKnown(answer);
    fresh[answer].push(taken.fresh);
    return taken.rows;
  };
  const taken = await interleave(bench.options.rounds, {
    known0: known(0),
    known500: known(500),
    memory: () => scene.openFloor('Static Floor', 0),
    fetching0: () => scene.openFloor('Fetching Floor', 0),
    fetching500: () => scene.openFloor('Fetching Floor', 500),
    unknown0: () => scene.openUnknown(0),
    unknown500: () => scene.openUnknown(500),
  });
  return {
    known: { 0: taken.known0, 500: taken.known500 },
    fresh,
    unknown: { 0: taken.unknown0, 500: taken.unknown500 },
    fetching: { 0: taken.fetching0, 500: taken.fetching500 },
    memory: taken.memory,
  };
}

/** A list that the extension knows, Lettr's answer in which one webhook is another one, and windows that show them. */
class Scene {
  readonly #bench: Bench;
  readonly #list: KnownList;
  readonly #answer: Buffer;
  readonly #before: Expected;
  readonly #after: Expected;
  /** What every tree has to show at last. */
  #rows: readonly ShownRow[] | undefined;

  private constructor(bench: Bench, count: number, list: KnownList) {
    const webhooks = makeWebhooks(count);
    const changed = withFirstChanged(webhooks);
    this.#bench = bench;
    this.#list = list;
    this.#answer = listBody(changed);
    this.#before = expectedOf(webhooks);
    this.#after = expectedOf(changed);
  }

  static async prepare(bench: Bench, count: number): Promise<Scene> {
    const list = await KnownList.make(await bench.stage(), String(count), makeWebhooks(count));
    return new Scene(bench, count, list);
  }

  async openKnown(answer: Answer): Promise<{ readonly rows: number; readonly fresh: number }> {
    this.#list.putBack();
    const [rows, fresh] = await this.#open('Lettr', answer, [this.#before, this.#after]);
    return { rows: rows ?? Number.NaN, fresh: fresh ?? Number.NaN };
  }

  openUnknown(answer: Answer): Promise<number> {
    this.#list.remove();
    return this.#openAtOnce('Lettr', answer);
  }

  openFloor(title: 'Static Floor' | 'Fetching Floor', answer: Answer): Promise<number> {
    return this.#openAtOnce(title, answer);
  }

  async #openAtOnce(title: string, answer: Answer): Promise<number> {
    const [rows] = await this.#open(title, answer, [this.#after]);
    return rows ?? Number.NaN;
  }

  /** @returns ms from the click to each of the expected */
  async #open(title: string, answer: Answer, expected: readonly Expected[]): Promise<readonly number[]> {
    const { api, open } = await this.#bench.stage();
    api.serve(this.#answer);
    api.delay(answer);
    const window = await open();
    if (title === 'Static Floor') await window.call('hold', '');
    const found = await lookFor(window.page, expected);
    await window.click(title);
    const painted = await found();
    await this.#check(title, window);
    await window.close();
    return painted.map(({ sinceInput }) => sinceInput);
  }

  /** A floor whose rows say less would be no floor. */
  async #check(title: string, { page }: BenchWindow): Promise<void> {
    const rows = await shownRows(page);
    this.#rows ??= rows;
    for (const [index, wanted] of this.#rows.entries()) {
      if (isDeepStrictEqual(rows[index], wanted)) continue;
      const words = `${JSON.stringify(rows[index])} instead of ${JSON.stringify(wanted)}`;
      throw new Error(`${title} shows ${words}: mend bench/harness/rows.ts.`);
    }
  }
}
