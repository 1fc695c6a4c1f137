import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { Webhook } from '../../api/types.ts';
import { accountWords } from '../../messages/words.ts';
import { Command } from '../../platform/ids.ts';
import { plain } from '../../platform/text.ts';
import type { Action, Notice } from '../../platform/vscode/notify.ts';
import { webhookKey } from '../../webhooks/webhookKey.ts';
import type { Clock } from '../clock.ts';
import type { Incident } from '../incidents.ts';
import { type TroubledWebhook, incidentWords, notificationText } from '../notificationText.ts';

/** Accounts that are read about the same time share one notification; ms. */
const GATHER_MS = 300;

export interface NotificationsOptions {
  readonly clock: Clock;
  readonly tell: (notice: Notice) => void;
  readonly turnOff: () => unknown;
  /** Whether this window has more than one account. */
  readonly hasSeveral: () => boolean;
  /** A webhook as it is known now; `undefined` when it is gone. */
  readonly webhookOf: (account: Account, webhookId: string) => Webhook | undefined;
  readonly language: () => string | undefined;
}

/** Notifies the person of failing and disabled webhooks: one notification for all that are found together. */
export class Notifications {
  readonly #options: NotificationsOptions;
  readonly #gathered: { readonly account: Account; readonly incident: Incident }[] = [];
  /** Which account a webhook was last announced for, since two accounts of one team list the same webhooks. */
  readonly #told = new Map<string, { readonly accountId: string; readonly lastSuccessAt: number | null }>();
  #timer: { dispose(): void } | undefined;

  constructor(options: NotificationsOptions) {
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
    const { clock, webhookOf, tell, turnOff, hasSeveral, language } = this.#options;
    const webhooks = this.#gathered.splice(0).flatMap(({ account, incident }): TroubledWebhook[] => {
      const webhook = webhookOf(account, incident.webhookId);
      if (!webhook || this.#isTold(account, webhook)) {
        return [];
      }
      const { id, name, lastFailureAt } = webhook;
      return [{ account, id, name, kind: incident.kind, lastFailureAt }];
    });
    if (webhooks.length === 0) {
      return;
    }
    const actions: readonly Action[] = [
      { label: l10n.t('Explain'), run: () => explainOne(webhooks) },
      { label: l10n.t('Turn Off Notifications'), run: turnOff },
    ];
    const context = { isNamed: hasSeveral(), now: clock.now(), language: language() };
    tell({ severity: 'warning', text: notificationText(webhooks, context), actions });
  }

  /** Whether it was announced for another account of its team. A success since then makes it a new incident. */
  #isTold(account: Account, { id, lastSuccessAt }: Webhook): boolean {
    const key = webhookKey(account, id);
    const told = this.#told.get(key);
    if (told && told.accountId !== account.id && told.lastSuccessAt === lastSuccessAt) {
      return true;
    }
    this.#told.set(key, { accountId: account.id, lastSuccessAt });
    return false;
  }
}

/** Opens the reason why a webhook is in trouble; lets the person choose when there are several. */
async function explainOne(webhooks: readonly TroubledWebhook[]): Promise<void> {
  const [only] = webhooks;
  await explain(only && webhooks.length === 1 ? only : await pickOne(webhooks));
}

/** Lists webhooks, and opens the reason why the chosen one is in trouble. */
export async function listAndExplain(webhooks: readonly TroubledWebhook[]): Promise<void> {
  await explain(await pickOne(webhooks));
}

async function explain(webhook: TroubledWebhook | undefined): Promise<void> {
  if (webhook) {
    const { id, account } = webhook;
    await vscode.commands.executeCommand(Command.webhookExplain, { id, account: account.id });
  }
}

async function pickOne(webhooks: readonly TroubledWebhook[]): Promise<TroubledWebhook | undefined> {
  const items = webhooks.map((webhook) => ({
    webhook,
    label: plain(webhook.name),
    description: accountWords(webhook.account),
    detail: incidentWords(webhook),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('Explain Webhook Health'),
    placeHolder: l10n.t('Select a webhook to explain'),
    matchOnDetail: true,
  });
  return picked?.webhook;
}
