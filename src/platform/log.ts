import { inspect } from 'node:util';

import * as vscode from 'vscode';

/** The extension's log. `info` is for what begins and ends, `debug` for single requests. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
  show(): void;
}

/** The output channel "Lettr". Keys and authorization values never pass it. */
export function createLog(): Log & vscode.Disposable {
  const channel = vscode.window.createOutputChannel('Lettr', { log: true });
  return {
    debug: (message) => channel.debug(redact(message)),
    info: (message) => channel.info(redact(message)),
    warn: (message) => channel.warn(redact(message)),
    error: (message, cause) =>
      channel.error(redact(cause === undefined ? message : `${message}: ${chainOf(cause)}`)),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}

/** Replaces everything that looks like a key or the value of an authorization header. */
export function redact(text: string): string {
  return text
    .replace(/\blttr_(sandbox_)?[A-Za-z0-9]+/gi, 'lttr_…')
    .replace(/\b(authorization["']?\s*[:=]\s*["']?)(?:(?:bearer|basic)\s+)?[^\s"',}]+/gi, '$1…')
    .replace(/\b(bearer|basic)\s+[\w+/=.-]{8,}/gi, '$1 …');
}

function chainOf(error: unknown): string {
  const parts: string[] = [];
  for (let one = error; one !== undefined && parts.length < 4;) {
    parts.push(one instanceof Error ? (one.stack ?? one.message) : inspect(one, { depth: 1 }));
    one = one instanceof Error ? one.cause : undefined;
  }
  return parts.join('\nCaused by: ');
}
