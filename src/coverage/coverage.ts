import { EVENT_TYPE_NAMES } from '../api/events.ts';
import type { Webhook } from '../api/types.ts';
import { endpointHost } from '../webhooks/endpoint.ts';
import { isFailing } from '../webhooks/health.ts';

/** Which webhooks take one event type. */
export interface EventCoverage {
  readonly name: string;
  /** Enabled webhooks that take it. */
  readonly enabled: number;
  /** Disabled webhooks that would. */
  readonly disabled: number;
  /** Whether senders have to hear of it: bounces, complaints and unsubscribes. */
  readonly isVital: boolean;
}

/** Events that several enabled webhooks of one host receive. */
export interface Doubles {
  readonly webhooks: readonly Webhook[];
  readonly events: readonly string[];
  /** How many URLs the webhooks have; 1 when they all share one. */
  readonly urls: number;
}

export interface HostDoubles {
  /** The host with its port; the endpoint itself where it is no URL. */
  readonly host: string;
  readonly groups: readonly Doubles[];
}

/** How the webhooks of an account cover the event types. */
export interface Coverage {
  /** Failing ones first, then the other enabled ones, then the disabled ones, each by name. */
  readonly webhooks: readonly Webhook[];
  readonly enabled: number;
  /** Enabled webhooks of which Lettr did not say what they take. */
  readonly unclear: number;
  /** The types of the catalogue in its order, then others that webhooks name. */
  readonly events: readonly EventCoverage[];
  /** How many more types webhooks name. */
  readonly leftOut: number;
  readonly doubles: readonly HostDoubles[];
}

/** What a sender has to hear of, or goes on writing to people who are gone or do not want it. */
const VITAL: readonly string[] = [
  'message.bounce',
  'message.out_of_band',
  'message.spam_complaint',
  'unsubscribe.list_unsubscribe',
  'unsubscribe.link_unsubscribe',
];

/** How many types that are not in the catalogue are looked at. */
const MOST_OTHERS = 20;

/** Works out the coverage, names in the order of `language`. All counts are of all webhooks, however many there are. */
export function coverageOf(webhooks: Iterable<Webhook>, language: string): Coverage {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const all = sorted([...webhooks], compare);
  const enabled = all.filter((webhook) => webhook.enabled);
  const others = otherEvents(all);
  const names = [...EVENT_TYPE_NAMES, ...others.slice(0, MOST_OTHERS)];
  const doubles = [...groupedBy(enabled, ({ url }) => endpointHost(url))].map(([host, sharing]) => ({
    host,
    groups: doublesOf(sharing, names),
  }));
  return {
    webhooks: all,
    enabled: enabled.length,
    unclear: enabled.filter(({ events }) => events === undefined).length,
    events: eventCoverage(all, names),
    leftOut: Math.max(0, others.length - MOST_OTHERS),
    doubles: doubles.filter(({ groups }) => groups.length > 0).toSorted((a, b) => compare(a.host, b.host)),
  };
}

/** Whether a webhook is subscribed to a type; `undefined` when Lettr did not say. */
export function takes({ events }: Webhook, name: string): boolean | undefined {
  return events === undefined ? undefined : events === 'all' || events.includes(name);
}

function sorted(webhooks: readonly Webhook[], compare: Intl.Collator['compare']): readonly Webhook[] {
  const rank = (webhook: Webhook): number => (isFailing(webhook) ? 0 : webhook.enabled ? 1 : 2);
  return webhooks.toSorted((a, b) => rank(a) - rank(b) || compare(a.name, b.name) || compare(a.id, b.id));
}

/** The types that webhooks name and the catalogue does not. */
function otherEvents(webhooks: readonly Webhook[]): readonly string[] {
  const known = new Set(EVENT_TYPE_NAMES);
  const named = webhooks.flatMap(({ events }) => (typeof events === 'object' ? events : []));
  return [...new Set(named)].filter((name) => !known.has(name)).toSorted();
}

function eventCoverage(all: readonly Webhook[], names: readonly string[]): readonly EventCoverage[] {
  const counts = new Map(names.map((name) => [name, { enabled: 0, disabled: 0 }]));
  for (const { events, enabled } of all) {
    for (const name of events === 'all' ? names : new Set(events)) {
      const count = counts.get(name);
      if (count) {
        count[enabled ? 'enabled' : 'disabled'] += 1;
      }
    }
  }
  return [...counts].map(([name, count]) => ({ name, ...count, isVital: VITAL.includes(name) }));
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
  return [...groups.values()].map((group) => ({
    ...group,
    urls: new Set(group.webhooks.map(({ url }) => (URL.canParse(url) ? new URL(url).href : url))).size,
  }));
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
