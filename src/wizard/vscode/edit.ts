import * as l10n from '@vscode/l10n';

import type { Webhook } from '../../api/types.ts';
import { authenticationWords } from '../../messages/words.ts';
import { plain } from '../../platform/text.ts';
import { type End, type Flow, type Start, firstIncomplete, runWizard } from '../engine.ts';
import { type WebhookForm, patchOf, patchSize } from '../form.ts';
import { type Choice, askPick } from './inputs.ts';
import { type Section, sectionOf, sectionRows } from '../sections.ts';
import {
  type FormStep,
  authenticationStep,
  credentialSteps,
  eventsModeStep,
  eventsStep,
  nameStep,
  urlStep,
} from './steps.ts';
import type { KnownEndpoint } from '../validate.ts';

/** What the edit wizard has to know. */
export interface EditSetting {
  readonly accountWords: string;
  readonly webhook: Webhook;
  /** The other webhooks of the account. */
  readonly others: () => Iterable<KnownEndpoint>;
}

const SAVE = 'save';

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
  // A refusal that names no field is told in the menu.
  let problem = section ? undefined : start.problem;
  for (;;) {
    if (section) {
      const flow = flowOf(setting, (now) => sectionSteps(section ?? 'name', now, setting));
      const end = await runWizard(flow, form, { ...first, canLeave: true });
      if (end === 'cancelled') {
        return end;
      }
      first = {};
    }
    const chosen = await askSection(form, setting, { last: section, problem });
    problem = undefined;
    if (chosen === undefined) {
      return 'cancelled';
    }
    const missing = chosen === SAVE ? firstMissing(form, setting) : undefined;
    if (chosen === SAVE && !missing) {
      return 'done';
    }
    first = { at: missing?.id };
    section = chosen === SAVE ? sectionOf(missing?.id) : chosen;
  }
}

/** A changed field that was left half typed is asked again before anything is sent. */
function firstMissing(form: WebhookForm, setting: EditSetting): FormStep | undefined {
  const changed = sectionRows(form, setting.webhook).filter(({ isChanged }) => isChanged);
  return firstIncomplete(
    changed.flatMap(({ value }) => sectionSteps(value, form, setting)),
    form,
  );
}

async function askSection(
  form: WebhookForm,
  setting: EditSetting,
  { last, problem }: { readonly last: Section | undefined; readonly problem: string | undefined },
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
    { problem },
  );
  return end === 'done' ? chosen : undefined;
}

function flowOf(setting: EditSetting, steps: Flow<WebhookForm>['steps']): Flow<WebhookForm> {
  return { title: l10n.t('Edit Webhook'), subtitle: setting.accountWords, steps };
}

function menuRows(form: WebhookForm, webhook: Webhook): readonly Choice<Section | typeof SAVE>[] {
  const count = patchSize(patchOf(form, webhook));
  const save: Choice<typeof SAVE> = {
    value: SAVE,
    label: `$(save) ${l10n.t('Save Changes ({0})', count)}`,
    description: l10n.t('Only changed fields are sent'),
  };
  const fields = sectionRows(form, webhook).map(({ isChanged, ...row }) => ({
    ...row,
    ...(isChanged && { detail: l10n.t('changed') }),
  }));
  return [...(count > 0 ? [save] : []), ...fields];
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
