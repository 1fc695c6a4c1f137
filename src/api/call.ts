import type { ApiRequest } from './request.ts';
import type { CallOptions } from './types.ts';
import type * as wire from './wire.ts';

/** What turns drafts into bodies and bodies into webhooks and events. It is loaded with what sends. */
export type Wire = typeof wire;

/** A request of the API as its method describes it. */
export interface ApiCall<T> extends Omit<ApiRequest, 'url'> {
  /** Below the base URL. */
  readonly path: string;
  /** Reads the body of a 2xx answer. @throws when it is not what was asked for. */
  readonly parse: (body: unknown) => T;
}

/**
 * Makes one call of the API.
 *
 * @throws {LettrError | Cancelled} also when the answer can't be read; `accepted` when a write is still to be carried out.
 */
export type Call = <T>(make: (wire: Wire) => ApiCall<T>, options?: CallOptions) => Promise<T>;
