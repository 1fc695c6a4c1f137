import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import type { SandboxQuota } from '../api/types.ts';
import { accountWords } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { absoluteTime } from '../webhooks/times.ts';
import type { Idle } from './schedule.ts';

/** When an account is read by itself the next time; `at` is Unix ms. */
export type Next =
  { readonly kind: 'at'; readonly at: number } | { readonly kind: 'never'; readonly why: Idle };

/** What the status bar tells of one account. */
export interface AccountStatus {
  readonly account: Account;
  /** The names of the failing webhooks; untrusted text. */
  readonly failing: readonly string[];
  /** Unix ms of the list; `undefined` before the first one. */
  readonly loadedAt: number | undefined;
  /** Whether the last attempt to read failed. */
  readonly isOutdated: boolean;
  readonly next: Next;
  readonly allowance: SandboxQuota | undefined;
}

/** What the status bar item shows. All of it is harmless text; only `text` has an icon. */
export interface StatusContent {
  readonly text: string;
  readonly label: string;
  readonly hover: string;
}

/** So many names stand in the hover. */
const NAMED = 5;

/** Decides what the status bar item shows; `undefined` when there is none. */
export function statusContent(
  accounts: readonly AccountStatus[],
  shown: 'auto' | 'always' | 'never',
  language?: string,
): StatusContent | undefined {
  const loaded = accounts.filter(({ loadedAt }) => loadedAt !== undefined);
  const failing = loaded.reduce((sum, account) => sum + account.failing.length, 0);
  if (shown === 'never' || loaded.length === 0 || (shown === 'auto' && failing === 0)) {
    return undefined;
  }
  const parts = loaded.map((account) => accountLines(account, loaded.length > 1, language).join('\n'));
  const words = failing === 0 ? l10n.t('Lettr') : failingWords(failing);
  return {
    text: failing === 0 ? `$(pass) ${words}` : `$(error) ${words}`,
    label: failing === 0 ? l10n.t('Lettr: no webhook is failing') : l10n.t('Lettr: {0}', words),
    hover: parts.join('\n\n'),
  };
}

function failingWords(count: number): string {
  return count === 1 ? l10n.t('1 webhook failing') : l10n.t('{0} webhooks failing', count);
}

function accountLines(status: AccountStatus, isNamed: boolean, language?: string): readonly string[] {
  const { account, failing, loadedAt, isOutdated, next, allowance } = status;
  const rest = failing.length - NAMED;
  return [
    ...(isNamed ? [accountWords(account)] : []),
    failing.length === 0 ? l10n.t('No webhook is failing.') : failingWords(failing.length),
    ...failing.slice(0, NAMED).map((name) => `• ${plain(name, 80)}`),
    ...(rest > 0 ? [l10n.t('… and {0} more', rest)] : []),
    ...(loadedAt === undefined ? [] : [l10n.t('Last refresh: {0}', absoluteTime(loadedAt, language))]),
    ...(isOutdated ? [l10n.t('The last attempt to refresh failed.')] : []),
    nextWords(next, language),
    ...(allowance ? [allowanceWords(allowance, language)] : []),
  ];
}

function nextWords(next: Next, language?: string): string {
  if (next.kind === 'at') {
    return l10n.t('Next automatic refresh: {0}', absoluteTime(next.at, language));
  }
  switch (next.why) {
    case 'off':
      return l10n.t('No automatic refresh: it is turned off in the settings.');
    case 'sandbox':
      return l10n.t('No automatic refresh: sandbox keys have few requests a day.');
    case 'rejected':
      return l10n.t('No automatic refresh: the API key or the address was not accepted.');
    case 'unfocused':
      return l10n.t('No automatic refresh while another window has the focus.');
    case 'hidden':
      return l10n.t('No automatic refresh while the view is hidden.');
  }
}

function allowanceWords({ day, at }: SandboxQuota, language?: string): string {
  return l10n.t(
    'Left of the day for this sandbox key: {0} of {1} requests, as of {2}',
    day.remaining,
    day.limit,
    absoluteTime(at, language),
  );
}
