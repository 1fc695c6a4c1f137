import * as vscode from 'vscode';
import { rowOf } from '../harness/rows.ts';
import type { WireWebhook } from '../harness/webhooks.ts';

const { Collapsed } = vscode.TreeItemCollapsibleState;
/** VS Code keeps every item, so thousands of them share their icons, as the extension's do. */
const icons = new Map<string, vscode.ThemeIcon>();

/** The webhooks of an answer's text. */
export function webhooksIn(text: string): readonly WireWebhook[] {
  // The server is the measurement's own, and a floor checks nothing.
  const answer: { readonly data: { readonly webhooks: readonly WireWebhook[] } } = JSON.parse(text);
  return answer.data.webhooks;
}

/** The same row that the extension shows for a webhook. */
export function toItem(webhook: WireWebhook): vscode.TreeItem {
  const { label, description, words, icon, color, contextValue } = rowOf(webhook);
  const item = new vscode.TreeItem(label, Collapsed);
  item.id = `floor/${webhook.id}`;
  item.description = description;
  item.iconPath = iconOf(icon, color);
  item.contextValue = contextValue;
  item.accessibilityInformation = { label: words };
  return item;
}

function iconOf(name: string, color: string): vscode.ThemeIcon {
  const known = icons.get(name);
  if (known) return known;
  const icon = new vscode.ThemeIcon(name, color === '' ? undefined : new vscode.ThemeColor(color));
  icons.set(name, icon);
  return icon;
}
