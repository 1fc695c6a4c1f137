import type { SecretStorage } from 'vscode';

import { HandlerCredentials } from './credentials.ts';
import { allHandlers } from './handlerSettings.ts';
import type { KnownHandler } from './register.ts';

/** The handlers of the workspace, each with what is kept for its tests. */
export async function knownHandlers(secrets: SecretStorage): Promise<readonly KnownHandler[]> {
  const kept = new HandlerCredentials(secrets);
  return Promise.all(
    allHandlers().map(async ({ handler }) => ({ ...handler, credentials: await kept.get(handler) })),
  );
}
