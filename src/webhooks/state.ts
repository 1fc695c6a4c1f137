import type { LettrError } from '../api/errors.ts';
import type { UnreadableRow, Webhook, WebhookPatch } from '../api/types.ts';

/** The webhooks of one account as they are known now. Replaced, never modified. */
export type StoreState =
  | { readonly kind: 'unread'; readonly last?: LastList }
  | { readonly kind: 'loading'; readonly last?: LastList }
  | ReadyState
  | { readonly kind: 'failed'; readonly error: LettrError; readonly last?: LastList };

/**
 * The list that another window or an earlier session read. It is shown until Lettr answers, and never acted on: only a
 * list that this window knows to be fresh makes a store ready.
 */
export type LastList = Pick<ReadyState, 'webhooks' | 'unreadable' | 'askedAt' | 'loadedAt'>;

export interface ReadyState {
  readonly kind: 'ready';
  readonly webhooks: ReadonlyMap<string, Webhook>;
  /** Rows of that list that couldn't be read. */
  readonly unreadable: readonly UnreadableRow[];
  /** Unix ms of the last full list. */
  readonly loadedAt: number;
  /** Unix ms at which the request for that list began: what happened later may be missing from it. */
  readonly askedAt: number;
  /** Why the last refresh failed; the webhooks are then those of `loadedAt`. */
  readonly problem: LettrError | undefined;
}

/** A list as the windows of this machine share it. */
export interface SharedList extends LastList {
  /** Unix ms of the latest that is in it: `askedAt`, or when one of its webhooks was read or written by itself since. */
  readonly asOf: number;
}

/** What a change of state means for rows: all of them (some came, went or moved), or just these ids. */
export interface StoreChange {
  readonly rows: 'all' | readonly string[];
  /**
   * A reading of the list here, which began, ended or failed; a reading of one webhook here; a write here; or a list that
   * another window or an earlier session read.
   */
  readonly cause: 'list' | 'webhook' | 'write' | 'shared';
}

/** A write of this window that took effect. */
export interface StoreWrite {
  readonly kind: 'create' | 'update' | 'delete';
  readonly id: string;
  /** What an update was to change, without the credentials in it: they are nobody's but Lettr's. */
  readonly patch: Omit<WebhookPatch, 'authentication'>;
  /** The webhook as this window knew it when the write began; `undefined` when it didn't. */
  readonly before: Webhook | undefined;
  /** The webhook as Lettr answered; `undefined` when it is deleted. */
  readonly after: Webhook | undefined;
  /** Unix ms at which the answer came. */
  readonly at: number;
}

/** A write that took effect. `answerLost`: the server's answer never came, and the list showed that it did. */
export interface Written<T> {
  readonly value: T;
  readonly answerLost: boolean;
}

/** The list that can be shown: the one that was read, or the last one known before. */
export function listOf(state: StoreState): LastList | undefined {
  return state.kind === 'ready' ? state : state.last;
}

/** The webhooks that can be shown; empty before the first list. */
export function webhooksOf(state: StoreState): ReadonlyMap<string, Webhook> {
  return listOf(state)?.webhooks ?? NONE;
}

const NONE: ReadonlyMap<string, Webhook> = new Map();
