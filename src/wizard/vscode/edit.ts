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

/** What the edit wizard needs to know. */
export interface EditOptions {
  readonly accountWords: string;
  readonly webhook: Webhook;
  /** The other webhooks of the account. */
  readonly others: () => Iterable<KnownEndpoint>;
}

const SAVE = 'save';

/**
 * Shows the fields with their present values until the person saves or leaves. `done` means that they chose to save;
 * the form then differs from the webhook. After an answered field Enter saves.
 *
 * @param start a field's step to open first.
 */
export async function runEditWizard(
  form: WebhookForm,
  options: EditOptions,
  start: Start = {},
): Promise<End> {
  let section = sectionOf(start.at);
  let first: Start = start;
  // A refusal that names no field is told in the menu.
  let problem = section ? undefined : start.problem;
  const { onStep } = start;
  for (;;) {
    let active: Section | typeof SAVE | undefined = section;
    if (section) {
      const flow = flowOf(options, (now) => sectionSteps(section ?? 'name', now, options));
      const end = await runWizard(flow, form, { ...first, canLeave: true });
      if (end === 'cancelled') {
        return end;
      }
      active = end === 'done' && hasChanges(form, options.webhook) ? SAVE : section;
    }
    const chosen = await askSection(form, options, { active, problem, onStep });
    problem = undefined;
    if (chosen === undefined) {
      return 'cancelled';
    }
    const missing = chosen === SAVE ? firstMissing(form, options) : undefined;
    if (chosen === SAVE && !missing) {
      return 'done';
    }
    first = { at: missing?.id, onStep };
    section = chosen === SAVE ? sectionOf(missing?.id) : chosen;
  }
}

/** A changed field that was left half typed is asked again before anything is sent. */
function firstMissing(form: WebhookForm, options: EditOptions): FormStep | undefined {
  const changed = sectionRows(form, options.webhook).filter(({ isChanged }) => isChanged);
  return firstIncomplete(
    changed.flatMap(({ value }) => sectionSteps(value, form, options)),
    form,
  );
}

async function askSection(
  form: WebhookForm,
  options: EditOptions,
  start: { readonly active: Section | typeof SAVE | undefined } & Pick<Start, 'problem' | 'onStep'>,
): Promise<Section | typeof SAVE | undefined> {
  let chosen: Section | typeof SAVE | undefined;
  const menu: FormStep = {
    id: 'menu',
    label: plain(options.webhook.name, 60),
    show: (_, frame) =>
      askPick<Section | typeof SAVE>(
        {
          placeholder: l10n.t('Select a field to edit'),
          choices: menuRows(form, options.webhook),
          active: start.active ?? (hasChanges(form, options.webhook) ? SAVE : 'name'),
          onPick: (value) => {
            chosen = value;
            return 'next';
          },
        },
        frame,
      ),
  };
  const end = await runWizard(
    flowOf(options, () => [menu]),
    form,
    { problem: start.problem, onStep: start.onStep },
  );
  return end === 'done' ? chosen : undefined;
}

function hasChanges(form: WebhookForm, webhook: Webhook): boolean {
  return patchSize(patchOf(form, webhook)) > 0;
}

function flowOf(options: EditOptions, steps: Flow<WebhookForm>['steps']): Flow<WebhookForm> {
  return { title: l10n.t('Edit Webhook'), subtitle: options.accountWords, steps };
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

function sectionSteps(section: Section, form: WebhookForm, options: EditOptions): readonly FormStep[] {
  switch (section) {
    case 'name':
      return [nameStep(options.webhook.name)];
    case 'url':
      return [urlStep(options.others)];
    case 'events':
      return [
        ...(options.webhook.events === 'all' ? [eventsModeStep()] : []),
        ...(form.eventsMode === 'selected' ? [eventsStep(true)] : []),
      ];
    case 'authentication':
      return [authenticationStep(keptWords(options.webhook)), ...credentialSteps(form)];
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
          placeholder: l10n.t('Select whether Lettr delivers events to this webhook'),
          choices: [
            {
              value: true,
              label: l10n.t('Enabled'),
              detail: l10n.t('Lettr delivers events to the endpoint'),
            },
            {
              value: false,
              label: l10n.t('Disabled'),
              detail: l10n.t('Lettr delivers no events until you enable it'),
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
