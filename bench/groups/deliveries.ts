import type { Bench, Group } from '../harness/bench.ts';
import type { Report } from '../harness/figures.ts';
import { DELIVERIES, deliveries as taken } from '../measures/deliveries.ts';

export const deliveries: Group = { name: 'deliveries', title: 'Endpoint and handler tests', run: measure };

async function measure(bench: Bench): Promise<Report> {
  const { sample, http, suite, rows, floor } = await taken(bench);
  return {
    figures: [
      {
        name: 'One sample, from the key to the verdict',
        unit: 'ms',
        values: sample,
        floor: { name: '`node:http`', values: http },
        limit: { kind: 'difference', most: 30 },
      },
      {
        name: 'All tests of a fast handler',
        unit: 'ms',
        values: suite,
        limit: { kind: 'value', most: 3000 },
      },
      {
        name: `${DELIVERIES} deliveries, from the click to the rows`,
        unit: 'ms',
        values: rows,
        floor: { name: 'tree with its rows in memory', values: floor },
        limit: { kind: 'ratio', most: 1.15 },
      },
    ],
    notes: [
      'The sample is sent with Ctrl+Enter from an edited batch, and its verdict is there when it is handed to the status bar. The handler has basic authentication; its tests are run as the command “Run Handler Tests” does. A delivery came in before each time the view is opened, so that VS Code reads all rows again.',
    ],
  };
}
