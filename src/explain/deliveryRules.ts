import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';
import { absoluteTime } from '../webhooks/times.ts';
import type { Cause, Likelihood } from './explanation.ts';
import { checkAgain, editAuthentication, editUrl, openDetails, openInDashboard } from './fixes.ts';
import type { Situation } from './known.ts';

/** For how long Lettr likely repeats a delivery. */
const RETRIES_MS = 8 * 3_600_000;
/** A webhook likely gets its first events about a minute after it was made; this leaves room for more. */
const SETTLED_MS = 5 * 60_000;
/** Deliveries come in batches within a minute; what is much later was likely not delivered. */
const LATE_MS = 15 * 60_000;

/** Deliveries are tried and fail. */
export function failing(situation: Situation): Cause | undefined {
  const { webhook, health, host, newUrl, ago } = situation;
  if (health !== 'failing') {
    return undefined;
  }
  return {
    id: 'failing',
    concerns: 'state',
    likelihood: newUrl ? 'possible' : FAILING_LIKELIHOOD[situation.happened],
    title: l10n.t('{0} does not take the deliveries', host),
    support: [
      newUrl
        ? l10n.t("Lettr's last delivery failed {0}, when it had another URL.", ago(webhook.lastFailureAt))
        : l10n.t("Lettr's last delivery to {0} failed {1}.", host, ago(webhook.lastFailureAt)),
      ...beginning(situation),
      ...(newUrl ? [] : eventsSupport(situation)),
      l10n.t('Lettr likely takes nothing but the status 200, within about 10 seconds, for a success.'),
      l10n.t('It likely repeats a failed delivery for about 8 hours, and then drops it.'),
      ...lost(situation),
    ],
    fixes: [...editUrl(situation), checkAgain(situation)],
  };
}

const FAILING_LIKELIHOOD: Readonly<Record<Situation['happened'], Likelihood>> = {
  yes: 'certain',
  unknown: 'likely',
  no: 'possible',
};

function beginning({ since, when }: Situation): readonly string[] {
  if (!since) {
    return [];
  }
  return [
    since.isOlder
      ? l10n.t('It failed already when this machine first saw it: {0}.', when(since.at))
      : l10n.t('This machine first saw it fail: {0}.', when(since.at)),
  ];
}

function eventsSupport({ happened, lastEventAt, ago }: Situation): readonly string[] {
  switch (happened) {
    case 'yes':
      return [
        l10n.t(
          'Events of its types did happen lately, the newest {0}: there is something to deliver, so the endpoint is at fault.',
          ago(lastEventAt),
        ),
      ];
    case 'no':
      return [
        l10n.t(
          'No event of its types happened lately: there is nothing to deliver that would show whether it works by now.',
        ),
      ];
    case 'unknown':
      return [];
  }
}

function lost({ since, webhook, now }: Situation): readonly string[] {
  const start = since?.at ?? webhook.lastFailureAt ?? now;
  return now - start > RETRIES_MS
    ? [l10n.t('What happened more than about 8 hours ago and was not delivered is likely lost.')]
    : [];
}

/** It fails and never did anything else. */
export function neverSucceeded(situation: Situation): Cause | undefined {
  if (situation.health !== 'failing' || situation.webhook.lastSuccessAt !== null) {
    return undefined;
  }
  return {
    id: 'neverSucceeded',
    concerns: 'state',
    likelihood: 'likely',
    title: l10n.t('It never worked'),
    support: [
      l10n.t('Lettr reports no success at all: its URL or authentication may be wrong from the start.'),
    ],
    fixes: [...editUrl(situation), ...editAuthentication(situation)],
  };
}

/** It waits for its first delivery, and that nothing happened is not the reason, or not known to be. */
export function neverDelivered(situation: Situation): Cause | undefined {
  const { health, happened, lastEventAt, history, host, ago } = situation;
  if (health !== 'waiting' || happened === 'no') {
    return undefined;
  }
  const seenAt = history[0]?.at;
  const isOlder = lastEventAt !== null && seenAt !== undefined && lastEventAt > seenAt + SETTLED_MS;
  const isOverdue = happened === 'yes' && isOlder;
  const support = {
    unknown: [l10n.t('Whether events of its types happened lately is not known.')],
    yes: [
      l10n.t('Events of its types did happen lately, the newest {0}.', ago(lastEventAt)),
      isOlder
        ? l10n.t('This machine knew the webhook before that, so {0} or its address is likely at fault.', host)
        : l10n.t('Lettr does not say when a webhook was made: it may be newer than these events.'),
    ],
  };
  return {
    id: 'neverDelivered',
    concerns: 'state',
    likelihood: isOverdue ? 'likely' : 'possible',
    title: isOverdue
      ? l10n.t('Events happened, and none was delivered')
      : l10n.t('Its first event is still to come'),
    support: [
      ...support[happened],
      l10n.t('The first events likely come about a minute after a webhook was made.'),
    ],
    fixes: [...(isOverdue ? editUrl(situation) : []), checkAgain(situation)],
  };
}

/** It works, but newer events did not arrive. */
export function missedEvents(situation: Situation): Cause | undefined {
  const { webhook, happened, lastEventAt, now, when, ago } = situation;
  const { lastSuccessAt } = webhook;
  const isDone = webhook.enabled && webhook.lastStatus === 'success' && happened === 'yes';
  if (!isDone || lastEventAt === null || lastSuccessAt === null) {
    return undefined;
  }
  if (lastEventAt - lastSuccessAt < LATE_MS || now - lastEventAt < LATE_MS) {
    return undefined;
  }
  return {
    id: 'missedEvents',
    concerns: 'state',
    likelihood: 'possible',
    title: l10n.t('Newer events were not delivered'),
    support: [
      l10n.t('The newest event of its types happened {0}.', ago(lastEventAt)),
      l10n.t('The last success that Lettr reports is older: {0}.', when(lastSuccessAt)),
    ],
    fixes: [checkAgain(situation), openInDashboard(situation)],
  };
}

/** It failed within a day and works again. */
export function recovered(situation: Situation): Cause | undefined {
  const { webhook, health, host, ago } = situation;
  if (health !== 'recovered') {
    return undefined;
  }
  return {
    id: 'recovered',
    concerns: 'state',
    likelihood: 'certain',
    title: l10n.t('It failed and works again'),
    support: [
      l10n.t('A delivery to {0} failed {1}.', host, ago(webhook.lastFailureAt)),
      l10n.t('The last one succeeded {0}.', ago(webhook.lastSuccessAt)),
      ...outage(situation),
      l10n.t(
        'Lettr likely repeats a failed delivery for about 8 hours: what failed was likely delivered later, unless it failed for longer.',
      ),
    ],
    fixes: [openDetails(situation)],
  };
}

/** From when to when this machine saw it fail. */
function outage({ history, language }: Situation): readonly string[] {
  const end = history.findLastIndex((change) => change.field === 'health' && change.to === 'healthy');
  const start = history.slice(0, Math.max(0, end)).findLast((change) => change.field === 'health');
  const last = history[end];
  if (!last || start?.field !== 'health' || start.to !== 'failing') {
    return [];
  }
  const time = (at: number): string => absoluteTime(at, language);
  return [l10n.t('This machine saw it fail from {0} to {1}.', time(start.at), time(last.at))];
}

/** Lettr reports something that this version does not know. */
export function unknownStatus(situation: Situation): Cause | undefined {
  const { webhook, health, host } = situation;
  if (health !== 'unknown') {
    return undefined;
  }
  return {
    id: 'unknownStatus',
    concerns: 'state',
    likelihood: 'certain',
    title: l10n.t('Its state cannot be told'),
    support: [
      webhook.lastStatus === null
        ? l10n.t('Lettr reports times of deliveries to {0}, but not how the last one went.', host)
        : l10n.t('Lettr reports the status "{0}", which is not known here.', plain(webhook.lastStatus)),
    ],
    fixes: [openInDashboard(situation)],
  };
}

/** Its last delivery succeeded. `isAlone`: there is nothing else to say about its state. */
export function healthy({ health, webhook, host, ago }: Situation, isAlone: boolean): Cause | undefined {
  if (health !== 'healthy') {
    return undefined;
  }
  return {
    id: 'healthy',
    concerns: 'state',
    likelihood: 'certain',
    title: l10n.t('It works'),
    support: [
      l10n.t('The last delivery to {0} succeeded {1}.', host, ago(webhook.lastSuccessAt)),
      ...(isAlone ? [l10n.t('Nothing that is known here speaks against it.')] : []),
    ],
    fixes: [],
  };
}
