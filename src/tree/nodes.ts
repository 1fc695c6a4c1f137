import * as l10n from '@vscode/l10n';

import { categoryOf, eventCatalogue, eventCategories, EVENT_TYPE_NAMES } from '../api/events.ts';
import type { Webhook } from '../api/types.ts';
import { authenticationWords, eventCount, hostOf } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { type Health, healthOf, healthWords } from '../webhooks/health.ts';
import { absoluteTime, relativeTime } from '../webhooks/times.ts';

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
  /** Unique among the details of its webhook. */
  readonly part: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** What a screen reader says and the hover shows, where it is more than label and description. */
  readonly words?: string | undefined;
  readonly details: readonly DetailDraft[];
}

export type TreeNode = WebhookNode | DetailNode;

/** A detail before it has a parent. */
export type DetailDraft = Omit<DetailNode, 'kind' | 'parent'>;

/** The clock and the language in which words are made. */
export interface Reading {
  /** Unix ms. */
  readonly now: number;
  readonly language: string | undefined;
}

/** The unique id of a row, in the whole tree and over time. */
export function nodeId(node: TreeNode): string {
  return node.kind === 'webhook' ? `${node.accountId}/${node.id}` : `${nodeId(node.parent)}/${node.part}`;
}

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

export function webhookRow(webhook: Webhook, { now, language }: Reading): WebhookRow {
  const health = healthOf(webhook, now);
  const label = plain(webhook.name) || plain(webhook.id);
  const description = `${hostOf(webhook.url)} · ${eventCount(webhook.events)}`;
  const state = plain(healthWords(webhook, now, language));
  return {
    label,
    description,
    ...ICONS[health],
    contextValue: contextValue(webhook, health),
    words: [label, state, description].join(', '),
  };
}

/** `webhook+enabled` or `webhook+disabled`, then `+failing`: what the `when` clauses of menus match. */
function contextValue(webhook: Webhook, health: Health): string {
  const state = webhook.enabled ? 'webhook+enabled' : 'webhook+disabled';
  return health === 'failing' ? `${state}+failing` : state;
}

/** The rows below a webhook: with its hover they show every field. */
export function webhookDetails(webhook: Webhook, { now, language }: Reading): readonly DetailDraft[] {
  const time = (at: number | null): Pick<DetailDraft, 'description' | 'words'> =>
    at === null
      ? { description: l10n.t('never') }
      : { description: relativeTime(at, now, language), words: absoluteTime(at, language) };
  return [
    {
      ...detail('health', l10n.t('Health'), 'pulse'),
      description: plain(healthWords(webhook, now, language)),
    },
    {
      ...detail('url', l10n.t('Endpoint'), 'globe'),
      description: plain(webhook.url),
      words: plain(webhook.url, 2048),
    },
    ...eventDetails(webhook),
    {
      ...detail('authentication', l10n.t('Authentication'), 'lock'),
      description: authenticationWords(webhook),
    },
    { ...detail('lastSuccess', l10n.t('Last Success'), 'check'), ...time(webhook.lastSuccessAt) },
    { ...detail('lastFailure', l10n.t('Last Failure'), 'warning'), ...time(webhook.lastFailureAt) },
    { ...detail('id', l10n.t('ID'), 'tag'), description: plain(webhook.id) },
  ];
}

function eventDetails({ events }: Webhook): DetailDraft[] {
  if (events === undefined) {
    return [{ ...detail('events', l10n.t('Events'), 'list-unordered'), description: l10n.t('not given') }];
  }
  if (events === 'all') {
    return [
      {
        ...detail('events', l10n.t('All Events'), 'list-unordered'),
        description: l10n.t('also types added later'),
        details: categoryDetails(EVENT_TYPE_NAMES),
      },
    ];
  }
  return events.length === 0
    ? [{ ...detail('events', l10n.t('Events'), 'list-unordered'), description: l10n.t('none') }]
    : categoryDetails(events);
}

function categoryDetails(events: readonly string[]): DetailDraft[] {
  const known = eventCatalogue();
  const groups = eventCategories().map(({ id, label }) => {
    const types = known.filter((type) => type.category === id);
    const chosen = events.filter((name) => categoryOf(name) === id);
    const unknown = chosen.filter((name) => !EVENT_TYPE_NAMES.includes(name));
    return {
      ...detail(`events.${id}`, label, 'list-unordered'),
      description: l10n.t('{0} of {1}', chosen.length, types.length + unknown.length),
      details: chosen.map((name) =>
        eventDetail(
          name,
          types.find((type) => type.name === name),
        ),
      ),
    };
  });
  const others = events.filter((name) => categoryOf(name) === undefined);
  const other = {
    ...detail('events.other', l10n.t('Other'), 'list-unordered'),
    description: String(others.length),
  };
  return [...groups, { ...other, details: others.map((name) => eventDetail(name, undefined)) }].filter(
    (group) => group.details.length > 0,
  );
}

function eventDetail(
  name: string,
  type: { readonly label: string; readonly description: string } | undefined,
): DetailDraft {
  return {
    ...detail(`event.${name}`, type?.label ?? plain(name), 'symbol-event'),
    description: plain(name),
    words: type?.description,
  };
}

function detail(part: string, label: string, icon: string): DetailDraft {
  return { part, label, icon, description: '', details: [] };
}

const ICONS: Readonly<Record<Health, { readonly icon: string; readonly color: string | undefined }>> = {
  failing: { icon: 'error', color: 'testing.iconFailed' },
  disabledAfterFailures: { icon: 'debug-disconnect', color: 'list.warningForeground' },
  disabled: { icon: 'circle-slash', color: 'disabledForeground' },
  recovered: { icon: 'pass', color: 'list.warningForeground' },
  healthy: { icon: 'pass-filled', color: 'testing.iconPassed' },
  waiting: { icon: 'circle-large-outline', color: undefined },
  unknown: { icon: 'question', color: undefined },
};
