import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import type { Webhook } from '../api/types.ts';
import { plain } from '../platform/text.ts';

/*
 * Short words about accounts and webhooks that several places show. All of them are harmless text.
 */

/**
 * The account and its mode, as the view, titles and dialogs name it. The mode stands first: where there is little room,
 * the end is cut off.
 */
export function accountWords({ name, mode }: Account): string {
  return mode === 'sandbox' ? l10n.t('sandbox · {0}', plain(name)) : l10n.t('live · {0}', plain(name));
}

/** "None", or the kind of authentication and whether Lettr holds credentials for it. */
export function authenticationWords({ authentication, hasCredentials }: Webhook): string {
  const type = authenticationLabel(authentication);
  if (authentication === 'none') {
    return type;
  }
  return hasCredentials
    ? l10n.t('{0}, credentials stored', type)
    : l10n.t('{0}, no credentials stored', type);
}

export function authenticationLabel(type: string): string {
  switch (type) {
    case 'none':
      return l10n.t('None');
    case 'basic':
      return l10n.t('Basic');
    case 'oauth2':
      return l10n.t('OAuth 2.0');
    default:
      return plain(type);
  }
}

/** "all events", "1 event", "4 events". */
export function eventCount(events: Webhook['events']): string {
  if (events === undefined) {
    return l10n.t('events not given');
  }
  if (events === 'all') {
    return l10n.t('all events');
  }
  return events.length === 1 ? l10n.t('1 event') : l10n.t('{0} events', events.length);
}
