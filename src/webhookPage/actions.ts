import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import type { Webhook } from '../api/types.ts';
import type { Action } from '../pages/page.ts';
import { Command, type CommandId, DeliveryCommand, type DeliveryCommandId } from '../platform/ids.ts';

/*
 * What a person can do from a webhook's page. Actions that change the webhook are left out where the key may not: sandbox
 * keys can't write.
 */

/** The webhook that is meant. */
export interface Subject {
  readonly account: Account;
  readonly webhook: Webhook;
}

/** The commands that the page may run. A test compares them with those that are contributed. */
export const PAGE_COMMANDS: readonly (CommandId | DeliveryCommandId)[] = [
  Command.webhookEdit,
  Command.webhookEnable,
  Command.webhookDisable,
  Command.webhookDuplicate,
  Command.webhookDelete,
  Command.webhookOpen,
  Command.webhookExplain,
  Command.webhookOpenInDashboard,
  Command.webhooksRefresh,
  Command.logShow,
  DeliveryCommand.open,
];

/** The fields of the wizard that an action can open. */
export type EditField = 'url' | 'events' | 'authentication';

export function edit(subject: Subject, field?: EditField): readonly Action[] {
  return write(subject, Command.webhookEdit, editLabel(field), field && { field });
}

function editLabel(field: EditField | undefined): string {
  switch (field) {
    case 'url':
      return l10n.t('Edit URL');
    case 'events':
      return l10n.t('Edit Events');
    case 'authentication':
      return l10n.t('Edit Authentication');
    case undefined:
      return l10n.t('Edit');
  }
}

export function enable(subject: Subject): readonly Action[] {
  return write(subject, Command.webhookEnable, l10n.t('Enable'));
}

/** Reads the webhook and recent events anew. */
export function checkAgain(subject: Subject): Action {
  return action(subject, Command.webhookExplain, l10n.t('Check Again'), { refresh: true });
}

export function openInDashboard(subject: Subject): Action {
  return action(subject, Command.webhookOpenInDashboard, l10n.t('Open in Lettr Dashboard'));
}

/** The page of another webhook of the same account. */
export function openOther({ account }: Subject, webhook: Webhook): Action {
  return action({ account, webhook }, Command.webhookOpen, l10n.t('Open "{0}"', webhook.name));
}

export function showLog(): Action {
  return { label: l10n.t('Show Log'), command: Command.logShow, args: [] };
}

export function refreshList(): Action {
  return { label: l10n.t('Refresh Webhooks'), command: Command.webhooksRefresh, args: [] };
}

/** What is always at hand: the first ones as buttons, the others behind "…". */
export function titleActions(subject: Subject): {
  readonly actions: readonly Action[];
  readonly more: readonly Action[];
} {
  const isEnabled = subject.webhook.enabled;
  return {
    actions: [
      ...edit(subject),
      ...(isEnabled ? write(subject, Command.webhookDisable, l10n.t('Disable')) : enable(subject)),
    ],
    more: [
      ...write(subject, Command.webhookDuplicate, l10n.t('Duplicate Webhook')),
      openInDashboard(subject),
      action(subject, Command.webhookOpen, l10n.t('Open as Text'), { as: 'text' }),
      ...write(subject, Command.webhookDelete, l10n.t('Delete Webhook')),
    ],
  };
}

function write(
  subject: Subject,
  command: CommandId,
  label: string,
  rest: Readonly<Record<string, unknown>> = {},
): readonly Action[] {
  return subject.account.mode === 'sandbox' ? [] : [action(subject, command, label, rest)];
}

function action(
  { account, webhook }: Subject,
  command: CommandId,
  label: string,
  rest: Readonly<Record<string, unknown>> = {},
): Action {
  return { label, command, args: [{ id: webhook.id, account: account.id, ...rest }] };
}
