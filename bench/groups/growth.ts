import type { Bench, Group } from '../harness/bench.ts';
import type { Figure, Report } from '../harness/figures.ts';
import { median, spread } from '../harness/stats.ts';
import { filter } from '../measures/filter.ts';
import { knownRows } from '../measures/first-rows.ts';
import { heap } from '../measures/heap.ts';
import { lists } from '../measures/lists.ts';
import { refresh } from '../measures/refresh.ts';

const COUNTS = [10, 100, 1000, 10_000] as const;
const [SMALLEST, , LARGE, LARGEST] = COUNTS;
/** How much more than in proportion a cost may grow before it counts as worse than linear. */
const TOLERANCE = 1.2;

type Values = readonly number[];
interface Cost {
  readonly name: string;
  readonly unit: string;
  readonly of: (bench: Bench, count: number) => Promise<Values>;
}

const COSTS: readonly Cost[] = [
  { name: 'Rows of a known list', unit: 'ms', of: knownRows },
  { name: 'Refresh of one', unit: 'ms', of: async (...at) => (await refresh(...at)).repaint },
  { name: 'Filter, key to event', unit: 'ms', of: async (...at) => (await filter(...at)).narrow.event },
  { name: 'Filter, event to rows', unit: 'ms', of: async (...at) => (await filter(...at)).narrow.rows },
  { name: 'List call', unit: 'ms', of: async (...at) => (await lists(...at)).client },
  { name: 'Heap', unit: 'MB', of: async (...at) => (await heap(...at)).lettr },
];

export const growth: Group = { name: 'growth', title: 'Growth', run: measure };

async function measure(bench: Bench): Promise<Report> {
  const rows: string[] = [];
  const figures: Figure[] = [];
  for (const { name, unit, of } of COSTS) {
    const taken = new Map<number, Values>();
    for (const count of COUNTS) taken.set(count, await of(bench, count));
    const cells = COUNTS.map((count) => `${median(taken.get(count) ?? []).toFixed(1)} ${unit}`);
    rows.push(`| ${[name, ...cells].join(' | ')} |`);
    figures.push(factorOf(name, taken));
  }
  const head = ['Median', ...COUNTS.map((count) => count.toLocaleString('en'))];
  const table = [head, head.map(() => '---')].map((cells) => `| ${cells.join(' | ')} |`);
  return {
    figures,
    notes: [
      [...table, ...rows].join('\n'),
      `How it is judged: what ${LARGEST.toLocaleString('en')} webhooks cost more than ${SMALLEST} do, divided by what a straight line through ${SMALLEST} and ${LARGE.toLocaleString('en')} foretells. 1 is linear, less is better, and more than ${TOLERANCE} counts as worse than linear. What the values of ${LARGE.toLocaleString('en')} and ${SMALLEST} spread by, between the quarters, is granted to the line, since fixed costs hide what so few webhooks cost.`,
    ],
  };
}

/** How much faster than a straight line a cost grows. */
function factorOf(name: string, taken: ReadonlyMap<number, Values>): Figure {
  const [smallest, large, largest] = [SMALLEST, LARGE, LARGEST].map((count) => taken.get(count) ?? []);
  const base = median(smallest ?? []);
  const doubt = spread(smallest ?? []) + spread(large ?? []);
  const slope = (Math.max(0, median(large ?? []) - base) + doubt) / (LARGE - SMALLEST);
  const foretold = slope * (LARGEST - SMALLEST);
  return {
    name: `${name}: growth against a straight line`,
    unit: '',
    values: [(median(largest ?? []) - base) / foretold],
    limit: { kind: 'value', most: TOLERANCE },
  };
}
