import type { Account } from '../accounts/account.ts';

/**
 * A text that is the same for a webhook in whichever account it is listed: two keys of one team list the same webhooks.
 * An account whose team is not known (yet) shares webhooks with no other.
 */
export function webhookKey(
  { id, origin, teamId }: Pick<Account, 'id' | 'origin' | 'teamId'>,
  webhookId: string,
): string {
  // As JSON, so that no ID can look like the team of another one.
  return JSON.stringify(teamId === undefined ? [id, webhookId] : [origin, teamId, webhookId]);
}
