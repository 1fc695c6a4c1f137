import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { ROOT } from '../paths.ts';

/**
 * Makes a function that replaces positions in a bundle by those in its sources: VS Code formats stacks itself, so
 * Node's own source map support does nothing in the extension host.
 * @param bundle the absolute path of a bundle with a `.map` file beside it
 */
export function sourcePositions(bundle: string): (line: string) => string {
  const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')));
  const position = new RegExp(
    `[^\\s(]*${path.basename(path.dirname(bundle))}/${path.basename(bundle)}:(\\d+):(\\d+)`,
    'g',
  );
  return (line) =>
    line.replace(position, (found, row: string, column: string) => {
      const entry = map.findEntry(Number(row) - 1, Number(column) - 1);
      if (!('originalSource' in entry)) return found;
      const source = path.relative(ROOT, path.resolve(path.dirname(bundle), entry.originalSource));
      return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    });
}
