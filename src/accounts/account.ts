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
}

/** The account of the environment variable; there is at most one. */
export const ENVIRONMENT_ID = 'environment';

export type KeyFault = 'prefix' | 'whitespace' | 'short';

const PREFIX = 'lttr_';
const SHORTEST = 20;

/** What is wrong with the shape of a key, `undefined` when it can be sent. Checked here because five rejected keys may block a team. */
export function keyFault(key: string): KeyFault | undefined {
  if (/\s/.test(key)) {
    return 'whitespace';
  }
  // A header cannot carry anything but printable ASCII.
  if (!key.startsWith(PREFIX) || !/^[\x21-\x7e]+$/.test(key)) {
    return 'prefix';
  }
  return key.length < SHORTEST ? 'short' : undefined;
}

export function modeOf(key: string): AccountMode {
  return key.startsWith('lttr_sandbox_') ? 'sandbox' : 'live';
}

/** The key of an environment variable, when it has the shape of one. */
export function keyOf(value: string | undefined): string | undefined {
  const key = value?.trim();
  return key !== undefined && keyFault(key) === undefined ? key : undefined;
}
