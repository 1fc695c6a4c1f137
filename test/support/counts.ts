import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type Mocha from 'mocha';

/** How many tests of one run passed, failed and were skipped. */
export interface Counts {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
  /** One line for each that failed. */
  readonly failed: readonly string[];
}

/** Gathers one line for each test that fails from now on, with its name and what it said first. */
export function gatherFailed(runner: Mocha.Runner): readonly string[] {
  const failed: string[] = [];
  runner.on('fail', (test, error: unknown) => {
    const said = error instanceof Error ? error.message : String(error);
    failed.push(`${test.fullTitle()}: ${said.split('\n', 1).join('')}`);
  });
  return failed;
}

/** Writes a run's counts to `<folder>/<name>.json`, where `.ci/run` adds them up. */
export function writeCounts(folder: string, name: string, counts: Counts): void {
  mkdirSync(folder, { recursive: true });
  const { passes, failures, pending, failed } = counts;
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ passes, failures, pending, failed }));
}
