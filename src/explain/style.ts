/*
 * Every colour is the theme's. Sizes are relative, so that the page grows with the font. It is written without the
 * characters that HTML would have to escape.
 */
const RULES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  body: {
    color: 'var(--vscode-editor-foreground)',
    'background-color': 'var(--vscode-editor-background)',
    'font-family': 'var(--vscode-font-family)',
    'font-size': 'var(--vscode-font-size)',
    'line-height': '1.5',
    'max-width': '60em',
    'overflow-wrap': 'anywhere',
  },
  h1: { 'font-size': '1.6em', 'font-weight': '600' },
  h2: {
    'font-size': '1.25em',
    'font-weight': '600',
    'margin-top': '2em',
    'border-top-width': '1px',
    'border-top-style': 'solid',
    'border-top-color': 'var(--vscode-widget-border,currentColor)',
    'padding-top': '0.8em',
  },
  h3: { 'font-size': '1em', 'font-weight': '600', 'margin-bottom': '0.2em' },
  '.lead': { 'font-size': '1.1em' },
  a: { color: 'var(--vscode-textLink-foreground)' },
  'a:hover': { color: 'var(--vscode-textLink-activeForeground)' },
  'a:focus-visible': {
    'outline-width': '1px',
    'outline-style': 'solid',
    'outline-color': 'var(--vscode-focusBorder)',
    'outline-offset': '2px',
  },
  code: { 'font-family': 'var(--vscode-editor-font-family,monospace)' },
  '.links': { 'list-style': 'none', padding: '0', display: 'flex', 'flex-wrap': 'wrap', gap: '0.3em' },
  '.link': { 'margin-right': '1.2em' },
  table: { 'border-collapse': 'collapse', 'margin-top': '1em' },
  caption: { 'text-align': 'start', 'font-style': 'italic', 'padding-bottom': '0.4em' },
  'th,td': {
    'text-align': 'start',
    'vertical-align': 'top',
    'padding-top': '0.2em',
    'padding-bottom': '0.2em',
    'padding-right': '1.5em',
    'border-bottom-width': '1px',
    'border-bottom-style': 'solid',
    'border-bottom-color': 'var(--vscode-widget-border,currentColor)',
  },
  // A label is broken only where it is longer than the line.
  th: { 'font-weight': '600', 'overflow-wrap': 'break-word' },
  figure: { margin: '0', 'overflow-x': 'auto' },
  svg: { color: 'var(--vscode-editor-foreground)', 'forced-color-adjust': 'auto' },
  '.mark-failing,.bar-failing': { color: 'var(--vscode-charts-red,currentColor)' },
  '.mark-healthy,.bar-healthy': { color: 'var(--vscode-charts-green,currentColor)' },
};

/** With colours that the person's system forces, shapes take the colour of text, whatever their own is. */
const FORCED = '@media(forced-colors:active){svg,path,circle{color:CanvasText!important}}';

/** The style sheet of the panel. */
export function styleSheet(): string {
  const rules = Object.entries(RULES).map(([selector, declarations]) => {
    const lines = Object.entries(declarations).map(([property, value]) => `${property}:${value}`);
    return `${selector}{${lines.join(';')}}`;
  });
  return [...rules, FORCED].join('\n');
}
