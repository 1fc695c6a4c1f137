import type { Account } from '../accounts/account.ts';
import type { Webhook } from '../api/types.ts';
import type { Disposable } from '../platform/emitter.ts';
import { type Health, healthOf, healthReport, isFailing } from '../webhooks/health.ts';
import { type Histories, type WebhookHistory, disabledHereAt } from '../webhooks/history.ts';
import { type StoreChange, listOf } from '../webhooks/state.ts';
import type { WebhookStore } from '../webhooks/store.ts';
import { type Arrangement, isEmptyFilter } from './arrangement.ts';
import { webhookDetails } from './details.ts';
import { passes } from './filter.ts';
import type { AccountNode, DetailDraft, GroupNode, UnreadableNode, WebhookNode } from './nodes.ts';
import { RowOrder, type Structure, groupValue, idsOf, isSameStructure } from './order.ts';
import { type Row, type RowContext, accountRow, webhookRow } from './rows.ts';
import type { TextCache } from './textCache.ts';
import type { ProblemContext } from './viewTexts.ts';

/** An account that the tree shows, with its store. */
export interface ShownAccount {
  readonly account: Account;
  readonly store: WebhookStore;
}

/** What the rows of all accounts depend on. */
export interface AccountRowsDeps {
  readonly arrangement: Arrangement;
  readonly histories: Histories;
  readonly texts: TextCache;
  readonly problemContext: () => ProblemContext;
  /** The account that commands without a row mean. */
  readonly currentId: () => string | undefined;
  /** Whether a row is one of several that are selected. */
  readonly isOneOfSeveral: (node: WebhookNode) => boolean;
}

/** What a change means for the rows of an account: some came, went or moved, or just these say something else. */
export type RowsChange = 'structure' | readonly WebhookNode[];

/** The rows below an account. */
interface ShownRows extends Structure {
  /** The entries of the list that couldn't be read; none of them passes a filter. */
  readonly unreadable: readonly UnreadableNode[];
}

/** What the row of a webhook on screen was made of, beyond the webhook. */
interface RenderedRow {
  /** Unix ms from which on time alone makes it say something else. */
  readonly until: number;
  readonly disabledAt: number | undefined;
}

/**
 * One account in the tree: its own row, and the rows below it, read from its store each time. It remembers what is on
 * screen, to tell which rows a change is about.
 */
export class AccountRows {
  /** Another object when the account was renamed. */
  account: Account;
  readonly node: AccountNode;
  readonly store: WebhookStore;
  readonly #deps: AccountRowsDeps;
  readonly #following: Disposable;
  readonly #order: RowOrder;
  /** What of the order is older than the store. */
  #stale: 'list' | 'contents' | undefined = 'list';
  #rows: ShownRows | undefined;
  /** The rows before they last came, went or moved. */
  #before: ShownRows | undefined;
  #failing: readonly string[] | undefined;
  /** When the list was read, in Unix ms: relative times are as of then, in every row. */
  #readAt: number;
  /** What the account's row says on screen. */
  #renderedAccount: string | undefined;
  readonly #renderedRows = new Map<string, RenderedRow>();
  /** Webhooks of which more than the row was shown: what is below it, or its hover. */
  readonly #opened = new Set<string>();
  /** Each node is made once: VS Code finds a row by its node. */
  readonly #webhookNodes = new Map<string, WebhookNode>();
  readonly #groupNodes = new Map<string, GroupNode>();
  #unreadableNodes: { readonly of: unknown; readonly nodes: readonly UnreadableNode[] } | undefined;

  /** @param onChange is told what a change of the store means for rows, until these rows are disposed. */
  constructor(
    { account, store }: ShownAccount,
    deps: AccountRowsDeps,
    onChange: (rows: AccountRows, change: RowsChange) => void,
  ) {
    this.account = account;
    this.node = { kind: 'account', id: account.id };
    this.store = store;
    this.#deps = deps;
    this.#order = new RowOrder(deps.texts);
    this.#readAt = listOf(store.state)?.loadedAt ?? Date.now();
    this.#following = store.onDidChange((change) => onChange(this, this.#follow(change)));
  }

  /** How many entries Lettr's list has. */
  get total(): number {
    return this.store.webhooks.size + this.#unreadable.length;
  }

  /** How many of them have rows. */
  get shown(): number {
    return this.#shownRows.shown + this.#shownRows.unreadable.length;
  }

  /** The enabled webhooks that fail, hidden ones too. */
  get failing(): readonly string[] {
    return (this.#failing ??= [...this.store.webhooks.values()].filter(isFailing).map(({ id }) => id));
  }

  /** The account's row as it is rendered from now on. */
  render(): Row {
    const row = this.#accountRow();
    this.#renderedAccount = textOfRow(row);
    return row;
  }

  /** Whether the account's row on screen says something else than it should. VS Code has yet to ask for one that is not there. */
  get isOutdated(): boolean {
    return this.#renderedAccount !== undefined && this.#renderedAccount !== textOfRow(this.#accountRow());
  }

  /** What another history of these webhooks means. */
  followHistory(ids: readonly string[]): RowsChange {
    const known = ids.flatMap((id) => this.store.webhooks.get(id) ?? []);
    // Who disabled a webhook decides its health.
    if (known.some(({ enabled }) => !enabled) && this.#renew()) {
      return 'structure';
    }
    const changed = known.filter(
      (webhook) =>
        this.#opened.has(webhook.id) ||
        this.#renderedRows.get(webhook.id)?.disabledAt !== this.#disabledAt(webhook),
    );
    return this.#shownOf(changed.map(({ id }) => id));
  }

  /** Gets ready for a text in the filter. */
  prepareFilter(): void {
    this.#freshen();
    this.#order.prepareFilter(this.store.webhooks, this.#deps.arrangement.state.sort, this.#healthOf);
  }

  /** Chooses, orders and groups anew; whether rows came, went or moved. */
  rearrange(): boolean {
    const before = this.#rows;
    const rows = this.#arrange();
    this.#rows = rows;
    if (before && before.unreadable === rows.unreadable && isSameStructure(before, rows)) {
      return false;
    }
    this.#before = before;
    return true;
  }

  /** The nodes below the account, or those of a group. */
  children(group?: GroupNode): (GroupNode | WebhookNode | UnreadableNode)[] {
    const { grouping } = this.#deps.arrangement.state;
    const { ids, groups, unreadable } = this.#shownRows;
    if (group) {
      return (groups?.get(group.value) ?? []).map((id) => this.#webhookNode(id));
    }
    const listed =
      groups && grouping !== 'none'
        ? Array.from(groups.keys(), (value) => this.#groupNode(grouping, value))
        : ids.map((id) => this.#webhookNode(id));
    return [...listed, ...unreadable];
  }

  /** The group above a webhook, where there are groups. */
  groupOf({ id }: WebhookNode): GroupNode | undefined {
    const { grouping } = this.#deps.arrangement.state;
    const webhook = this.store.webhooks.get(id);
    return webhook && grouping !== 'none'
      ? this.#groupNode(grouping, groupValue(webhook, grouping, this.#healthOf))
      : undefined;
  }

  /** How many webhooks stand in a group. */
  countOf({ value }: GroupNode): number {
    return this.#shownRows.groups?.get(value)?.length ?? 0;
  }

  /** How many groups there are. */
  get groupCount(): number {
    return this.#shownRows.groups?.size ?? 0;
  }

  /** The node of a known webhook, whether it has a row or a filter hides it. */
  nodeOf(id: string): WebhookNode | undefined {
    return this.store.webhooks.has(id) ? this.#webhookNode(id) : undefined;
  }

  /** Whether the filter lets a webhook have a row. */
  isShown(id: string): boolean {
    const webhook = this.store.webhooks.get(id);
    return webhook !== undefined && passes(webhook, this.#deps.arrangement.state.filter, this.#healthOf);
  }

  /** The row that took the place of webhooks that are gone: the next one, or else the last one before them. */
  neighbourOf(gone: ReadonlySet<string>): WebhookNode | undefined {
    const ids = this.#before ? idsOf(this.#before) : [];
    const last = ids.findLastIndex((id) => gone.has(id));
    const remains = (id: string): boolean => !gone.has(id) && this.isShown(id);
    const id = ids.slice(last + 1).find(remains) ?? ids.slice(0, Math.max(last, 0)).findLast(remains);
    return id === undefined ? undefined : this.#webhookNode(id);
  }

  /** The row of a webhook as it is rendered from now on; `undefined` for one that is gone. */
  renderWebhook(node: WebhookNode): Row | undefined {
    const webhook = this.store.webhooks.get(node.id);
    if (!webhook) {
      this.#renderedRows.delete(node.id);
      return undefined;
    }
    const report = healthReport(webhook, this.history(node.id), this.#readAt);
    this.#renderedRows.set(node.id, { until: report.until, disabledAt: this.#disabledAt(webhook) });
    const isOneOfSeveral = this.#deps.isOneOfSeveral(node);
    return webhookRow(webhook, { report, mode: this.account.mode, isOneOfSeveral }, this.context);
  }

  details({ id }: WebhookNode): readonly DetailDraft[] {
    const webhook = this.open(id);
    return webhook ? webhookDetails(webhook, this.history(id), this.context) : [];
  }

  /** A webhook of which more than its row is shown from now on; `undefined` for one that is gone. */
  open(id: string): Webhook | undefined {
    this.#opened.add(id);
    return this.store.webhooks.get(id);
  }

  history(id: string): WebhookHistory {
    return this.#deps.histories.of(this.node.id, id);
  }

  get context(): RowContext {
    return { now: this.#readAt, texts: this.#deps.texts };
  }

  dispose(): void {
    this.#following.dispose();
  }

  #follow({ rows }: StoreChange): RowsChange {
    this.#failing = undefined;
    const before = this.#readAt;
    this.#readAt = listOf(this.store.state)?.loadedAt ?? before;
    if (rows === 'all') {
      const hadRows = this.shown > 0;
      this.#stale = 'list';
      for (const kept of [this.#renderedRows, this.#opened, this.#webhookNodes]) {
        keepOnly(kept, this.store.webhooks);
      }
      this.rearrange();
      return hadRows || this.shown > 0 ? 'structure' : [];
    }
    if (rows.length === 0 && this.#readAt === before) {
      return [];
    }
    return this.#renew() ? 'structure' : this.#shownOf([...rows, ...this.#outdated()]);
  }

  /** Arranges anew after contents changed or time went by; whether rows came, went or moved. */
  #renew(): boolean {
    this.#stale ??= 'contents';
    return this.rearrange();
  }

  get #shownRows(): ShownRows {
    return (this.#rows ??= this.#arrange());
  }

  #arrange(): ShownRows {
    const { state } = this.#deps.arrangement;
    this.#freshen();
    const unreadable = isEmptyFilter(state.filter) ? this.#unreadable : NO_UNREADABLE;
    return { ...this.#order.arrange(this.store.webhooks, state, this.#healthOf), unreadable };
  }

  get #unreadable(): readonly UnreadableNode[] {
    const of = listOf(this.store.state)?.unreadable ?? NO_UNREADABLE;
    if (of.length === 0) {
      return NO_UNREADABLE;
    }
    if (this.#unreadableNodes?.of !== of) {
      const nodes = of.map(({ id, field }, index) => {
        return { kind: 'unreadable', accountId: this.node.id, id, field, index } as const;
      });
      this.#unreadableNodes = { of, nodes };
    }
    return this.#unreadableNodes.nodes;
  }

  /** Brings the order up to date. */
  #freshen(): void {
    if (this.#stale === 'list') {
      this.#order.replace(this.store.webhooks);
    } else if (this.#stale === 'contents') {
      this.#order.renew();
    }
    this.#stale = undefined;
  }

  /** Webhooks whose rows on screen say something else by now because time went by. */
  #outdated(): readonly string[] {
    return [...this.#renderedRows].flatMap(([id, { until }]) => (until <= this.#readAt ? [id] : []));
  }

  readonly #healthOf = (webhook: Webhook): Health =>
    healthOf(webhook, this.history(webhook.id), this.#readAt);

  /** All that a row takes from the history: Unix ms at which a disabled webhook was disabled in VS Code. */
  #disabledAt({ id, enabled }: Webhook): number | undefined {
    return enabled ? undefined : disabledHereAt(this.history(id));
  }

  #shownOf(ids: readonly string[]): readonly WebhookNode[] {
    return Array.from(new Set(ids.filter((id) => this.isShown(id))), (id) => this.#webhookNode(id));
  }

  #accountRow(): Row {
    const { arrangement, problemContext, currentId } = this.#deps;
    const { account, store } = this;
    const shown = isEmptyFilter(arrangement.state.filter) ? undefined : this.shown;
    const isCurrent = account.id === currentId();
    return accountRow({ account, isCurrent, state: store.state, shown }, problemContext());
  }

  #webhookNode(id: string): WebhookNode {
    const node = this.#webhookNodes.get(id) ?? { kind: 'webhook', accountId: this.node.id, id };
    this.#webhookNodes.set(id, node);
    return node;
  }

  #groupNode(by: GroupNode['by'], value: string): GroupNode {
    const key = `${by}:${value}`;
    const node = this.#groupNodes.get(key) ?? { kind: 'group', accountId: this.node.id, by, value };
    this.#groupNodes.set(key, node);
    return node;
  }
}

const NO_UNREADABLE: readonly never[] = [];

/** Takes the ids of webhooks that are gone out of a map or set. */
function keepOnly(
  some: { keys(): Iterable<string>; delete(id: string): unknown },
  webhooks: ReadonlyMap<string, unknown>,
): void {
  for (const id of some.keys()) {
    if (!webhooks.has(id)) {
      some.delete(id);
    }
  }
}

function textOfRow({ icon, words, hover = '' }: Row): string {
  return [icon, words, hover].join('\n');
}
