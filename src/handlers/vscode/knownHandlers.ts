import type { SecretStorage } from 'vscode';

import type { Authentication } from '../../api/types.ts';
import type { Handler } from '../handler.ts';
import { HandlerCredentials } from './credentials.ts';
import { allHandlers } from './handlerSettings.ts';

/** A handler with its credentials; `undefined` where they are missing. */
export type KnownHandler = Handler & { readonly credentials: Authentication | undefined };

/** The handlers of the workspace, each with what is kept for its tests. */
export async function knownHandlers(secrets: SecretStorage): Promise<readonly KnownHandler[]> {
  const kept = new HandlerCredentials(secrets);
  return Promise.all(
    allHandlers().map(async ({ handler }) => ({ ...handler, credentials: await kept.get(handler) })),
  );
}
