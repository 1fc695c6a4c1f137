import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import { accountWords } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import type { Incident } from './incidents.ts';

/** A webhook of which the person is to be told. */
export interface TroubledWebhook {
  readonly account: Account;
  readonly id: string;
  /** Untrusted text. */
  readonly name: string;
  readonly kind: Incident['kind'];
}

/**
 * What a notification says of these webhooks: one sentence, harmless text.
 *
 * @param isNamed whether there are other accounts, so that the account has to be named.
 */
export function troubleWords(webhooks: readonly TroubledWebhook[], isNamed = false): string {
  const [only] = webhooks;
  if (only && webhooks.length === 1) {
    const quoted = l10n.t('"{0}"', plain(only.name, 80));
    const name = isNamed ? l10n.t('{0} ({1})', quoted, accountWords(only.account)) : quoted;
    return only.kind === 'failing'
      ? l10n.t('{0} is failing.', name)
      : l10n.t('{0} was disabled, by Lettr or by somebody else.', name);
  }
  const failing = webhooks.filter(({ kind }) => kind === 'failing').length;
  if (failing === webhooks.length) {
    return l10n.t('{0} webhooks are failing.', failing);
  }
  return failing === 0
    ? l10n.t('{0} webhooks were disabled, by Lettr or by somebody else.', webhooks.length)
    : l10n.t(
        '{0} webhooks need a look: {1} failing, {2} disabled by Lettr or by somebody else.',
        webhooks.length,
        failing,
        webhooks.length - failing,
      );
}

/** The trouble of one webhook in a few words. */
export function webhookWords({ kind }: TroubledWebhook): string {
  return kind === 'failing' ? l10n.t('Failing') : l10n.t('Disabled by Lettr or by somebody else');
}
