import type { Disposable } from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { Explanations } from './explanations.ts';
import { type ExplainParts, KIND } from './parts.ts';

export interface Explaining extends Disposable {
  /** Shows why a webhook is in the state it is in, and sends one request for that unless it is known. */
  show(account: Account, webhookId: string, as: 'panel' | 'text'): Promise<void>;
}

/** Adds the documents that explain a webhook's health. Everything else is loaded when it is first needed. */
export function registerExplain(parts: ExplainParts): Explaining {
  let loaded: Promise<Explanations> | undefined;
  const load = (): Promise<Explanations> =>
    (loaded ??= import('./explanations.ts').then((module) => new module.Explanations(parts)));
  parts.documents.add(KIND, { render: async (subject) => (await load()).text(subject) });
  return {
    show: async (account, webhookId, as) => (await load()).show(account, webhookId, as),
    dispose: () => void loaded?.then((explanations) => explanations.dispose()),
  };
}
