import type { Account } from '../accounts/account.ts';
import type { Webhook } from '../api/types.ts';
import { type Health, healthOf, healthReport, isFailing } from '../webhooks/health.ts';
import { type Histories, type WebhookHistory, disabledHereAt } from '../webhooks/history.ts';
import type { StoreChange } from '../webhooks/state.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import { type Arrangement, isEmptyFilter } from './arrangement.ts';
import { webhookDetails } from './details.ts';
import { needleOf, passes } from './filter.ts';
import { KnownNodes } from './known.ts';
import {
  type AccountNode,
  type DetailDraft,
  type GroupNode,
  type Reading,
  type WebhookNode,
  type WebhookRow,
  webhookRow,
} from './nodes.ts';
import { Painted } from './painted.ts';
import type { Phrases } from './phrases.ts';
import { NameOrder, type Structure, groupValue, isSameStructure, structureOf } from './structure.ts';

/** A store that the tree shows, and whose it is. */
export interface Shown {
  readonly account: Account;
  readonly store: WebhookStore;
}

/** What the sections of a tree have in common. */
export interface SectionParts {
  readonly arrangement: Arrangement;
  readonly histories: Histories;
  readonly phrases: Phrases;
}

/** What a change means for the rows of an account: they came, went or moved, or just these look different. */
export type RowsChange = 'structure' | readonly WebhookNode[];

/**
 * One account's part of the tree: which rows it has, and what they say. All of it is read from the store each time.
 */
export class Section {
  readonly node: AccountNode;
  readonly store: WebhookStore;
  readonly #parts: SectionParts;
  readonly #order: NameOrder;
  readonly #nodes: KnownNodes;
  /** What of the names' order is older than the store. */
  #stale: 'all' | 'contents' | undefined = 'all';
  #structure: Structure | undefined;
  #failing: number | undefined;
  readonly #painted = new Painted();
  /** When the list on screen was read, in Unix ms: relative times are as of then, in every row. */
  #readAt: number;

  constructor({ account, store }: Shown, parts: SectionParts) {
    this.node = { kind: 'account', id: account.id };
    this.store = store;
    this.#parts = parts;
    this.#order = new NameOrder(parts.phrases);
    this.#nodes = new KnownNodes(account.id);
    this.#readAt = store.state.kind === 'ready' ? store.state.loadedAt : Date.now();
  }

  get structure(): Structure {
    return (this.#structure ??= this.#build());
  }

  get hasRows(): boolean {
    return this.structure.shown > 0;
  }

  /** How many enabled webhooks fail, hidden ones too. */
  get failing(): number {
    return (this.#failing ??= [...this.store.webhooks.values()].filter(isFailing).length);
  }

  /** What a change of the store means. */
  follow({ rows }: StoreChange): RowsChange {
    this.#failing = undefined;
    const before = this.#readAt;
    this.#takeTime();
    if (rows === 'all') {
      const hadRows = this.hasRows;
      this.#stale = 'all';
      this.#structure = undefined;
      this.#nodes.keep(this.store.webhooks);
      this.#painted.keep(this.store.webhooks);
      return hadRows || this.hasRows ? 'structure' : [];
    }
    const old = this.#readAt > before ? this.#outdatedSince(before) : [];
    if (rows.length > 0) {
      this.#stale ??= 'contents';
    }
    if (this.#isArranged() && rows.length + old.length > 0 && this.rearrange()) {
      return 'structure';
    }
    return this.#shownOf([...rows, ...old]);
  }

  /** What another history of these webhooks means. */
  followHistory(ids: readonly string[]): RowsChange {
    return this.#shownOf(
      ids.filter((id) => {
        const webhook = this.webhook(id);
        return webhook && this.#painted.showsHistory(id, this.#disabledHereAt(webhook));
      }),
    );
  }

  /** Gets ready for a text in the filter. */
  prepareFilter(): void {
    this.#freshen();
    this.#order.prepareFind(this.store.webhooks);
  }

  /** Chooses, orders and groups anew; whether the rows are others or elsewhere than before. */
  rearrange(): boolean {
    const before = this.#structure;
    this.#structure = this.#build();
    return !before || !isSameStructure(before, this.#structure);
  }

  /** The nodes at the top, or those of a group. */
  children(group?: GroupNode): (GroupNode | WebhookNode)[] {
    const { grouping } = this.#parts.arrangement.state;
    const { ids, groups } = this.structure;
    if (groups && !group && grouping !== 'none') {
      return Array.from(groups.keys(), (value) => this.#nodes.group(grouping, value));
    }
    return (group ? (groups?.get(group.value) ?? []) : ids).map((id) => this.#nodes.webhook(id));
  }

  /** The group above a webhook, where there are groups. */
  groupOf(node: WebhookNode): GroupNode | undefined {
    const { grouping } = this.#parts.arrangement.state;
    const webhook = this.webhook(node.id);
    return webhook && grouping !== 'none'
      ? this.#nodes.group(grouping, groupValue(webhook, grouping, this.#healthOf))
      : undefined;
  }

  /** How many webhooks stand in a group. */
  countOf({ value }: GroupNode): number {
    return this.structure.groups?.get(value)?.length ?? 0;
  }

  /** The node of a known webhook, whether it has a row or a filter hides it. */
  nodeOf(id: string): WebhookNode | undefined {
    return this.webhook(id) && this.#nodes.webhook(id);
  }

  /** Whether the filter lets a webhook have a row. */
  isShown(id: string): boolean {
    const webhook = this.webhook(id);
    return webhook !== undefined && passes(webhook, this.#parts.arrangement.state.filter, this.#healthOf);
  }

  /** What the row of a webhook shows now; `undefined` for one that is gone. */
  row(node: WebhookNode): WebhookRow | undefined {
    const webhook = this.webhook(node.id);
    this.#painted.note(node.id, webhook && this.#disabledHereAt(webhook));
    return webhook && webhookRow(webhook, this.history(node.id), this.reading());
  }

  details(node: WebhookNode): readonly DetailDraft[] {
    const webhook = this.webhook(node.id);
    this.#painted.open(node.id);
    return webhook ? webhookDetails(webhook, this.history(node.id), this.reading()) : [];
  }

  /** What the hover of a row is made of; `undefined` for a webhook that is gone. */
  hovered(id: string): { readonly webhook: Webhook; readonly history: WebhookHistory } | undefined {
    const webhook = this.webhook(id);
    this.#painted.open(id);
    return webhook && { webhook, history: this.history(id) };
  }

  webhook(id: string): Webhook | undefined {
    return this.store.webhooks.get(id);
  }

  history(id: string): WebhookHistory {
    return this.#parts.histories.of(this.node.id, id);
  }

  reading(): Reading {
    return { now: this.#readAt, phrases: this.#parts.phrases };
  }

  #build(): Structure {
    const { arrangement, phrases } = this.#parts;
    const { webhooks } = this.store;
    this.#freshen();
    if (!this.#isArranged()) {
      const { ids } = this.#order;
      return { shown: ids.length, ids, groups: undefined };
    }
    const { state } = arrangement;
    const found = this.#order.find(needleOf(state.filter), webhooks);
    return structureOf(found, state, this.#healthOf, phrases);
  }

  /** Brings the order of names up to date. */
  #freshen(): void {
    if (this.#stale === 'all') {
      this.#order.sort(this.store.webhooks);
    } else if (this.#stale === 'contents') {
      this.#order.renew();
    }
    this.#stale = undefined;
  }

  /** Whether more than names decides which rows there are and where. */
  #isArranged(): boolean {
    const { filter, sort, grouping } = this.#parts.arrangement.state;
    return sort !== 'name' || grouping !== 'none' || !isEmptyFilter(filter);
  }

  /** Takes over the time of a new list. */
  #takeTime(): void {
    const { state } = this.store;
    if (state.kind === 'ready' && !state.problem) {
      this.#readAt = Math.max(this.#readAt, state.loadedAt);
    }
  }

  /** Webhooks that looked different at `before` (Unix ms) because time went by. Nothing is put into words for it. */
  #outdatedSince(before: number): readonly string[] {
    const old: string[] = [];
    for (const webhook of this.store.webhooks.values()) {
      if (healthReport(webhook, this.history(webhook.id), before).until <= this.#readAt) {
        old.push(webhook.id);
      }
    }
    return old;
  }

  readonly #healthOf = (webhook: Webhook): Health =>
    healthOf(webhook, this.history(webhook.id), this.#readAt);

  /** All that a row takes from the history: Unix ms at which a disabled webhook was disabled in VS Code. */
  #disabledHereAt({ id, enabled }: Webhook): number | undefined {
    return enabled ? undefined : disabledHereAt(this.history(id));
  }

  #shownOf(ids: readonly string[]): readonly WebhookNode[] {
    return Array.from(new Set(ids.filter((id) => this.isShown(id))), (id) => this.#nodes.webhook(id));
  }
}
