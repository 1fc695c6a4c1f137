import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of its own for each test. They are removed after the last one: until then, something may still be written. */
export function useFolder(): { readonly path: string } {
  const made: string[] = [];
  beforeEach(() => void made.push(mkdtempSync(path.join(tmpdir(), 'lettr-monitoring-'))));
  after(() => made.forEach((one) => rmSync(one, { recursive: true, force: true, maxRetries: 5 })));
  return {
    get path() {
      return made.at(-1) ?? '';
    },
  };
}
