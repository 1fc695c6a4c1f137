import { type Markup, element } from './markup.ts';
import type { Tone } from './page.ts';

/*
 * Shapes like those of VS Code's own icons, whose font a page without resources does not have. Each tone has a shape of
 * its own, so that nobody needs to see colours.
 */

const CIRCLE = 'M14.5,8A6.5,6.5 0 1 1 1.5,8A6.5,6.5 0 1 1 14.5,8Z';

const SHAPES: Readonly<Record<Tone, string>> = {
  error: `${CIRCLE}M5.5,5.5L10.5,10.5M10.5,5.5L5.5,10.5`,
  warning: 'M8,2L14.5,13.5H1.5ZM8,6V10M8,11.5V12',
  success: `${CIRCLE}M5,8.2L7.2,10.4L11.2,5.8`,
  off: `${CIRCLE}M3.6,3.6L12.4,12.4`,
  neutral: CIRCLE,
};

/** The shape of a tone. Screen readers read the words beside it. */
export function toneIcon(tone: Tone): Markup {
  return drawn(SHAPES[tone], `tone ${tone}`);
}

export function copyIcon(): Markup {
  return drawn('M5.5,4.5H13.5V14.5H5.5ZM10.5,4.5V1.5H2.5V11.5H5.5', 'copy');
}

function drawn(d: string, name: string): Markup {
  return element(
    'svg',
    { class: name, viewBox: '0 0 16 16', width: '16', height: '16', 'aria-hidden': 'true' },
    element('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': '1.2' }),
  );
}
