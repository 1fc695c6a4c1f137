import { inspect } from 'node:util';

import * as vscode from 'vscode';

import { redact } from '../redact.ts';

/** The extension's log. `info` is for what begins and ends, `debug` for single requests. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string, cause?: unknown): void;
  error(message: string, cause?: unknown): void;
  show(): void;
}

/** Making an output channel keeps VS Code busy just when the first rows could be painted. */
const REST_MS = 1_000;

/**
 * The output channel "Lettr". It is made a moment after there is something to say, and at once for a warning. Keys and
 * authorization values never pass it.
 */
export function createLog(): Log & vscode.Disposable {
  let made: vscode.LogOutputChannel | undefined;
  let early: ((channel: vscode.LogOutputChannel) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const channel = (): vscode.LogOutputChannel => {
    clearTimeout(timer);
    const its = (made ??= vscode.window.createOutputChannel('Lettr', { log: true }));
    const lines = early;
    early = [];
    lines.forEach((write) => write(its));
    return its;
  };
  const soon = (write: (channel: vscode.LogOutputChannel) => void): void => {
    if (made) {
      write(made);
    } else if (!isOver) {
      early.push(write);
      timer ??= setTimeout(channel, REST_MS);
    }
  };
  return {
    debug: (message) => soon((its) => its.debug(redact(message))),
    info: (message) => soon((its) => its.info(redact(message))),
    warn: (message, cause) => channel().warn(redact(withCause(message, cause))),
    error: (message, cause) => channel().error(redact(withCause(message, cause))),
    show: () => channel().show(true),
    dispose: () => {
      isOver = true;
      clearTimeout(timer);
      made?.dispose();
    },
  };
}

function withCause(message: string, cause: unknown): string {
  return cause === undefined ? message : `${message}: ${chainOf(cause)}`;
}

function chainOf(error: unknown): string {
  const parts: string[] = [];
  for (let one = error; one !== undefined && parts.length < 4;) {
    parts.push(one instanceof Error ? (one.stack ?? one.message) : inspect(one, { depth: 1 }));
    one = one instanceof Error ? one.cause : undefined;
  }
  return parts.join('\nCaused by: ');
}
