import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of its own for each test, removed after it. */
export function useFolder(): { readonly path: string } {
  let current = '';
  beforeEach(() => {
    current = mkdtempSync(path.join(tmpdir(), 'lettr-record-'));
  });
  afterEach(() => rmSync(current, { recursive: true, force: true }));
  return {
    get path() {
      return current;
    },
  };
}
