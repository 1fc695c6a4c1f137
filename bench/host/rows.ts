import * as vscode from 'vscode';
import type { WireWebhook } from '../harness/webhooks.ts';

const { Collapsed } = vscode.TreeItemCollapsibleState;
const DAY_MS = 86_400_000;
const AFTER_FAILURES = 'Probably disabled by Lettr after failures';
const ago = new Intl.RelativeTimeFormat(vscode.env.language);

/** The webhooks of an answer's text. */
export function webhooksIn(text: string): readonly WireWebhook[] {
  // The server is the measurement's own, and a floor checks nothing.
  const answer: { readonly data: { readonly webhooks: readonly WireWebhook[] } } = JSON.parse(text);
  return answer.data.webhooks;
}

/** The same row that the extension shows for a webhook, made with as little as can make it. */
export function toItem(webhook: WireWebhook): vscode.TreeItem {
  const item = new vscode.TreeItem(webhook.name, Collapsed);
  const [state, row, icon, color, contextValue] = healthOf(webhook);
  item.id = `floor/${webhook.id}`;
  const { host } = new URL(webhook.url);
  const target = `${host} · ${webhook.event_types.length} events`;
  item.description = row === '' ? target : `${row} · ${host}`;
  item.iconPath = new vscode.ThemeIcon(icon, color === '' ? undefined : new vscode.ThemeColor(color));
  item.contextValue = contextValue;
  item.accessibilityInformation = { label: `${webhook.name}, ${state}, ${target}` };
  return item;
}

function healthOf(webhook: WireWebhook): readonly [string, string, string, string, string] {
  if (webhook.enabled && webhook.last_status === null)
    return ['No deliveries yet', 'No deliveries yet', 'circle-large-outline', '', 'webhook+enabled'];
  if (webhook.enabled) {
    const words = `Healthy: delivered ${age(webhook.last_successful_at)}`;
    return [words, '', 'pass-filled', 'testing.iconPassed', 'webhook+enabled'];
  }
  return webhook.last_status === 'failure'
    ? [
        AFTER_FAILURES,
        'Disabled after failures',
        'debug-disconnect',
        'problemsWarningIcon.foreground',
        'webhook+disabled',
      ]
    : ['Disabled', 'Disabled', 'circle-slash', 'disabledForeground', 'webhook+disabled'];
}

function age(time: string | null): string {
  return ago.format(-Math.trunc((Date.now() - Date.parse(time ?? '')) / DAY_MS), 'day');
}
