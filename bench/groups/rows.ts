import type { Bench, Group } from '../harness/bench.ts';
import type { Figure, Report } from '../harness/figures.ts';
import { firstRows } from '../measures/first-rows.ts';

const COUNTS = [100, 10_000];

export const rows: Group = { name: 'rows', title: 'First rows', run: measure };

async function measure(bench: Bench): Promise<Report> {
  const figures: Figure[] = [];
  for (const count of COUNTS) {
    const { lettr, fetching, static: memory } = await firstRows(bench, count);
    const webhooks = `${count.toLocaleString('en')} webhooks`;
    figures.push(
      {
        name: `First rows, ${webhooks}`,
        unit: 'ms',
        values: lettr,
        floor: { name: 'tree that only fetches', values: fetching },
        limit: { kind: 'ratio', most: 1.2 },
      },
      { name: `VS Code’s tree with the rows in memory, ${webhooks}`, unit: 'ms', values: memory },
    );
  }
  return {
    figures,
    notes: [
      'From the click on the icon in the activity bar to the end of the frame that shows the rows; each value is of a fresh extension host, in which the extension is not active yet.',
      'The floor is an extension that loads the same answer from the same server with node-fetch and `JSON.parse` and shows rows with the same labels, descriptions, icons, context values and words for screen readers; that they are the same is checked on screen. They have the same buttons and menus, too.',
    ],
  };
}
