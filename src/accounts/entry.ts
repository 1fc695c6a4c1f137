import * as v from 'valibot';

import { keyFault } from './account.ts';

/** A key that can't be sent, or has nowhere to go, would fail with each request, and nobody would know why. */
const Entry = v.object({
  name: v.string(),
  origin: v.pipe(
    v.string(),
    v.check((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
  ),
  key: v.pipe(
    v.string(),
    v.check((key) => keyFault(key) === undefined),
  ),
  teamId: v.optional(v.number()),
});

/** What is stored for an account, as one JSON secret. */
export type AccountEntry = v.InferOutput<typeof Entry>;

/** `undefined` for a secret that is cut off, or that another version or something else wrote in another form. */
export function parseEntry(text: string): AccountEntry | undefined {
  try {
    const parsed = v.safeParse(Entry, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Not JSON.
    return undefined;
  }
}
