import * as l10n from '@vscode/l10n';

import type { Account, KeyFault } from '../accounts/account.ts';
import type { AccountsState } from '../accounts/accounts.ts';
import type { LettrError, ProblemKind } from '../api/errors.ts';
import { tellProblem } from '../messages/problems.ts';
import { accountWords } from '../messages/words.ts';
import { type StoreState, listOf } from '../webhooks/state.ts';
import type { Filter } from './arrangement.ts';
import { filterWords } from './filter.ts';

/** What the words for problems depend on. */
export interface ProblemContext {
  readonly hasProxy: boolean;
  /** Unix ms. */
  readonly now: number;
  readonly language: string;
}

/** A problem of reading an account's webhooks in one sentence. */
export function problemWords({ problem }: LettrError, account: Account, context: ProblemContext): string {
  const { hasProxy, now, language } = context;
  return tellProblem(problem, { accountName: account.name, verb: 'read', hasProxy, now, language }).text;
}

/** From when the list is that is still shown; `at` is Unix ms. */
export function asOf(at: number, { language, now }: ProblemContext): string {
  return l10n.t('Showing data from {0}.', shortTime(at, now, language));
}

/** `at` as a time of day, with its date where that is another one than at `now` (both Unix ms). */
export function shortTime(at: number, now: number, language: string | undefined): string {
  const isSameDay = new Date(at).toDateString() === new Date(now).toDateString();
  const date = isSameDay ? {} : ({ dateStyle: 'medium' } as const);
  return new Intl.DateTimeFormat(language, { ...date, timeStyle: 'short' }).format(at);
}

/** How many webhooks are known, how many of them have rows, and how many enabled ones fail. */
export interface Counts {
  readonly total: number;
  readonly shown: number;
  readonly failing: number;
}

/** What the texts around the rows tell. */
export interface ViewFacts {
  /** The account whose webhooks stand at the top; `undefined` for several or none. */
  readonly only: { readonly account: Account; readonly state: StoreState } | undefined;
  readonly filter: Filter;
  readonly counts: Counts;
  /** Why the key of the environment is not used, where one is set. */
  readonly environmentFault: KeyFault | undefined;
}

/** The texts around the rows. */
export interface ViewTexts {
  readonly description: string;
  readonly title: string;
  readonly message: string;
  readonly badge: { readonly value: number; readonly tooltip: string } | undefined;
}

export function viewTexts(facts: ViewFacts, context: ProblemContext): ViewTexts {
  const { only, counts } = facts;
  const account = only && accountWords(only.account);
  return {
    description: account ?? '',
    // VS Code hides the description of a view that is alone in its container.
    title: account === undefined ? l10n.t('Webhooks') : l10n.t('Webhooks ({0})', account),
    message: viewMessage(facts, context),
    badge: failingBadge(counts.failing),
  };
}

/** Only beside rows: without them VS Code shows the welcome text, and a message would hide it. */
function viewMessage({ only, filter, counts, environmentFault }: ViewFacts, context: ProblemContext): string {
  if (counts.shown === 0 && only) {
    return '';
  }
  const filtered = filterWords(filter);
  return [
    environmentFault === undefined ? '' : environmentWords(environmentFault),
    ...(only ? [outdatedWords(only.account, only.state, context)] : []),
    filtered === '' ? '' : l10n.t('Showing {0} of {1}: {2}', counts.shown, counts.total, filtered),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

/** Why the key of the environment is not used, and what to do; package.json says the same where there are no rows. */
function environmentWords(fault: KeyFault): string {
  return l10n.t(
    "The API key in LETTR_API_KEY isn't used: {0}. Correct it and restart VS Code, or use Add Account.",
    keyFaultWords(fault),
  );
}

function keyFaultWords(fault: KeyFault): string {
  switch (fault) {
    case 'prefix':
      return l10n.t("it doesn't start with lttr_");
    case 'whitespace':
      return l10n.t('it contains spaces or line breaks');
    case 'character':
      return l10n.t("it contains a character that API keys don't have");
    case 'short':
      return l10n.t('it looks incomplete');
  }
}

function outdatedWords(account: Account, state: StoreState, context: ProblemContext): string {
  const list = listOf(state);
  const problem = state.kind === 'failed' ? state.error : state.kind === 'ready' ? state.problem : undefined;
  return list && problem ? `${problemWords(problem, account, context)} ${asOf(list.loadedAt, context)}` : '';
}

function failingBadge(value: number): ViewTexts['badge'] {
  if (value === 0) {
    return undefined;
  }
  const tooltip = value === 1 ? l10n.t('1 webhook is failing') : l10n.t('{0} webhooks are failing', value);
  return { value, tooltip };
}

/** Problems that only single webhooks and writes have. From a list, such a status is an unexpected response. */
type NotOfLists = 'sandboxRestricted' | 'notFound' | 'conflict' | 'invalid' | 'badEndpoint' | 'accepted';

/**
 * What the view shows: rows, or the welcome text of package.json for exactly this state. Each kind of problem that a
 * list can have has its own text.
 */
export type ViewMode =
  | 'starting'
  | 'signedOut'
  | 'unread'
  | 'loading'
  | 'rows'
  | 'empty'
  | 'filtered'
  | `failed.${Exclude<ProblemKind, NotOfLists>}`;

/**
 * Decides the view's mode. Several accounts always have rows, which tell the state of each.
 *
 * @param state of the only account's store.
 * @param shown how many of its rows the filter lets pass.
 */
export function viewMode(accounts: AccountsState, state: StoreState | undefined, shown: number): ViewMode {
  if (accounts.kind === 'unread') {
    return 'starting';
  }
  if (accounts.all.length > 1) {
    return 'rows';
  }
  if (!accounts.current || !state) {
    return 'signedOut';
  }
  const list = listOf(state);
  if (list && list.webhooks.size + list.unreadable.length > 0) {
    return shown > 0 ? 'rows' : 'filtered';
  }
  switch (state.kind) {
    case 'unread':
    case 'loading':
      return state.kind;
    case 'failed':
      return failedMode(state.error.problem.kind);
    case 'ready':
      // Without rows there is no message beside them, so the welcome text tells what went wrong.
      return state.problem ? failedMode(state.problem.problem.kind) : 'empty';
  }
}

function failedMode(kind: ProblemKind): ViewMode {
  switch (kind) {
    case 'sandboxRestricted':
    case 'notFound':
    case 'conflict':
    case 'invalid':
    case 'badEndpoint':
    case 'accepted':
      return 'failed.unexpected';
    default:
      return `failed.${kind}`;
  }
}
