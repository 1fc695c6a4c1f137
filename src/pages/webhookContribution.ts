import type { Event } from '../platform/emitter.ts';
import type { Action, Block, Text } from './page.ts';

/** How a delivery to a webhook's endpoint went that this window saw. It counts more than any guess at what is wrong. */
export interface Sighting {
  /** Unix ms. */
  readonly at: number;
  /** Whether Lettr would take the answer for a success. */
  readonly isDelivered: boolean;
  /** A sentence such as "Your endpoint answered 500 to a sample 2 minutes ago." */
  readonly text: Text;
  /** What to do about it, or where to see more. */
  readonly actions: readonly Action[];
}

/** What another feature adds to the page of a webhook. */
export interface WebhookContribution {
  /** Sections that stand after the configuration. */
  sections(accountId: string, webhookId: string): readonly Block[];
  /** Newest first. */
  sightings(accountId: string, webhookId: string): readonly Sighting[];
  /** Something of this webhook changed, or of all of them. */
  readonly onDidChange: Event<{ readonly accountId: string; readonly webhookId: string } | undefined>;
}
