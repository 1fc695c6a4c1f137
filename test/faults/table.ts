/*
 * The table of this suite: what a person does, what goes wrong meanwhile, and which pairs cannot happen.
 */

/** What a person does. */
export const OPERATIONS = [
  'list',
  'get',
  'create',
  'update',
  'enable',
  'disable',
  'delete',
  'bulk',
  'account add',
] as const;

export type OperationName = (typeof OPERATIONS)[number];

/** What goes wrong meanwhile: the name in the code, and the one in the matrix. */
export const FAULTS = {
  dns: 'DNS failure',
  refused: 'connection refused',
  unread: 'reset before the request is read',
  reset: 'reset after it was carried out',
  hang: 'hang',
  slow: 'slow body',
  truncated: 'truncated JSON',
  html: 'HTML with status 200',
  proxy: 'HTML 502 of a proxy',
  unauthorized: '401',
  scope: '403 insufficient_scope',
  sandbox: '403 sandbox_restricted',
  address: '403 without a code',
  missing: '404',
  conflict: '409',
  fields: '422 with fields',
  noFields: '422 without fields',
  limited: '429 with Retry-After',
  limitedUntold: '429 without Retry-After',
  internal: '500',
  unavailable: '503',
  large: '32 MiB + 1',
  redirect: 'redirect to another origin',
  unknown: 'unknown fields and values',
  skew: 'clock skew',
  killed: 'extension host killed in the middle',
  window: 'second window doing the same',
} as const;

export type FaultName = keyof typeof FAULTS;

/** The faults in the order of the matrix. */
export const FAULT_NAMES: readonly FaultName[] = Object.keys(FAULTS).filter(isFaultName);

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

const READS: readonly OperationName[] = ['list', 'get', 'account add'];
const WITH_URL: readonly OperationName[] = ['create', 'update'];

/** Why a fault cannot meet an operation; `undefined` when it can. */
export function whyImpossible(operation: OperationName, fault: FaultName): string | undefined {
  const isRead = READS.includes(operation);
  if (fault === 'conflict' && !WITH_URL.includes(operation)) {
    return 'Lettr answers 409 only where an endpoint URL is written.';
  }
  if ((fault === 'fields' || fault === 'noFields') && isRead) {
    return 'A request without a body has nothing that 422 could refuse.';
  }
  if (fault === 'sandbox' && isRead) {
    return 'Sandbox keys can read webhooks, and ask whose they are.';
  }
  return undefined;
}
