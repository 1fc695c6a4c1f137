import * as vscode from 'vscode';

import { type DetailNode, type TreeNode, nodeId } from '../nodes.ts';
import type { Row } from '../rows.ts';

/** A row as VS Code wants it. */
export function rowItem(node: TreeNode, row: Row, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, state);
  item.id = nodeId(node);
  item.description = row.description;
  item.iconPath = icon(row.icon, row.color);
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.words };
  if (row.hover !== undefined) {
    item.tooltip = row.hover;
  }
  return item;
}

export function detailRow({ label, description, icon: name, words = description, copies }: DetailNode): Row {
  const said = words.startsWith(description) ? words : `${description}, ${words}`;
  return {
    label,
    description,
    icon: name,
    color: undefined,
    contextValue: copies ? `detail+${copies}` : 'detail',
    words: `${label}, ${said}`,
    hover: `${label}: ${words}`,
  };
}

/** VS Code keeps every item for as long as its row, so thousands of them share their icons. */
const icons = new Map<string, vscode.ThemeIcon>();

function icon(name: string, color: string | undefined): vscode.ThemeIcon {
  const key = `${name} ${color}`;
  const known = icons.get(key);
  if (known) {
    return known;
  }
  const made = new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
  icons.set(key, made);
  return made;
}
