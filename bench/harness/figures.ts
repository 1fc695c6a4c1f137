import { median } from './stats.ts';

/** What a figure may be at most, or exactly. */
export type Limit =
  /** The median divided by the floor's. */
  | { readonly kind: 'ratio'; readonly most: number }
  /** The median minus the floor's. */
  | { readonly kind: 'difference'; readonly most: number }
  | { readonly kind: 'value'; readonly most: number }
  /** Every single value. */
  | { readonly kind: 'exactly'; readonly value: number };

/** One line of the results. */
export interface Figure {
  readonly name: string;
  /** Such as `ms`; empty for a count. */
  readonly unit: string;
  readonly values: readonly number[];
  /** What the same costs without the extension, measured in turn with it. */
  readonly floor?: { readonly name: string; readonly values: readonly number[] };
  /** A figure without one is printed for comparison only. */
  readonly limit?: Limit;
}

/** What a group found. */
export interface Report {
  readonly figures: readonly Figure[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

/** `undefined` where there is no limit. */
export function isMet(figure: Figure): boolean | undefined {
  const { limit, values } = figure;
  if (!limit || values.length === 0) return limit && false;
  switch (limit.kind) {
    case 'exactly':
      return values.every((value) => value === limit.value);
    case 'ratio':
      return ratioOf(figure) <= limit.most;
    case 'difference':
      return median(values) - median(figure.floor?.values ?? []) <= limit.most;
    case 'value':
      return median(values) <= limit.most;
  }
}

/** A Markdown table of figures. */
export function table(figures: readonly Figure[]): string {
  const head = ['Figure', 'Median', 'Lowest to highest', 'Floor', 'Ratio', 'Limit', 'Met'];
  const lines = [head, head.map(() => '---'), ...figures.map(cells)];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function cells(figure: Figure): string[] {
  const { name, unit, values, floor } = figure;
  const met = isMet(figure);
  return [
    name,
    shown(median(values), unit),
    values.length > 1 ? `${shown(Math.min(...values))} to ${shown(Math.max(...values), unit)}` : '',
    floor ? `${shown(median(floor.values), unit)} (${floor.name})` : '',
    floor ? ratioOf(figure).toFixed(2) : '',
    limitWords(figure),
    met === undefined ? '' : met ? 'yes' : '**no**',
  ];
}

function limitWords({ limit, unit }: Figure): string {
  switch (limit?.kind) {
    case undefined:
      return '';
    case 'exactly':
      return `exactly ${shown(limit.value, unit)}`;
    case 'ratio':
      return `ratio ${limit.most}`;
    case 'difference':
      return `floor + ${limit.most} ${unit}`;
    case 'value':
      return `${limit.most} ${unit}`;
  }
}

function ratioOf({ values, floor }: Figure): number {
  return median(values) / median(floor?.values ?? []);
}

function shown(value: number, unit = ''): string {
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 2 : 1;
  return unit === '' ? value.toFixed(digits) : `${value.toFixed(digits)} ${unit}`;
}
