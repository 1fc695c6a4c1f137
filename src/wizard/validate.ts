import * as l10n from '@vscode/l10n';

import { obstacleTo } from '../messages/reachability.ts';
import { plain } from '../platform/text.ts';
import { sameEndpoint, urlFault } from '../webhooks/endpoint.ts';
import { LONGEST_NAME, USUAL_NAME } from './form.ts';
import { cleaned, unseenIn } from './unseen.ts';

/** A remark about what was typed. An error has to be corrected; a warning may be passed over. The text is harmless. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly text: string;
  /** For a warning that came before the check: Enter asks once more instead of passing it over. */
  readonly asksAgain?: boolean;
}

/** Characters; Lettr's rule for usernames, passwords, client IDs and client secrets. */
const LONGEST_CREDENTIAL = 255;
const LONGEST_URL = 2048;

/**
 * Judges a name without the spaces around it. Lettr's documents disagree about its length: 24 characters since September
 * 2026, 255 before, so a longer one may be tried.
 */
export function validateName(text: string): Finding | undefined {
  const name = cleaned(text).trim();
  const length = Array.from(name).length;
  if (plain(name) === '') {
    return error(l10n.t('Enter a name.'));
  }
  if (length > LONGEST_NAME) {
    return error(l10n.t("A name can't have more than {0} characters.", LONGEST_NAME));
  }
  return length > USUAL_NAME
    ? warning(
        l10n.t(
          'Lettr may reject names of more than {0} characters ({1} now). Press Enter to use it anyway.',
          USUAL_NAME,
          length,
        ),
      )
    : unseen(text);
}

/** Judges a password, client ID or client secret. */
export function validateCredential(text: string): Finding | undefined {
  const value = cleaned(text);
  if (value.trim() === '') {
    return error(l10n.t('Enter a value.'));
  }
  return Array.from(value).length > LONGEST_CREDENTIAL
    ? error(l10n.t("This can't have more than {0} characters.", LONGEST_CREDENTIAL))
    : unseen(text);
}

/**
 * Judges the username of basic authentication, which ends at the first colon.
 * https://www.rfc-editor.org/rfc/rfc7617#section-2
 */
export function validateUsername(text: string): Finding | undefined {
  return text.includes(':')
    ? error(
        l10n.t("A username can't contain a colon. In basic authentication, the password begins after it."),
      )
    : validateCredential(text);
}

/** A known webhook, to tell that its URL is taken. */
export interface KnownEndpoint {
  readonly name: string;
  readonly url: string;
}

/** Judges an endpoint's URL. What Lettr probably can't reach is a warning, since only Lettr knows for certain. */
export function validateEndpoint(text: string, others: Iterable<KnownEndpoint>): Finding | undefined {
  const url = cleaned(text).trim();
  const fault = validateUrl(url);
  if (fault) {
    return fault;
  }
  for (const other of others) {
    if (sameEndpoint(other.url, url)) {
      return error(l10n.t('Webhook "{0}" already uses this URL.', plain(other.name)));
    }
  }
  return unseen(text) ?? unreachable(new URL(url));
}

/** Judges the URL from which Lettr gets OAuth 2.0 tokens. */
export function validateTokenUrl(text: string): Finding | undefined {
  const url = cleaned(text).trim();
  return validateUrl(url) ?? unseen(text) ?? unreachable(new URL(url));
}

function validateUrl(text: string): Finding | undefined {
  if (text === '') {
    return error(l10n.t('Enter a URL.'));
  }
  if (text.length > LONGEST_URL) {
    return error(l10n.t("A URL can't have more than {0} characters.", LONGEST_URL));
  }
  switch (urlFault(text)) {
    case 'malformed':
      return error(l10n.t('Enter a full URL, for example https://example.com/webhooks.'));
    case 'credentials':
      return error(
        l10n.t('Remove the username and password from the URL. You can enter them in a later step.'),
      );
    case undefined:
      return undefined;
  }
}

/** Tells that characters which nobody sees are left out of what is sent. */
function unseen(text: string): Finding | undefined {
  const found = unseenIn(text);
  return found.length === 0
    ? undefined
    : warning(l10n.t('Invisible characters were found and will be removed: {0}.', found.join(', ')));
}

function unreachable(url: URL): Finding | undefined {
  const reason = unreachableReason(url);
  return reason === undefined ? undefined : warning(reason);
}

/** Why Lettr probably can't deliver to a URL, and that it may be used anyway; `undefined` when nothing speaks against it. */
function unreachableReason(url: URL): string | undefined {
  const reason = obstacleTo(url)?.text;
  return reason === undefined ? undefined : l10n.t('{0} Press Enter to use it anyway.', reason);
}

function error(text: string): Finding {
  return { severity: 'error', text };
}

function warning(text: string): Finding {
  return { severity: 'warning', text };
}
