import type { CommandId } from '../platform/ids.ts';
import type { WebhookHistory } from '../webhooks/history.ts';

/** How sure a cause is: what Lettr reported, what its documents make likely, or what nothing speaks against. */
export type Likelihood = 'certain' | 'likely' | 'possible';

/** A command of this extension that mends something. */
export interface Fix {
  readonly label: string;
  readonly command: CommandId;
  /** Plain JSON. */
  readonly args: readonly unknown[];
}

/** What may be behind the state of a webhook. All text is one line, and not escaped for any language. */
export interface Cause {
  /** Unique among the causes of one explanation. */
  readonly id: string;
  /** Whether it accounts for the state, or is worth knowing beside it. */
  readonly concerns: 'state' | 'risk';
  readonly title: string;
  readonly likelihood: Likelihood;
  /** What supports it, a sentence or two each. */
  readonly support: readonly string[];
  readonly fixes: readonly Fix[];
}

/** A fact with its label. */
export interface Field {
  readonly label: string;
  readonly value: string;
  /** To be copied letter by letter: a URL or an id. */
  readonly isLiteral?: boolean;
}

/** What Lettr listed of one event type. */
export interface EventCount {
  readonly type: string;
  readonly count: number;
  readonly last: string;
}

/** Why a webhook is in the state it is in, as far as it can be told. */
export interface Explanation {
  readonly name: string;
  /** One sentence. */
  readonly state: string;
  /** The likeliest first, and risks last. */
  readonly causes: readonly Cause[];
  readonly evidence: readonly Field[];
  readonly events: readonly EventCount[];
  /** What can be done about missing evidence. */
  readonly evidenceFixes: readonly Fix[];
  /** Oldest first. */
  readonly history: WebhookHistory;
  /** What a person may do with the explanation itself. */
  readonly actions: readonly Fix[];
  /** Unix ms to which relative times refer. */
  readonly now: number;
}
