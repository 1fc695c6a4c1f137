import * as l10n from '@vscode/l10n';

import type { EventSelection } from '../api/types.ts';
import { plain } from '../platform/text.ts';
import type { DeliveryState, HistoryChange } from '../webhooks/history.ts';
import { absoluteTime } from '../webhooks/times.ts';
import { eventCount } from './words.ts';

/*
 * The local history in words, the same in rows, hovers, documents and panels. All of them are harmless text; Markdown
 * and HTML still have to escape it.
 */

/** When and what: "Jun 15, 2030, 12:34:56 PM UTC: Began to fail". The time is in `language`, or the system's. */
export function historyWords(change: HistoryChange, language?: string): string {
  return l10n.t('{0}: {1}', absoluteTime(change.at, language), changeWords(change));
}

/** Only what changed, and for what a person does, whether it was done in this extension on this machine. */
export function changeWords(change: HistoryChange): string {
  switch (change.field) {
    case 'health':
      return healthChange(change.from, change.to);
    case 'enabled':
      return change.to
        ? by(change, l10n.t('Enabled here'), l10n.t('Enabled elsewhere'))
        : by(change, l10n.t('Disabled here'), l10n.t('Disabled elsewhere'));
    case 'url': {
      const [from, to] = [plain(change.from), plain(change.to)];
      return by(
        change,
        l10n.t('Endpoint changed here from {0} to {1}', from, to),
        l10n.t('Endpoint changed elsewhere from {0} to {1}', from, to),
      );
    }
    case 'events': {
      const what = eventsChange(change.from, change.to);
      return by(
        change,
        l10n.t('Events changed here: {0}', what),
        l10n.t('Events changed elsewhere: {0}', what),
      );
    }
  }
}

/** An icon of VS Code for the change; the words say the same. */
export function changeIcon(change: HistoryChange): string {
  switch (change.field) {
    case 'health':
      return HEALTH_ICONS[change.to];
    case 'enabled':
      return change.to ? 'play' : 'circle-slash';
    case 'url':
      return 'globe';
    case 'events':
      return 'list-unordered';
  }
}

const HEALTH_ICONS: Readonly<Record<DeliveryState, string>> = {
  failing: 'error',
  healthy: 'pass',
  waiting: 'circle-large-outline',
  unknown: 'question',
};

function by({ by: who }: HistoryChange, here: string, elsewhere: string): string {
  return who === 'here' ? here : elsewhere;
}

function healthChange(from: DeliveryState | undefined, to: DeliveryState): string {
  switch (to) {
    case 'failing':
      return from === undefined ? l10n.t('Failing when first seen') : l10n.t('Began to fail');
    case 'healthy':
      if (from === undefined) {
        return l10n.t('Healthy when first seen');
      }
      return from === 'failing' ? l10n.t('Recovered') : l10n.t('Deliveries succeed');
    case 'waiting':
      return from === undefined
        ? l10n.t('No delivery yet when first seen')
        : l10n.t('Lettr lists no delivery any more');
    case 'unknown':
      return from === undefined
        ? l10n.t('Status not known when first seen')
        : l10n.t('The status became one that is not known');
  }
}

/** "2 events to 3 events; added message.bounce, message.delay; removed engagement.open". */
function eventsChange(from: EventSelection | undefined, to: EventSelection | undefined): string {
  const counts = l10n.t('{0} to {1}', eventCount(from), eventCount(to));
  if (typeof from !== 'object' || typeof to !== 'object') {
    return counts;
  }
  const added = names(to.filter((name) => !from.includes(name)));
  const removed = names(from.filter((name) => !to.includes(name)));
  return [
    counts,
    ...(added === '' ? [] : [l10n.t('added {0}', added)]),
    ...(removed === '' ? [] : [l10n.t('removed {0}', removed)]),
  ].join('; ');
}

function names(events: readonly string[]): string {
  return plain(events.join(', '));
}
