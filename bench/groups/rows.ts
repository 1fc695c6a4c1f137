import type { Bench, Group } from '../harness/bench.ts';
import type { Figure, Report } from '../harness/figures.ts';
import { type Answer, type FirstRows, firstRows } from '../measures/first-rows.ts';

const COUNTS = [100, 10_000];
/** Ms that the API takes to answer. */
const ANSWERS: readonly Answer[] = [0, 500];

export const rows: Group = { name: 'rows', title: 'Rows at once', run: measure };

async function measure(bench: Bench): Promise<Report> {
  const figures: Figure[] = [];
  for (const count of COUNTS) figures.push(...figuresOf(count, await firstRows(bench, count)));
  return {
    figures,
    notes: [
      'From the click on the icon in the activity bar to the end of the frame that shows the rows; each value is of a fresh extension host, in which the extension is not active yet. It has one account, whose key VS Code keeps as a secret.',
      'A known list is on disk as the extension itself wrote it in an earlier window. Lettr’s answer differs in the first row: the rows are there when they say what is known, and fresh when that row says what Lettr answered. Both are taken in the same window. What the API takes is the time from the request to its answer.',
      'The tree that only fetches loads the same answer from the same server with node-fetch and `JSON.parse`. Both floors have the same buttons and menus, and show rows with the same labels, descriptions, icons, context values and words for screen readers in the same order; that is checked on screen.',
    ],
  };
}

function figuresOf(count: number, { known, fresh, unknown, fetching, memory }: FirstRows): Figure[] {
  const webhooks = `${count.toLocaleString('en')} webhooks`;
  const inMemory = { name: 'VS Code’s tree with the rows in memory', values: memory };
  return ANSWERS.flatMap((answer): Figure[] => {
    const name = (what: string): string => `${what}, ${webhooks}, the API takes ${answer} ms`;
    const fetched = { name: 'tree that only fetches', values: fetching[answer] };
    return [
      {
        name: name('Rows of a known list'),
        unit: 'ms',
        values: known[answer],
        floor: inMemory,
        limit: { kind: 'ratio', most: 1.15 },
      },
      {
        name: name('Fresh rows after them'),
        unit: 'ms',
        values: fresh[answer],
        floor: fetched,
        limit: { kind: 'ratio', most: 1.2 },
      },
      {
        name: name('Fresh rows where no list is known'),
        unit: 'ms',
        values: unknown[answer],
        floor: fetched,
        limit: { kind: 'ratio', most: 1.2 },
      },
    ];
  });
}
