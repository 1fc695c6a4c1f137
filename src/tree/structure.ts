import type { Webhook } from '../api/types.ts';
import { HEALTHS } from '../webhooks/health.ts';
import type { ArrangementState, Grouping, Sort } from './arrangement.ts';
import { type HealthOf, haystackOf, isFound, passesStates } from './filter.ts';
import { type Phrases, rowHost } from './phrases.ts';

/*
 * Which rows an account has, and in which order. Names are compared once for each list, by far the slowest part;
 * filters, the other orders and groups start from the names' order and go through it once.
 */

/** The rows of an account. */
export interface Structure {
  /** How many webhooks have rows. */
  readonly shown: number;
  /** Ids in order; empty where there are groups. */
  readonly ids: readonly string[];
  /** In order, by state or host, the ids of each, none of them empty; `undefined` where nothing is grouped. */
  readonly groups: ReadonlyMap<string, readonly string[]> | undefined;
}

/** The order of names in one list. It keeps ids alone: each refresh brings new objects for all webhooks. */
export class NameOrder {
  readonly #phrases: Phrases;
  #ids: readonly string[] = [];
  #haystacks: readonly string[] | undefined;

  constructor(phrases: Phrases) {
    this.#phrases = phrases;
  }

  get ids(): readonly string[] {
    return this.#ids;
  }

  /** Takes a list in which any webhook may be new, gone or renamed. */
  sort(webhooks: ReadonlyMap<string, Webhook>): void {
    const near = this.#ids.length > 0 ? this.#inKnownOrder(webhooks) : inRoughOrder(webhooks);
    this.#ids = (near.length > 1 ? this.#inOrder(near) : near).map(({ id }) => id);
    this.#haystacks = undefined;
  }

  /** Forgets what was put together for a text: the webhooks have other contents, though none was renamed. */
  renew(): void {
    this.#haystacks = undefined;
  }

  /** Gets ready to look for a text: with ten thousand webhooks that takes as long as looking for it. */
  prepareFind(webhooks: ReadonlyMap<string, Webhook>): void {
    this.#haystacks ??= pick(this.#ids, webhooks).map(haystackOf);
  }

  /** Those of `webhooks` in which `needle` is found. */
  find(needle: string, webhooks: ReadonlyMap<string, Webhook>): readonly Webhook[] {
    const all = pick(this.#ids, webhooks);
    if (needle === '') {
      return all;
    }
    const haystacks = (this.#haystacks ??= all.map(haystackOf));
    return all.filter((webhook, index) => isFound(needle, haystacks[index] ?? '', webhook));
  }

  #inOrder(webhooks: readonly Webhook[]): readonly Webhook[] {
    const { compare } = this.#phrases.collator;
    return webhooks.toSorted((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
  }

  /** In the order of the list before, new ones last. */
  #inKnownOrder(webhooks: ReadonlyMap<string, Webhook>): readonly Webhook[] {
    const known = new Set(this.#ids);
    const added = [...webhooks.values()].filter(({ id }) => !known.has(id));
    return [...pick(this.#ids, webhooks), ...added];
  }
}

/**
 * Nearly in the order of names, told without the collator: the little that is left takes it a fraction of the time that
 * it takes for a list in no order.
 */
function inRoughOrder(webhooks: ReadonlyMap<string, Webhook>): readonly Webhook[] {
  const keyed = Array.from(webhooks.values(), (webhook) => ({ webhook, key: roughKey(webhook.name) }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ webhook }) => webhook);
}

function roughKey(name: string): string {
  return name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(10, '0'));
}

function pick(ids: readonly string[], webhooks: ReadonlyMap<string, Webhook>): readonly Webhook[] {
  const found: Webhook[] = [];
  for (const id of ids) {
    const webhook = webhooks.get(id);
    if (webhook) {
      found.push(webhook);
    }
  }
  return found;
}

/**
 * Chooses, orders and groups.
 *
 * @param found the webhooks that the filter's text lets pass, in the order of names.
 */
export function structureOf(
  found: readonly Webhook[],
  { filter, sort, grouping }: ArrangementState,
  healthOf: HealthOf,
  phrases: Phrases,
): Structure {
  const hasTicks = filter.health.length > 0 || filter.events.length > 0;
  const passing = hasTicks ? found.filter((webhook) => passesStates(webhook, filter, healthOf)) : found;
  const sorted = sortBy(sort, passing, healthOf);
  if (grouping === 'none') {
    return { shown: sorted.length, ids: sorted.map(({ id }) => id), groups: undefined };
  }
  const byValue = Map.groupBy(sorted, (webhook) => groupValue(webhook, grouping, healthOf));
  const values = groupOrder(byValue, grouping, phrases);
  const groups = new Map(values.map((value) => [value, byValue.get(value)?.map(({ id }) => id) ?? []]));
  return { shown: sorted.length, ids: [], groups };
}

/** In which group a webhook stands. */
export function groupValue(webhook: Webhook, by: Exclude<Grouping, 'none'>, healthOf: HealthOf): string {
  return by === 'health' ? healthOf(webhook) : rowHost(webhook.url);
}

/** Whether two structures have the same rows in the same order. */
export function isSameStructure(a: Structure, b: Structure): boolean {
  return isSameList(a.ids, b.ids) && isSameGroups(a.groups, b.groups);
}

function isSameGroups(a: Structure['groups'], b: Structure['groups']): boolean {
  if (!a || !b) {
    return a === b;
  }
  return (
    isSameList([...a.keys()], [...b.keys()]) &&
    [...a].every(([value, ids]) => isSameList(ids, b.get(value) ?? []))
  );
}

/** Stable: what is alike stays in the order of names. */
function sortBy(sort: Sort, webhooks: readonly Webhook[], healthOf: HealthOf): readonly Webhook[] {
  switch (sort) {
    case 'name':
      return webhooks;
    case 'health': {
      const byHealth = Map.groupBy(webhooks, healthOf);
      return HEALTHS.flatMap((health) => byHealth.get(health) ?? []);
    }
    case 'activity':
      return webhooks.toSorted((a, b) => lastActivity(b) - lastActivity(a));
  }
}

/** Unix ms of the newest delivery; before everything when there was none. */
function lastActivity({ lastSuccessAt, lastFailureAt }: Webhook): number {
  return Math.max(lastSuccessAt ?? 0, lastFailureAt ?? 0);
}

function groupOrder(
  groups: ReadonlyMap<string, unknown>,
  by: Exclude<Grouping, 'none'>,
  { collator }: Phrases,
): readonly string[] {
  return by === 'health'
    ? HEALTHS.filter((health) => groups.has(health))
    : [...groups.keys()].toSorted(collator.compare);
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((id, index) => id === b[index]));
}
