import * as l10n from '@vscode/l10n';

import type { Webhook } from '../api/types.ts';
import {
  HEALTHS,
  HEALTH_ICONS,
  type Health,
  type HealthReport,
  healthLabel,
  healthReport,
  textOf,
} from '../webhooks/health.ts';
import type { WebhookHistory } from '../webhooks/history.ts';
import type { Grouping } from './arrangement.ts';
import { type Phrases, rowHost, rowText } from './phrases.ts';

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

/** A row below a webhook: one field of it, or one event type. */
export interface DetailNode {
  readonly kind: 'detail';
  readonly parent: WebhookNode | DetailNode;
  /** Unique among the details of its parent. */
  readonly part: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** What a screen reader says and the hover shows, where it is more than label and description. */
  readonly words?: string | undefined;
  readonly details: readonly DetailDraft[];
}

export type TreeNode = AccountNode | GroupNode | WebhookNode | DetailNode;

/** A detail before it has a parent. */
export type DetailDraft = Omit<DetailNode, 'kind' | 'parent'>;

/** The clock and the language in which words are made. */
export interface Reading {
  /** Unix ms. */
  readonly now: number;
  readonly phrases: Phrases;
}

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
    case 'detail':
      return `${nodeId(node.parent)}/${node.part}`;
  }
}

const SPECIAL = /[%/:]/;

/** What the row of a webhook shows. */
export interface WebhookRow {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** A theme colour. */
  readonly color: string | undefined;
  readonly contextValue: string;
  /** Everything the row says, for a screen reader. */
  readonly words: string;
}

export function webhookRow(webhook: Webhook, history: WebhookHistory, { now, phrases }: Reading): WebhookRow {
  const report = healthReport(webhook, history, now);
  const label = rowText(webhook.name) || rowText(webhook.id);
  const host = rowHost(webhook.url);
  const target = `${host} · ${phrases.eventCount(webhook.events)}`;
  return {
    label,
    description: rowDescription(report, textOf(report.row, now, phrases.language), host, target),
    ...HEALTH_ICONS[report.health],
    contextValue: contextValue(webhook, report.health),
    words: `${label}, ${textOf(report.hover, now, phrases.language)}, ${target}`,
  };
}

/** There is room for about 25 characters: what needs a person stands first, and alone where it is long. */
function rowDescription({ health }: HealthReport, text: string, host: string, target: string): string {
  switch (health) {
    case 'failing':
      return text;
    case 'healthy':
      return target;
    default:
      return `${text} · ${host}`;
  }
}

/** `webhook+enabled` or `webhook+disabled`, then `+failing`: what the `when` clauses of menus match. */
function contextValue({ enabled }: Webhook, health: Health): string {
  if (health === 'failing') {
    return 'webhook+enabled+failing';
  }
  return enabled ? 'webhook+enabled' : 'webhook+disabled';
}

/** What the row of a group shows. */
export type GroupRow = Omit<WebhookRow, 'contextValue'>;

/** @param count how many webhooks stand in it. */
export function groupRow({ by, value }: GroupNode, count: number): GroupRow {
  const health = by === 'health' ? HEALTHS.find((known) => known === value) : undefined;
  const label = health ? healthLabel(health) : value || l10n.t('No host');
  const description = count === 1 ? l10n.t('1 webhook') : l10n.t('{0} webhooks', count);
  return {
    label,
    description,
    ...(health ? HEALTH_ICONS[health] : { icon: 'globe', color: undefined }),
    words: `${label}, ${description}`,
  };
}
