import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from '../child.ts';

/** Npm could not reach its registry. */
export class OfflineError extends Error {
  override name = 'OfflineError';
}

// Npm's own waits between tries keep an offline user for a minute.
const QUICK_RETRIES = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000'];
const OFFLINE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/;
// What `npm run` adds to the environment describes this repository and must not steer an install somewhere else.
const OF_THE_OUTER_RUN =
  /^npm_(package|lifecycle|command|config_(local_prefix|global_prefix|prefix|userconfig_dir))/i;

/**
 * Runs npm in `folder`.
 * @param firstOnPath a folder put in front of PATH, so that native modules are built for the Node in it
 * @throws OfflineError when the registry cannot be reached
 * @throws Error with the end of npm's output when it fails otherwise
 */
export async function npm(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  firstOnPath = path.dirname(process.execPath),
): Promise<void> {
  const outer = Object.entries(process.env).filter(([name]) => !OF_THE_OUTER_RUN.test(name));
  const PATH = `${firstOnPath}${path.delimiter}${process.env['PATH'] ?? ''}`;
  const [command, ...leading] = npmCommand();
  try {
    const all = [...leading, ...args, '--no-audit', '--no-fund', '--loglevel=error', ...QUICK_RETRIES];
    await run(command, all, { cwd: folder, env: { ...Object.fromEntries(outer), ...env, PATH } });
  } catch (error) {
    if (!OFFLINE.test(String(error))) throw error;
    throw new OfflineError(
      'npm cannot reach its registry, which holds what the tests run in: connect once and repeat.',
      {
        cause: error,
      },
    );
  }
}

function npmCommand(): [string, ...string[]] {
  const entry = process.env['npm_execpath'];
  return entry !== undefined && /npm-cli\.c?js$/.test(entry) && existsSync(entry)
    ? [process.execPath, entry]
    : ['npm'];
}
