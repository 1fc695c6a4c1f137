import * as l10n from '@vscode/l10n';

import type { EventSelection } from '../api/types.ts';
import { plain } from '../platform/text.ts';
import { WEBHOOK_FIELDS } from '../webhooks/fields.ts';
import type { DeliveryState, HistoryChange } from '../webhooks/history.ts';
import { absoluteTime } from '../webhooks/times.ts';
import { eventCount } from './words.ts';

/*
 * The recorded history of a webhook in words, the same in rows, hovers and pages. All of it is harmless text; Markdown and
 * HTML still have to escape it.
 */

/** When and what: "Jun 15, 2030, 12:34:56 PM UTC: Started failing". The time is in `language`, or the system's. */
export function historyWords(change: HistoryChange, language?: string): string {
  return l10n.t('{0}: {1}', absoluteTime(change.at, language), changeWords(change));
}

/** Only what changed. What a person does also says whether it was done in VS Code, on this computer. */
export function changeWords(change: HistoryChange): string {
  const isHere = change.by === 'here';
  switch (change.field) {
    case 'health':
      return healthChange(change.from, change.to);
    case 'enabled':
      if (change.to) {
        return isHere ? l10n.t('Enabled in VS Code') : l10n.t('Enabled outside VS Code');
      }
      return isHere ? l10n.t('Disabled in VS Code') : l10n.t('Disabled outside VS Code');
    case 'url': {
      const [from, to] = [plain(change.from), plain(change.to)];
      return isHere
        ? l10n.t('Endpoint changed in VS Code from {0} to {1}', from, to)
        : l10n.t('Endpoint changed outside VS Code from {0} to {1}', from, to);
    }
    case 'events': {
      const what = eventsChange(change.from, change.to);
      return isHere
        ? l10n.t('Events changed in VS Code: {0}', what)
        : l10n.t('Events changed outside VS Code: {0}', what);
    }
  }
}

/** An icon of VS Code for the change; the words say the same. */
export function changeIcon(change: HistoryChange): string {
  if (change.field === 'health') {
    return HEALTH_ICONS[change.to];
  }
  return change.field === 'enabled' && change.to ? 'play' : WEBHOOK_FIELDS[change.field].icon;
}

const HEALTH_ICONS: Readonly<Record<DeliveryState, string>> = {
  failing: 'error',
  healthy: 'pass',
  waiting: 'circle-large-outline',
  unknown: 'question',
};

function healthChange(from: DeliveryState | undefined, to: DeliveryState): string {
  switch (to) {
    case 'failing':
      return from === undefined ? l10n.t('Already failing when first checked') : l10n.t('Started failing');
    case 'healthy':
      if (from === undefined) {
        return l10n.t('Healthy when first checked');
      }
      return from === 'failing' ? l10n.t('Recovered') : l10n.t('Started delivering');
    case 'waiting':
      return from === undefined
        ? l10n.t('No deliveries when first checked')
        : l10n.t('Lettr no longer reports any deliveries');
    case 'unknown':
      return from === undefined
        ? l10n.t('Unknown status when first checked')
        : l10n.t('Changed to an unknown status');
  }
}

/** "added message.bounce, message.delay; removed engagement.open", or "all events to 1 event". */
function eventsChange(from: EventSelection, to: EventSelection): string {
  const [before, after] = [from, to].map((events) => (typeof events === 'object' ? events : undefined));
  const added = before && after ? names(after.filter((name) => !before.includes(name))) : '';
  const removed = before && after ? names(before.filter((name) => !after.includes(name))) : '';
  const changes = [
    ...(added === '' ? [] : [l10n.t('added {0}', added)]),
    ...(removed === '' ? [] : [l10n.t('removed {0}', removed)]),
  ];
  return changes.length > 0 ? changes.join('; ') : l10n.t('{0} to {1}', eventCount(from), eventCount(to));
}

function names(events: readonly string[]): string {
  return plain(events.join(', '));
}
