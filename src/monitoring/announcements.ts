import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { createOnce } from '../platform/files.ts';
import type { Clock } from './clock.ts';
import type { Incident } from './incidents.ts';
import type { Attention, MonitoringSettings } from './poller.ts';

/** A write of another window may still be on its way into the history, and with it who disabled the webhook; ms. */
const SETTLING_MS = 700;
/** The window that the person looks at announces first, the others only when it doesn't; ms. */
const UNFOCUSED_DELAY_MS = 2_000;

export interface AnnouncementsOptions {
  /** The account's; need not exist. */
  readonly folder: string;
  readonly attention: Pick<Attention, 'isFocused'>;
  readonly settings: Pick<MonitoringSettings, 'isNotifying'>;
  readonly clock: Clock;
  /** What is wrong now, as the latest history of all windows says. Never rejects. */
  readonly incidents: () => Promise<readonly Incident[]>;
  readonly announce: (incidents: readonly Incident[]) => void;
  /** The disk didn't take a marker. */
  readonly onFault: (error: unknown) => void;
}

/** Makes sure that each incident is announced once, by one of the windows of this machine. */
export class Announcements {
  readonly #options: AnnouncementsOptions;
  /** What needs no announcement here any more, by kind and ID. */
  readonly #done = new Set<string>();
  /** By ID alone: an incident that was announced as failing isn't announced again when Lettr disables the webhook. */
  readonly #claimed = new Set<string>();
  #timer: { dispose(): void } | undefined;
  #work: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(options: AnnouncementsOptions) {
    this.#options = options;
  }

  /** Announces what is new among the incidents, after a moment. */
  note(incidents: readonly Incident[]): void {
    const { settings, attention, clock } = this.#options;
    if (!settings.isNotifying) {
      this.skip(incidents);
    } else if (incidents.some((one) => !this.#done.has(keyOf(one))) && !this.#isDisposed) {
      const delay = attention.isFocused ? SETTLING_MS : SETTLING_MS + UNFOCUSED_DELAY_MS;
      this.#timer ??= clock.after(delay, () => {
        this.#timer = undefined;
        this.#work = this.#work.then(() => this.#announce());
      });
    }
  }

  /** These were there before, or come while nobody wants to be told. */
  skip(incidents: readonly Incident[]): void {
    incidents.forEach((one) => this.#done.add(keyOf(one)));
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }

  async settled(): Promise<void> {
    await this.#work;
  }

  async #announce(): Promise<void> {
    const { incidents, settings, announce } = this.#options;
    const current = await incidents();
    if (!settings.isNotifying) {
      return;
    }
    const mine: Incident[] = [];
    for (const incident of current.filter((one) => !this.#done.has(keyOf(one)))) {
      this.#done.add(keyOf(incident));
      if (!this.#claimed.has(incident.id) && (await this.#claim(incident))) {
        mine.push(incident);
      }
      this.#claimed.add(incident.id);
    }
    if (mine.length > 0 && !this.#isDisposed) {
      announce(mine);
    }
  }

  /** Whether this window announces it: of all windows, the one that creates the marker file does. */
  async #claim({ id }: Incident): Promise<boolean> {
    const name = createHash('sha256').update(id).digest('hex').slice(0, 32);
    try {
      return await createOnce(join(this.#options.folder, `told-${name}`));
    } catch (error) {
      // Without a disk each window is alone.
      this.#options.onFault(error);
      return true;
    }
  }
}

function keyOf({ id, kind }: Incident): string {
  return `${kind}/${id}`;
}
