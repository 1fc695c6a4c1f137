import { type Result, Results, isWanted, titleOf } from '../results.ts';
import { FAULTS } from '../table.ts';

/** One test of the matrix. */
export interface Cell extends Pick<Result, 'operation' | 'fault' | 'title'> {
  readonly run: () => Promise<void>;
}

/** Makes a test of each cell. Call it inside a `describe` after {@link useWorld}. */
export function itSurvives(name: string, cells: readonly Cell[]): void {
  const results = new Results(name);
  after(() => results.close());
  for (const { run, ...cell } of cells) {
    const title = titleOf(cell, FAULTS[cell.fault]);
    if (isWanted(title)) {
      it(title, () => results.run(cell, run));
    }
  }
}
