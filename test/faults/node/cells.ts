import { type Ground, startGround } from '../arena.ts';
import { type Result, Results, isWanted, titleOf } from '../results.ts';
import { FAULTS } from '../table.ts';
import type { StoreOperation } from './operations.ts';
import { type Job, job, runAll } from './pool.ts';

/** One test of the matrix. */
export interface Cell extends Pick<Result, 'operation' | 'fault' | 'title'> {
  readonly run: (ground: Ground) => Promise<void>;
}

/** A test also waits for those before it. */
const LIMIT_MS = 120_000;

/** Makes a test of each cell. They run several at once; each test waits for its own. */
export function describeCells(name: string, cells: readonly Cell[]): void {
  describe(name, () => {
    const results = new Results(name);
    const jobs: Job[] = [];
    let running: Promise<void> | undefined;

    before(() => {
      running = runAll(jobs);
    });
    after(async () => {
      await running;
      results.close();
    });

    for (const { run, ...cell } of cells) {
      const title = titleOf(cell, FAULTS[cell.fault]);
      if (isWanted(title)) {
        const one = job((ground) => results.run(cell, () => run(ground)));
        jobs.push(one);
        it(title, () => one.done).timeout(LIMIT_MS);
      }
    }
  });
}

/** Tells operations apart that stand twice in the table: a list read for the first time, and an update by another verb. */
export function titleIn(title: string, { isLoaded, isFoundOut, method }: StoreOperation): string {
  return [title, isLoaded ? '' : 'at the first reading', isFoundOut === true ? `by ${method}` : '']
    .filter(Boolean)
    .join(', ');
}

/** The pool's ground, or one whose server knows no verb but the operation's. */
export async function onGround(
  ground: Ground,
  { isFoundOut }: StoreOperation,
  work: (ground: Ground) => Promise<void>,
): Promise<void> {
  if (isFoundOut !== true) {
    await work(ground);
    return;
  }
  const own = await startGround({ updateVerb: 'put' });
  try {
    await work(own);
  } finally {
    await own.close();
  }
}
