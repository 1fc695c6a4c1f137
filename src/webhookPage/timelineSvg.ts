import { type Markup, element } from '../pages/markup.ts';
import type { MarkKind, SpanKind, Timeline } from './timeline.ts';

/** Units of the drawing; one is a pixel at the usual size. Marks at the edges stay whole. */
const WIDTH = 640;
const EDGE = 10;
const HEIGHT = 36;
const MIDDLE = 14;
const TICKS = { top: 28, height: 6 } as const;
const DAY_MS = 86_400_000;

/**
 * The timeline as a picture: a line for how deliveries went, a shape for each moment, and below it a tick for each day.
 * Shapes and patterns tell everything; colour only repeats it, so that it reads in every theme.
 *
 * @param words of the picture, for screen readers.
 */
export function timelineSvg({ from, to, marks, spans }: Timeline, words: string): Markup {
  const x = (at: number): number => round(EDGE + ((at - from) / (to - from)) * (WIDTH - 2 * EDGE));
  const days = Array.from({ length: Math.round((to - from) / DAY_MS) + 1 }, (_, day) =>
    x(from + day * DAY_MS),
  );
  return element(
    'svg',
    {
      role: 'img',
      'aria-label': words,
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: String(WIDTH),
      height: String(HEIGHT),
    },
    ...spans.map((span, index) => line(span.kind, x(span.from), x(spans[index + 1]?.from ?? to))),
    element('path', {
      class: 'ticks',
      d: days.map((day) => `M${day},${TICKS.top}v${TICKS.height}`).join(''),
      stroke: 'currentColor',
      'stroke-width': '1',
      fill: 'none',
    }),
    ...marks.map(({ at, kind }) => shape(kind, x(at))),
  );
}

function line(kind: SpanKind, left: number, right: number): Markup {
  const drawn = (d: string): Markup =>
    element('path', { class: kind, d, fill: 'none', stroke: 'currentColor', 'stroke-width': '2' });
  switch (kind) {
    case 'healthy':
      return drawn(`M${left},${MIDDLE}H${right}`);
    case 'failing':
      return drawn(hatch(left, right));
    case 'other':
      return drawn(dots(left, right));
    case 'disabled':
      return element('g', {});
  }
}

/** Slanted lines, drawn one by one: a pattern would need an id that is unique in the page. */
function hatch(left: number, right: number): string {
  const starts = Array.from(
    { length: Math.max(1, Math.floor((right - left) / 5)) },
    (_, index) => left + index * 5,
  );
  return starts.map((start) => `M${round(start)},${MIDDLE + 5}l6,-10`).join('');
}

function dots(left: number, right: number): string {
  const starts = Array.from(
    { length: Math.max(1, Math.floor((right - left) / 10)) },
    (_, index) => left + index * 10,
  );
  return starts.map((start) => `M${round(start)},${MIDDLE}h3`).join('');
}

function shape(kind: MarkKind, x: number): Markup {
  const y = MIDDLE;
  const drawn = { class: `mark ${kind}`, stroke: 'currentColor', 'stroke-width': '2' };
  const path = (d: string, fill: string): Markup => element('path', { ...drawn, d, fill });
  switch (kind) {
    case 'failing':
      return path(`M${x},${y - 8}l8,8l-8,8l-8,-8Z`, 'currentColor');
    case 'healthy':
      return element('circle', { ...drawn, cx: String(x), cy: String(y), r: '7', fill: 'none' });
    case 'waiting':
      return element('circle', { ...drawn, cx: String(x), cy: String(y), r: '2', fill: 'currentColor' });
    case 'unknown':
      return path(`M${x - 6},${y - 6}l12,12M${x - 6},${y + 6}l12,-12`, 'none');
    case 'disabled':
      return path(square(x, y), 'none');
    case 'enabled':
      return path(square(x, y), 'currentColor');
    case 'changed':
      return path(`M${x},${y - 7}l7,13h-14Z`, 'none');
  }
}

function square(x: number, y: number): string {
  return `M${x - 6},${y - 6}h12v12h-12Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
