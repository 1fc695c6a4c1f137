import { rmSync } from 'node:fs';

type Undo = () => void;

const pending = new Set<Undo>();
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs `undo` when this process ends, however it ends short of SIGKILL. It must be synchronous: nothing asynchronous
 * runs in an exit handler.
 * @returns a function that runs `undo` now, once, and forgets it
 */
export function onProcessEnd(undo: Undo): Undo {
  if (pending.size === 0) listen();
  pending.add(undo);
  return () => {
    if (pending.delete(undo)) undo();
  };
}

/** Removes a folder that processes may still be writing to. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function runAll(): void {
  // Last started, first ended: a browser before its server, a server before its data.
  for (const undo of [...pending].toReversed()) {
    pending.delete(undo);
    try {
      undo();
    } catch (error) {
      process.stderr.write(`Clean-up failed: ${String(error)}\n`);
    }
  }
}

let listening = false;

function listen(): void {
  if (listening) return;
  listening = true;
  process.once('exit', runAll);
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.once(signal, () => {
      runAll();
      process.exit(code);
    });
  }
}
