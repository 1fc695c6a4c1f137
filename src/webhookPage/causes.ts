import * as l10n from '@vscode/l10n';

import { obstacleTo } from '../messages/reachability.ts';
import { authenticationLabel } from '../messages/words.ts';
import { type Item, type Text, sentence } from '../pages/page.ts';
import { checkAgain, edit, enable, openInDashboard } from './actions.ts';
import type { DerivedFacts } from './facts.ts';

/** What is wrong, or may be: as an item of a list, with what speaks for it and what mends it. */
export interface Cause extends Item {
  /** Unique among the causes of one webhook. */
  readonly id: string;
  /** Seen by this window, reported by Lettr or evident, likely from Lettr's documents, or merely possible. */
  readonly certainty: 'seen' | 'certain' | 'probable' | 'possible';
}

type Rule = (facts: DerivedFacts) => Cause | undefined;

/** For how long Lettr probably repeats a delivery. */
const RETRIES_MS = 8 * 3_600_000;
/** A webhook probably gets its first events about a minute after it was made; this leaves room for more. */
const SETTLED_MS = 5 * 60_000;
/** Deliveries come in batches within a minute; what is much later was probably not delivered. */
const LATE_MS = 15 * 60_000;

const ORDER: readonly Cause['certainty'][] = ['seen', 'certain', 'probable', 'possible'];

/** What may be wrong with a webhook, the most certain first; nothing for one that works. */
export function causesOf(facts: DerivedFacts): readonly Cause[] {
  return RULES.flatMap((rule) => rule(facts) ?? []).toSorted(
    (a, b) => ORDER.indexOf(a.certainty) - ORDER.indexOf(b.certainty),
  );
}

/** A delivery that this window saw tells more than any guess. */
function seenDelivery(facts: DerivedFacts): Cause | undefined {
  const [newest] = facts.sightings;
  const { lastSuccessAt, lastFailureAt } = facts.webhook;
  if (!newest || !isFailed(facts)) {
    return undefined;
  }
  // What Lettr reports afterwards is newer.
  const isOutdated = newest.at < ((newest.isDelivered ? lastFailureAt : lastSuccessAt) ?? 0);
  return isOutdated
    ? undefined
    : {
        id: 'seenDelivery',
        certainty: 'seen',
        text: newest.text,
        details: newest.isDelivered ? [l10n.t("Lettr's next delivery will probably succeed.")] : [],
        actions: newest.actions,
      };
}

function unreachableUrl(facts: DerivedFacts): Cause | undefined {
  const { webhook } = facts;
  // Whatever the address looks like: what was delivered arrived somewhere.
  if (webhook.lastStatus === 'success') {
    return undefined;
  }
  const url = URL.canParse(webhook.url) ? new URL(webhook.url) : undefined;
  const actions = edit(facts, 'url');
  if (!url || !/^https?:$/.test(url.protocol)) {
    const text = l10n.t("Its endpoint isn't a full https URL.");
    return { id: 'unreachableUrl', certainty: 'certain', text, actions };
  }
  const obstacle = obstacleTo(url);
  if (!obstacle) {
    return undefined;
  }
  // Whether a host is public is certain; which ports and schemes Lettr takes is not documented for certain.
  const certainty = {
    localName: 'certain',
    privateAddress: 'certain',
    port: 'probable',
    http: 'possible',
  } as const;
  return { id: 'unreachableUrl', certainty: certainty[obstacle.kind], text: obstacle.text, actions };
}

function missingCredentials(facts: DerivedFacts): Cause | undefined {
  const { webhook } = facts;
  if (webhook.authentication === 'none' || webhook.hasCredentials) {
    return undefined;
  }
  return {
    id: 'missingCredentials',
    certainty: isFailed(facts) ? 'probable' : 'possible',
    text: l10n.t(
      'Its authentication is {0}, but Lettr has no credentials for it.',
      authenticationLabel(webhook.authentication),
    ),
    actions: edit(facts, 'authentication'),
  };
}

function changedUrl(facts: DerivedFacts): Cause | undefined {
  const { webhook, newUrl } = facts;
  if (!webhook.enabled || !newUrl) {
    return undefined;
  }
  return {
    id: 'changedUrl',
    certainty: 'probable',
    text: l10n.t('Nothing has been delivered to its new URL yet.'),
    details: [
      sentence(
        l10n.t('Its URL was changed {0}; the last delivery that Lettr reports is from {1}.'),
        { time: newUrl.changedAt },
        { time: newUrl.deliveredAt },
      ),
    ],
  };
}

function disabledAfterFailures(facts: DerivedFacts): Cause | undefined {
  if (facts.health !== 'disabledAfterFailures') {
    return undefined;
  }
  const change = facts.history.findLast(({ field }) => field === 'enabled');
  return {
    id: 'disabledAfterFailures',
    certainty: 'certain',
    text: l10n.t('Lettr probably disabled it after repeated failures.'),
    details: [
      ...(change ? [sentence(l10n.t('VS Code noticed it {0}.'), { time: change.at })] : []),
      l10n.t('Until the endpoint is fixed, deliveries will keep failing.'),
    ],
    actions: enable(facts),
  };
}

function notAccepting(facts: DerivedFacts): Cause | undefined {
  const { host, newUrl, happened } = facts;
  if (!isFailed(facts)) {
    return undefined;
  }
  return {
    id: 'notAccepting',
    certainty: newUrl ? 'possible' : happened === 'yes' ? 'certain' : 'probable',
    text: newUrl
      ? l10n.t("Its old URL wasn't accepting deliveries. Return HTTP 200 within about 10 seconds.")
      : l10n.t("{0} isn't accepting deliveries. Return HTTP 200 within about 10 seconds.", host),
    details: [...eventsDetail(facts), ...retryDetails(facts)],
    actions: edit(facts, 'url'),
  };
}

function eventsDetail({ happened, lastEventAt }: DerivedFacts): readonly Text[] {
  return happened === 'yes' && lastEventAt !== null
    ? [sentence(l10n.t('Matching events occurred {0}.'), { time: lastEventAt })]
    : [];
}

function retryDetails({ webhook, history, now }: DerivedFacts): readonly Text[] {
  if (!webhook.enabled) {
    return [];
  }
  const start = history.findLast(({ field }) => field === 'health')?.at ?? webhook.lastFailureAt ?? now;
  return [
    now - start > RETRIES_MS
      ? l10n.t(
          "Lettr probably retries for about 8 hours. Older events that weren't delivered are probably lost.",
        )
      : l10n.t('Lettr probably retries for about 8 hours.'),
  ];
}

function neverSucceeded(facts: DerivedFacts): Cause | undefined {
  if (!isFailed(facts) || facts.webhook.lastSuccessAt !== null) {
    return undefined;
  }
  return {
    id: 'neverSucceeded',
    certainty: 'probable',
    text: l10n.t('It has never succeeded: its URL or authentication may have been wrong from the start.'),
    actions: [...edit(facts, 'url'), ...edit(facts, 'authentication')],
  };
}

function refusedCredentials(facts: DerivedFacts): Cause | undefined {
  const { webhook } = facts;
  const isOpen = webhook.authentication === 'none';
  if (!isFailed(facts) || (!isOpen && !webhook.hasCredentials)) {
    return undefined;
  }
  return {
    id: 'refusedCredentials',
    certainty: 'possible',
    text: isOpen ? l10n.t('It may require credentials.') : l10n.t('It may be rejecting the credentials.'),
    details:
      webhook.authentication === 'oauth2'
        ? [l10n.t('Lettr requests a token before it delivers, so the token URL may be the problem.')]
        : [],
    actions: edit(facts, 'authentication'),
  };
}

function unknownStatus(facts: DerivedFacts): Cause | undefined {
  const { webhook, health } = facts;
  if (health !== 'unknown') {
    return undefined;
  }
  return {
    id: 'unknownStatus',
    certainty: 'certain',
    text:
      webhook.lastStatus === null
        ? l10n.t('Lettr reports when it delivered, but not the result.')
        : l10n.t('Lettr reports a status that VS Code doesn\'t know: "{0}".', webhook.lastStatus),
    actions: [openInDashboard(facts)],
  };
}

/** It waits for its first delivery although there was something to deliver. */
function overdue(facts: DerivedFacts): Cause | undefined {
  const { health, happened, lastEventAt, history, host } = facts;
  const seenAt = history[0]?.at;
  const isOverdue =
    health === 'waiting' &&
    happened === 'yes' &&
    lastEventAt !== null &&
    seenAt !== undefined &&
    lastEventAt > seenAt + SETTLED_MS;
  if (!isOverdue) {
    return undefined;
  }
  return {
    id: 'overdue',
    certainty: 'probable',
    text: sentence(
      l10n.t('Matching events occurred {0}, but nothing was delivered to {1}.'),
      { time: lastEventAt },
      host,
    ),
    actions: [...edit(facts, 'url'), checkAgain(facts)],
  };
}

/** It works, but newer events did not arrive. */
function missedEvents(facts: DerivedFacts): Cause | undefined {
  const { webhook, happened, lastEventAt, now } = facts;
  const { lastSuccessAt } = webhook;
  const isWorking = webhook.enabled && webhook.lastStatus === 'success' && happened === 'yes';
  if (!isWorking || lastEventAt === null || lastSuccessAt === null) {
    return undefined;
  }
  if (lastEventAt - lastSuccessAt < LATE_MS || now - lastEventAt < LATE_MS) {
    return undefined;
  }
  return {
    id: 'missedEvents',
    certainty: 'possible',
    text: sentence(
      l10n.t('Matching events occurred {0}, but the last success was {1}: they may not have been delivered.'),
      { time: lastEventAt },
      { time: lastSuccessAt },
    ),
    actions: [checkAgain(facts), openInDashboard(facts)],
  };
}

/** Deliveries fail, or did until the webhook was disabled because of it. */
function isFailed({ health }: DerivedFacts): boolean {
  return health === 'failing' || health === 'disabledAfterFailures';
}

/** What explains most stands first: it decides between causes that are equally certain. */
const RULES: readonly Rule[] = [
  seenDelivery,
  disabledAfterFailures,
  unreachableUrl,
  missingCredentials,
  changedUrl,
  notAccepting,
  neverSucceeded,
  unknownStatus,
  overdue,
  missedEvents,
  refusedCredentials,
];
