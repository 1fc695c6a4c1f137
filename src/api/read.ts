import * as v from 'valibot';

/**
 * As `v.parse`; but what it throws tells only the place and what should stand there. Valibot's own error repeats what
 * stands there instead, and an answer may hold what was sent: a password, or somebody's address.
 */
export function read<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body);
  if (result.success) {
    return result.output;
  }
  const [issue] = result.issues;
  throw new Error(`Not of the type ${issue.type}: ${v.getDotPath(issue) ?? '(root)'}`);
}
