import * as l10n from '@vscode/l10n';

import { type Account, keyFault } from '../../accounts/account.ts';
import { LettrError, isProblem } from '../../api/errors.ts';
import { tellProblem } from '../../messages/problems.ts';
import { plain } from '../../platform/text.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { AccountSetting } from '../../wizard/vscode/account.ts';
import type { Finding } from '../../wizard/validate.ts';
import type { CommandContext } from './context.ts';

/** Lettr may block a team after five; the person is warned before the third. */
const WARN_AT = 2;

/** What Lettr said about the key that was typed last. */
export interface CheckedKey {
  teamId: number | undefined;
}

/** How the wizards check a key: its shape here, then once with Lettr. The answer is written to `checked`. */
export function keySetting(
  context: CommandContext,
  checked: CheckedKey,
  options: {
    /** Where the key may be sent, now and later. */
    readonly origin: string;
    readonly replaced?: Account | undefined;
    readonly onValid?: () => void;
  },
): Pick<AccountSetting, 'validateKey' | 'checkKey'> {
  const warned = new Set<string>();
  return {
    validateKey,
    checkKey: async (key, signal) => {
      const owner = context.accounts.withKey(key);
      if (owner && owner.id !== options.replaced?.id) {
        return {
          severity: 'error',
          text: l10n.t('This key is stored already, as "{0}".', plain(owner.name)),
        };
      }
      if (context.keys.recentRejections() >= WARN_AT && !warned.has(key)) {
        warned.add(key);
        return {
          severity: 'warning',
          asksAgain: true,
          text: l10n.t(
            'Lettr rejected {0} keys within five minutes and may block the team for 15 minutes after the fifth. Press Enter to try this one.',
            context.keys.recentRejections(),
          ),
        };
      }
      const finding = await ask(key, { origin: options.origin, signal }, context, checked);
      if (finding) {
        return finding;
      }
      options.onValid?.();
      return otherTeam(options.replaced, checked.teamId);
    },
  };
}

function validateKey(key: string): Finding | undefined {
  if (key === '') {
    return { severity: 'error', text: l10n.t('Paste an API key.') };
  }
  switch (keyFault(key)) {
    case 'prefix':
      return { severity: 'error', text: l10n.t('A Lettr API key begins with lttr_.') };
    case 'whitespace':
      return { severity: 'error', text: l10n.t('An API key has no spaces or line breaks in it.') };
    case 'short':
      return { severity: 'error', text: l10n.t('This is too short for an API key; was it cut off?') };
    case undefined:
      return undefined;
  }
}

async function ask(
  key: string,
  { origin, signal }: { readonly origin: string; readonly signal: AbortSignal },
  context: CommandContext,
  checked: CheckedKey,
): Promise<Finding | undefined> {
  try {
    checked.teamId = (await context.keys.check(key, origin, signal)).teamId;
    return undefined;
  } catch (error) {
    if (isProblem(error, 'insufficientScope')) {
      // A real key that may not ask whose it is.
      checked.teamId = undefined;
      return undefined;
    }
    if (!(error instanceof LettrError)) {
      throw error;
    }
    context.log.warn('The API key could not be checked', error);
    const problem = {
      accountName: l10n.t('this key'),
      verb: 'read',
      hasProxy: false,
      now: Date.now(),
      language: uiLanguage(),
    } as const;
    const text =
      error.problem.kind === 'unauthorized'
        ? l10n.t('Lettr rejected this API key.')
        : tellProblem(error.problem, { ...problem, hasProxy: context.settings.hasProxy }).text;
    return { severity: 'error', text };
  }
}

function otherTeam(account: Account | undefined, teamId: number | undefined): Finding | undefined {
  return account?.teamId !== undefined && teamId !== undefined && account.teamId !== teamId
    ? warning(
        l10n.t(
          'This key belongs to team {0}, and "{1}" to team {2}. Press Enter to use it anyway.',
          teamId,
          plain(account.name),
          account.teamId,
        ),
      )
    : undefined;
}

function warning(text: string): Finding {
  return { severity: 'warning', text };
}
