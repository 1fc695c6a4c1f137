import { type Markup, element } from '../pages/markup.ts';
import type { Mark, MarkKind, Strip } from './strip.ts';

/** Units of the drawing; one is a pixel at the usual size. */
const STEP = 28;
const HEIGHT = 36;
const MIDDLE = 12;
const BAR = { top: 26, height: 6 } as const;

/**
 * The strip as a picture: a shape for each change, and below it a bar for what deliveries looked like until the next one.
 * Shapes and patterns tell everything; colour only repeats it, so that it reads in every theme.
 */
export function stripPicture({ marks, words }: Strip): Markup {
  const width = marks.length * STEP;
  return element(
    'svg',
    {
      role: 'img',
      'aria-label': words,
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width: String(width),
      height: String(HEIGHT),
    },
    element('title', {}, words),
    ...marks.flatMap((mark, index) => [shape(mark.kind, index), bar(mark.after, index)]),
  );
}

function shape(kind: MarkKind, index: number): Markup {
  const x = index * STEP + 9;
  const y = MIDDLE;
  const drawn = { class: `mark-${kind}`, stroke: 'currentColor', 'stroke-width': '2' };
  const path = (d: string, fill: string): Markup => element('path', { ...drawn, d, fill });
  switch (kind) {
    case 'failing':
      return path(`M${x},${y - 8}L${x + 8},${y}L${x},${y + 8}L${x - 8},${y}Z`, 'currentColor');
    case 'healthy':
      return element('circle', { ...drawn, cx: String(x), cy: String(y), r: '7', fill: 'none' });
    case 'waiting':
      return element('circle', { ...drawn, cx: String(x), cy: String(y), r: '2', fill: 'currentColor' });
    case 'unknown':
      return path(`M${x - 6},${y - 6}L${x + 6},${y + 6}M${x - 6},${y + 6}L${x + 6},${y - 6}`, 'none');
    case 'disabled':
      return path(square(x, y), 'none');
    case 'enabled':
      return path(square(x, y), 'currentColor');
    case 'changed':
      return path(`M${x},${y - 7}L${x + 7},${y + 6}L${x - 7},${y + 6}Z`, 'none');
  }
}

function square(x: number, y: number): string {
  return `M${x - 6},${y - 6}H${x + 6}V${y + 6}H${x - 6}Z`;
}

function bar(after: Mark['after'], index: number): Markup {
  const left = index * STEP + 1;
  const right = left + STEP - 4;
  const { top, height } = BAR;
  const line = (d: string): Markup =>
    element('path', { class: `bar-${after}`, d, fill: 'none', stroke: 'currentColor', 'stroke-width': '2' });
  switch (after) {
    case 'failing':
      return line(hatch(left, right));
    case 'healthy':
      return line(`M${left},${top}H${right}V${top + height}H${left}Z`);
    case 'other':
      return line(`M${left},${top + height / 2}h5m5,0h5`);
    case 'disabled':
      return element('g', {});
  }
}

/** Slanted lines, drawn one by one: a pattern would need an id that is unique in the page. */
function hatch(left: number, right: number): string {
  const { top, height } = BAR;
  const lines: string[] = [];
  for (let x = left; x + height <= right + 2; x += 4) {
    lines.push(`M${x},${top + height}L${x + height},${top}`);
  }
  return lines.join('');
}
