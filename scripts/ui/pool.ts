import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { onProcessEnd } from '../cleanup.ts';
import type { Counts } from '../../test/support/counts.ts';
import type { FileTask } from './worker.ts';

const WORKER = path.join(import.meta.dirname, 'worker.ts');

/** One process that runs files of tests. */
class Worker {
  readonly #child: ChildProcess;
  readonly #forget: () => void;
  readonly #output: Buffer[] = [];

  constructor() {
    this.#child = fork(WORKER, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.#forget = onProcessEnd(() => this.#child.kill('SIGTERM'));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.#output.push(chunk));
    }
  }

  /** Runs a file. A worker that ends without an answer counts as one failure. */
  run(task: FileTask): Promise<Counts & { readonly output: string; readonly isAlive: boolean }> {
    return new Promise((resolve) => {
      const settle = (result: Counts, isAlive: boolean): void => {
        this.#child.off('message', answered).off('exit', ended);
        resolve({ ...result, output: Buffer.concat(this.#output.splice(0)).toString('utf8'), isAlive });
      };
      const answered = (result: Counts): void => settle(result, true);
      const ended = (): void =>
        settle({ passes: 0, failures: 1, pending: 0, failed: [`${task.file}: the process ended.`] }, false);
      this.#child.once('message', answered).once('exit', ended);
      this.#child.send(task);
    });
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.disconnect();
      await ended;
    }
    this.#forget();
  }
}

/** How files are shared out. */
export interface PoolOptions {
  readonly workers: number;
  readonly files: readonly string[];
  /** Run by each worker after everything else that it ran. */
  readonly lastly: readonly string[];
  readonly grep: string | undefined;
  /** Hears what a file printed, when it has ended. */
  readonly onOutput: (text: string) => void;
}

/** Runs files of tests in several processes, each of which takes the next file when it has ended one. */
export async function runInPool({ workers, files, lastly, grep, onOutput }: PoolOptions): Promise<Counts> {
  const queue = [...files];
  const total = { passes: 0, failures: 0, pending: 0, failed: [] as string[] };
  const work = async (): Promise<void> => {
    let worker = new Worker();
    const run = async (file: string): Promise<void> => {
      const { passes, failures, pending, failed, output, isAlive } = await worker.run({ file, grep });
      total.passes += passes;
      total.failures += failures;
      total.pending += pending;
      total.failed.push(...failed);
      if (passes + failures + pending > 0) onOutput(output);
      if (!isAlive) worker = new Worker();
    };
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) await run(file);
    for (const file of lastly) await run(file);
    await worker.end();
  };
  await Promise.all(Array.from({ length: Math.min(workers, files.length) }, work));
  return total;
}
