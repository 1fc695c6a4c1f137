import * as l10n from '@vscode/l10n';

import { type Account, cleanKey, keyFault, oddCharacter } from '../../accounts/account.ts';
import { LettrError } from '../../api/errors.ts';
import type { KeyCheckResult } from '../../accounts/connect.ts';
import { tellProblem } from '../../messages/problems.ts';
import { plain } from '../../platform/text.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { KeyQuestions } from '../../wizard/vscode/account.ts';
import type { Finding } from '../../wizard/validate.ts';
import type { CommandContext } from './context.ts';

/** Lettr may block a team after five; the person is warned before the third. */
const WARN_AT = 2;

/** What Lettr said about the key that was typed last. */
export interface CheckedKey {
  teamId: number | undefined;
}

/** How the wizards check a key: its shape here, then once with Lettr. The answer is written to `checked`. */
export function keyQuestions(
  context: CommandContext,
  checked: CheckedKey,
  options: {
    /** Where the key may be sent, now and later. */
    readonly origin: string;
    readonly replaced?: Account | undefined;
    readonly onValid?: (key: string) => void;
  },
): KeyQuestions {
  const warned = new Set<string>();
  return {
    clean: cleanKey,
    validateKey,
    checkKey: async (key, signal) => {
      const owner = context.accounts.withKey(key);
      if (owner && owner.id !== options.replaced?.id) {
        return {
          severity: 'error',
          text: l10n.t('The account "{0}" already uses this API key.', plain(owner.name)),
        };
      }
      if (context.keys.recentRejections() >= WARN_AT && !warned.has(key)) {
        warned.add(key);
        return {
          severity: 'warning',
          asksAgain: true,
          text: l10n.t(
            'Lettr rejected {0} API keys in the last five minutes, and may block the team for 15 minutes after the fifth. Press Enter to try this one.',
            context.keys.recentRejections(),
          ),
        };
      }
      const answer = await ask(key, { origin: options.origin, signal }, context);
      if ('severity' in answer) {
        return answer;
      }
      checked.teamId = answer.teamId;
      options.onValid?.(key);
      return remark(options.replaced, checked.teamId, answer.canListWebhooks);
    },
  };
}

function validateKey(key: string): Finding | undefined {
  if (key === '') {
    return { severity: 'error', text: l10n.t('Enter an API key.') };
  }
  switch (keyFault(key)) {
    case 'prefix':
      return { severity: 'error', text: l10n.t('Lettr API keys start with lttr_.') };
    case 'whitespace':
      return { severity: 'error', text: l10n.t("API keys don't contain spaces or line breaks.") };
    case 'character':
      return {
        severity: 'error',
        text: l10n.t("API keys don't contain the character {0}.", plain(oddCharacter(key) ?? '') || '?'),
      };
    case 'short':
      return { severity: 'error', text: l10n.t('This key looks incomplete.') };
    case undefined:
      return undefined;
  }
}

async function ask(
  key: string,
  { origin, signal }: { readonly origin: string; readonly signal: AbortSignal },
  context: CommandContext,
): Promise<KeyCheckResult | Finding> {
  try {
    return await context.keys.check(key, origin, signal);
  } catch (error) {
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

/** What a person should know about a valid key before it is used. */
function remark(
  account: Account | undefined,
  teamId: number | undefined,
  canListWebhooks: boolean,
): Finding | undefined {
  if (!canListWebhooks) {
    return warning(`${cannotListText()} ${l10n.t('Press Enter to use it anyway.')}`);
  }
  return account?.teamId !== undefined && teamId !== undefined && account.teamId !== teamId
    ? warning(
        l10n.t(
          'This key belongs to team {0}, but "{1}" belongs to team {2}. Press Enter to use it anyway.',
          teamId,
          plain(account.name),
          account.teamId,
        ),
      )
    : undefined;
}

/** About a valid key whose rights don't reach the webhooks. */
export function cannotListText(): string {
  return l10n.t("This API key is valid but can't list webhooks. Use a key with full access.");
}

function warning(text: string): Finding {
  return { severity: 'warning', text };
}
