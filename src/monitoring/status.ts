import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import type { SandboxQuota } from '../api/types.ts';
import { accountWords } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { absoluteTime } from '../webhooks/times.ts';
import { webhookKey } from '../webhooks/webhookKey.ts';
import type { NextRefresh } from './rhythm.ts';

/** What the status bar says about one account. */
export interface AccountStatus {
  readonly account: Account;
  /** The failing webhooks; the names are untrusted text. */
  readonly failing: readonly { readonly id: string; readonly name: string }[];
  /** Unix ms of the list; `undefined` before the first one. */
  readonly loadedAt: number | undefined;
  /** Whether the last attempt to read failed. */
  readonly isOutdated: boolean;
  readonly next: NextRefresh;
  readonly quota: SandboxQuota | undefined;
}

/** What the status bar item shows. All of it is harmless text; only `text` has an icon. */
export interface StatusContent {
  readonly text: string;
  readonly label: string;
  readonly hover: string;
}

/** Names listed in the hover. */
const NAMED = 5;

/**
 * Decides what the status bar item shows; `undefined` when there is none. What two accounts of one team both list counts
 * once.
 */
export function statusContent(
  accounts: readonly AccountStatus[],
  shown: 'auto' | 'always' | 'never',
  language?: string,
): StatusContent | undefined {
  const loaded = accounts.filter(({ loadedAt }) => loadedAt !== undefined);
  const failing = new Set(
    loaded.flatMap(({ account, failing: rows }) => rows.map(({ id }) => webhookKey(account, id))),
  ).size;
  if (shown === 'never' || loaded.length === 0 || (shown === 'auto' && failing === 0)) {
    return undefined;
  }
  const parts = loaded.map((account) => accountLines(account, loaded.length > 1, language).join('\n'));
  const words = failing === 0 ? l10n.t('Lettr') : failingWords(failing);
  return {
    text: failing === 0 ? `$(pass) ${words}` : `$(error) ${words}`,
    label: failing === 0 ? l10n.t('Lettr: no webhooks failing') : l10n.t('Lettr: {0}', words),
    hover: parts.join('\n\n'),
  };
}

function failingWords(count: number): string {
  return count === 1 ? l10n.t('1 webhook failing') : l10n.t('{0} webhooks failing', count);
}

function accountLines(status: AccountStatus, isNamed: boolean, language?: string): readonly string[] {
  const { account, failing, loadedAt, isOutdated, next, quota } = status;
  const rest = failing.length - NAMED;
  return [
    ...(isNamed ? [accountWords(account)] : []),
    failing.length === 0 ? l10n.t('No webhooks failing') : failingWords(failing.length),
    ...failing.slice(0, NAMED).map(({ name }) => `• ${plain(name, 80)}`),
    ...(rest > 0 ? [l10n.t('… and {0} more', rest)] : []),
    ...(loadedAt === undefined ? [] : [l10n.t('Last refresh: {0}', absoluteTime(loadedAt, language))]),
    ...(isOutdated ? [l10n.t('The last refresh failed')] : []),
    nextWords(next, language),
    ...(quota ? [quotaWords(quota, language)] : []),
  ];
}

function nextWords(next: NextRefresh, language?: string): string {
  if (next.kind === 'at') {
    return l10n.t('Next automatic refresh: {0}', absoluteTime(next.at, language));
  }
  switch (next.why) {
    case 'off':
      return l10n.t('Automatic refresh is turned off in the settings');
    case 'quotaUnknown':
      return l10n.t('Automatic refresh is paused until Lettr reports the sandbox limits');
    case 'quotaLow':
      return l10n.t("Automatic refresh is paused to save what's left of today's sandbox requests");
    case 'rejected':
      return l10n.t("Automatic refresh is paused: the API key or the API URL wasn't accepted");
    case 'unfocused':
      return l10n.t('Automatic refresh is paused while this window is in the background');
    case 'hidden':
      return l10n.t('Automatic refresh is paused while the view is hidden');
  }
}

function quotaWords({ day, at }: SandboxQuota, language?: string): string {
  return l10n.t(
    'Sandbox requests left today: {0} of {1} (as of {2})',
    day.remaining,
    day.limit,
    absoluteTime(at, language),
  );
}
