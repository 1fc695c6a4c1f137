import * as l10n from '@vscode/l10n';

import { daysOf, takesUnlisted } from './events.ts';
import type { Cause } from './explanation.ts';
import { checkAgain, editEvents } from './fixes.ts';
import type { Situation } from './known.ts';

/** It is subscribed to nothing that happened lately. */
export function nothingHappened(situation: Situation): Cause | undefined {
  const { webhook, events, health, happened } = situation;
  if (!webhook.enabled || happened !== 'no' || events.kind !== 'read' || wasBusy(situation)) {
    return undefined;
  }
  const isSelected = typeof webhook.events === 'object';
  const days = daysOf(events.recent);
  return {
    id: 'nothingHappened',
    concerns: 'state',
    likelihood: health === 'waiting' ? 'likely' : 'possible',
    title: isSelected
      ? l10n.t('Nothing that it is subscribed to happened')
      : l10n.t('Nothing happened that could be delivered'),
    support: [
      isSelected
        ? l10n.t(
            'Lettr lists no event of its types in the last {0} days, so there is nothing to deliver.',
            days,
          )
        : l10n.t('Lettr lists no event at all in the last {0} days, so there is nothing to deliver.', days),
      ...(takesUnlisted(webhook)
        ? [l10n.t('It also takes types that Lettr does not list, such as those of inbound email.')]
        : []),
    ],
    fixes: [...(isSelected ? editEvents(situation) : []), checkAgain(situation)],
  };
}

/** It was delivered to within the time that was looked at, so something did happen, listed or not. */
function wasBusy({ webhook, events }: Situation): boolean {
  const from = events.kind === 'read' ? (events.recent.from ?? 0) : 0;
  return webhook.lastStatus === 'success' && (webhook.lastSuccessAt ?? 0) > from;
}
