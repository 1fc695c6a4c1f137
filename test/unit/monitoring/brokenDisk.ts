import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** A disk on which nothing can be written: a full one still makes empty files and removes some, a read-only one does not. */
export type BrokenDisk = 'ENOSPC' | 'EROFS';

type Methods = readonly (readonly [owner: object, names: readonly string[]])[];

/**
 * Lets every write of this process fail with what the system says of such a disk, until the result is called. The real
 * thing needs a mount, and whoever tests as root may write to read-only folders.
 */
export async function breakDisk(code: BrokenDisk): Promise<() => void> {
  const handle = await fs.open(import.meta.filename);
  await handle.close();
  const content: Methods = [
    [fs, ['appendFile', 'mkdir']],
    [Object.getPrototypeOf(handle), ['writeFile']],
  ];
  const rest: Methods = [[fs, ['rename', 'rm', 'utimes']]];
  const mends = [...content, ...(code === 'EROFS' ? rest : [])].flatMap(([owner, names]) =>
    names.map((name) => breakMethod(owner, name, code, () => true)),
  );
  if (code === 'EROFS') {
    mends.push(breakMethod(fs, 'open', code, ([, flags]) => flags !== undefined && flags !== 'r'));
  }
  syncBuiltinESMExports();
  return () => {
    mends.forEach((mend) => mend());
    syncBuiltinESMExports();
  };
}

function breakMethod(
  owner: object,
  name: string,
  code: BrokenDisk,
  isWrite: (parameters: readonly unknown[]) => boolean,
): () => void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') {
    throw new TypeError(`There is no ${name}.`);
  }
  Reflect.set(owner, name, function broken(this: unknown, ...parameters: readonly unknown[]): unknown {
    return isWrite(parameters)
      ? Promise.reject(Object.assign(new Error(`${code}: ${name}`), { code }))
      : Reflect.apply(original, this, parameters);
  });
  return () => void Reflect.set(owner, name, original);
}
