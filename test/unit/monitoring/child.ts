import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that runs one of the files in this folder and answers each message with one. */
export interface Child {
  /** What the process says next. @throws when it ends instead. */
  next(): Promise<unknown>;
  /** Tells it something and waits for its answer. */
  ask(message: object): Promise<unknown>;
  /** Ends it without a chance to clean up, as a crash does. */
  kill(): Promise<void>;
}

/** Starts processes, each of which is ended after the test. */
export function useChildren(): (file: string, ...args: readonly string[]) => Child {
  const running: ChildProcess[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((child) => end(child)));
  });
  return (file, ...args) => {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), args);
    running.push(child);
    return {
      next: () => next(child),
      ask: (message) => {
        const answer = next(child);
        child.send(message);
        return answer;
      },
      kill: () => end(child),
    };
  };
}

async function next(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  const ended = async (): Promise<never> => {
    const exit: unknown[] = await once(child, 'exit', { signal });
    throw new Error(`The process ended with ${exit.join(' ')}.`);
  };
  try {
    const [message]: unknown[] = await Promise.race([once(child, 'message', { signal }), ended()]);
    return message;
  } finally {
    over.abort();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}
