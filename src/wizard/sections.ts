import * as l10n from '@vscode/l10n';

import type { Webhook, WebhookPatch } from '../api/types.ts';
import { authenticationLabel, authenticationWords, eventCount } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { WEBHOOK_FIELDS, WRITABLE_FIELD_NAMES } from '../webhooks/fields.ts';
import { type WebhookForm, patchOf } from './form.ts';

/** The fields of the edit wizard's menu. */
export type Section = keyof WebhookPatch;

/** A row of the menu; label and description are harmless text. */
export interface SectionRow {
  readonly value: Section;
  readonly label: string;
  readonly description: string;
  readonly isChanged: boolean;
}

/** The fields with their present values. */
export function sectionRows(form: WebhookForm, webhook: Webhook): readonly SectionRow[] {
  const patch = patchOf(form, webhook);
  return WRITABLE_FIELD_NAMES.map((value) => ({
    value,
    label: value === 'url' ? l10n.t('Endpoint URL') : WEBHOOK_FIELDS[value].label(),
    description: sectionWords(value, form, webhook),
    isChanged: patch[value] !== undefined,
  }));
}

function sectionWords(section: Section, form: WebhookForm, webhook: Webhook): string {
  switch (section) {
    case 'events':
      return eventsWords(form, webhook);
    case 'authentication':
      return form.authentication === 'keep' || form.authentication === undefined
        ? authenticationWords(webhook)
        : authenticationLabel(form.authentication);
    case 'enabled':
      return form.enabled ? l10n.t('yes') : l10n.t('no');
    default:
      return plain(form[section]);
  }
}

function eventsWords(form: WebhookForm, webhook: Webhook): string {
  if (form.eventsMode === 'all') {
    return eventCount('all');
  }
  return eventCount(form.events.length === 0 ? webhook.events : form.events);
}

/** The part of the wizard in which a step stands. */
export function sectionOf(step: string | undefined): Section | undefined {
  switch (step) {
    case 'eventsMode':
      return 'events';
    case 'username':
    case 'password':
    case 'clientId':
    case 'clientSecret':
    case 'tokenUrl':
      return 'authentication';
    default:
      return WRITABLE_FIELD_NAMES.find((name) => name === step);
  }
}
