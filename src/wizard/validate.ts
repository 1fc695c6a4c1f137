import * as l10n from '@vscode/l10n';

import { obstacleTo } from '../messages/reachability.ts';
import { plain } from '../platform/text.ts';

/** A remark about what was typed. An error has to be mended; a warning may be passed over. The text is harmless. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly text: string;
  /** For a warning that came before the check: Enter asks once more instead of passing it over. */
  readonly asksAgain?: boolean;
}

const LONGEST_TEXT = 255;
const LONGEST_URL = 2048;

/** Lettr's rule for names: 1 to 255 characters, without the spaces around them. */
export function validateName(name: string): Finding | undefined {
  return validateText(
    name.trim(),
    l10n.t('Enter a name.'),
    l10n.t('A name has at most {0} characters.', LONGEST_TEXT),
  );
}

/** Lettr's rule for user names, passwords, client IDs and client secrets: 1 to 255 characters. */
export function validateCredential(value: string): Finding | undefined {
  return validateText(
    value,
    l10n.t('Enter a value.'),
    l10n.t('Lettr takes at most {0} characters here.', LONGEST_TEXT),
  );
}

/** A known webhook, to tell that its URL is taken. */
export interface KnownEndpoint {
  readonly name: string;
  readonly url: string;
}

/** Judges an endpoint's URL. What Lettr probably cannot reach is a warning, since only Lettr knows for certain. */
export function validateEndpoint(text: string, others: Iterable<KnownEndpoint>): Finding | undefined {
  const url = text.trim();
  const fault = validateUrl(url);
  if (fault) {
    return fault;
  }
  for (const other of others) {
    if (isSameUrl(other.url, url)) {
      return error(l10n.t('The webhook "{0}" already uses this URL.', plain(other.name)));
    }
  }
  return unreachable(new URL(url));
}

/** Judges the URL from which Lettr fetches OAuth 2.0 tokens. */
export function validateTokenUrl(text: string): Finding | undefined {
  const url = text.trim();
  return validateUrl(url) ?? unreachable(new URL(url));
}

function validateText(value: string, empty: string, tooLong: string): Finding | undefined {
  if (value.trim() === '') {
    return error(empty);
  }
  return Array.from(value).length > LONGEST_TEXT ? error(tooLong) : undefined;
}

function validateUrl(text: string): Finding | undefined {
  if (text === '') {
    return error(l10n.t('Enter a URL.'));
  }
  if (text.length > LONGEST_URL) {
    return error(l10n.t('A URL has at most {0} characters.', LONGEST_URL));
  }
  if (/\s/.test(text) || !URL.canParse(text) || !/^https?:\/\/[^/\\]/i.test(text)) {
    return error(l10n.t('Enter a whole URL, such as https://example.com/webhooks.'));
  }
  const { username, password } = new URL(text);
  return username || password
    ? error(l10n.t('Leave user name and password out of the URL; the authentication step asks for them.'))
    : undefined;
}

function unreachable(url: URL): Finding | undefined {
  const reason = unreachableReason(url);
  return reason === undefined ? undefined : { severity: 'warning', text: reason };
}

/** Why Lettr probably cannot deliver to a URL, and that this is no error; `undefined` when nothing speaks against it. */
export function unreachableReason(url: URL): string | undefined {
  const reason = obstacleTo(url)?.text;
  return reason === undefined ? undefined : l10n.t('{0} Press Enter to use it anyway.', reason);
}

function isSameUrl(a: string, b: string): boolean {
  return a === b || (URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href);
}

function error(text: string): Finding {
  return { severity: 'error', text };
}
