import * as l10n from '@vscode/l10n';

import { eventCatalogue } from '../api/events.ts';
import type { Webhook } from '../api/types.ts';
import { plain, searchFold } from '../platform/text.ts';
import { type Health, healthLabel } from '../webhooks/health.ts';
import type { Filter } from './arrangement.ts';

/** Whether a webhook has a row. */
export function passes(webhook: Webhook, filter: Filter, healthOf: (webhook: Webhook) => Health): boolean {
  return isFound(needleOf(filter), haystackOf(webhook)) && passesStates(webhook, filter, healthOf);
}

/** The parts of a filter that are ticked, without its text. */
export function passesStates(
  webhook: Webhook,
  { health, events }: Filter,
  healthOf: (webhook: Webhook) => Health,
): boolean {
  return (
    (health.length === 0 || health.includes(healthOf(webhook))) &&
    (events.length === 0 || hasAny(webhook.events, events))
  );
}

/** What is looked for; empty when any webhook will do. */
export function needleOf({ text }: Filter): string {
  return searchFold(text.trim());
}

/** Everything of a webhook in which a text is looked for. */
export function haystackOf({ name, url, id }: Webhook): string {
  return `${searchFold(id)}\n${searchFold(name)}\n${searchFold(url)}`;
}

/** Whether a text stands in name or URL, or begins the id: short texts stand somewhere in most ids. */
export function isFound(needle: string, haystack: string): boolean {
  return haystack.startsWith(needle) || haystack.includes(needle, haystack.indexOf('\n'));
}

function hasAny(events: Webhook['events'], wanted: readonly string[]): boolean {
  return events === 'all' || (events !== undefined && events.some((name) => wanted.includes(name)));
}

/** How many ticked values are named before they are only counted. */
const NAMED = 3;

/** A filter in a few words, such as `failing, "billing"`; empty when it lets everything pass. */
export function filterWords(filter: Filter): string {
  const text = filter.text.trim();
  const { health, events } = filter;
  return [
    ...(health.length > NAMED ? [l10n.t('{0} states', health.length)] : health.map(stateWords)),
    ...(events.length > NAMED ? [l10n.t('{0} event types', events.length)] : events.map(eventWords)),
    ...(text === '' ? [] : [l10n.t('"{0}"', plain(text, 40))]),
  ].join(', ');
}
/** The name of a state within a sentence. */
function stateWords(health: Health): string {
  const label = healthLabel(health);
  return label.charAt(0).toLowerCase() + label.slice(1);
}

function eventWords(name: string): string {
  return eventCatalogue().find((type) => type.name === name)?.label ?? plain(name);
}
