import type { Webhook } from '../../src/api/types.ts';

/** A webhook with every field, to be varied. */
export function webhook(fields: Partial<Webhook> = {}): Webhook {
  return {
    id: 'one',
    name: 'One',
    url: 'https://one.example.com/',
    enabled: true,
    events: 'all',
    authentication: 'none',
    hasCredentials: false,
    lastSuccessAt: null,
    lastFailureAt: null,
    lastStatus: null,
    ...fields,
  };
}
