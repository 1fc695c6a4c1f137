import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import type { Webhook } from '../api/types.ts';
import { accountWords } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { HEALTHS, HEALTH_ICONS, type HealthReport, healthLabel, textOf } from '../webhooks/health.ts';
import type { StoreState } from '../webhooks/state.ts';
import { listOf } from '../webhooks/state.ts';
import type { GroupNode, UnreadableNode } from './nodes.ts';
import { type TextCache, rowHost, rowText } from './textCache.ts';
import { type ProblemContext, asOf, problemWords } from './viewTexts.ts';

/** What a row shows. All of it is harmless text. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** A theme colour; `undefined` is the colour of icons in general. */
  readonly color: string | undefined;
  /** A base kind and `+flags`: what the `when` clauses of menus match. */
  readonly contextValue: string;
  /** Everything the row says, for a screen reader. */
  readonly words: string;
  /** Lines of plain text; without them the hover is made when it is asked for. */
  readonly hover?: string;
}

/** The clock and the words with which rows are made. */
export interface RowContext {
  /** Unix ms of the list: relative times in the row are as of then. */
  readonly now: number;
  readonly texts: TextCache;
}

/** What the row of a webhook depends on beside the webhook. */
export interface WebhookRowFacts {
  /** The webhook's at the time of the context. */
  readonly report: HealthReport;
  readonly mode: Account['mode'];
  /** Whether it is one of several selected rows. */
  readonly isOneOfSeveral: boolean;
}

export function webhookRow(webhook: Webhook, facts: WebhookRowFacts, { now, texts }: RowContext): Row {
  const { report } = facts;
  const label = rowText(webhook.name) || rowText(webhook.id);
  const host = rowHost(webhook.url);
  const target = `${host} · ${texts.eventCount(webhook.events)}`;
  return {
    label,
    description: webhookDescription(report, textOf(report.row, now, texts.language), host, target),
    ...HEALTH_ICONS[report.health],
    contextValue: webhookContext(webhook, facts),
    words: `${label}, ${textOf(report.hover, now, texts.language)}, ${target}`,
  };
}

/** There is room for about 25 characters: what needs a person stands first, and alone where it is long. */
function webhookDescription({ health }: HealthReport, text: string, host: string, target: string): string {
  switch (health) {
    case 'failing':
      return text;
    case 'healthy':
      return target;
    default:
      return `${text} · ${host}`;
  }
}

/**
 * `webhook+enabled` or `webhook+disabled`, then `+failing`, `+sandbox` and `+several`. VS Code's own `listMultiSelection`
 * stays on after the selected rows were deleted, and also holds for a row outside of the selection: which entries are for
 * one row alone only the row can tell. It says so up to a second late, so Enable and Disable ask VS Code.
 */
function webhookContext(
  { enabled }: Webhook,
  { report: { health }, mode, isOneOfSeveral }: WebhookRowFacts,
): string {
  const base =
    health === 'failing' ? 'webhook+enabled+failing' : enabled ? 'webhook+enabled' : 'webhook+disabled';
  return `${base}${mode === 'sandbox' ? '+sandbox' : ''}${isOneOfSeveral ? '+several' : ''}`;
}

/** Why the rows of a sandbox key offer no changes. */
export function sandboxWords(): string {
  return l10n.t("Read-only: sandbox API keys can't change webhooks.");
}

export function unreadableRow({ id, field }: UnreadableNode): Row {
  const label = plain(id) || l10n.t('Unknown ID');
  const description = l10n.t("Couldn't be read");
  return {
    label,
    description,
    icon: 'warning',
    color: 'problemsWarningIcon.foreground',
    contextValue: 'unreadable',
    words: `${label}, ${description}`,
    hover: l10n.t(
      "Lettr's list contains a webhook that couldn't be read: its field \"{0}\" has an unexpected value. The other webhooks aren't affected.",
      plain(field),
    ),
  };
}

/** @param count how many webhooks stand in the group. */
export function groupRow({ by, value }: GroupNode, count: number): Row {
  const health = by === 'health' ? HEALTHS.find((known) => known === value) : undefined;
  const label = health ? healthLabel(health) : value || l10n.t('No host');
  const description = count === 1 ? l10n.t('1 webhook') : l10n.t('{0} webhooks', count);
  return {
    label,
    description,
    ...(health ? HEALTH_ICONS[health] : { icon: 'globe', color: undefined }),
    contextValue: 'group',
    words: `${label}, ${description}`,
    hover: `${label}: ${description}`,
  };
}

/** What is known of an account whose row is shown. */
export interface AccountFacts {
  readonly account: Account;
  /** Whether commands without a row mean this one. */
  readonly isCurrent: boolean;
  readonly state: StoreState;
  /** How many webhooks have rows; `undefined` when no filter hides any. */
  readonly shown: number | undefined;
}

export function accountRow(facts: AccountFacts, context: ProblemContext): Row {
  const { account, isCurrent, state } = facts;
  const label = plain(account.name);
  const status = accountStatus(facts, context);
  const about = [
    account.mode === 'sandbox' ? l10n.t('sandbox') : l10n.t('live'),
    ...(isCurrent ? [l10n.t('default')] : []),
  ];
  const list = listOf(state);
  const isOld = list !== undefined && (state.kind === 'failed' || (state.kind === 'ready' && state.problem));
  const hover = [
    [accountWords(account), ...(isCurrent ? [l10n.t('default')] : [])].join(' · '),
    plain(account.origin),
    ...(isCurrent ? [l10n.t('Default account for new webhooks and commands')] : []),
    ...(account.mode === 'sandbox' ? [sandboxWords()] : []),
    ...(status === '' ? [] : [status]),
    ...(isOld ? [asOf(list.loadedAt, context)] : []),
  ];
  return {
    label,
    ...accountIcon(state),
    // Without its key there is nothing to refresh.
    contextValue: account.lostKey ? 'account+unreadable' : 'account',
    description: [...about, ...(status === '' ? [] : [status])].join(' · '),
    words: [label, l10n.t('account'), ...about, ...(status === '' ? [] : [status])].join(', '),
    hover: hover.join('\n'),
  };
}

function accountStatus({ account, state, shown }: AccountFacts, context: ProblemContext): string {
  if (state.kind === 'failed') {
    return problemWords(state.error, account, context);
  }
  if (state.kind === 'ready' && state.problem) {
    return problemWords(state.problem, account, context);
  }
  const list = listOf(state);
  if (!list) {
    return state.kind === 'loading' ? l10n.t('loading') : l10n.t('not loaded yet');
  }
  if (list.webhooks.size + list.unreadable.length === 0) {
    return l10n.t('no webhooks yet');
  }
  if (shown === undefined) {
    return '';
  }
  return shown === 0 ? l10n.t('no match') : l10n.t('{0} of {1}', shown, list.webhooks.size);
}

function accountIcon(state: StoreState): Pick<Row, 'icon' | 'color'> {
  if (state.kind === 'failed') {
    return { icon: 'error', color: 'problemsErrorIcon.foreground' };
  }
  if (state.kind === 'ready' && state.problem) {
    return { icon: 'warning', color: 'problemsWarningIcon.foreground' };
  }
  return { icon: state.kind === 'loading' ? 'loading~spin' : 'account', color: undefined };
}
