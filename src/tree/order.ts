import type { Webhook } from '../api/types.ts';
import { HEALTHS, type Health } from '../webhooks/health.ts';
import { type ArrangementState, type Grouping, type Sort, isEmptyFilter } from './arrangement.ts';
import { haystackOf, isFound, needleOf, passesStates } from './filter.ts';
import { type TextCache, rowHost } from './textCache.ts';

/** Which webhooks of an account have rows, and in which order. */
export interface Structure {
  /** How many webhooks have rows. */
  readonly shown: number;
  /** Ids in order; empty where there are groups. */
  readonly ids: readonly string[];
  /** In order, by state or host, the ids of each, none of them empty; `undefined` where nothing is grouped. */
  readonly groups: ReadonlyMap<string, readonly string[]> | undefined;
}

type HealthOf = (webhook: Webhook) => Health;

/**
 * Orders an account's webhooks. Comparing names is by far the slowest part, so their order is kept from list to list, and
 * filters go through what is sorted already.
 */
export class RowOrder {
  readonly #texts: TextCache;
  /** In the order of names. */
  #ids: readonly string[] = [];
  #sorted: { readonly by: Sort; readonly webhooks: readonly Webhook[] } | undefined;
  /** Of each sorted webhook, what a filter's text is looked for in. */
  #haystacks: readonly string[] | undefined;

  constructor(texts: TextCache) {
    this.#texts = texts;
  }

  /** Takes a list in which any webhook may be new, gone or renamed. */
  replace(webhooks: ReadonlyMap<string, Webhook>): void {
    const { compare } = this.#texts.collator;
    const nearly = this.#ids.length > 0 ? this.#inKnownOrder(webhooks) : inRoughOrder(webhooks);
    this.#ids = nearly.toSorted((a, b) => compare(a.name, b.name) || compare(a.id, b.id)).map(({ id }) => id);
    this.renew();
  }

  /** Takes note that webhooks changed or time went by, while all names are the same. */
  renew(): void {
    this.#sorted = undefined;
    this.#haystacks = undefined;
  }

  /** Gets ready for a text in the filter: with ten thousand webhooks that takes as long as looking for it. */
  prepareFilter(webhooks: ReadonlyMap<string, Webhook>, sort: Sort, healthOf: HealthOf): void {
    this.#haystacks ??= this.#sort(webhooks, sort, healthOf).map(haystackOf);
  }

  /** Chooses, sorts and groups the webhooks of the list that {@link replace} took, whatever their contents are now. */
  arrange(
    webhooks: ReadonlyMap<string, Webhook>,
    { filter, sort, grouping }: ArrangementState,
    healthOf: HealthOf,
  ): Structure {
    const sorted = this.#sort(webhooks, sort, healthOf);
    const needle = needleOf(filter);
    const haystacks = needle === '' ? undefined : (this.#haystacks ??= sorted.map(haystackOf));
    const passing = isEmptyFilter(filter)
      ? sorted
      : sorted.filter(
          (webhook, index) =>
            (!haystacks || isFound(needle, haystacks[index] ?? '')) &&
            passesStates(webhook, filter, healthOf),
        );
    if (grouping === 'none') {
      return { shown: passing.length, ids: passing.map(({ id }) => id), groups: undefined };
    }
    const byValue = Map.groupBy(passing, (webhook) => groupValue(webhook, grouping, healthOf));
    const values =
      grouping === 'health'
        ? HEALTHS.filter((health) => byValue.has(health))
        : [...byValue.keys()].toSorted(this.#texts.collator.compare);
    const groups = new Map(values.map((value) => [value, byValue.get(value)?.map(({ id }) => id) ?? []]));
    return { shown: passing.length, ids: [], groups };
  }

  #sort(webhooks: ReadonlyMap<string, Webhook>, by: Sort, healthOf: HealthOf): readonly Webhook[] {
    if (this.#sorted?.by !== by) {
      this.#haystacks = undefined;
      this.#sorted = { by, webhooks: sortBy(by, pick(this.#ids, webhooks), healthOf) };
    }
    return this.#sorted.webhooks;
  }

  /** In the order of the list before, new ones last. */
  #inKnownOrder(webhooks: ReadonlyMap<string, Webhook>): readonly Webhook[] {
    const known = new Set(this.#ids);
    const added = [...webhooks.values()].filter(({ id }) => !known.has(id));
    return [...pick(this.#ids, webhooks), ...added];
  }
}

/** In which group a webhook stands. */
export function groupValue(webhook: Webhook, by: Exclude<Grouping, 'none'>, healthOf: HealthOf): string {
  return by === 'health' ? healthOf(webhook) : rowHost(webhook.url);
}

/** Whether two structures have the same rows in the same order. */
export function isSameStructure(a: Structure, b: Structure): boolean {
  return (
    isSameList(a.ids, b.ids) &&
    isSameList([...(a.groups?.keys() ?? [])], [...(b.groups?.keys() ?? [])]) &&
    (a.groups === undefined) === (b.groups === undefined) &&
    [...(a.groups ?? [])].every(([value, ids]) => isSameList(ids, b.groups?.get(value) ?? []))
  );
}

/** The ids of all rows, from the first to the last. */
export function idsOf({ ids, groups }: Structure): readonly string[] {
  return groups ? [...groups.values()].flat() : ids;
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

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((id, index) => id === b[index]));
}
