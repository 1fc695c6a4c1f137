import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Ms; as long as the history is kept. */
const UNUSED_MS = 90 * 86_400_000;
/** After so long an unfinished file was left by a window that crashed; ms. */
const UNFINISHED_MS = 3_600_000;
/** Files that are of no use after some time: markers of announcements, and unfinished files. */
const PASSING: readonly (readonly [RegExp, number])[] = [
  [/^told-/, UNUSED_MS],
  [/\.tmp$/, UNFINISHED_MS],
];

/**
 * Removes the folders of accounts that weren't used for so long that their history is over, and leftovers in the others.
 * An account of the environment is never removed by a person: when its key changes, its old folder stays until then.
 *
 * @param root the folder of all accounts; may be missing.
 * @param now Unix ms.
 * @throws {AggregateError} of what the file system says where it does not let go; the others are gone.
 */
export async function forgetUnused(root: string, now: number): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name));
  const faults: unknown[] = [];
  for (const folder of folders) {
    try {
      await tidyFolder(folder, now);
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) {
    throw new AggregateError(faults);
  }
}

/** Removes what is kept of an account. @throws what the file system says. */
export async function forgetFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function tidyFolder(folder: string, now: number): Promise<void> {
  // Another window may be quicker.
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => ({ name, modifiedAt: await modifiedAt(join(folder, name)) })),
  );
  if (now - Math.max(await modifiedAt(folder), ...files.map((file) => file.modifiedAt)) > UNUSED_MS) {
    await forgetFolder(folder);
    return;
  }
  for (const file of files) {
    if (PASSING.some(([pattern, ms]) => pattern.test(file.name) && now - file.modifiedAt > ms)) {
      await rm(join(folder, file.name), { recursive: true, force: true });
    }
  }
}

/** Unix ms; 0 for what is gone by now. */
async function modifiedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
