import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../../accounts/account.ts';
import { accountWords } from '../../messages/words.ts';
import { Command } from '../../platform/ids.ts';
import type { Notice, Action } from '../../platform/vscode/notify.ts';
import { plain } from '../../platform/text.ts';
import type { Clock } from '../clock.ts';
import type { Incident } from '../incidents.ts';
import { type TroubledWebhook, troubleWords, webhookWords } from '../trouble.ts';

/** Accounts that are read about the same time share one notification; ms. */
const GATHER_MS = 300;

export interface NoticesOptions {
  readonly clock: Clock;
  readonly tell: (notice: Notice) => void;
  readonly turnOff: () => unknown;
  /** Whether this window has more than one account. */
  readonly hasSeveral: () => boolean;
  /** The name of a webhook as it is known now; `undefined` when it is gone. Untrusted text. */
  readonly nameOf: (account: Account, webhookId: string) => string | undefined;
}

/** Tells the person of webhooks that got into trouble: one notification for all that are found together. */
export class Notices {
  readonly #options: NoticesOptions;
  readonly #gathered: { readonly account: Account; readonly incident: Incident }[] = [];
  #timer: { dispose(): void } | undefined;

  constructor(options: NoticesOptions) {
    this.#options = options;
  }

  add(account: Account, incidents: readonly Incident[]): void {
    this.#gathered.push(...incidents.map((incident) => ({ account, incident })));
    this.#timer ??= this.#options.clock.after(GATHER_MS, () => this.#tell());
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #tell(): void {
    this.#timer = undefined;
    const { nameOf, tell, turnOff, hasSeveral } = this.#options;
    const webhooks = this.#gathered.splice(0).flatMap(({ account, incident }) => {
      const name = nameOf(account, incident.webhookId);
      return name === undefined ? [] : [{ account, id: incident.webhookId, kind: incident.kind, name }];
    });
    if (webhooks.length === 0) {
      return;
    }
    const actions: readonly Action[] = [
      { label: l10n.t('Explain'), run: () => explain(webhooks) },
      { label: l10n.t("Don't Show Again"), run: turnOff },
    ];
    tell({ severity: 'warning', text: troubleWords(webhooks, hasSeveral()), actions });
  }
}

async function explain(webhooks: readonly TroubledWebhook[]): Promise<void> {
  const webhook = webhooks.length === 1 ? webhooks[0] : await pick(webhooks);
  if (webhook) {
    const { id, account } = webhook;
    await vscode.commands.executeCommand(Command.webhookExplain, { id, account: account.id });
  }
}

async function pick(webhooks: readonly TroubledWebhook[]): Promise<TroubledWebhook | undefined> {
  const items = webhooks.map((webhook) => ({
    webhook,
    label: plain(webhook.name),
    description: accountWords(webhook.account),
    detail: webhookWords(webhook),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('Explain Webhook Health'),
    placeHolder: l10n.t('Choose the webhook to explain'),
    matchOnDetail: true,
  });
  return picked?.webhook;
}
