import * as l10n from '@vscode/l10n';

import type { Webhook } from '../../api/types.ts';
import { authenticationWords } from '../../messages/words.ts';
import { plain } from '../../platform/text.ts';
import { type End, type Flow, type Start, firstIncomplete, runWizard } from '../engine.ts';
import { type WebhookForm, patchOf, patchSize } from '../form.ts';
import { CHECK } from '../review.ts';
import { askPickOrCheck, checkRow } from './check.ts';
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
  /** Sends test requests to what was typed. Runs while the list of fields is closed; it comes back afterwards. */
  readonly checkEndpoint: (form: WebhookForm) => Promise<void>;
}

const SAVE = 'save';

/** A row of the list of fields. */
type Row = Section | typeof SAVE | typeof CHECK;

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
    let active: Row | undefined = section;
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
    if (chosen !== SAVE && chosen !== CHECK) {
      first = { onStep };
      section = chosen;
      continue;
    }
    const missing = firstMissing(form, options);
    // The check leaves its list only when something is missing.
    if (!missing) {
      return 'done';
    }
    first = { at: missing.id, onStep };
    section = sectionOf(missing.id);
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
  start: { readonly active: Row | undefined } & Pick<Start, 'problem' | 'onStep'>,
): Promise<Row | undefined> {
  let chosen: Row | undefined;
  const menu: FormStep = {
    id: 'menu',
    label: plain(options.webhook.name, 60),
    show: (_, frame) =>
      askPickOrCheck<Row>(
        {
          placeholder: l10n.t('Select a field to edit'),
          choices: menuRows(form, options.webhook),
          active: start.active ?? (hasChanges(form, options.webhook) ? SAVE : 'name'),
          onPick: (value) => {
            chosen = value;
            return value === CHECK && !firstMissing(form, options) ? CHECK : 'next';
          },
        },
        frame,
        () => options.checkEndpoint(form),
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

function menuRows(form: WebhookForm, webhook: Webhook): readonly Choice<Row>[] {
  const patch = patchOf(form, webhook);
  const count = patchSize(patch);
  const save: Choice<typeof SAVE> = {
    value: SAVE,
    label: `$(save) ${l10n.t('Save Changes ({0})', count)}`,
    description: l10n.t('Only changed fields are sent'),
  };
  const fields = sectionRows(form, webhook).map(({ isChanged, ...row }) => ({
    ...row,
    ...(isChanged && { detail: l10n.t('changed') }),
  }));
  // What makes Lettr try the endpoint when it is saved.
  const isTried = patch.url !== undefined || patch.authentication !== undefined;
  return [...(count > 0 ? [save] : []), ...(isTried ? [checkRow()] : []), ...fields];
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
