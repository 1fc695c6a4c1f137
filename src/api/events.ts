import * as l10n from '@vscode/l10n';

/** The groups in which Lettr lists its event types; each prefix of an event type's name is one. */
export type EventCategory = 'message' | 'engagement' | 'generation' | 'unsubscribe' | 'relay';

/** One of the 22 event types that a webhook can subscribe to. */
export interface EventTypeInfo {
  /** Full name as the API writes it, such as `message.bounce`. */
  readonly name: string;
  readonly category: EventCategory;
  readonly label: string;
  /** One line in words. */
  readonly description: string;
}

/** The five categories in the API's order, with their labels. */
export function eventCategories(): readonly { readonly id: EventCategory; readonly label: string }[] {
  return [
    { id: 'message', label: l10n.t('Message') },
    { id: 'engagement', label: l10n.t('Engagement') },
    { id: 'generation', label: l10n.t('Generation') },
    { id: 'unsubscribe', label: l10n.t('Unsubscribe') },
    { id: 'relay', label: l10n.t('Relay') },
  ];
}

/** The catalogue of event types in the API's order. A function, since its words depend on the display language. */
export function eventCatalogue(): readonly EventTypeInfo[] {
  return [
    event('message', 'injection', l10n.t('Injection'), l10n.t('An email was accepted for sending.')),
    event(
      'message',
      'delivery',
      l10n.t('Delivery'),
      l10n.t("The recipient's mail server accepted the email."),
    ),
    event('message', 'bounce', l10n.t('Bounce'), l10n.t('The mail server permanently rejected the email.')),
    event(
      'message',
      'delay',
      l10n.t('Delay'),
      l10n.t('The mail server deferred the email; delivery will be retried.'),
    ),
    event(
      'message',
      'out_of_band',
      l10n.t('Out of Band'),
      l10n.t('The email was accepted at first and bounced later.'),
    ),
    event(
      'message',
      'spam_complaint',
      l10n.t('Spam Complaint'),
      l10n.t('The recipient marked the email as spam.'),
    ),
    event(
      'message',
      'policy_rejection',
      l10n.t('Policy Rejection'),
      l10n.t('A sending policy stopped the email before it left.'),
    ),
    event('engagement', 'click', l10n.t('Click'), l10n.t('A link in the email was followed.')),
    event(
      'engagement',
      'open',
      l10n.t('Open'),
      l10n.t('The email was displayed, detected by the pixel at its end.'),
    ),
    event(
      'engagement',
      'initial_open',
      l10n.t('Initial Open'),
      l10n.t('The email was displayed, detected by the pixel at its top.'),
    ),
    event('engagement', 'amp_click', l10n.t('AMP Click'), l10n.t('A link in the AMP part was followed.')),
    event('engagement', 'amp_open', l10n.t('AMP Open'), l10n.t('The AMP part was displayed to its end.')),
    event(
      'engagement',
      'amp_initial_open',
      l10n.t('AMP Initial Open'),
      l10n.t('The top of the AMP part was displayed.'),
    ),
    event(
      'generation',
      'generation_failure',
      l10n.t('Generation Failure'),
      l10n.t("The email couldn't be generated from its template."),
    ),
    event(
      'generation',
      'generation_rejection',
      l10n.t('Generation Rejection'),
      l10n.t('A policy rejected the email while it was being generated.'),
    ),
    event(
      'unsubscribe',
      'list_unsubscribe',
      l10n.t('List Unsubscribe'),
      l10n.t("The recipient used the mail program's unsubscribe button."),
    ),
    event(
      'unsubscribe',
      'link_unsubscribe',
      l10n.t('Link Unsubscribe'),
      l10n.t('The recipient followed an unsubscribe link in the email.'),
    ),
    event('relay', 'relay_injection', l10n.t('Relay Injection'), l10n.t('An inbound email was accepted.')),
    event('relay', 'relay_rejection', l10n.t('Relay Rejection'), l10n.t('An inbound email was rejected.')),
    event(
      'relay',
      'relay_delivery',
      l10n.t('Relay Delivery'),
      l10n.t('An inbound email was delivered to its endpoint.'),
    ),
    event(
      'relay',
      'relay_tempfail',
      l10n.t('Relay Temporary Failure'),
      l10n.t('Delivering an inbound email failed; it will be retried.'),
    ),
    event(
      'relay',
      'relay_permfail',
      l10n.t('Relay Permanent Failure'),
      l10n.t('Delivering an inbound email failed permanently.'),
    ),
  ];
}

/** The category of any event type's name; `undefined` for one whose prefix is not known. */
export function categoryOf(name: string): EventCategory | undefined {
  return CATEGORIES.find((category) => name.startsWith(`${category}.`));
}

/**
 * The name as the API writes it today. Older answers carry short names (`delivery`) and the misspelt prefix
 * `engagament.`; a name that is not known comes back unchanged, so that it can still be shown.
 */
export function normaliseEventType(name: string): string {
  const spelt = name.replace(/^engagament\./, 'engagement.');
  return spelt.includes('.') ? spelt : (FULL_NAME.get(spelt) ?? spelt);
}

/**
 * The short name under which `GET /emails/events` lists an event type; `undefined` for inbound email (`relay.*`), which it
 * does not list, and for types that are not known.
 */
export function listedEventName(type: string): string | undefined {
  const name = normaliseEventType(type);
  return EVENT_TYPE_NAMES.includes(name) && categoryOf(name) !== 'relay'
    ? name.slice(name.indexOf('.') + 1)
    : undefined;
}

/** The full names in the API's order, free of words in any language. */
export const EVENT_TYPE_NAMES: readonly string[] = eventCatalogue().map((type) => type.name);

const CATEGORIES: readonly EventCategory[] = eventCategories().map((category) => category.id);
const FULL_NAME: ReadonlyMap<string, string> = new Map(
  EVENT_TYPE_NAMES.map((name) => [name.slice(name.indexOf('.') + 1), name]),
);

function event(category: EventCategory, type: string, label: string, description: string): EventTypeInfo {
  return { name: `${category}.${type}`, category, label, description };
}
