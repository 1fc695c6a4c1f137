import { isDeepStrictEqual } from 'node:util';

import * as l10n from '@vscode/l10n';

import { EVENT_TYPE_NAMES } from '../api/events.ts';
import type {
  Authentication,
  AuthenticationType,
  DraftField,
  EventSelection,
  Webhook,
  WebhookDraft,
  WebhookPatch,
} from '../api/types.ts';
import { sameEvents } from '../webhooks/fields.ts';
import type { Credentials } from './credentials.ts';
import { cleaned } from './unseen.ts';

/** Characters of a name: what Lettr takes since September 2026, and what it took before and other servers may still take. */
export const USUAL_NAME = 24;
export const LONGEST_NAME = 255;

/** The fields that hold a line of text. */
export type TextField = Exclude<DraftField, 'eventsMode' | 'events' | 'authentication' | 'enabled'>;

/** What a person has typed and chosen so far, kept as typed. Credentials stay in memory. */
export interface WebhookForm extends Record<TextField, string> {
  eventsMode: 'all' | 'selected' | undefined;
  /** Full names of event types. */
  events: readonly string[];
  /** `keep`, in edits: the credentials that Lettr holds stay. */
  authentication: AuthenticationType | 'keep' | undefined;
  enabled: boolean;
  /** The password that was generated last; `''` when none was. */
  generatedPassword: string;
}

export function emptyForm(): WebhookForm {
  return {
    name: '',
    url: '',
    eventsMode: undefined,
    events: [],
    authentication: undefined,
    username: '',
    password: '',
    clientId: '',
    clientSecret: '',
    tokenUrl: '',
    enabled: true,
    generatedPassword: '',
  };
}

/** A form that makes the same webhook again; its credentials have to be typed. */
export function formLike(webhook: Webhook): WebhookForm {
  return {
    ...formOf(webhook),
    authentication: isKnownType(webhook.authentication) ? webhook.authentication : undefined,
    enabled: webhook.enabled,
  };
}

/** A form for another webhook of this kind. Its URL has to be changed: Lettr takes each one only once. */
export function formCopying(webhook: Webhook): WebhookForm {
  const copied = (name: string): string => l10n.t('{0} (copy)', name);
  const room = USUAL_NAME - Array.from(copied('')).length;
  return { ...formLike(webhook), name: copied(beginningOf(webhook.name, room)) };
}

/** The first characters of a text, at most `longest`, without cutting what is seen as one character. */
function beginningOf(text: string, longest: number): string {
  let beginning = '';
  for (const { segment } of new Intl.Segmenter('und').segment(text)) {
    if (Array.from(beginning + segment).length > longest) {
      break;
    }
    beginning += segment;
  }
  return beginning.trimEnd();
}

/** A form that shows a webhook as it is. */
export function formOf(webhook: Webhook): WebhookForm {
  return {
    ...emptyForm(),
    name: webhook.name,
    url: webhook.url,
    eventsMode: webhook.events === 'all' ? 'all' : 'selected',
    // Leaving "all events" starts from every type there is.
    events: webhook.events === 'all' ? EVENT_TYPE_NAMES : (webhook.events ?? []),
    authentication: webhook.authentication === 'none' ? 'none' : 'keep',
    enabled: webhook.enabled,
  };
}

/** The webhook that a complete form describes. @throws {Error} when a step was left out, which is a fault in the wizard. */
export function draftOf(form: WebhookForm): WebhookDraft {
  const { url, credentials } = endpointOf(form);
  if (!credentials || form.eventsMode === undefined) {
    throw new Error('The form is not complete');
  }
  return { name: cleaned(form.name).trim(), url, events: eventsOf(form), authentication: credentials };
}

/**
 * What a form changes about a webhook; empty when it changes nothing, which Lettr refuses. Credentials always come with
 * their authentication and all together: Lettr refuses parts of them.
 */
export function patchOf(form: WebhookForm, webhook: Webhook): WebhookPatch {
  // What nobody touched is not a change, even where typing it would drop spaces.
  const name = form.name === webhook.name ? webhook.name : cleaned(form.name).trim();
  const url = form.url === webhook.url ? webhook.url : cleaned(form.url).trim();
  const events = eventsOf(form);
  const authentication = authenticationOf(form);
  const isSameAuthentication =
    !authentication || (authentication.type === 'none' && webhook.authentication === 'none');
  return {
    ...(name !== webhook.name && { name }),
    ...(url !== webhook.url && { url }),
    // The API cannot return to all events, and the wizard does not offer it.
    ...(events !== 'all' && events.length > 0 && !sameEvents(events, webhook.events) && { events }),
    ...(!isSameAuthentication && { authentication }),
    ...(form.enabled !== webhook.enabled && { enabled: form.enabled }),
  };
}

/** The endpoint that a form describes. */
export interface TypedEndpoint {
  readonly url: string;
  /** `undefined` where the credentials that Lettr holds stay. */
  readonly credentials: Authentication | undefined;
}

/** The endpoint as it would be sent to Lettr. */
export function endpointOf(form: WebhookForm): TypedEndpoint {
  return { url: cleaned(form.url).trim(), credentials: authenticationOf(form) };
}

/** The credentials of a form whose password was generated, and which nobody but the form knows; otherwise `undefined`. */
export function generatedCredentials(form: WebhookForm): Credentials | undefined {
  const authentication = authenticationOf(form);
  return authentication?.type === 'basic' && authentication.password === form.generatedPassword
    ? { username: authentication.username, password: authentication.password }
    : undefined;
}

/** How many fields a patch changes. */
export function patchSize(patch: WebhookPatch): number {
  return Object.keys(patch).length;
}

/** Takes over what changed elsewhere, in the fields that the form leaves as they were. */
export function rebase(form: WebhookForm, before: Webhook, now: Webhook): void {
  const old = formOf(before);
  const fresh = formOf(now);
  for (const field of ['name', 'url'] as const) {
    form[field] = form[field] === old[field] ? fresh[field] : form[field];
  }
  if (form.enabled === old.enabled) {
    form.enabled = fresh.enabled;
  }
  if (sameEvents(eventsOf(form), eventsOf(old))) {
    form.eventsMode = fresh.eventsMode;
    form.events = fresh.events;
  }
  if (form.authentication === old.authentication) {
    form.authentication = fresh.authentication;
  }
}

/** Whether anything was typed or chosen that would be missed. */
export function isTouched(form: WebhookForm, start: WebhookForm): boolean {
  const { events } = start;
  return !sameEvents(form.events, events) || !isDeepStrictEqual({ ...form, events }, start);
}

function eventsOf(form: WebhookForm): EventSelection {
  return form.eventsMode === 'all' ? 'all' : form.events;
}

function authenticationOf(form: WebhookForm): Authentication | undefined {
  switch (form.authentication) {
    case 'none':
      return { type: 'none' };
    case 'basic':
      return { type: 'basic', username: cleaned(form.username), password: cleaned(form.password) };
    case 'oauth2':
      return {
        type: 'oauth2',
        clientId: cleaned(form.clientId).trim(),
        clientSecret: cleaned(form.clientSecret),
        tokenUrl: cleaned(form.tokenUrl).trim(),
      };
    case 'keep':
    case undefined:
      return undefined;
  }
}

function isKnownType(type: string): type is AuthenticationType {
  return type === 'none' || type === 'basic' || type === 'oauth2';
}
