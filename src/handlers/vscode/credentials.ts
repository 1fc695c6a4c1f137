import type { SecretStorage } from 'vscode';
import * as v from 'valibot';

import type { Authentication } from '../../api/types.ts';
import type { Handler } from '../handler.ts';

const PREFIX = 'lettr.handler:';
const CREDENTIALS = v.variant('type', [
  v.object({ type: v.literal('basic'), username: v.string(), password: v.string() }),
  v.object({
    type: v.literal('oauth2'),
    clientId: v.string(),
    clientSecret: v.string(),
    tokenUrl: v.string(),
  }),
]);

/**
 * The credentials of handlers, in the secret storage. They are bound to the handler's origin, so that a setting that
 * gives its name to another URL doesn't get them.
 */
export class HandlerCredentials {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  /** Those that were kept for a handler; `undefined` when they are missing or of another kind. */
  async get(handler: Handler): Promise<Authentication | undefined> {
    if (handler.authentication === 'none') {
      return { type: 'none' };
    }
    const kept = await this.#secrets.get(keyOf(handler));
    const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), CREDENTIALS), kept);
    return success && output.type === handler.authentication ? output : undefined;
  }

  async keep(handler: Handler, credentials: Authentication): Promise<void> {
    await this.#secrets.store(keyOf(handler), JSON.stringify(credentials));
  }

  async forget(handler: Handler): Promise<void> {
    await this.#secrets.delete(keyOf(handler));
  }
}

function keyOf({ name, url }: Handler): string {
  return `${PREFIX}${new URL(url).origin}/${name}`;
}
