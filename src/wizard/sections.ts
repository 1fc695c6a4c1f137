import * as l10n from '@vscode/l10n';

import type { Webhook } from '../api/types.ts';
import { authenticationLabel, authenticationWords, eventCount } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { type WebhookForm, patchOf } from './form.ts';

/** The fields of the edit wizard's menu, named like those of a patch. */
export type Section = 'name' | 'url' | 'events' | 'authentication' | 'enabled';

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
  const row = (value: Section, label: string, description: string): SectionRow => ({
    value,
    label,
    description,
    isChanged: patch[value] !== undefined,
  });
  return [
    row('name', l10n.t('Name'), plain(form.name)),
    row('url', l10n.t('Endpoint URL'), plain(form.url)),
    row('events', l10n.t('Events'), eventsWords(form, webhook)),
    row(
      'authentication',
      l10n.t('Authentication'),
      form.authentication === 'keep' || form.authentication === undefined
        ? authenticationWords(webhook)
        : authenticationLabel(form.authentication),
    ),
    row('enabled', l10n.t('Enabled'), form.enabled ? l10n.t('yes') : l10n.t('no')),
  ];
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
    case 'name':
    case 'url':
    case 'enabled':
    case 'events':
      return step;
    case 'eventsMode':
      return 'events';
    case 'authentication':
    case 'username':
    case 'password':
    case 'clientId':
    case 'clientSecret':
    case 'tokenUrl':
      return 'authentication';
    default:
      return undefined;
  }
}
