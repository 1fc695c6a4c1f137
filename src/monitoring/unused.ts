import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Ms; as long as the history is kept. */
const UNUSED_MS = 90 * 86_400_000;

/**
 * Removes the records of accounts that nobody used for so long that nothing in them counts any more. A key of the
 * environment that was replaced is never removed as an account is, and would leave its record for good.
 *
 * @param root `<globalStorage>/accounts`; may be missing.
 * @param now Unix ms.
 * @throws {AggregateError} of what the file system says where it does not let go; the others are gone.
 */
export async function forgetUnused(root: string, now: number): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name));
  const faults: unknown[] = [];
  for (const folder of folders) {
    try {
      if (now - (await usedAt(folder)) > UNUSED_MS) {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) {
    throw new AggregateError(faults);
  }
}

/** Unix ms at which something in the folder was last written, or files came or went. */
async function usedAt(folder: string): Promise<number> {
  // Another window may be quicker.
  const names = await readdir(folder).catch(() => []);
  const paths = [folder, ...names.map((name) => join(folder, name))];
  const times = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...times);
}
