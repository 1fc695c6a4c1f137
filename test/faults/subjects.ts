/*
 * The webhooks of the simulator's seed on which the operations work.
 */

/** Enabled, with credentials. */
export const ORDERS = '5b1f6c1e-0d5c-4a53-9f0e-6a1c7f2b9d01';
/** Enabled; the second of those that are disabled together. */
export const BILLING_2 = '0e9d3b86-7c42-4e6f-b1a8-d5f30c6e2203';
/** Enabled. */
export const BILLING_10 = '8d64e7a9-1f3b-4b27-a5c0-73b9e18d4404';
/** Disabled by somebody. */
export const NEWSLETTER = '9a3e50b7-d4c1-4082-bf69-17d2c8e0a707';

/** The endpoint of the webhook that is created. */
export const CREATED_URL = 'https://new.example.com/hook';
