import { inspect } from 'node:util';

import * as vscode from 'vscode';

import { redact } from './redact.ts';

/** The extension's log. `info` is for what begins and ends, `debug` for single requests. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string, cause?: unknown): void;
  error(message: string, cause?: unknown): void;
  show(): void;
}

/** The output channel "Lettr", made when there is something to say. Keys and authorization values never pass it. */
export function createLog(): Log & vscode.Disposable {
  let made: vscode.LogOutputChannel | undefined;
  const channel = (): vscode.LogOutputChannel =>
    (made ??= vscode.window.createOutputChannel('Lettr', { log: true }));
  return {
    debug: (message) => channel().debug(redact(message)),
    info: (message) => channel().info(redact(message)),
    warn: (message, cause) => channel().warn(redact(withCause(message, cause))),
    error: (message, cause) => channel().error(redact(withCause(message, cause))),
    show: () => channel().show(true),
    dispose: () => made?.dispose(),
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
