import assert from 'node:assert/strict';

import { Selection } from '../../../src/wizard/selection.ts';

type Values = ReadonlySet<string>;

/** A pick list as VS Code's: rows that are replaced lose their ticks, and every change is reported later. */
class PickList {
  readonly #reports: Values[] = [];
  #ticked: Values;

  constructor(ticked: Values) {
    this.#ticked = ticked;
  }

  get ticked(): readonly string[] {
    return [...this.#ticked].toSorted();
  }

  /** A person clicks a row. */
  click(value: string): void {
    this.#set(this.#ticked.symmetricDifference(new Set([value])));
  }

  replaceRows(ticked: Values): void {
    this.#set(new Set());
    this.#set(ticked);
  }

  /** The oldest report that has not been taken. */
  takeReport(): Values | undefined {
    return this.#reports.shift();
  }

  #set(values: Values): void {
    if (values.symmetricDifference(this.#ticked).size === 0) return;
    this.#ticked = values;
    this.#reports.push(values);
  }
}

/** Both sides; what one tells the other stays under way until it is delivered. */
class Exchange {
  readonly list: PickList;
  readonly selection: Selection;
  readonly #orders: Values[] = [];

  constructor(ticked: readonly string[]) {
    this.list = new PickList(new Set(ticked));
    // "all" stands for a row that selects others and does not stay ticked.
    this.selection = new Selection(new Set(ticked), (_, after) =>
      after.has('all') ? after.union(new Set(['x', 'y'])).difference(new Set(['all'])) : after,
    );
  }

  /** Lets the selection take one report. */
  report(): boolean {
    const values = this.list.takeReport();
    if (values === undefined) return false;
    if (this.selection.reported(values)) {
      this.#orders.push(this.selection.values);
      this.selection.asked();
    }
    return true;
  }

  /** Lets the list carry out one order. */
  order(): boolean {
    const values = this.#orders.shift();
    if (values === undefined) return false;
    this.list.replaceRows(values);
    return true;
  }

  settle(): void {
    for (let steps = 0; this.order() || this.report(); steps += 1) {
      assert.ok(steps < 1_000, 'the two sides answer each other for ever');
    }
  }

  assertSelected(...values: readonly string[]): void {
    this.settle();
    assert.deepEqual([...this.selection.values].toSorted(), values);
    assert.deepEqual(this.list.ticked, values);
  }
}

describe('the selection in a pick list', () => {
  it('is kept when rows are replaced', () => {
    const exchange = new Exchange([]);
    exchange.list.click('a');
    exchange.assertSelected('a');
    exchange.list.click('b');
    exchange.assertSelected('a', 'b');
  });

  it('holds what a row stands for in place of the row', () => {
    const exchange = new Exchange(['a']);
    exchange.list.click('all');
    exchange.assertSelected('a', 'x', 'y');
  });

  it('can be emptied, and filled again', () => {
    const exchange = new Exchange(['a']);
    exchange.list.click('a');
    exchange.assertSelected();
    exchange.list.click('a');
    exchange.assertSelected('a');
  });

  it('keeps a tick that is made before the rows of the last one are replaced', () => {
    const exchange = new Exchange([]);
    exchange.list.click('a');
    exchange.report();
    exchange.list.click('b');
    exchange.report();
    exchange.assertSelected('a', 'b');
  });

  it('keeps a tick that is made before the list has reported its new rows', () => {
    const exchange = new Exchange([]);
    exchange.list.click('a');
    exchange.report();
    exchange.order();
    exchange.list.click('all');
    exchange.assertSelected('a', 'x', 'y');
  });

  it('is what the list shows in the end, whatever crosses on the way', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = randomFrom(seed);
      const exchange = new Exchange(random() < 0.5 ? [] : ['a']);
      for (let step = 0; step < 30; step += 1) {
        const chance = random();
        if (chance < 0.3) exchange.list.click(['a', 'b', 'all'][Math.floor(random() * 3)] ?? 'a');
        else if (chance < 0.65) exchange.report();
        else exchange.order();
      }
      exchange.settle();
      assert.deepEqual([...exchange.selection.values].toSorted(), exchange.list.ticked, `seed ${seed}`);
      assert.ok(!exchange.list.ticked.includes('all'), `seed ${seed}`);
    }
  });
});

/** Numbers from 0 to 1 that are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
