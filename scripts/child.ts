import { spawn, type ChildProcess } from 'node:child_process';
import { onProcessEnd } from './cleanup.ts';

/** How a child process is started. `env` replaces the whole environment. */
export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A running process with everything it has started in turn. */
export interface Child {
  readonly process: ChildProcess;
  /** Ends the whole process group and waits until it is gone. */
  readonly end: () => Promise<void>;
}

const GRACE_MS = 3000;

/** Starts a process at the head of its own group, so that `end()` or the end of this process takes all of the group. */
export function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Child {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  child.on('error', () => undefined);
  const kill = onProcessEnd(() => signalGroup(child.pid, 'SIGKILL'));
  return {
    process: child,
    end: async () => {
      signalGroup(child.pid, 'SIGTERM');
      for (let waited = 0; waited < GRACE_MS && groupLives(child.pid); waited += 50) await delay(50);
      kill();
    },
  };
}

/**
 * Runs a command to its end.
 * @returns its stdout and stderr together
 * @throws Error with the last lines of its output when it ends with another code than 0
 */
export async function run(
  command: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<string> {
  const child = startChild(command, args, options);
  const output = collect(child.process);
  const ended = await ending(child.process);
  await child.end();
  if (ended === 0) return output.text();
  const tail = output.text().trim().split('\n').slice(-12).join('\n');
  throw new Error(`${command} ${args.join(' ')} ended with ${ended}:\n${tail}`);
}

/** Gathers stdout and stderr of a process in the order of arrival. */
export function collect(child: ChildProcess): { readonly text: () => string } {
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { text: () => Buffer.concat(chunks).toString('utf8') };
}

/** Resolves after `ms` milliseconds. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function ending(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'no code'));
  });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: the group is gone, which is what was wanted.
  }
}

function groupLives(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
