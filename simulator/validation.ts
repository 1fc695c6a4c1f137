import { canonicalType } from './events.ts';
import { credentialFields, type Credentials, type WebhookChange } from './state.ts';

export type FieldErrors = Record<string, string[]>;

/** Either a change that may be applied, or what is wrong with it field by field. */
export type Validated = { change: WebhookChange } | { errors: FieldErrors };

type Body = Readonly<Record<string, unknown>>;

const authTypes = ['none', 'basic', 'oauth2'];
/** Since September 2026; 255 before, which a server may still take. */
const MAX_NAME = 24;
const allCredentials = Object.values(credentialFields).flat();

/** Checks a create: name, url, auth_type and events_mode are required. */
export function validateCreate(body: Body, maxName = MAX_NAME): Validated {
  const reader = new BodyReader(body);
  for (const field of ['name', 'url', 'auth_type', 'events_mode']) reader.require(field);
  const change = readCommon(reader, maxName);
  const authType = change.auth_type ?? '';
  for (const field of credentialFields[authType] ?? []) {
    reader.require(field, ` when auth type is ${authType}`);
  }
  const mode = reader.oneOf('events_mode', ['all', 'selected']);
  if (mode === 'selected') reader.require('events', ' when events mode is selected');
  const events = reader.events('events');
  if (mode === 'all') change.event_types = null;
  else if (events) change.event_types = events;
  return reader.finish(change);
}

/**
 * Checks an update, in which every field is optional but one has to be there, and `events_mode` means nothing. Credentials
 * go with `auth_type`.
 * @param currentAuth the stored auth_type: moving to another type needs all its credentials in the same request;
 *   undefined where the webhook does not exist
 */
export function validateUpdate(body: Body, currentAuth: string | undefined, maxName = MAX_NAME): Validated {
  const reader = new BodyReader(body);
  const change = readCommon(reader, maxName);
  const target = reader.url('target');
  if (target !== undefined && change.url === undefined) change.url = target;
  const authType = change.auth_type;
  if (authType !== undefined && currentAuth !== undefined && authType !== currentAuth) {
    for (const field of credentialFields[authType] ?? []) {
      reader.require(field, ` when auth type is ${authType}`);
    }
  }
  const events = reader.events('events');
  if (events?.length === 0) reader.reject('events', 'The events field must have at least 1 item.');
  if (events) change.event_types = events;
  const active = reader.flag('active');
  if (active !== undefined) change.enabled = active;
  if (change.credentials && authType === undefined) {
    reader.reject('auth_type', 'The auth type field is required when credentials are present.');
  }
  const checked = reader.finish(change);
  return 'change' in checked && Object.keys(change).length === 0
    ? { errors: { body: ['At least one field must be provided.'] } }
    : checked;
}

function readCommon(reader: BodyReader, maxName: number): WebhookChange {
  const change: WebhookChange = {};
  const name = reader.text('name', maxName);
  if (name !== undefined) change.name = name;
  const url = reader.url('url');
  if (url !== undefined) change.url = url;
  const authType = reader.oneOf('auth_type', authTypes);
  if (authType !== undefined) change.auth_type = authType;
  const credentials = reader.credentials();
  if (Object.keys(credentials).length > 0) change.credentials = credentials;
  return change;
}

/** Reads typed fields of a foreign body and collects a message in Laravel's style for each one that is wrong. */
class BodyReader {
  readonly #body: Body;
  readonly #errors: FieldErrors = {};

  constructor(body: Body) {
    this.#body = body;
  }

  /** `condition` follows "is required"; starts with a space. */
  require(field: string, condition = ''): void {
    if (!isBlank(this.#body[field])) return;
    // "Must be a string" beside "is required" would say the same fault twice.
    this.#errors[field] = [`The ${label(field)} field is required${condition}.`];
  }

  text(field: string, max: number): string | undefined {
    const value = this.#body[field];
    if (value === undefined) return undefined;
    if (typeof value !== 'string') return this.reject(field, `The ${label(field)} field must be a string.`);
    if (value.trim() === '') return this.reject(field, `The ${label(field)} field is required.`);
    // Laravel counts characters, not UTF-16 units.
    if (Array.from(value).length <= max) return value;
    return this.reject(field, `The ${label(field)} field must not be greater than ${max} characters.`);
  }

  url(field: string): string | undefined {
    const value = this.text(field, 2048);
    if (value === undefined) return undefined;
    // URL alone also takes `https:example.com` and trims blanks.
    if (/^https?:\/\/[^/?#\s]\S*$/i.test(value) && URL.canParse(value)) return value;
    return this.reject(field, `The ${label(field)} field must be a valid URL.`);
  }

  oneOf(field: string, allowed: readonly string[]): string | undefined {
    const value = this.text(field, Number.POSITIVE_INFINITY);
    if (value === undefined || allowed.includes(value)) return value;
    return this.reject(field, `The selected ${label(field)} is invalid.`);
  }

  flag(field: string): boolean | undefined {
    const value = this.#body[field];
    if (value === undefined || typeof value === 'boolean') return value;
    return this.reject(field, `The ${label(field)} field must be true or false.`);
  }

  /** Canonical names without repeats; each unknown one is reported as `events.N`. */
  events(field: string): string[] | undefined {
    const value = this.#body[field];
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return this.reject(field, `The ${label(field)} field must be an array.`);
    const names = value.map((item: unknown, index) => {
      const name = typeof item === 'string' ? canonicalType(item) : undefined;
      return name ?? this.reject(`${field}.${index}`, `The selected ${field}.${index} is invalid.`);
    });
    return [...new Set(names.filter((name) => name !== undefined))];
  }

  /** Empty credentials are taken as not sent: some clients write every field of their form. */
  credentials(): Credentials {
    const credentials: Credentials = {};
    for (const field of allCredentials) {
      if (isBlank(this.#body[field])) continue;
      const value = field === 'oauth_token_url' ? this.url(field) : this.text(field, 255);
      if (value !== undefined) credentials[field] = value;
    }
    return credentials;
  }

  reject(field: string, message: string): undefined {
    this.#errors[field] ??= [message];
    return undefined;
  }

  finish(change: WebhookChange): Validated {
    return Object.keys(this.#errors).length > 0 ? { errors: this.#errors } : { change };
  }
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0;
}

function label(field: string): string {
  return field.replaceAll('_', ' ');
}
