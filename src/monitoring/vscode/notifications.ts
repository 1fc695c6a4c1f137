import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { Webhook } from '../../api/types.ts';
import { accountWords } from '../../messages/words.ts';
import { Command } from '../../platform/ids.ts';
import { plain } from '../../platform/text.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { Action, Notice } from '../../platform/vscode/notify.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';
import { webhookKey } from '../../webhooks/webhookKey.ts';
import type { Incident } from '../incidents.ts';
import { type TroubledWebhook, incidentWords, notificationText } from '../notificationText.ts';

/** Accounts that are read about the same time share one notification; ms. */
const GATHER_MS = 300;

export interface NotificationsDeps {
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  readonly settings: Settings;
  readonly tell: (notice: Notice) => void;
}

/** Notifies the person of failing and disabled webhooks: one notification for all that are found together. */
export class Notifications implements vscode.Disposable {
  readonly #deps: NotificationsDeps;
  readonly #gathered: { readonly account: Account; readonly incident: Incident }[] = [];
  /** Which account a webhook was last announced for, since two accounts of one team list the same webhooks. */
  readonly #told = new Map<string, { readonly accountId: string; readonly lastSuccessAt: number | null }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: NotificationsDeps) {
    this.#deps = deps;
  }

  add(account: Account, incidents: readonly Incident[]): void {
    this.#gathered.push(...incidents.map((incident) => ({ account, incident })));
    this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #tell(): void {
    this.#timer = undefined;
    const { accounts, stores, settings, tell } = this.#deps;
    const webhooks = this.#gathered.splice(0).flatMap(({ account, incident }): TroubledWebhook[] => {
      const webhook = stores.known(account.id)?.webhooks.get(incident.webhookId);
      if (!webhook || this.#isTold(account, webhook)) {
        return [];
      }
      const { id, name, lastFailureAt } = webhook;
      return [{ account, id, name, kind: incident.kind, lastFailureAt }];
    });
    const [first, ...more] = webhooks;
    if (!first) {
      return;
    }
    const actions: readonly Action[] = [
      {
        label: l10n.t('Explain'),
        run: () => (more.length === 0 ? explain(first) : pickAndExplain(webhooks)),
      },
      { label: l10n.t('Turn Off Notifications'), run: () => settings.turnNotificationsOff() },
    ];
    const context = { isNamed: accounts.all.length > 1, now: Date.now(), language: uiLanguage() };
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

type Explainable = Omit<TroubledWebhook, 'lastFailureAt'>;

/** Lists webhooks, and opens the reason why the chosen one is in trouble. */
export async function pickAndExplain(webhooks: readonly Explainable[]): Promise<void> {
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
  if (picked) {
    await explain(picked.webhook);
  }
}

async function explain({ id, account }: Explainable): Promise<void> {
  await vscode.commands.executeCommand(Command.webhookExplain, { id, account: account.id });
}
