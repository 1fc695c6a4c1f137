import * as l10n from '@vscode/l10n';

import type { EventSelection, Webhook, WebhookDraft, WebhookPatch } from '../api/types.ts';
import { authenticationWords, eventCount } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { sameEndpoint } from './endpoint.ts';

/** Says a time (Unix ms) in the way of the place that shows it. */
export type SayTime = (at: number) => string;

/**
 * How a field looks beside what a draft or patch makes of it: left as it is, exactly as it was sent, as Lettr may have
 * tidied what was sent, or something else.
 */
export type SentAs = 'unsent' | 'exact' | 'tidied' | 'other';

/** What the product knows about one field of a webhook. */
export interface WebhookField {
  /** In Title Case. */
  readonly label: () => string;
  /** An icon of VS Code. */
  readonly icon: string;
  /** What says this field too, so that lists of fields need no line for it: the words of another one, or of the health. */
  readonly saidBy?: keyof Webhook | 'health';
  /** The value in words; harmless text. */
  readonly words: (webhook: Webhook, sayTime: SayTime) => string;
  /** Whether the values of two webhooks mean the same. */
  readonly isSame: (a: Webhook, b: Webhook) => boolean;
  /** What another value means for the webhook's row: it moves, it or what is below it looks different, or nothing. */
  readonly row: 'moves' | 'looks' | 'nothing';
  /** Whether a value from a file is one of this field. */
  readonly isValue: (value: unknown) => boolean;
  /** For fields that a person sets. */
  readonly sentAs?: (change: WebhookDraft | WebhookPatch, webhook: Webhook) => SentAs;
}

/** A field that a person sets. */
type WritableField = WebhookField & Required<Pick<WebhookField, 'sentAs'>>;

/**
 * Everything about the fields of a webhook, in the order in which they are shown. Whoever compares, shows or stores
 * webhooks goes through this table, so that a field of the API that is missing here is a type error and one that is here is
 * nowhere forgotten.
 */
export const WEBHOOK_FIELDS: Readonly<
  Record<keyof Webhook, WebhookField> & Record<keyof WebhookPatch, WritableField>
> = {
  name: {
    label: () => l10n.t('Name'),
    icon: 'symbol-string',
    words: ({ name }) => plain(name, 255),
    isSame: (a, b) => a.name === b.name,
    row: 'moves',
    isValue: isText,
    sentAs: ({ name }, webhook) => sentAs(name, webhook.name, isSameText),
  },
  url: {
    label: () => l10n.t('Endpoint'),
    icon: 'globe',
    words: ({ url }) => plain(url, 2048),
    isSame: (a, b) => a.url === b.url,
    row: 'looks',
    isValue: isText,
    sentAs: ({ url }, webhook) => sentAs(url, webhook.url, sameEndpoint),
  },
  events: {
    label: () => l10n.t('Events'),
    icon: 'list-unordered',
    words: ({ events }) =>
      typeof events === 'object' && events.length > 0
        ? l10n.t('{0} ({1})', eventCount(events), plain(events.join(', '), 2048))
        : eventCount(events),
    isSame: (a, b) => sameEvents(a.events, b.events),
    row: 'looks',
    isValue: isSelection,
    sentAs: ({ events }, webhook) =>
      events !== undefined && sameEvents(events, webhook.events)
        ? 'exact'
        : sentAs(events, webhook.events, (sent, stored) => sameEvents(tidyEvents(sent), tidyEvents(stored))),
  },
  authentication: {
    label: () => l10n.t('Authentication'),
    icon: 'lock',
    words: authenticationWords,
    isSame: (a, b) => a.authentication === b.authentication,
    row: 'looks',
    isValue: isText,
    sentAs: ({ authentication }, webhook) => sentAs(authentication?.type, webhook.authentication, isSameWord),
  },
  hasCredentials: {
    label: () => l10n.t('Credentials'),
    icon: 'key',
    saidBy: 'authentication',
    words: ({ hasCredentials }) => (hasCredentials ? l10n.t('stored') : l10n.t('none')),
    isSame: (a, b) => a.hasCredentials === b.hasCredentials,
    row: 'looks',
    isValue: isFlag,
  },
  enabled: {
    label: () => l10n.t('Enabled'),
    icon: 'circle-slash',
    words: ({ enabled }) => (enabled ? l10n.t('yes') : l10n.t('no')),
    isSame: (a, b) => a.enabled === b.enabled,
    row: 'looks',
    isValue: isFlag,
    sentAs: (change, webhook) => sentAs('enabled' in change ? change.enabled : undefined, webhook.enabled),
  },
  lastStatus: {
    label: () => l10n.t('Last Status'),
    icon: 'pulse',
    saidBy: 'health',
    words: ({ lastStatus }) => statusWords(lastStatus),
    isSame: (a, b) => a.lastStatus === b.lastStatus,
    row: 'looks',
    isValue: (value) => value === null || isText(value),
  },
  lastSuccessAt: {
    label: () => l10n.t('Last Success'),
    icon: 'check',
    words: ({ lastSuccessAt }, sayTime) => timeWords(lastSuccessAt, sayTime),
    isSame: (a, b) => a.lastSuccessAt === b.lastSuccessAt,
    row: 'looks',
    isValue: isTimeOrNull,
  },
  lastFailureAt: {
    label: () => l10n.t('Last Failure'),
    icon: 'warning',
    words: ({ lastFailureAt }, sayTime) => timeWords(lastFailureAt, sayTime),
    isSame: (a, b) => a.lastFailureAt === b.lastFailureAt,
    row: 'looks',
    isValue: isTimeOrNull,
  },
  id: {
    label: () => l10n.t('ID'),
    icon: 'tag',
    words: ({ id }) => plain(id, 255),
    isSame: (a, b) => a.id === b.id,
    row: 'moves',
    isValue: isText,
  },
};

/** The names of all fields, in the order in which they are shown. */
export const WEBHOOK_FIELD_NAMES: readonly (keyof Webhook)[] =
  Object.keys(WEBHOOK_FIELDS).filter(isFieldName);

/** The fields that lists of fields have lines for. */
export const LISTED_FIELD_NAMES = WEBHOOK_FIELD_NAMES.filter((name) => !WEBHOOK_FIELDS[name].saidBy);

/** The fields that a person sets. */
export const WRITABLE_FIELD_NAMES: readonly (keyof WebhookPatch)[] = LISTED_FIELD_NAMES.filter(isWritable);

/** A change of a field in words, by label, old and new value; harmless text. */
export interface FieldChange {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** What of the fields that a person sets differs, in words. Values decide, not their words. */
export function writtenChanges(before: Webhook, after: Webhook): readonly FieldChange[] {
  const differing = new Set(
    differingFields(before, after).map((name) => WEBHOOK_FIELDS[name].saidBy ?? name),
  );
  return WRITABLE_FIELD_NAMES.filter((name) => differing.has(name)).map((name) => {
    const { label, words } = WEBHOOK_FIELDS[name];
    return { label: label(), from: words(before, String), to: words(after, String) };
  });
}

/** The fields in which two webhooks differ. */
export function differingFields(a: Webhook, b: Webhook): readonly (keyof Webhook)[] {
  return a === b ? [] : WEBHOOK_FIELD_NAMES.filter((name) => !WEBHOOK_FIELDS[name].isSame(a, b));
}

/** Whether two selections name the same event types, in whatever order. */
export function sameEvents(a: EventSelection | undefined, b: EventSelection | undefined): boolean {
  if (a === b || typeof a !== 'object' || typeof b !== 'object') {
    return a === b;
  }
  // Mostly in the same order; the sets cost more than everything else about 10,000 webhooks.
  if (a.length === b.length && a.every((name, index) => name === b[index])) {
    return true;
  }
  const names = new Set(a);
  return names.size === new Set(b).size && b.every((name) => names.has(name));
}

/** Whether an object from a file has every field of a webhook. */
export function isWebhook(
  stored: Readonly<Record<string, unknown>>,
): stored is Readonly<Record<string, unknown>> & Webhook {
  return WEBHOOK_FIELD_NAMES.every((name) => WEBHOOK_FIELDS[name].isValue(stored[name]));
}

function isFieldName(name: string): name is keyof Webhook {
  return name in WEBHOOK_FIELDS;
}

function isWritable(name: keyof Webhook): name is keyof WebhookPatch {
  return WEBHOOK_FIELDS[name].sentAs !== undefined;
}

function sentAs<T>(
  sent: T | undefined,
  stored: T,
  isTidied: (sent: T, stored: T) => boolean = () => false,
): SentAs {
  if (sent === undefined) {
    return 'unsent';
  }
  return sent === stored ? 'exact' : isTidied(sent, stored) ? 'tidied' : 'other';
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isSelection(value: unknown): boolean {
  return value === undefined || value === 'all' || (Array.isArray(value) && value.every(isText));
}

function isTimeOrNull(value: unknown): boolean {
  return value === null || Number.isFinite(value);
}

function statusWords(status: string | null): string {
  switch (status) {
    case null:
      return l10n.t('none');
    case 'success':
      return l10n.t('succeeded');
    case 'failure':
      return l10n.t('failed');
    default:
      return plain(status);
  }
}

function timeWords(at: number | null, sayTime: SayTime): string {
  return at === null ? l10n.t('never') : sayTime(at);
}

/** Spaces around and within, and how accents are written, may be tidied. */
function isSameText(sent: string, stored: string): boolean {
  return tidyText(sent) === tidyText(stored);
}

function tidyText(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ');
}

/** Words of the API, in which capitals mean nothing. */
function isSameWord(sent: string, stored: string): boolean {
  return tidyText(sent).toLowerCase() === tidyText(stored).toLowerCase();
}

function tidyEvents(events: EventSelection | undefined): EventSelection | undefined {
  return typeof events === 'object' ? events.map((name) => tidyText(name).toLowerCase()) : events;
}
