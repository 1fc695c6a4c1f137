import type { FaultName } from '../table.ts';
import {
  ADDRESS_REFUSED,
  BLOCKED,
  CONFLICT,
  MISSING,
  NO_WORDS,
  SANDBOX,
  UNAUTHORIZED,
  type Told,
  internal as internalTold,
  internalLost,
  refusedWords,
  scope as scopeWords,
  unexpected,
  unreadable,
} from '../words.ts';
import { ALWAYS, ATTEMPTS, type Aim, type Hit, type Hits, answered, hasSteps, isWrite } from './hit.ts';
import { foreign, lost, more, namesOne, onlyToPatch, passing } from './hit.ts';

/*
 * What the server says when it does not do what was asked.
 */

export const unauthorized: Hits = () => [answered('', { kind: 'status', status: 401 }, UNAUTHORIZED)];

function forbidden(code: string | undefined): { kind: 'status'; status: number; body: unknown } {
  const body = { message: 'No.', ...(code !== undefined && { error_code: code }) };
  return { kind: 'status', status: 403, body };
}

/** To ask whose key it is takes no scope, so a refusal tells that the key is a real one. */
export const scope: Hits = ({ operation, verb }) => {
  const hit = answered('', forbidden('insufficient_scope'), scopeWords(verb));
  return operation === 'account add' ? [{ ...hit, end: { kind: 'done' } }] : [hit];
};

export const sandbox: Hits = () => [answered('', forbidden('sandbox_restricted'), SANDBOX)];

export const address: Hits = (aim) => {
  const fault = { kind: 'html', status: 403 } as const;
  return [
    answered('', forbidden(undefined), ADDRESS_REFUSED),
    foreign(aim, more(answered('in HTML', fault, BLOCKED))),
    ...onlyToPatch(aim, fault),
  ];
};

export const missing: Hits = (aim) => {
  const fault = { kind: 'html', status: 404 } as const;
  // Only Lettr's own means that the webhook is gone.
  const page = [foreign(aim, more(answered('in HTML', fault, unreadable(404)))), ...onlyToPatch(aim, fault)];
  if (!namesOne(aim)) {
    return [answered('', { kind: 'status', status: 404 }, unreadable(404)), ...page];
  }
  const gone: Hit = {
    title: 'since it is gone',
    end: { kind: 'failed', told: MISSING },
    sent: 1,
    arm: ({ simulator }, { id }) => simulator.remove(id ?? ''),
  };
  return [answered('', { kind: 'status', status: 404 }, MISSING), gone, ...page];
};

export const conflict: Hits = () => [answered('', { kind: 'status', status: 409 }, CONFLICT)];

const WORDS = 'The url field must be a valid URL.';
const SUMMARY = 'Validation failed.';

function invalid(errors: unknown): { kind: 'status'; status: number; body: unknown } {
  const body = { message: SUMMARY, error_code: 'validation_error', ...(errors !== undefined && { errors }) };
  return { kind: 'status', status: 422, body };
}

/** In a wizard the step says it; elsewhere a message does. */
function refusedIn(aim: Aim, step: string | undefined, words: string, told: Told): Hit['end'] {
  return hasSteps(aim) ? { kind: 'sentBack', step, words } : { kind: 'failed', told };
}

export const fields: Hits = (aim) => [
  {
    ...answered('', invalid({ url: [WORDS] }), refusedWords(WORDS)),
    end: refusedIn(aim, 'url', WORDS, refusedWords(WORDS)),
  },
  more({
    ...answered('that nobody knows', invalid({ colour: [WORDS] }), refusedWords(WORDS)),
    end: refusedIn(aim, undefined, WORDS, refusedWords(WORDS)),
  }),
];

export const noFields: Hits = (aim) => {
  const summary = refusedIn(aim, undefined, SUMMARY, refusedWords(SUMMARY));
  const silent = refusedIn(aim, undefined, NO_WORDS, { text: NO_WORDS, buttons: ['Review'] });
  return [
    { ...answered('', invalid(undefined), refusedWords(SUMMARY)), end: summary },
    // PHP writes an empty map as an empty list.
    more({ ...answered('in an empty list', invalid([]), refusedWords(SUMMARY)), end: summary }),
    { ...answered('in HTML', { kind: 'html', status: 422 }, refusedWords('')), end: silent },
  ];
};

export const internal: Hits = (aim) => {
  const fault = { kind: 'status', status: 500 } as const;
  return isWrite(aim) ? lost(fault, internalLost(500)) : [answered('', fault, internalTold(500))];
};

export const unavailable: Hits = (aim) => {
  const fault = { kind: 'status', status: 503 } as const;
  return isWrite(aim)
    ? lost(fault, internalLost(503))
    : [more(answered('always', fault, internalTold(503), { times: ALWAYS, sent: ATTEMPTS })), passing(fault)];
};

export const REFUSAL_HITS = {
  unauthorized,
  scope,
  sandbox,
  address,
  missing,
  conflict,
  fields,
  noFields,
  internal,
  unavailable,
} satisfies Partial<Record<FaultName, Hits>>;

/** A code that nobody knows yet. */
export const UNKNOWN_CODE = answered('error code', forbidden('brand_new'), unexpected(403));
