import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';
import type { Body } from '../delivery.ts';

/** The bytes of a body; `undefined` when they are gone. */
export async function bytesOf(body: Body): Promise<Uint8Array | undefined> {
  try {
    return await body.read();
  } catch {
    return undefined;
  }
}

/** The bytes of a body for a command. @throws {Cancelled} after saying that another window removed them from the log. */
export async function demandBytes(body: Body): Promise<Uint8Array> {
  const bytes = await bytesOf(body);
  if (!bytes) {
    void vscode.window.showInformationMessage(l10n.t('The body is no longer in the log.'));
    throw new Cancelled();
  }
  return bytes;
}
