import * as l10n from '@vscode/l10n';

import { categoryOf, eventCatalogue, eventCategories, EVENT_TYPE_NAMES } from '../api/events.ts';
import type { Webhook } from '../api/types.ts';
import { changeIcon, changeWords } from '../messages/historyWords.ts';
import { plain } from '../platform/text.ts';
import { LISTED_FIELD_NAMES, WEBHOOK_FIELDS } from '../webhooks/fields.ts';
import { healthReport, textOf } from '../webhooks/health.ts';
import type { WebhookHistory } from '../webhooks/history.ts';
import { absoluteTime, relativeTime } from '../webhooks/times.ts';
import type { DetailDraft } from './nodes.ts';
import type { RowContext } from './rows.ts';

/** How many changes are listed; the webhook's page has all. */
const LISTED = 10;

const EVENTS = WEBHOOK_FIELDS.events;

/** What the rows below a webhook leave to its own row. */
const IN_WEBHOOK_ROW: ReadonlySet<keyof Webhook> = new Set(['name', 'enabled']);

/** The rows below a webhook: with its hover they show every field and the last changes. */
export function webhookDetails(
  webhook: Webhook,
  history: WebhookHistory,
  context: RowContext,
): readonly DetailDraft[] {
  const { now, texts } = context;
  const health = textOf(healthReport(webhook, history, now).hover, now, texts.language);
  return [
    { ...detail('health', l10n.t('Health'), 'pulse'), description: health },
    ...LISTED_FIELD_NAMES.filter((name) => !IN_WEBHOOK_ROW.has(name)).flatMap((name) =>
      name === 'events' ? eventDetails(webhook) : [fieldDetail(name, webhook, context)],
    ),
    ...historyDetails(history, context),
  ];
}

function fieldDetail(
  name: keyof Webhook,
  webhook: Webhook,
  { now, texts: { language } }: RowContext,
): DetailDraft {
  const { label, icon, words } = WEBHOOK_FIELDS[name];
  return {
    // Nothing warns of a failure that never was.
    ...detail(name, label(), webhook[name] === null ? 'dash' : icon),
    description: plain(words(webhook, (at) => relativeTime(at, now, language))),
    words: words(webhook, (at) => absoluteTime(at, language)),
    ...((name === 'url' || name === 'id') && { copies: name }),
  };
}

function historyDetails(history: WebhookHistory, { now, texts }: RowContext): DetailDraft[] {
  if (history.length === 0) {
    return [];
  }
  const listed = history
    .map((change, index) => ({
      // Counted from the oldest, so that a new change leaves the others their rows.
      ...detail(`history.${index}`, changeWords(change), changeIcon(change)),
      description: relativeTime(change.at, now, texts.language),
      words: absoluteTime(change.at, texts.language),
    }))
    .slice(-LISTED)
    .toReversed();
  const description =
    listed.length < history.length
      ? l10n.t('Last {0} of {1} changes recorded by VS Code', listed.length, history.length)
      : l10n.t('Recorded by VS Code');
  return [{ ...detail('history', l10n.t('History'), 'history'), description, details: listed }];
}

function eventDetails({ events }: Webhook): DetailDraft[] {
  if (events === undefined) {
    return [{ ...detail('events', EVENTS.label(), EVENTS.icon), description: l10n.t('not given') }];
  }
  if (events === 'all') {
    return [
      {
        ...detail('events', l10n.t('All Events'), EVENTS.icon),
        description: l10n.t('Includes future event types'),
        details: categoryDetails(EVENT_TYPE_NAMES),
      },
    ];
  }
  return events.length === 0
    ? [{ ...detail('events', EVENTS.label(), EVENTS.icon), description: l10n.t('none') }]
    : categoryDetails(events);
}

function categoryDetails(events: readonly string[]): DetailDraft[] {
  const known = eventCatalogue();
  const groups = eventCategories().map(({ id, label }) => {
    const types = known.filter((type) => type.category === id);
    const chosen = events.filter((name) => categoryOf(name) === id);
    const unknown = chosen.filter((name) => !EVENT_TYPE_NAMES.includes(name));
    return {
      ...detail(`events.${id}`, l10n.t('{0} Events', label), EVENTS.icon),
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
    ...detail('events.other', l10n.t('Other Events'), EVENTS.icon),
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
