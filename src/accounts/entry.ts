import * as v from 'valibot';

const Entry = v.object({
  name: v.string(),
  origin: v.string(),
  key: v.string(),
  teamId: v.optional(v.number()),
});

/** What is stored for an account, as one JSON secret. */
export type AccountEntry = v.InferOutput<typeof Entry>;

/** `undefined` for a secret that another version, or something else, wrote in another form. */
export function parseEntry(text: string): AccountEntry | undefined {
  try {
    const parsed = v.safeParse(Entry, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Not JSON.
    return undefined;
  }
}
