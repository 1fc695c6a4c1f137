import { createHash } from 'node:crypto';
import { join } from 'node:path';

import type { Webhook } from '../api/types.ts';
import type { Clock } from '../platform/clock.ts';
import type { Disposable } from '../platform/emitter.ts';
import { createOnce } from '../platform/files.ts';
import { type WebhookHistory, deliveryStateOf, lastHealth } from '../webhooks/history.ts';

/**
 * Something that went wrong with a webhook and still is. A webhook has at most one: when Lettr disables a failing
 * webhook, that is the same incident going on under another kind.
 */
export interface Incident {
  /** Tells this incident from an earlier one of the same webhook; the same in all windows of this machine. */
  readonly id: string;
  readonly webhookId: string;
  readonly kind: 'failing' | 'disabled';
}

/**
 * What is wrong with a webhook and news to a person here: that deliveries began to fail, or that somebody else disabled
 * it. What a person here disabled is none, nor is the failure of before that a webhook still shows when it is enabled
 * again.
 */
export function incidentOf(webhook: Webhook, history: WebhookHistory): Incident | undefined {
  const isFailing = deliveryStateOf(webhook) === 'failing';
  if (webhook.enabled && !isFailing) {
    return undefined;
  }
  const health = lastHealth(history);
  const failedAt = isFailing && health?.to === 'failing' ? health.at : undefined;
  const toggled = history.findLast((change) => change.field === 'enabled');
  if (webhook.enabled) {
    const isNews = failedAt !== undefined && failedAt >= (toggled?.at ?? failedAt);
    return isNews ? named(webhook, history, 'failing', failedAt) : undefined;
  }
  if (toggled?.to !== false || toggled.by === 'here') {
    return undefined;
  }
  const enabledAt = history.findLast(
    (change) => change.field === 'enabled' && change.to && change.at < toggled.at,
  )?.at;
  // What failed before it was disabled has been told as failing.
  const hasFailed = failedAt !== undefined && failedAt <= toggled.at;
  const since = hasFailed ? Math.max(failedAt, enabledAt ?? 0) : toggled.at;
  return named(webhook, history, 'disabled', since);
}

/**
 * Windows see the same trouble at different times, and one that is slow may write down an earlier time when another has
 * announced it already. What came before the trouble was written down long ago, so that is what names the incident.
 *
 * @param since Unix ms at which VS Code first saw it.
 */
function named({ id }: Webhook, history: WebhookHistory, kind: Incident['kind'], since: number): Incident {
  const before = history.findLast(
    ({ field, at }) => (field === 'health' || field === 'enabled') && at < since,
  );
  return { id: `${before?.at ?? 'first'}/${id}`, webhookId: id, kind };
}

/** A write of another window may still be on its way into the history, and with it who disabled the webhook; ms. */
const SETTLING_MS = 700;
/** The window that the person looks at announces first, the others only when it doesn't; ms. */
const UNFOCUSED_DELAY_MS = 2_000;

export interface AnnouncementsOptions {
  /** The account's; need not exist. */
  readonly folder: string;
  readonly attention: { readonly isFocused: boolean };
  readonly settings: { readonly notifications: 'failures' | 'off' };
  readonly clock: Clock;
  /** What is wrong now, as the latest history of all windows says. Never rejects. */
  readonly incidents: () => Promise<readonly Incident[]>;
  readonly announce: (incidents: readonly Incident[]) => void;
  /** The disk didn't take a marker. */
  readonly onFault: (error: unknown) => void;
}

/** Makes sure that each incident is announced once, by one of the windows of this machine. */
export class Announcements implements Disposable {
  readonly #options: AnnouncementsOptions;
  /** Incidents that this window no longer has to announce. */
  readonly #done = new Set<string>();
  #timer: Disposable | undefined;
  #work: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(options: AnnouncementsOptions) {
    this.#options = options;
  }

  /** Announces what is new among the incidents, after a moment. */
  note(incidents: readonly Incident[]): void {
    const { settings, attention, clock } = this.#options;
    if (settings.notifications === 'off') {
      this.skip(incidents);
    } else if (incidents.some((one) => !this.#done.has(keyOf(one))) && !this.#isDisposed) {
      const delay = attention.isFocused ? SETTLING_MS : SETTLING_MS + UNFOCUSED_DELAY_MS;
      this.#timer ??= clock.after(delay, () => {
        this.#timer = undefined;
        this.#work = this.#work.then(() => this.#announce());
      });
    }
  }

  /** These were there before, or come while nobody wants to be told; that Lettr disables one of them is news again. */
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
    if (settings.notifications === 'off') {
      return;
    }
    const mine: Incident[] = [];
    for (const incident of current.filter((one) => !this.#done.has(keyOf(one)))) {
      this.skip(KINDS.map((kind) => ({ ...incident, kind })));
      if (await this.#claim(incident)) {
        mine.push(incident);
      }
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

const KINDS: readonly Incident['kind'][] = ['failing', 'disabled'];

function keyOf({ id, kind }: Incident): string {
  return `${kind}/${id}`;
}
