import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import type { LettrError } from '../api/errors.ts';
import { tellProblem } from '../messages/problems.ts';
import { plain } from '../platform/text.ts';
import type { StoreState } from '../webhooks/state.ts';

/** What the row of an account shows. */
export interface AccountRow {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** A theme colour. */
  readonly color: string | undefined;
  /** Everything the row says, for a screen reader. */
  readonly words: string;
  /** Lines of plain text. */
  readonly hover: string;
}

/** What is known of an account whose row is painted. */
export interface AccountFacts {
  readonly account: Account;
  /** Whether commands without a row mean this one. */
  readonly isCurrent: boolean;
  readonly state: StoreState;
  /** How many webhooks have rows; `undefined` when nothing hides any. */
  readonly shown: number | undefined;
}

/** What the words for problems depend on. */
export interface Telling {
  readonly hasProxy: boolean;
  /** Unix ms. */
  readonly now: number;
  readonly language: string | undefined;
}

export function accountRow(facts: AccountFacts, telling: Telling): AccountRow {
  const { account, isCurrent, state } = facts;
  const label = plain(account.name);
  const told = toldState(facts, telling);
  const about = [
    account.mode === 'sandbox' ? l10n.t('sandbox') : l10n.t('live'),
    ...(isCurrent ? [l10n.t('current')] : []),
  ];
  const hover = [
    [label, ...about].join(' · '),
    plain(account.origin),
    ...(isCurrent ? [l10n.t('New webhooks and commands without a row belong to this account.')] : []),
    ...(told === '' ? [] : [told]),
    ...(state.kind === 'ready' && state.problem ? [asOf(state.loadedAt, telling)] : []),
  ];
  return {
    label,
    ...look(state),
    description: [...about, ...(told === '' ? [] : [told])].join(' · '),
    words: [label, l10n.t('account'), ...about, ...(told === '' ? [] : [told])].join(', '),
    hover: hover.join('\n'),
  };
}

/** A problem of reading an account's webhooks in one sentence. */
export function problemWords({ problem }: LettrError, account: Account, telling: Telling): string {
  const { hasProxy, now } = telling;
  return tellProblem(problem, { accountName: account.name, verb: 'read', hasProxy, now }).text;
}

/** From when the list is that is still shown; `at` is Unix ms. */
export function asOf(at: number, { language }: Telling): string {
  const time = new Date(at).toLocaleTimeString(language, { timeStyle: 'short' });
  return l10n.t('The list is as of {0}.', time);
}

function toldState({ account, state, shown }: AccountFacts, telling: Telling): string {
  switch (state.kind) {
    case 'unread':
      return l10n.t('not read yet');
    case 'loading':
      return l10n.t('loading');
    case 'failed':
      return problemWords(state.error, account, telling);
    case 'ready':
      if (state.problem) {
        return problemWords(state.problem, account, telling);
      }
      if (state.webhooks.size === 0) {
        return l10n.t('no webhooks yet');
      }
      if (shown === undefined) {
        return '';
      }
      return shown === 0 ? l10n.t('no match') : l10n.t('{0} of {1}', shown, state.webhooks.size);
  }
}

function look(state: StoreState): Pick<AccountRow, 'icon' | 'color'> {
  switch (state.kind) {
    case 'loading':
      return { icon: 'loading~spin', color: undefined };
    case 'failed':
      return { icon: 'error', color: 'list.errorForeground' };
    case 'ready':
      return state.problem
        ? { icon: 'warning', color: 'list.warningForeground' }
        : { icon: 'account', color: undefined };
    case 'unread':
      return { icon: 'account', color: undefined };
  }
}
