import { ENVIRONMENT_ID } from '../../accounts/account.ts';
import type { ProblemContext } from '../../messages/problems.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import type { FailureContext } from './failure.ts';

/** What the words for a problem need to know, at this moment. */
export function problemContext(
  { hasProxy }: Pick<Settings, 'hasProxy'>,
  { account, verb = 'read' }: FailureContext,
): ProblemContext {
  return {
    accountName: account?.name ?? '',
    isEnvironmentKey: account?.id === ENVIRONMENT_ID,
    verb,
    hasProxy,
    now: Date.now(),
    language: uiLanguage(),
  };
}
