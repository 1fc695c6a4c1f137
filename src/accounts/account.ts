/** Whether a key reaches real recipients or Lettr's sandbox; told by its prefix. */
export type AccountMode = 'live' | 'sandbox';

/** An account as the rest of the extension sees it. The key is never part of it. */
export interface Account {
  readonly id: string;
  /** What the person typed, or "Team 42". */
  readonly name: string;
  /** The only origin to which the key is sent. */
  readonly origin: string;
  readonly mode: AccountMode;
  readonly teamId: number | undefined;
  /** `window`: the secret store failed, and the key is kept until the window closes. */
  readonly source: 'stored' | 'environment' | 'window';
  /** Set while the account has no usable key: the secret store could not read it, or has lost it. */
  readonly lostKey?: LostKey | undefined;
}

/** `unreadable`: its secret is there and can't be read. `gone`: an earlier session stored it, and now it's missing. */
export type LostKey = 'unreadable' | 'gone';

/** The account of the environment variable; there is at most one. */
export const ENVIRONMENT_ID = 'environment';

export type KeyFault = 'prefix' | 'whitespace' | 'character' | 'short';

const PREFIX = 'lttr_';
const SHORTEST = 20;

/** What a terminal puts around pasted text. https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-Bracketed-Paste-Mode */
// oxlint-disable-next-line no-control-regex -- they begin with a control character.
const PASTE_MARKS = /\u001b?\[20[01]~/g;

/** Space, quotes of every language and brackets, as classes of a regular expression. */
const AROUND = String.raw`\s\p{Pi}\p{Pf}\p{Ps}\p{Pe}"'\u0060\u2032\u2033<>`;
/** What may stand before a key in code and in documents: the name of a variable, `Bearer`. */
const LABEL = String.raw`(?:export\s+)?(?:[\w-]+["']?\s*[=:]\s*|Bearer\s+)+`;

const BEFORE_KEY = new RegExp(`^[${AROUND}]*(?:${LABEL}(?=[${AROUND}]*${PREFIX}))?[${AROUND}]*`, 'iu');
const AFTER_KEY = new RegExp(`[${AROUND},;]+$`, 'u');

/**
 * A key as it is meant, without what comes along when it is copied from code, a terminal, a chat or a web page:
 * characters that nobody sees, the name before it, white space, quotes and brackets around it, and a comma or semicolon
 * at its end.
 */
export function cleanKey(text: string): string {
  return text
    .replaceAll(PASTE_MARKS, '')
    .replaceAll(/(?!\s)[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, '')
    .replace(BEFORE_KEY, '')
    .replace(AFTER_KEY, '');
}

/**
 * What is wrong with the shape of a clean key, `undefined` when it can be sent. Checked here because five rejected keys
 * may block a team.
 */
export function keyFault(key: string): KeyFault | undefined {
  if (/\s/.test(key)) {
    return 'whitespace';
  }
  if (!key.startsWith(PREFIX)) {
    return 'prefix';
  }
  if (oddCharacter(key) !== undefined) {
    return 'character';
  }
  return key.length < SHORTEST ? 'short' : undefined;
}

/** The first character that a bearer token can't have. https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
export function oddCharacter(key: string): string | undefined {
  return /[^\w.~+/=-]/u.exec(key)?.[0];
}

export function modeOf(key: string): AccountMode {
  return key.startsWith('lttr_sandbox_') ? 'sandbox' : 'live';
}

/** The key of an environment variable, or what is wrong with it; `undefined` where the variable is not set. */
export function environmentKeyOf(
  value: string | undefined,
): { readonly key: string } | { readonly fault: KeyFault } | undefined {
  const key = cleanKey(value ?? '');
  if (key === '') {
    return undefined;
  }
  const fault = keyFault(key);
  return fault === undefined ? { key } : { fault };
}
