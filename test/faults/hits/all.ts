import { type FaultName, whyImpossible } from '../table.ts';
import type { Aim, Hit, Hits } from './hit.ts';
import { LIMIT_HITS } from './rateLimits.ts';
import { NETWORK_HITS } from './network.ts';
import { REFUSAL_HITS } from './refusals.ts';
import { UNKNOWN_HITS } from './unknown.ts';

const ALL: Partial<Record<FaultName, Hits>> = {
  ...NETWORK_HITS,
  ...REFUSAL_HITS,
  ...LIMIT_HITS,
  ...UNKNOWN_HITS,
};

/** The faults that happen to single requests; the others need windows and processes. */
export const REQUEST_FAULTS: readonly FaultName[] = Object.keys(ALL).filter(isRequestFault);

function isRequestFault(name: string): name is FaultName {
  return Object.hasOwn(ALL, name);
}

/** Without those that are one more of their kind for the client. */
export function fewHitsOf(fault: FaultName, aim: Aim): readonly Hit[] {
  return hitsOf(fault, aim).filter(({ isMore }) => isMore !== true);
}

/** How a fault hits an operation; nothing when it cannot. */
export function hitsOf(fault: FaultName, aim: Aim): readonly Hit[] {
  return whyImpossible(aim.operation, fault) === undefined ? (ALL[fault]?.(aim) ?? []) : [];
}
