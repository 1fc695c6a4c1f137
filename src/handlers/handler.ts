import * as v from 'valibot';

import type { AuthenticationType } from '../api/types.ts';
import { urlFault } from '../webhooks/endpoint.ts';

/** A handler of the person's own, as the setting `lettr.handlers` names it. */
export interface Handler {
  /** Unique in its workspace folder; shown in the Testing view. */
  readonly name: string;
  readonly url: string;
  readonly authentication: AuthenticationType;
  /** Seconds; how long one request may take. */
  readonly timeout: number;
}

/** Seconds; what Lettr's provider waits. */
export const DEFAULT_TIMEOUT = 10;
/** Where a handler is looked for when nothing else is known. */
export const DEFAULT_PATH = '/webhooks/lettr';

const HANDLER = v.object({
  name: v.fallback(v.pipe(v.string(), v.trim()), ''),
  url: v.pipe(
    v.string(),
    v.trim(),
    v.check((url) => urlFault(url) === undefined),
  ),
  authentication: v.fallback(v.picklist(['none', 'basic', 'oauth2']), 'none'),
  timeout: v.fallback(v.pipe(v.number(), v.gtValue(0), v.maxValue(3600)), DEFAULT_TIMEOUT),
});

/**
 * The handlers in a setting's value, which anybody may have written: an entry without a usable URL is left out, and a
 * second one of the same name.
 */
export function readHandlers(value: unknown): readonly Handler[] {
  const handlers = new Map<string, Handler>();
  for (const entry of Array.isArray(value) ? value : []) {
    const { success, output } = v.safeParse(HANDLER, entry);
    const handler = success ? { ...output, name: output.name || new URL(output.url).host } : undefined;
    if (handler && !handlers.has(handler.name)) {
      handlers.set(handler.name, handler);
    }
  }
  return [...handlers.values()];
}
