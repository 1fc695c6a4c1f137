import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import * as v from 'valibot';

import { FAULT_NAMES, OPERATIONS } from './table.ts';

const Result = v.object({
  operation: v.picklist(OPERATIONS),
  fault: v.picklist(FAULT_NAMES),
  /** Tells it from other hits of the same fault. */
  title: v.string(),
  ms: v.number(),
  /** What was wrong; `undefined` when the operation survived. */
  failure: v.optional(v.string()),
});

/** How one hit of a fault on an operation ended. */
export type Result = v.InferOutput<typeof Result>;

/** Reads the results of one part. Throws for anything else. */
export function parseResults(text: string): readonly Result[] {
  return v.parse(v.array(Result), JSON.parse(text));
}

/** The environment variable that names the folder for results. */
export const RESULTS_VARIABLE = 'LETTR_FAULTS_RESULTS';
/** The environment variable with the pattern of the titles to run. */
export const GREP_VARIABLE = 'LETTR_FAULTS_GREP';

/** VS Code's own search for files: the npm packages that the tests install come without that program. */
const NOT_OURS = /spawn .*ripgrep.* ENOENT/;

/** Gathers the results of one part of the suite, and the rejections that nobody handled meanwhile. */
export class Results {
  readonly #name: string;
  readonly #results: Result[] = [];
  readonly #unhandled: unknown[] = [];
  readonly #note = (reason: unknown): void => {
    if (!NOT_OURS.test(String(reason))) {
      this.#unhandled.push(reason);
    }
  };

  /** @param name of the part; its results are written to a file of this name. */
  constructor(name: string) {
    this.#name = name;
    process.on('unhandledRejection', this.#note);
  }

  /** Runs one hit. @throws what `work` throws; an error when a rejection was left unhandled meanwhile. */
  async run(cell: Pick<Result, 'operation' | 'fault' | 'title'>, work: () => Promise<void>): Promise<void> {
    const start = performance.now();
    const known = this.#unhandled.length;
    let failure: string | undefined;
    try {
      await work();
      await macrotasks();
      if (this.#unhandled.length > known) {
        throw new Error('A rejection was not handled.', { cause: this.#unhandled.at(-1) });
      }
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.#results.push({ ...cell, ms: Math.round(performance.now() - start), failure });
    }
  }

  /** Writes the results for {@link RESULTS_VARIABLE} and stops listening. */
  close(): void {
    process.off('unhandledRejection', this.#note);
    const folder = process.env[RESULTS_VARIABLE];
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, `${this.#name}.json`), JSON.stringify(this.#results));
    }
  }
}

/** The title of a test; `--grep` looks at it. */
export function titleOf(
  { operation, fault, title }: Pick<Result, 'operation' | 'fault' | 'title'>,
  words: string,
): string {
  return `${operation} × ${words || fault}${title === '' ? '' : `: ${title}`}`;
}

/** Whether `--grep` lets a test run. */
export function isWanted(title: string): boolean {
  return new RegExp(process.env[GREP_VARIABLE] ?? '').test(title);
}

/** Rejections are found unhandled only after the microtasks of their turn. */
async function macrotasks(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
