import {
  failing,
  healthy,
  missedEvents,
  neverDelivered,
  neverSucceeded,
  recovered,
  unknownStatus,
} from './deliveryRules.ts';
import { disabled, disabledAfterFailures } from './disabledRules.ts';
import { changedUrl, missingCredentials, refusedCredentials, unreachableUrl } from './endpointRules.ts';
import { nothingHappened } from './eventRules.ts';
import type { Cause, Likelihood } from './explanation.ts';
import type { Situation } from './known.ts';
import { doubleDeliveries, openEndpoint } from './riskRules.ts';

type Rule = (situation: Situation) => Cause | undefined;

/** What explains most stands first: it decides between causes that are equally sure. */
const RULES: readonly Rule[] = [
  disabled,
  disabledAfterFailures,
  unreachableUrl,
  missingCredentials,
  changedUrl,
  failing,
  neverSucceeded,
  recovered,
  unknownStatus,
  neverDelivered,
  nothingHappened,
  missedEvents,
  refusedCredentials,
  doubleDeliveries,
  openEndpoint,
];

const ORDER: readonly Likelihood[] = ['certain', 'likely', 'possible'];

/** With these a last delivery that succeeded does not mean that it works now. */
const DOUBTS: readonly string[] = ['changedUrl', 'missedEvents'];

/** Everything that may be behind the state of a webhook, the likeliest first; there is always something to say. */
export function causesOf(situation: Situation): readonly Cause[] {
  const found = RULES.flatMap((rule) => rule(situation) ?? []);
  const causes = found.filter(({ concerns }) => concerns === 'state').toSorted(byLikelihood);
  const risks = found.filter(({ concerns }) => concerns === 'risk').toSorted(byLikelihood);
  const isDoubtful = causes.some(({ id }) => DOUBTS.includes(id));
  const good = isDoubtful ? undefined : healthy(situation, causes.length === 0);
  return [...(good ? [good] : []), ...causes, ...risks];
}

function byLikelihood(a: Cause, b: Cause): number {
  return ORDER.indexOf(a.likelihood) - ORDER.indexOf(b.likelihood);
}
