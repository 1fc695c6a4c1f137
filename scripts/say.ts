/** Prints one line on stdout: the scripts' only way of talking. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints one sentence on stderr and lets the process end with 1, after what it has started is ended. */
export function fail(reason: unknown): void {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = 1;
}
