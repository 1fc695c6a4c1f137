import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import { accountWords } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { relativeTime } from '../webhooks/times.ts';
import type { Incident } from './incidents.ts';

/** A webhook to notify the person about. */
export interface TroubledWebhook {
  readonly account: Account;
  readonly id: string;
  /** Untrusted text. */
  readonly name: string;
  readonly kind: Incident['kind'];
  /** Unix ms, `null` when Lettr does not say. */
  readonly lastFailureAt: number | null;
}

export interface NotificationContext {
  /** Whether to name the account, since there are several. */
  readonly isNamed: boolean;
  /** Unix ms. */
  readonly now: number;
  /** Of the user interface; the system's when left out. */
  readonly language?: string | undefined;
}

/** The text of a notification about these webhooks: one sentence, without links or icons. */
export function notificationText(webhooks: readonly TroubledWebhook[], context: NotificationContext): string {
  const [only] = webhooks;
  if (only && webhooks.length === 1) {
    return singleText(only, context);
  }
  const failing = webhooks.filter(({ kind }) => kind === 'failing').length;
  if (failing === webhooks.length) {
    return l10n.t('{0} webhooks are failing.', failing);
  }
  return failing === 0
    ? l10n.t('{0} webhooks were disabled outside VS Code.', webhooks.length)
    : l10n.t(
        '{0} webhooks need attention: {1} failing, {2} disabled outside VS Code.',
        webhooks.length,
        failing,
        webhooks.length - failing,
      );
}

function singleText(webhook: TroubledWebhook, { isNamed, now, language }: NotificationContext): string {
  const quoted = l10n.t('"{0}"', plain(webhook.name, 80));
  const name = isNamed ? l10n.t('{0} ({1})', quoted, accountWords(webhook.account)) : quoted;
  if (webhook.kind === 'disabled') {
    return l10n.t('Webhook {0} was disabled outside VS Code.', name);
  }
  return webhook.lastFailureAt === null
    ? l10n.t('Webhook {0} is failing.', name)
    : l10n.t(
        'Webhook {0} is failing: its last delivery failed {1}.',
        name,
        relativeTime(webhook.lastFailureAt, now, language),
      );
}

/** What is wrong with one webhook, in a few words. */
export function incidentWords({ kind }: Pick<TroubledWebhook, 'kind'>): string {
  return kind === 'failing' ? l10n.t('Failing') : l10n.t('Disabled outside VS Code');
}
