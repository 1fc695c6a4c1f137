import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How many tests of one run passed, failed and were skipped. */
export interface Counts {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

/** Writes a run's counts to `<folder>/<name>.json`, where `.ci/run` adds them up. */
export function writeCounts(folder: string, name: string, stats: Counts): void {
  mkdirSync(folder, { recursive: true });
  const { passes, failures, pending } = stats;
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ passes, failures, pending }));
}
