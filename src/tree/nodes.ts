import type { Grouping } from './arrangement.ts';

/** A row of an account, where there are several. */
export interface AccountNode {
  readonly kind: 'account';
  /** The account's. */
  readonly id: string;
}

/** A row above webhooks that have something in common. */
export interface GroupNode {
  readonly kind: 'group';
  readonly accountId: string;
  readonly by: Exclude<Grouping, 'none'>;
  /** A state of health or a host. */
  readonly value: string;
}

/** A row of a webhook. It names the webhook and holds nothing of it, so that VS Code knows it again after a change. */
export interface WebhookNode {
  readonly kind: 'webhook';
  readonly accountId: string;
  readonly id: string;
}

/** A row for an entry of Lettr's list that couldn't be read. */
export interface UnreadableNode {
  readonly kind: 'unreadable';
  readonly accountId: string;
  /** As Lettr gave it; empty when it gave none. */
  readonly id: string;
  /** The field that couldn't be read. */
  readonly field: string;
  /** Tells apart the entries of an account. */
  readonly index: number;
}

/** A row below a webhook: one field of it, or one event type. */
export interface DetailNode {
  readonly kind: 'detail';
  readonly parent: WebhookNode | DetailNode;
  /** Unique among the details of its parent. */
  readonly part: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** What a screen reader says and the hover shows instead of the description, where that is more. */
  readonly words?: string | undefined;
  /** What its Copy action copies of the webhook. */
  readonly copies?: 'url' | 'id';
  readonly details: readonly DetailDraft[];
}

export type TreeNode = AccountNode | GroupNode | WebhookNode | UnreadableNode | DetailNode;

/** A detail before it has a parent. */
export type DetailDraft = Omit<DetailNode, 'kind' | 'parent'>;

/**
 * The unique id of a row, in the whole tree and over time. Ids of webhooks are untrusted: without their slashes and
 * colons they cannot look like a group or like a part of another webhook.
 */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case 'account':
      return node.id;
    case 'group':
      return `${node.accountId}/group:${node.by}:${node.value}`;
    case 'webhook':
      return `${node.accountId}/${SPECIAL.test(node.id) ? node.id.replace(/[%/:]/g, encodeURIComponent) : node.id}`;
    case 'unreadable':
      return `${node.accountId}/unreadable:${node.index}`;
    case 'detail':
      return `${nodeId(node.parent)}/${node.part}`;
  }
}

const SPECIAL = /[%/:]/;
