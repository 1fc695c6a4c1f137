import { execFile } from 'node:child_process';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import path from 'node:path';

import type { Credentials } from '../../wizard/credentials.ts';

export const ENV_FILE = '.env';
/** The names that Lettr's documents give to a webhook's credentials in code. */
const NAMES = { username: 'WEBHOOK_USERNAME', password: 'WEBHOOK_PASSWORD' } as const;
/** What means something in a double-quoted value: the quote, `$`, the backslash and the backtick. */
const SPECIAL = /[\x22$\\\x60]/g;
const GIT_LIMIT_MS = 10_000;

type GitRefusal = 'noGit' | 'notRepository' | 'gitFailed' | 'notIgnored';

/** Why nothing was written to a `.env` file. */
export type EnvRefusal =
  | { readonly kind: GitRefusal | 'notRegular' | 'notText' }
  /** The file sets these names already. */
  | { readonly kind: 'taken'; readonly names: readonly string[] }
  /** The system refused; `code` is its word for it, such as `EACCES`. */
  | { readonly kind: 'failed'; readonly code: string };

/**
 * The lines of a `.env` file that hold credentials, each with its end.
 *
 * @param end of a line.
 */
export function envLines({ username, password }: Credentials, end = '\n'): string {
  return `${NAMES.username}=${envValue(username)}${end}${NAMES.password}=${envValue(password)}${end}`;
}

/**
 * Appends credentials to the `.env` file of a folder, which is made where there is none. Lines that are there stay as
 * they are, and Git has to ignore the file, so that nothing is committed.
 *
 * @param folder its path; it has to be trusted, since Git runs what its configuration names.
 * @returns why it was refused; nothing was written then.
 */
export async function appendToEnv(folder: string, credentials: Credentials): Promise<EnvRefusal | undefined> {
  const kind = await commitRisk(folder);
  if (kind) {
    return { kind };
  }
  const file = path.join(folder, ENV_FILE);
  let handle: FileHandle | undefined;
  try {
    const stats = await lstat(file).catch(undefinedIfMissing);
    // A link may lead to a file that Git does not ignore.
    if (stats && !stats.isFile()) {
      return { kind: 'notRegular' };
    }
    handle = await open(file, 'a+', 0o600);
    const text = textIn(await handle.readFile());
    const names = namesSetIn(text ?? '');
    if (text === undefined || names.length > 0) {
      return text === undefined ? { kind: 'notText' } : { kind: 'taken', names };
    }
    await handle.appendFile(envAddition(text, credentials));
    return undefined;
  } catch (error) {
    return { kind: 'failed', code: codeOf(error) };
  } finally {
    await handle?.close();
  }
}

/** The names of {@link envLines} that a `.env` file sets already, in whichever way dotenv reads. */
export function namesSetIn(text: string): readonly string[] {
  return Object.values(NAMES).filter((name) =>
    new RegExp(String.raw`^\s*(?:export\s+)?${name}\s*[=:]`, 'm').test(text),
  );
}

/** What to write at the end of a `.env` file that holds `text`: it keeps the file's line ends and never continues a line. */
export function envAddition(text: string, credentials: Credentials): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const isOpen = text !== '' && !text.endsWith('\n');
  return `${isOpen ? end : ''}${envLines(credentials, end)}`;
}

/** Quotes a value where a reader of `.env` files could take part of it for a comment, a variable or an escape. */
function envValue(value: string): string {
  if (/^[\w.~@/+-]+$/.test(value)) {
    return value;
  }
  const escaped = value.replace(SPECIAL, '\\$&');
  return value.includes("'") ? `"${escaped}"` : `'${value}'`;
}

/** Text as UTF-8; `undefined` where it is something else, such as the UTF-16 that `>` of PowerShell writes. */
function textIn(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Why the folder's `.env` file could be committed, as far as Git can tell; `undefined` when Git ignores it. */
async function commitRisk(folder: string): Promise<GitRefusal | undefined> {
  // Not with the folder as working directory: Windows would look for git.exe there first.
  const args = ['-C', folder, 'check-ignore', '-q', '--', ENV_FILE];
  const env = { ...process.env, LC_ALL: 'C' };
  return new Promise((resolve) => {
    execFile('git', args, { env, timeout: GIT_LIMIT_MS, windowsHide: true }, (error, _, stderr) =>
      resolve(error ? gitRefusal(error.code, stderr) : undefined),
    );
  });
}

/** @param code the exit status of `git check-ignore`, or why Git could not be run. */
function gitRefusal(code: number | string | null | undefined, stderr: string): GitRefusal {
  if (code === 1) {
    return 'notIgnored';
  }
  if (code === 'ENOENT') {
    return 'noGit';
  }
  return stderr.includes('not a git repository') ? 'notRepository' : 'gitFailed';
}

function undefinedIfMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') {
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
