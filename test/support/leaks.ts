import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Finding, SecretSearch } from './secrets.ts';

/** The name of what is no secret and stands everywhere on purpose, to prove that the search comes there. */
export const CANARY_NAME = 'the canary';

/** Everything that workbenches of this run left behind, looked through for secrets when each was closed. */
export class LeakSearch {
  /** What must not be written anywhere. */
  readonly secrets = new SecretSearch();
  readonly #findings: Finding[] = [];
  readonly #places: string[] = [];
  readonly #faults: string[] = [];

  /** Every secret that was found so far. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** What was looked through: files by their paths, and what else a window shows or keeps by its name. */
  get places(): readonly string[] {
    return this.#places;
  }

  /** What could not be looked through, and why. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** Looks through a text, or bytes, of `place`. */
  look(place: string, content: string | Uint8Array): void {
    this.#places.push(place);
    this.#findings.push(...this.secrets.search(place, content));
  }

  /** Looks through every file below a folder, or beside a file; a place that is not there has none. */
  lookInto(place: string): void {
    if (existsSync(place)) {
      const folder = statSync(place).isDirectory() ? place : path.dirname(place);
      const { files, findings } = this.secrets.searchFolder(folder);
      this.#places.push(...files);
      this.#findings.push(...findings);
    }
  }

  /** Runs a part of the search. What goes wrong in it is told at the end and not by the test that closes a window. */
  async attempt(place: string, part: () => void | Promise<void>): Promise<void> {
    try {
      await part();
    } catch (error) {
      this.#faults.push(`${place}: ${String(error)}`);
    }
  }
}

/** The search of this run. */
export const leaks = new LeakSearch();
