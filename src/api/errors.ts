import type { DraftField, RateLimit } from './types.ts';

/** A field that the server refused, with the server's words (untrusted text). */
export interface FieldProblem {
  /** `undefined` for a field that no wizard step knows. */
  readonly field: DraftField | undefined;
  readonly text: string;
}

/** Why the network failed, in a form that can be put into words. */
export type NetworkCause = 'timeout' | 'dns' | 'refused' | 'reset' | 'tls' | 'other';

/**
 * Who ended a call: Lettr itself; something on the way to it that answered in its place, such as a gateway, a proxy or a
 * network's sign-in page; or the network, when nothing answered.
 */
export type Responder = 'lettr' | 'gateway' | 'network';

/** What went wrong, one member per row of the error table. Text in it comes from the server and is untrusted. */
export type Problem =
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'insufficientScope' }
  | { readonly kind: 'sandboxRestricted' }
  | { readonly kind: 'addressRefused' }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'invalid'; readonly fields: readonly FieldProblem[]; readonly text: string }
  | { readonly kind: 'badEndpoint' }
  /** `retryAt`: Unix milliseconds. `limit`: `undefined` when the answer does not say which one was met. */
  | { readonly kind: 'rateLimited'; readonly retryAt: number; readonly limit?: RateLimit | undefined }
  /** `retryAt`: Unix milliseconds, when the answer says how long to wait. */
  | { readonly kind: 'server'; readonly status: number; readonly retryAt?: number | undefined }
  /** A proxy (407), the network's sign-in page (511) or a gateway (403) stopped the request before it reached Lettr. */
  | { readonly kind: 'blocked'; readonly by: 'proxy' | 'network' | 'gateway'; readonly status: number }
  /** Lettr took the request (202) and carries it out later; only the list can tell when. */
  | { readonly kind: 'accepted' }
  /** `code` is the system's name of the fault, such as `ENOTFOUND`. */
  | { readonly kind: 'unreachable'; readonly cause: NetworkCause; readonly code: string | undefined }
  /** `status`: `undefined` when not even that could be read. */
  | { readonly kind: 'unreadable'; readonly status: number | undefined }
  | { readonly kind: 'redirected'; readonly host: string }
  | { readonly kind: 'unexpected'; readonly status: number }
  /** Nothing was sent: there is no key for `host`, or the key was entered for another address. */
  | { readonly kind: 'noKey'; readonly host: string }
  /** Nothing was sent: the secret store could not read the key of the account. */
  | { readonly kind: 'keyUnreadable' }
  /** Nothing was sent: the secret store no longer has the key of the account. */
  | { readonly kind: 'keyGone' }
  /** Nothing was sent: the address in the settings is neither https nor on this machine. */
  | { readonly kind: 'badAddress' };

export type ProblemKind = Problem['kind'];

/**
 * Whether the server did what was asked. `none`: certainly not. `unknown`: the request went out and no answer
 * could be trusted, so only another look at the list can tell.
 */
export type Effect = 'none' | 'unknown';

/** What is known of a failure besides its problem; the fields are those of {@link LettrError}. */
export interface ErrorDetails {
  readonly effect?: Effect;
  readonly code?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly responder?: Responder | undefined;
  readonly waitMs?: number | undefined;
  readonly cause?: unknown;
}

/** Every failure of a call to Lettr. Its message is for the log; the words for the person are made from `problem`. */
export class LettrError extends Error {
  override readonly name = 'LettrError';
  readonly problem: Problem;
  readonly effect: Effect;
  /** The `error_code` of the answer, where it had one. */
  readonly code: string | undefined;
  /** Lettr's `X-Correlation-Id`, by which its support finds the request. Untrusted text. */
  readonly correlationId: string | undefined;
  /** `undefined` when nothing was sent. */
  readonly responder: Responder | undefined;
  /** For how long, in ms from now on, the answer asks to send nothing; `undefined` when it does not say. */
  readonly waitMs: number | undefined;

  constructor(problem: Problem, details: ErrorDetails = {}) {
    super(describe(problem), 'cause' in details ? { cause: details.cause } : undefined);
    this.problem = problem;
    this.effect = details.effect ?? 'none';
    this.code = details.code;
    this.correlationId = details.correlationId;
    this.responder = details.responder ?? (problem.kind === 'unreachable' ? 'network' : undefined);
    this.waitMs = details.waitMs;
  }
}

/** A person or the editor cancelled. Never shown as an error. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  readonly effect: Effect;

  constructor(effect: Effect = 'none') {
    super('Cancelled');
    this.effect = effect;
  }
}

/** Narrows to a failure of one kind. */
export function isProblem<K extends ProblemKind>(
  error: unknown,
  kind: K,
): error is LettrError & { readonly problem: Extract<Problem, { kind: K }> } {
  return error instanceof LettrError && error.problem.kind === kind;
}

function describe(problem: Problem): string {
  const extra =
    'status' in problem
      ? ` (status ${problem.status})`
      : problem.kind === 'unreachable'
        ? ` (${problem.code ?? problem.cause})`
        : '';
  return problem.kind + extra;
}
