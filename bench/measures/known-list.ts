import { cpSync, existsSync, globSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expectedOf } from './expected.ts';
import { lookFor } from '../harness/probe.ts';
import type { Stage } from '../harness/stage.ts';
import { listBody, type WireWebhook } from '../harness/webhooks.ts';

/** The extension writes a list about a second after it has read it. */
const PATIENCE_MS = 30_000;
const TURN_MS = 100;

/** What the extension keeps on disk of a list that it read, to be put there again before each extension host that is measured. */
export class KnownList {
  readonly #folder: string;
  readonly #kept: string;

  private constructor(folder: string, kept: string) {
    this.#folder = folder;
    this.#kept = kept;
  }

  /** Has the extension read a list and write it to disk. @param name names the copy, which is removed with the stage */
  static async make(stage: Stage, name: string, webhooks: readonly WireWebhook[]): Promise<KnownList> {
    const { api, accountsFolder } = stage;
    const list = new KnownList(accountsFolder, `${accountsFolder}-${name}`);
    list.remove();
    api.serve(listBody(webhooks));
    api.delay(0);
    const window = await stage.open();
    const found = await lookFor(window.page, [expectedOf(webhooks)]);
    await window.click('Lettr');
    await found();
    for (let waited = 0; !list.#isWritten; waited += TURN_MS) {
      if (waited > PATIENCE_MS) throw new Error(`The extension wrote no list below ${accountsFolder}.`);
      await delay(TURN_MS);
    }
    await window.close();
    copy(accountsFolder, list.#kept);
    return list;
  }

  /** Puts it in the place of whatever is there; no extension host may run. */
  putBack(): void {
    this.remove();
    copy(this.#kept, this.#folder);
  }

  /** Removes what is there, so that the extension knows no list. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #isWritten(): boolean {
    return existsSync(this.#folder) && globSync('*/list-*.json', { cwd: this.#folder }).length > 0;
  }
}

/** When the list was read is the time of its file. */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
}
