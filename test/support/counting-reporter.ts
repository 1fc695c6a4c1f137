import path from 'node:path';
import Mocha from 'mocha';
import { isObject, textAt } from '../../scripts/json.ts';
import { gatherFailed, writeCounts } from './counts.ts';

/** Mocha's spec output; at the end the counts go to `out/results/<reporter option "name">.json`. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const name = isObject(options.reporterOptions) ? textAt(options.reporterOptions, 'name') : undefined;
    const folder = path.resolve(import.meta.dirname, '../../out/results');
    const failed = gatherFailed(runner);
    runner.once('end', () => writeCounts(folder, name ?? 'unnamed', { ...this.stats, failed }));
  }
}

// Mocha's command line takes a reporter from the default export.
export default CountingReporter;
