/** `all` follows Lettr: event types added later are included. A list holds full names such as `message.bounce`. */
export type EventSelection = 'all' | readonly string[];

export type AuthenticationType = 'none' | 'basic' | 'oauth2';

/** What Lettr sends along with each delivery. Credentials only travel to the API; it never returns them. */
export type Authentication =
  | { readonly type: 'none' }
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly type: 'oauth2';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly tokenUrl: string;
    };

/** A webhook as Lettr reports it. All text in it is untrusted. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  /** `undefined` when the answer did not say; that is not the same as `all`. */
  readonly events: EventSelection | undefined;
  /** Usually an {@link AuthenticationType}; anything else is kept as the API wrote it. */
  readonly authentication: string;
  readonly hasCredentials: boolean;
  /** Unix milliseconds, `null` when it never happened. */
  readonly lastSuccessAt: number | null;
  /** Unix milliseconds, `null` when it never happened. */
  readonly lastFailureAt: number | null;
  /** `success`, `failure`, or a word nobody knows yet; `null` before the first delivery. */
  readonly lastStatus: string | null;
}

/** A row of a list that can't be read as a webhook. The others are shown all the same. */
export interface UnreadableRow {
  /** Untrusted text; `''` when the row has no usable id. */
  readonly id: string;
  /** The first field that is missing or of the wrong kind, by its name in the answer. */
  readonly field: string;
}

/** Everything that a list contains. */
export interface WebhookList {
  readonly webhooks: readonly Webhook[];
  readonly unreadable: readonly UnreadableRow[];
}

/** A webhook to be created. */
export interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  readonly events: EventSelection;
  readonly authentication: Authentication;
}

/** What changes about a webhook; a field that is left out stays as it is. The API cannot return to `all` events. */
export interface WebhookPatch {
  readonly name?: string;
  readonly url?: string;
  readonly events?: readonly string[];
  readonly authentication?: Authentication;
  readonly enabled?: boolean;
}

/** The fields of a draft or patch, as a person meets them in the wizards. */
export type DraftField =
  | 'name'
  | 'url'
  | 'eventsMode'
  | 'events'
  | 'authentication'
  | 'username'
  | 'password'
  | 'clientId'
  | 'clientSecret'
  | 'tokenUrl'
  | 'enabled';

/** How one call is to be made. */
export interface CallOptions {
  /** Cancels the call, in the queue as well as under way. */
  readonly signal?: AbortSignal | undefined;
  /** A person's action goes before a background one; the default is `person`. */
  readonly priority?: 'person' | 'background' | undefined;
  /** Told before the call waits because Lettr asked it to. */
  readonly onWait?: ((wait: Wait) => void) | undefined;
}

/** The limit that was met: whose it is, how long its span is, and how many requests it allows in it. */
export interface RateLimit {
  readonly owner: 'team' | 'sandbox';
  readonly span: 'second' | 'minute' | 'day';
  readonly size: number;
}

/** Why a call waits before it is sent again, and for how long in ms. */
export interface Wait {
  readonly ms: number;
  readonly cause: 'rateLimit' | 'unavailable';
  /** The limit that was met; `undefined` when the answer does not say. */
  readonly limit: RateLimit | undefined;
}

/** Which of some event types happened lately in the whole team, whether or not a webhook took them. */
export interface RecentEvents {
  /** How many there were in all. */
  readonly total: number;
  /** Unix ms; the time that was looked at, as the API says it. */
  readonly from: number | null;
  readonly to: number | null;
  /** For each full event type among the newest events: how many of these it is, and when it last happened (Unix ms). */
  readonly newest: ReadonlyMap<string, { readonly count: number; readonly lastAt: number | null }>;
}

/** A part of the list of events, newest first. */
export interface EventPage {
  /** As the API wrote them. Untrusted, and somebody's personal data. */
  readonly events: readonly Readonly<Record<string, JsonValue>>[];
  /** Where the next part begins; `undefined` after the last. */
  readonly next: string | undefined;
}

/** A value of JSON. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** How many requests are allowed in a span of time, and how many are left of it. */
export interface RequestBudget {
  readonly limit: number;
  readonly remaining: number;
}

/** What a sandbox key may still send, from the headers of its last answer. A sandbox has no part in its team's limit. */
export interface SandboxQuota {
  readonly second: RequestBudget | undefined;
  readonly minute: RequestBudget | undefined;
  readonly day: RequestBudget;
  /** Unix ms of the answer. */
  readonly at: number;
}

/** Which verb the server knows for updates, remembered per origin. */
export interface VerbMemory {
  get(origin: string): 'PATCH' | 'PUT' | undefined;
  set(origin: string, verb: 'PATCH' | 'PUT'): void;
}

/** Where the client tells what it does. Neither keys nor bodies are ever passed in. */
export interface ApiLog {
  debug(message: string): void;
  warn(message: string): void;
}
