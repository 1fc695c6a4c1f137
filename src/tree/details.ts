import * as l10n from '@vscode/l10n';

import { categoryOf, eventCatalogue, eventCategories, EVENT_TYPE_NAMES } from '../api/events.ts';
import type { Webhook } from '../api/types.ts';
import { changeIcon, changeWords } from '../messages/history.ts';
import { authenticationWords } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { healthReport, textOf } from '../webhooks/health.ts';
import type { WebhookHistory } from '../webhooks/history.ts';
import { absoluteTime, relativeTime } from '../webhooks/times.ts';
import type { DetailDraft } from './nodes.ts';
import type { RowContext } from './rows.ts';

/** How many changes are listed; the webhook's page has all. */
const LISTED = 10;

/** The rows below a webhook: with its hover they show every field and the last changes. */
export function webhookDetails(
  webhook: Webhook,
  history: WebhookHistory,
  context: RowContext,
): readonly DetailDraft[] {
  const { now, texts } = context;
  const time = (at: number | null): Pick<DetailDraft, 'description' | 'words'> =>
    at === null ? { description: l10n.t('never') } : timeOf(at, context);
  return [
    {
      ...detail('health', l10n.t('Health'), 'pulse'),
      description: textOf(healthReport(webhook, history, now).hover, now, texts.language),
    },
    {
      ...detail('url', l10n.t('Endpoint'), 'globe'),
      description: plain(webhook.url),
      words: plain(webhook.url, 2048),
      copies: 'url',
    },
    ...eventDetails(webhook),
    {
      ...detail('authentication', l10n.t('Authentication'), 'lock'),
      description: authenticationWords(webhook),
    },
    {
      ...detail('lastSuccess', l10n.t('Last Success'), webhook.lastSuccessAt === null ? 'dash' : 'check'),
      ...time(webhook.lastSuccessAt),
    },
    {
      ...detail('lastFailure', l10n.t('Last Failure'), webhook.lastFailureAt === null ? 'dash' : 'warning'),
      ...time(webhook.lastFailureAt),
    },
    ...historyDetails(history, context),
    { ...detail('id', l10n.t('ID'), 'tag'), description: plain(webhook.id), copies: 'id' },
  ];
}

function historyDetails(history: WebhookHistory, context: RowContext): DetailDraft[] {
  if (history.length === 0) {
    return [];
  }
  const listed = history
    .map((change, index) => ({
      // Counted from the oldest, so that a new change leaves the others their rows.
      ...detail(`history.${index}`, changeWords(change), changeIcon(change)),
      ...timeOf(change.at, context),
    }))
    .slice(-LISTED)
    .toReversed();
  const description =
    listed.length < history.length
      ? l10n.t('Last {0} of {1} changes recorded by VS Code', listed.length, history.length)
      : l10n.t('Recorded by VS Code');
  return [{ ...detail('history', l10n.t('History'), 'history'), description, details: listed }];
}

function timeOf(
  at: number,
  { now, texts: { language } }: RowContext,
): { readonly description: string; readonly words: string } {
  return { description: relativeTime(at, now, language), words: absoluteTime(at, language) };
}

function eventDetails({ events }: Webhook): DetailDraft[] {
  if (events === undefined) {
    return [{ ...detail('events', l10n.t('Events'), 'list-unordered'), description: l10n.t('not given') }];
  }
  if (events === 'all') {
    return [
      {
        ...detail('events', l10n.t('All Events'), 'list-unordered'),
        description: l10n.t('Includes future event types'),
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
      ...detail(`events.${id}`, l10n.t('{0} Events', label), 'list-unordered'),
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
    ...detail('events.other', l10n.t('Other Events'), 'list-unordered'),
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
