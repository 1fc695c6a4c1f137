import type { Bench, Group } from '../harness/bench.ts';
import type { Figure, Report } from '../harness/figures.ts';
import { type Lists, lists, longLists } from '../measures/lists.ts';

const COUNT = 10_000;

export const client: Group = { name: 'client', title: 'The list in the client', run: measure };

async function measure(bench: Bench): Promise<Report> {
  return {
    figures: [
      ...figuresOf('4 events each', await lists(bench, COUNT)),
      ...figuresOf('22 events each', await longLists(bench, COUNT)),
    ],
    notes: [
      `${COUNT.toLocaleString('en')} webhooks, read in the extension host through VS Code’s own proxy agent, which opens a connection for each request: where there are fewer, it is not in force. Requests per refresh are counted in the group “many”, where the whole extension refreshes.`,
    ],
  };
}

function figuresOf(what: string, { client: taken, fetch, validation, connections, bytes }: Lists): Figure[] {
  const size = `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  return [
    {
      name: `Fetch, parse and validate, ${what} (${size})`,
      unit: 'ms',
      values: taken,
      floor: { name: 'node-fetch and `JSON.parse`', values: fetch },
      limit: { kind: 'ratio', most: 2 },
    },
    {
      name: `Validation of one webhook, ${what}`,
      unit: 'µs',
      values: validation.map((ms) => (ms * 1000) / COUNT),
      limit: { kind: 'value', most: 5 },
    },
    {
      name: `Connections for each request, ${what}`,
      unit: '',
      values: [connections],
      limit: { kind: 'exactly', value: 1 },
    },
  ];
}
