import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { authUnavailable, standardAnswer, type Answer } from './answers.ts';
import type { FaultKind } from './faults.ts';

/** The kinds that replace the answer by another complete one. */
export type Replacement = Extract<
  FaultKind,
  { kind: 'status' | 'authUnavailable' | 'html' | 'redirect' | 'body' | 'large' }
>;
/** The kinds that break the connection, or the sending of an answer over it. */
export type Breakage = Exclude<FaultKind, Replacement | { kind: 'delay' }>;

export function isReplacement(fault: FaultKind): fault is Replacement {
  return ['status', 'authUnavailable', 'html', 'redirect', 'body', 'large'].includes(fault.kind);
}

const page =
  '<!doctype html>\n<html><head><title>Just a moment</title></head><body><h1>Just a moment</h1></body></html>\n';

/** The complete answer that a fault puts in place of the real one. */
export function replacement(fault: Replacement, texts: { failure?: string; rejection?: string }): Answer {
  switch (fault.kind) {
    case 'status': {
      const standard = standardAnswer(fault.status, texts);
      const headers = { ...standard.headers, ...lowerCased(fault.headers) };
      return { status: fault.status, body: 'body' in fault ? fault.body : standard.body, headers };
    }
    case 'authUnavailable':
      return authUnavailable(fault.seconds);
    case 'html':
      return text(fault.status ?? 200, page, 'text/html; charset=utf-8');
    case 'redirect':
      return { status: fault.status ?? 302, raw: '', headers: { location: fault.location } };
    case 'body':
      return text(fault.status ?? 200, fault.text, fault.contentType ?? 'application/json');
    case 'large':
      return { status: 200, raw: Readable.from(jsonString(fault.bytes)) };
    default:
      return fault satisfies never;
  }
}

function text(status: number, raw: string, contentType: string): Answer {
  return { status, raw, headers: { 'content-type': contentType } };
}

function lowerCased(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function* jsonString(bytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  yield Buffer.from('"');
  for (let left = bytes - 2; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
  yield Buffer.from('"');
}

/**
 * Breaks the connection, or sends `answer` in a broken way.
 * @param closing ends a slow answer early
 * @returns the status that went out, or undefined where none did
 */
export async function breakOff(
  reply: FastifyReply,
  fault: Breakage,
  answer: Answer,
  closing: AbortSignal,
): Promise<number | undefined> {
  void reply.hijack();
  const socket = reply.raw.socket;
  switch (fault.kind) {
    case 'hang':
      return undefined;
    case 'reset':
      socket?.resetAndDestroy();
      return undefined;
    case 'truncate': {
      const body = JSON.stringify(answer.body);
      writeHead(reply, answer, Buffer.byteLength(body));
      reply.raw.write(body.slice(0, Math.floor(body.length / 2)), () => socket?.end());
      return answer.status;
    }
    case 'slow':
      await trickle(reply, answer, fault.ms, closing);
      return answer.status;
    default:
      return fault satisfies never;
  }
}

function writeHead(reply: FastifyReply, answer: Answer, length: number): void {
  reply.raw.writeHead(answer.status, {
    ...answer.headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': length,
  });
}

/** Timers are too coarse for one byte each in a short time, so a step carries as many as it must. */
async function trickle(reply: FastifyReply, answer: Answer, ms: number, closing: AbortSignal) {
  const body = Buffer.from(JSON.stringify(answer.body));
  writeHead(reply, answer, body.length);
  reply.raw.flushHeaders();
  const steps = Math.max(1, Math.min(body.length, Math.floor(ms / 10)));
  const began = Date.now();
  for (let step = 1, sent = 0; step <= steps && !reply.raw.destroyed; step += 1) {
    await sleep(Math.max(0, began + (ms * step) / steps - Date.now()), undefined, { signal: closing });
    const until = Math.ceil((body.length * step) / steps);
    reply.raw.write(body.subarray(sent, until));
    sent = until;
  }
  reply.raw.end();
}
