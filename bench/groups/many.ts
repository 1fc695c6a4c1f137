import type { Bench, Group } from '../harness/bench.ts';
import type { Figure, Report } from '../harness/figures.ts';
import { filter, type Keystroke } from '../measures/filter.ts';
import { heap } from '../measures/heap.ts';
import { refresh } from '../measures/refresh.ts';

const COUNT = 10_000;

export const many: Group = { name: 'many', title: '10,000 webhooks', run: measure };

async function measure(bench: Bench): Promise<Report> {
  const changes = await refreshFigures(bench);
  const { narrow, widen } = await filter(bench, COUNT);
  const memory = await heap(bench, COUNT);
  return {
    figures: [
      ...changes,
      ...keyFigures('a letter that leaves 1,000 rows', narrow),
      ...keyFigures('Backspace, which brings back 10,000 rows', widen),
      {
        name: 'Heap of the extension host for them',
        unit: 'MB',
        values: memory.lettr,
        floor: { name: 'the same rows of a tree in memory', values: memory.floor },
        limit: { kind: 'value', most: 40 },
      },
    ],
    notes: [
      'Refresh: from the return of `JSON.parse`, so with validation, comparison and the row’s words, to the end of the frame that shows the changed row. Its floor is a tree in memory that names the row itself.',
      'Filter: keys are more than 200 ms apart, since VS Code gathers changes of a tree for that long. The floor of the rows is VS Code’s own root refresh of a tree in memory that goes over to the same rows.',
      `Heap: in use after collecting all garbage, with the list minus with an empty list. After ${bench.options.rounds} rounds the heap without webhooks was ${memory.kept.toFixed(1)} MB larger than after the first.`,
    ],
  };
}

async function refreshFigures(bench: Bench): Promise<Figure[]> {
  const taken = await refresh(bench, COUNT);
  const one = { kind: 'exactly', value: 1 } as const;
  return [
    {
      name: 'Refresh that changes one webhook, from parsed answer to repaint',
      unit: 'ms',
      values: taken.repaint,
      floor: { name: 'one row of a tree in memory', values: taken.floor },
      limit: { kind: 'value', most: 50 },
    },
    { name: 'Row events of such a refresh', unit: '', values: taken.events, limit: one },
    { name: 'Rows that the event names', unit: '', values: taken.rows, limit: one },
    { name: 'Requests of a refresh', unit: '', values: taken.requests, limit: one },
  ];
}

function keyFigures(key: string, { event, rows, floor }: Keystroke): Figure[] {
  return [
    {
      name: `Filter, ${key}: from the key to the change event`,
      unit: 'ms',
      values: event,
      limit: { kind: 'value', most: 20 },
    },
    {
      name: `Filter, ${key}: from the event to the rows`,
      unit: 'ms',
      values: rows,
      floor: { name: 'root refresh of a tree in memory', values: floor },
      limit: { kind: 'ratio', most: 1.2 },
    },
  ];
}
