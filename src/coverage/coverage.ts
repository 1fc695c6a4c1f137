import { EVENT_TYPE_NAMES } from '../api/events.ts';
import type { Webhook } from '../api/types.ts';
import { endpointHost, endpointKey } from '../webhooks/endpoint.ts';
import { isFailing } from '../webhooks/health.ts';

/** How a webhook, or all of a host's, receive an event type; `unknown` when Lettr did not say. */
export type Reception = 'delivered' | 'failing' | 'disabled' | 'unknown' | 'none';

/** The webhooks that take one event type. It is received only through one that is enabled and not failing. */
export interface EventCoverage {
  readonly name: string;
  /** Whether senders have to hear of it: bounces, complaints and unsubscribes. */
  readonly isCritical: boolean;
  readonly delivered: readonly Webhook[];
  readonly failing: readonly Webhook[];
  readonly disabled: readonly Webhook[];
}

/** Event types that several enabled webhooks deliver to the same place. */
export interface Doubles {
  readonly webhooks: readonly Webhook[];
  readonly events: readonly string[];
}

/** A column of the table: a webhook, or all webhooks of a host. */
export interface Column {
  readonly name: string;
  readonly webhooks: readonly Webhook[];
}

/** How the webhooks of an account cover the event types. */
export interface Coverage {
  /** The types of the catalogue in its order, then others that webhooks name. */
  readonly events: readonly EventCoverage[];
  /** At the same URL: what arrives there arrives more than once. */
  readonly doubles: readonly Doubles[];
  /** At different URLs of one host, which may be meant. */
  readonly hints: readonly (Doubles & { readonly host: string })[];
  readonly isByHost: boolean;
  readonly columns: readonly Column[];
  /** How many more webhooks or hosts there are than columns, and event types than rows. */
  readonly columnsLeftOut: number;
  readonly eventsLeftOut: number;
}

/** Whoever is not told of these goes on writing to people who are gone or do not want it. */
const CRITICAL: readonly string[] = [
  'message.bounce',
  'message.out_of_band',
  'message.spam_complaint',
  'unsubscribe.list_unsubscribe',
  'unsubscribe.link_unsubscribe',
];

/** How many types that are not in the catalogue are looked at. */
const MOST_OTHERS = 20;
/** With more webhooks there is a column for each host. */
const MOST_WEBHOOKS = 15;
const MOST_COLUMNS = 40;

/** Works out the coverage, names in the order of `language`. All findings are of all webhooks, however many there are. */
export function coverageOf(webhooks: Iterable<Webhook>, language: string): Coverage {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const all = sorted([...webhooks], compare);
  const others = otherEvents(all);
  const names = [...EVENT_TYPE_NAMES, ...others.slice(0, MOST_OTHERS)];
  const enabled = all.filter((webhook) => webhook.enabled);
  const isByHost = all.length > MOST_WEBHOOKS;
  const columns = isByHost
    ? [...groupedBy(all, ({ url }) => endpointHost(url))].map(([name, members]) => ({
        name,
        webhooks: members,
      }))
    : all.map((webhook) => ({ name: webhook.name, webhooks: [webhook] }));
  return {
    events: names.map((name) => eventCoverage(name, all)),
    doubles: [...groupedBy(enabled, ({ url }) => endpointKey(url)).values()].flatMap((sharing) =>
      doublesOf(sharing, names),
    ),
    hints: [...groupedBy(enabled, ({ url }) => endpointHost(url))].flatMap(([host, sharing]) =>
      doublesOf(sharing, names)
        .filter(({ webhooks: members }) => new Set(members.map(({ url }) => endpointKey(url))).size > 1)
        .map((doubles) => ({ ...doubles, host })),
    ),
    isByHost,
    columns: columns.slice(0, MOST_COLUMNS),
    columnsLeftOut: Math.max(0, columns.length - MOST_COLUMNS),
    eventsLeftOut: Math.max(0, others.length - MOST_OTHERS),
  };
}

/** How the webhooks of a column receive a type, and the webhook that decides: the best of them. */
export function receptionIn(
  { webhooks }: Column,
  name: string,
): { readonly reception: Reception; readonly webhook: Webhook | undefined } {
  for (const reception of RECEPTIONS) {
    const webhook = webhooks.find((one) => receptionOf(one, name) === reception);
    if (webhook) {
      return { reception, webhook };
    }
  }
  return { reception: 'none', webhook: undefined };
}

const RECEPTIONS: readonly Reception[] = ['delivered', 'failing', 'disabled', 'unknown', 'none'];

function receptionOf(webhook: Webhook, name: string): Reception {
  if (webhook.events === undefined) {
    return 'unknown';
  }
  if (!takes(webhook, name)) {
    return 'none';
  }
  if (!webhook.enabled) {
    return 'disabled';
  }
  return isFailing(webhook) ? 'failing' : 'delivered';
}

function takes({ events }: Webhook, name: string): boolean {
  return events === 'all' || events?.includes(name) === true;
}

function eventCoverage(name: string, all: readonly Webhook[]): EventCoverage {
  const taking = all.filter((webhook) => takes(webhook, name));
  const of = (reception: Reception): readonly Webhook[] =>
    taking.filter((webhook) => receptionOf(webhook, name) === reception);
  return {
    name,
    isCritical: CRITICAL.includes(name),
    delivered: of('delivered'),
    failing: of('failing'),
    disabled: of('disabled'),
  };
}

/** Failing ones first, then the other enabled ones, then the disabled ones, each by name. */
function sorted(webhooks: readonly Webhook[], compare: Intl.Collator['compare']): readonly Webhook[] {
  const rank = (webhook: Webhook): number => (webhook.enabled ? (isFailing(webhook) ? 0 : 1) : 2);
  return webhooks.toSorted((a, b) => rank(a) - rank(b) || compare(a.name, b.name) || compare(a.id, b.id));
}

/** The types that webhooks name and the catalogue does not. */
function otherEvents(webhooks: readonly Webhook[]): readonly string[] {
  const known = new Set(EVENT_TYPE_NAMES);
  const named = webhooks.flatMap(({ events }) => (typeof events === 'object' ? events : []));
  return [...new Set(named)].filter((name) => !known.has(name)).toSorted();
}

/** Event types with the same receivers stand together. */
function doublesOf(sharing: readonly Webhook[], names: readonly string[]): readonly Doubles[] {
  if (sharing.length < 2) {
    return [];
  }
  const groups = new Map<string, { webhooks: readonly Webhook[]; events: string[] }>();
  for (const name of names) {
    const receivers = sharing.filter((webhook) => takes(webhook, name));
    if (receivers.length > 1) {
      const key = receivers.map(({ id }) => id).join('\n');
      const group = groups.get(key) ?? { webhooks: receivers, events: [] };
      group.events.push(name);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

function groupedBy<T>(all: readonly T[], key: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) {
      group.push(one);
    } else {
      groups.set(key(one), [one]);
    }
  }
  return groups;
}
