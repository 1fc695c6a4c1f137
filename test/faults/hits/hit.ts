import type { FaultKind } from '../../../simulator/simulator.ts';
import type { Arena } from '../arena.ts';
import type { OperationName } from '../table.ts';
import { type Told, type Verb, notDone } from '../words.ts';

/** What a fault is aimed at. */
export interface Aim {
  readonly operation: OperationName;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** As the simulator's faults want it. */
  readonly path: string;
  readonly verb: Verb;
  /** The webhook that the operation is about; `undefined` for a list and for one that is yet to be made. */
  readonly id: string | undefined;
}

/** How an operation is to end. */
export type End =
  /** It was done, and the person sees it. */
  | { readonly kind: 'done' }
  /** It was done and the answer was lost; the list showed it, and the person is told so. */
  | { readonly kind: 'found' }
  /** It was certainly not done. */
  | { readonly kind: 'failed'; readonly told: Told }
  /** The answer was lost, and the list showed that it was not done. */
  | { readonly kind: 'notDone'; readonly told: Told }
  /** The answer was lost and the list could not be read: the person is told that nobody knows. */
  | { readonly kind: 'notKnown'; readonly told: Told }
  /** A wizard goes back to a step; without a step to the review. */
  | { readonly kind: 'sentBack'; readonly step: string | undefined; readonly words: string };

/** One way in which a fault hits an operation. */
export interface Hit {
  /** Tells it from the other hits of the same fault; may be empty. */
  readonly title: string;
  readonly end: End;
  /** How many requests of the operation reach the server. */
  readonly sent: number;
  /** How many of them are asked for once more by PUT, since what answered the PATCH wasn't Lettr. Default: none. */
  readonly byPut?: number;
  /** How many connections are reset unread. */
  readonly resets?: number;
  /** Whether its time has to pass: half a minute, which the tests shorten. */
  readonly timesOut?: boolean;
  /** Whether `http.proxy` is set. */
  readonly hasProxy?: boolean;
  /** The server's clock or the rate limit demands at least so much time, in ms. */
  readonly atLeastMs?: number;
  /** All requests of the operation count for one team, as in the product. */
  readonly isOneTeam?: boolean;
  /** In work on several webhooks: which of them it hits. Default: the second. */
  readonly reach?: 'first' | 'all';
  /** One more of its kind for the client; where the client is not the subject, the others are enough. */
  readonly isMore?: boolean;
  readonly arm: (arena: Arena, aim: Aim) => void | Promise<void>;
}

/** Marks a hit as one more of its kind. */
export function more(hit: Hit): Hit {
  return { ...hit, isMore: true };
}

/** The hits of one fault. */
export type Hits = (aim: Aim) => readonly Hit[];

export const ALWAYS = Number.POSITIVE_INFINITY;

/** What a server may do twice more for a GET before the person is told. */
export const ATTEMPTS = 3;

export function isWrite({ method }: Aim): boolean {
  return method !== 'GET';
}

/** Whether the operation is about a webhook that is there. */
export function namesOne({ id }: Aim): boolean {
  return id !== undefined;
}

/** Whether a wizard takes a refusal back to one of its steps. */
export function hasSteps({ operation }: Aim): boolean {
  return operation === 'create' || operation === 'update';
}

/** Lets the simulator do something to the coming requests of the operation. */
export function strike(
  { simulator }: Arena,
  { method, path }: Aim,
  fault: FaultKind,
  options: { readonly phase?: 'before' | 'after'; readonly times?: number } = {},
): void {
  simulator.fault({ ...fault, on: { method, path }, ...options });
}

/** An answer that says that nothing was done. */
export function answered(
  title: string,
  fault: FaultKind,
  told: Told,
  other: Partial<Hit> & { readonly times?: number } = {},
): Hit {
  const { times = 1, ...rest } = other;
  return {
    title,
    end: { kind: 'failed', told },
    sent: 1,
    arm: (arena, aim) => strike(arena, aim, fault, { times }),
    ...rest,
  };
}

/** A write whose answer was lost, with and without having been carried out. */
export function lost(fault: FaultKind, what: string, other: Partial<Hit> = {}): readonly Hit[] {
  return [
    {
      title: 'not carried out',
      end: { kind: 'notDone', told: notDone(what) },
      sent: 1,
      arm: (arena, aim) => strike(arena, aim, fault, { phase: 'before' }),
      ...other,
    },
    foundDone('carried out', fault, other),
  ];
}

/** A write that was carried out and whose answer was lost. */
export function foundDone(title: string, fault: FaultKind, other: Partial<Hit> = {}): Hit {
  return {
    title,
    end: { kind: 'found' },
    sent: 1,
    arm: (arena, aim) => strike(arena, aim, fault, { phase: 'after' }),
    ...other,
  };
}

/** A hit with an answer that isn't Lettr's own: after one to PATCH the change is tried by PUT, which is hit as well. */
export function foreign(aim: Aim, hit: Hit): Hit {
  if (aim.method !== 'PATCH') {
    return hit;
  }
  return {
    ...hit,
    byPut: 1,
    arm: async (arena, target) => {
      await hit.arm(arena, target);
      await hit.arm(arena, { ...target, method: 'PUT' });
    },
  };
}

/** Answers to PATCH that aren't Lettr's own, while PUT gets through: it asks for the same, so it may come twice. */
export function onlyToPatch(aim: Aim, fault: FaultKind): readonly Hit[] {
  if (aim.method !== 'PATCH') {
    return [];
  }
  return (['before', 'after'] as const).map((phase) =>
    more({
      title: phase === 'before' ? 'to PATCH only' : 'to PATCH only, carried out',
      end: { kind: 'done' },
      sent: 1,
      byPut: 1,
      arm: (arena, target) => strike(arena, target, fault, { phase }),
    }),
  );
}

/** A fault that passes by itself: a GET is repeated and nobody hears of it. */
export function passing(fault: FaultKind): Hit {
  return {
    title: 'once',
    end: { kind: 'done' },
    sent: 2,
    arm: (arena, aim) => strike(arena, aim, fault),
  };
}
