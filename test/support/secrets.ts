import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Form, formsOf } from './secret-forms.ts';

/** A secret that stands where it must not. The secret itself is never part of it. */
export interface Finding {
  /** A file, or what else was looked through. */
  readonly place: string;
  /** What kind of secret it is. */
  readonly secret: string;
  /** How it is written there. */
  readonly form: Form;
}

interface Needle {
  readonly bytes: Buffer;
  readonly secret: string;
  readonly form: Form;
}

/** Fewer characters may be found by chance. */
const SHORTEST = 10;
/** A secret of this length is also found when only a part of it was written. */
const LONG = 40;
const PART = 16;
/** So many bytes of a needle decide whether it is compared in full. */
const START = 4;
const GZIP = 0x8b1f;

/** Looks for secrets, in whatever way they may have been written, in files and texts. */
export class SecretSearch {
  readonly #secrets = new Set<string>();
  readonly #needles = new Map<number, Needle[]>();
  /** For each first two bytes whether a needle begins with them: spares nearly every look into the map. */
  readonly #begins = new Uint8Array(0x1_00_00);

  /**
   * Searches for this secret from now on.
   *
   * @param name what findings call it.
   * @throws {RangeError} when it is too short to be told from other text.
   */
  register(secret: string, name: string): void {
    if (secret.length < SHORTEST) {
      throw new RangeError(`A secret of fewer than ${SHORTEST} characters may be found by chance: ${name}.`);
    }
    if (this.#secrets.has(secret)) {
      return;
    }
    this.#secrets.add(secret);
    for (const part of partsOf(secret)) {
      for (const [form, bytes] of formsOf(part)) {
        this.#add({ bytes, secret: name, form });
      }
    }
  }

  /** How many secrets are searched for. */
  get size(): number {
    return this.#secrets.size;
  }

  /** What is found in a text or in bytes that came from `place`; each secret and form once. */
  search(place: string, content: string | Uint8Array): readonly Finding[] {
    const bytes = Buffer.from(content);
    const found = new Map<string, Finding>();
    for (const { secret, form } of this.#hits(bytes)) {
      found.set(`${secret} ${form}`, { place, secret, form });
    }
    return [...found.values(), ...this.#unpacked(place, bytes)];
  }

  /** What is found in the names and bytes of every file below a folder, and which files these are. */
  searchFolder(folder: string): { readonly files: readonly string[]; readonly findings: readonly Finding[] } {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    return {
      files,
      findings: files.flatMap((file) => [
        ...this.search(`the name of a file in ${folder}`, path.relative(folder, file)),
        ...this.search(file, readFileSync(file)),
      ]),
    };
  }

  #add(needle: Needle): void {
    const start = needle.bytes.readUInt32LE(0);
    this.#begins[start & 0xffff] = 1;
    this.#needles.set(start, [...(this.#needles.get(start) ?? []), needle]);
  }

  /** One pass, however many secrets there are. */
  #hits(bytes: Buffer): readonly Needle[] {
    const hits: Needle[] = [];
    for (let at = 0; at + START <= bytes.length; at += 1) {
      const begin = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
      if (this.#begins[begin] === 1) {
        const candidates = this.#needles.get(bytes.readUInt32LE(at)) ?? [];
        hits.push(...candidates.filter((needle) => isAt(bytes, at, needle.bytes)));
      }
    }
    return hits;
  }

  #unpacked(place: string, bytes: Buffer): readonly Finding[] {
    if (bytes.length < 2 || bytes.readUInt16LE(0) !== GZIP) {
      return [];
    }
    try {
      return this.search(`${place} (unpacked)`, gunzipSync(bytes));
    } catch {
      // Begins like an archive and is none.
      return [];
    }
  }
}

function isAt(bytes: Buffer, at: number, needle: Buffer): boolean {
  const end = at + needle.length;
  return end <= bytes.length && bytes.compare(needle, 0, needle.length, at, end) === 0;
}

/** A short secret whole; of a long one pieces, so that a part of it is found too. The prefix of a key is no secret. */
function partsOf(secret: string): readonly string[] {
  if (secret.length < LONG) {
    return [secret];
  }
  const body = secret.replace(/^lttr_(sandbox_)?/, '');
  const count = Math.floor(body.length / PART);
  return Array.from({ length: count }, (_, index) => body.slice(index * PART, (index + 1) * PART));
}
