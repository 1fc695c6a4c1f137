import * as l10n from '@vscode/l10n';

import type { Webhook } from '../api/types.ts';
import { Command } from '../platform/ids.ts';
import { plain } from '../platform/text.ts';
import type { Fix } from './explanation.ts';
import type { Known } from './known.ts';

/*
 * What a person can do, as commands of this extension with the webhook as their argument. Those that write are left out
 * where the key may not. A test compares the commands with those that are contributed.
 */

type Subject = Pick<Known, 'account' | 'webhook'>;

export function enable(subject: Subject): readonly Fix[] {
  return write(subject, Command.webhookEnable, l10n.t('Enable Webhook'));
}

export function editUrl(subject: Subject): readonly Fix[] {
  return write(subject, Command.webhookEdit, l10n.t('Edit URL'));
}

export function editEvents(subject: Subject): readonly Fix[] {
  return write(subject, Command.webhookEdit, l10n.t('Edit Events'));
}

export function editAuthentication(subject: Subject): readonly Fix[] {
  return write(subject, Command.webhookEdit, l10n.t('Edit Authentication'));
}

/** Reads the webhook and recent events anew. */
export function checkAgain(subject: Subject): Fix {
  const args = [{ ...nameOf(subject), refresh: true }];
  return { label: l10n.t('Check Again'), command: Command.webhookExplain, args };
}

export function openAsText(subject: Subject): Fix {
  const args = [{ ...nameOf(subject), as: 'text' }];
  return { label: l10n.t('Open as Text'), command: Command.webhookExplain, args };
}

export function openDetails(subject: Subject): Fix {
  return { label: l10n.t('Open Details'), command: Command.webhookOpen, args: [nameOf(subject)] };
}

export function openInDashboard(subject: Subject): Fix {
  const args = [nameOf(subject)];
  return { label: l10n.t('Open in Dashboard'), command: Command.webhookOpenInDashboard, args };
}

/** Explains another webhook of the same account. */
export function explainOther({ account }: Subject, other: Webhook): Fix {
  const label = l10n.t('Explain "{0}"', plain(other.name, 60));
  return { label, command: Command.webhookExplain, args: [{ id: other.id, account: account.id }] };
}

export function showLog(): Fix {
  return { label: l10n.t('Show Log'), command: Command.logShow, args: [] };
}

export function refreshList(): Fix {
  return { label: l10n.t('Refresh Webhooks'), command: Command.webhooksRefresh, args: [] };
}

/** The commands that a fix may run, with the names that the Command Palette has for them. */
export function commandTitles(): ReadonlyMap<string, string> {
  return new Map<string, string>([
    [Command.webhookEnable, l10n.t('Lettr: Enable Webhook')],
    [Command.webhookEdit, l10n.t('Lettr: Edit Webhook')],
    [Command.webhookExplain, l10n.t('Lettr: Explain Webhook Health')],
    [Command.webhookOpen, l10n.t('Lettr: Open Webhook Details')],
    [Command.webhookOpenInDashboard, l10n.t('Lettr: Open in Lettr Dashboard')],
    [Command.webhooksRefresh, l10n.t('Lettr: Refresh Webhooks')],
    [Command.logShow, l10n.t('Lettr: Show Log')],
  ]);
}

/** The link that runs a fix where commands are trusted. */
export function commandUri({ command, args }: Fix): string {
  return args.length === 0
    ? `command:${command}`
    : `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}

function write(subject: Subject, command: Fix['command'], label: string): readonly Fix[] {
  return subject.account.mode === 'sandbox' ? [] : [{ label, command, args: [nameOf(subject)] }];
}

function nameOf({ account, webhook }: Subject): { readonly id: string; readonly account: string } {
  return { id: webhook.id, account: account.id };
}
