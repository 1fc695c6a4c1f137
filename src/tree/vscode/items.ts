import * as vscode from 'vscode';

import type { AccountRow } from '../accountRow.ts';
import {
  type AccountNode,
  type DetailNode,
  type GroupNode,
  type GroupRow,
  type WebhookNode,
  type WebhookRow,
  nodeId,
} from '../nodes.ts';

/*
 * Rows as VS Code wants them. VS Code keeps every item for as long as its row, so thousands of them share their icons.
 */

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function accountItem(node: AccountNode, row: AccountRow): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, Expanded);
  item.id = nodeId(node);
  item.description = row.description;
  item.iconPath = icon(row.icon, row.color);
  item.contextValue = 'account';
  item.tooltip = row.hover;
  item.accessibilityInformation = { label: row.words };
  return item;
}

/** @param isOpen whether the group shows its webhooks before anybody opened or closed it. */
export function groupItem(node: GroupNode, row: GroupRow, isOpen: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, isOpen ? Expanded : Collapsed);
  item.id = nodeId(node);
  item.description = row.description;
  item.iconPath = icon(row.icon, row.color);
  item.contextValue = 'group';
  item.tooltip = `${row.label}: ${row.description}`;
  item.accessibilityInformation = { label: row.words };
  return item;
}

/** Without a row, the item of a webhook that went away while VS Code asked for it. */
export function webhookItem(node: WebhookNode, row: WebhookRow | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(row?.label ?? '', Collapsed);
  item.id = nodeId(node);
  if (row) {
    item.description = row.description;
    item.iconPath = icon(row.icon, row.color);
    item.contextValue = row.contextValue;
    item.accessibilityInformation = { label: row.words };
  }
  return item;
}

export function detailItem(node: DetailNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, node.details.length > 0 ? Collapsed : None);
  item.id = nodeId(node);
  item.description = node.description;
  item.iconPath = icon(node.icon, undefined);
  item.contextValue = 'detail';
  const words = node.words ?? node.description;
  item.tooltip = `${node.label}: ${words}`;
  item.accessibilityInformation = {
    label: node.words
      ? `${node.label}, ${node.description}, ${node.words}`
      : `${node.label}, ${node.description}`,
  };
  return item;
}

const icons = new Map<string, Map<string | undefined, vscode.ThemeIcon>>();

function icon(name: string, color: string | undefined): vscode.ThemeIcon {
  return icons.get(name)?.get(color) ?? makeIcon(name, color);
}

function makeIcon(name: string, color: string | undefined): vscode.ThemeIcon {
  const made = new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
  icons.set(name, new Map(icons.get(name)).set(color, made));
  return made;
}
