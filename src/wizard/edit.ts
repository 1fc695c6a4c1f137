import * as l10n from '@vscode/l10n';

import type { Webhook } from '../api/types.ts';
import { authenticationLabel, authenticationWords, eventCount } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { type End, type Flow, type Start, runWizard } from './engine.ts';
import { type WebhookForm, patchOf, patchSize } from './form.ts';
import { type Choice, askPick } from './inputs.ts';
import {
  type FormStep,
  authenticationStep,
  credentialSteps,
  eventsModeStep,
  eventsStep,
  nameStep,
  urlStep,
} from './steps.ts';
import type { KnownEndpoint } from './validate.ts';

/** What the edit wizard has to know. */
export interface EditSetting {
  readonly accountWords: string;
  readonly webhook: Webhook;
  /** The other webhooks of the account. */
  readonly others: () => Iterable<KnownEndpoint>;
}

const SAVE = 'save';
type Section = 'name' | 'url' | 'events' | 'authentication' | 'enabled';

/**
 * Shows the fields with their present values until the person saves or leaves. `done` means that they chose to save;
 * the form then differs from the webhook.
 *
 * @param start a field's step to open first.
 */
export async function runEditWizard(
  form: WebhookForm,
  setting: EditSetting,
  start: Start = {},
): Promise<End> {
  let section = sectionOf(start.at);
  let first: Start = start;
  for (;;) {
    if (section) {
      const flow = flowOf(setting, (now) => sectionSteps(section ?? 'name', now, setting));
      const end = await runWizard(flow, form, { ...first, canLeave: true });
      if (end === 'cancelled') {
        return end;
      }
      first = {};
    }
    const chosen = await askSection(form, setting, section);
    if (chosen === undefined) {
      return 'cancelled';
    }
    const missing = chosen === SAVE ? firstIncomplete(form, setting) : undefined;
    if (chosen === SAVE && !missing) {
      return 'done';
    }
    first = { at: missing?.id };
    section = chosen === SAVE ? sectionOf(missing?.id) : chosen;
  }
}

/** A changed field that was left half typed is asked again before anything is sent. */
function firstIncomplete(form: WebhookForm, setting: EditSetting): FormStep | undefined {
  const patch = patchOf(form, setting.webhook);
  const sections: readonly Section[] = ['name', 'url', 'events', 'authentication'];
  return sections
    .filter((section) => patch[section] !== undefined)
    .flatMap((section) => sectionSteps(section, form, setting))
    .find((step) => step.isComplete?.(form) === false);
}

async function askSection(
  form: WebhookForm,
  setting: EditSetting,
  last: Section | undefined,
): Promise<Section | typeof SAVE | undefined> {
  let chosen: Section | typeof SAVE | undefined;
  const menu: FormStep = {
    id: 'menu',
    label: plain(setting.webhook.name, 60),
    show: (_, frame) =>
      askPick<Section | typeof SAVE>(
        {
          placeholder: l10n.t('Choose a field to change it'),
          choices: menuRows(form, setting.webhook),
          active: last ?? 'name',
          onPick: (value) => {
            chosen = value;
            return 'next';
          },
        },
        frame,
      ),
  };
  const end = await runWizard(
    flowOf(setting, () => [menu]),
    form,
  );
  return end === 'done' ? chosen : undefined;
}

function flowOf(setting: EditSetting, steps: Flow<WebhookForm>['steps']): Flow<WebhookForm> {
  return { title: l10n.t('Edit Webhook'), subtitle: setting.accountWords, steps };
}

function menuRows(form: WebhookForm, webhook: Webhook): readonly Choice<Section | typeof SAVE>[] {
  const patch = patchOf(form, webhook);
  const count = patchSize(patch);
  const changed = l10n.t('changed');
  const row = (value: Section, label: string, description: string, isChanged: boolean) => ({
    value,
    label,
    description,
    ...(isChanged && { detail: changed }),
  });
  const save: Choice<typeof SAVE> = {
    value: SAVE,
    label: `$(save) ${l10n.t('Save Changes ({0})', count)}`,
    description: l10n.t('Only changed fields are sent'),
  };
  return [
    ...(count > 0 ? [save] : []),
    row('name', l10n.t('Name'), plain(form.name), patch.name !== undefined),
    row('url', l10n.t('Endpoint URL'), plain(form.url), patch.url !== undefined),
    row('events', l10n.t('Events'), eventsWords(form, webhook), patch.events !== undefined),
    row(
      'authentication',
      l10n.t('Authentication'),
      form.authentication === 'keep' || form.authentication === undefined
        ? authenticationWords(webhook)
        : authenticationLabel(form.authentication),
      patch.authentication !== undefined,
    ),
    row(
      'enabled',
      l10n.t('Enabled'),
      form.enabled ? l10n.t('yes') : l10n.t('no'),
      patch.enabled !== undefined,
    ),
  ];
}

function eventsWords(form: WebhookForm, webhook: Webhook): string {
  if (form.eventsMode === 'all') {
    return eventCount('all');
  }
  return eventCount(form.events.length === 0 ? webhook.events : form.events);
}

function sectionSteps(section: Section, form: WebhookForm, setting: EditSetting): readonly FormStep[] {
  switch (section) {
    case 'name':
      return [nameStep()];
    case 'url':
      return [urlStep(setting.others)];
    case 'events':
      return [
        ...(setting.webhook.events === 'all' ? [eventsModeStep()] : []),
        ...(form.eventsMode === 'selected' ? [eventsStep(true)] : []),
      ];
    case 'authentication':
      return [authenticationStep(keptWords(setting.webhook)), ...credentialSteps(form)];
    case 'enabled':
      return [enabledStep()];
  }
}

function keptWords(webhook: Webhook): string | undefined {
  return webhook.authentication === 'none' ? undefined : authenticationWords(webhook);
}

function enabledStep(): FormStep {
  return {
    id: 'enabled',
    label: l10n.t('Enabled'),
    show: (form, frame) =>
      askPick(
        {
          placeholder: l10n.t('Does Lettr deliver to this webhook?'),
          choices: [
            {
              value: true,
              label: l10n.t('Enabled'),
              detail: l10n.t('Lettr delivers events to the endpoint.'),
            },
            {
              value: false,
              label: l10n.t('Disabled'),
              detail: l10n.t('Lettr delivers nothing until it is enabled.'),
            },
          ],
          active: form.enabled,
          onPick: (enabled) => {
            form.enabled = enabled;
            return 'next';
          },
        },
        frame,
      ),
  };
}

/** The part of the wizard in which a step stands. */
function sectionOf(step: string | undefined): Section | undefined {
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
