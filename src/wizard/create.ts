import * as l10n from '@vscode/l10n';

import { authenticationLabel, eventCount } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { type End, type Flow, type Start, runWizard } from './engine.ts';
import type { WebhookForm } from './form.ts';
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

/** What the create wizard has to know. */
export interface CreateSetting {
  /** The account and its mode, for the titles. */
  readonly accountWords: string;
  readonly others: () => Iterable<KnownEndpoint>;
  /** For a webhook that is created enabled and disabled right after, as Undo of a deleted one does. */
  readonly isDisabledAfterwards: boolean;
}

/** The step from which nothing is missing. */
export const REVIEW = 'review';

/** Asks for a new webhook, ending with a review; `done` means that the person chose to create it. */
export function runCreateWizard(form: WebhookForm, setting: CreateSetting, start?: Start): Promise<End> {
  const flow: Flow<WebhookForm> = {
    title: l10n.t('Create Webhook'),
    subtitle: setting.accountWords,
    steps: (now) => {
      const steps = createSteps(now, setting);
      return [...steps, reviewStep(steps, setting)];
    },
  };
  return runWizard(flow, form, start);
}

function createSteps(form: WebhookForm, { others }: CreateSetting): readonly FormStep[] {
  return [
    nameStep(),
    urlStep(others),
    eventsModeStep(),
    ...(form.eventsMode === 'selected' ? [eventsStep(false)] : []),
    authenticationStep(),
    ...credentialSteps(form),
  ];
}

function reviewStep(steps: readonly FormStep[], setting: CreateSetting): FormStep {
  return {
    id: REVIEW,
    label: l10n.t('Review'),
    show: (form, frame) =>
      askPick(
        {
          placeholder: l10n.t('Create it, or choose a row to change it'),
          choices: [createRow(form, setting), ...steps.flatMap((step) => reviewRow(step, form))],
          active: REVIEW,
          onPick: (id) => (id === REVIEW ? firstIncomplete(steps, form) : { to: id }),
        },
        frame,
      ),
  };
}

/** A step that a jump left out is asked before anything is sent. */
function firstIncomplete(steps: readonly FormStep[], form: WebhookForm): 'next' | { readonly to: string } {
  const missing = steps.find((step) => step.isComplete?.(form) === false);
  return missing ? { to: missing.id } : 'next';
}

function createRow(form: WebhookForm, setting: CreateSetting): Choice<string> {
  const detail = setting.isDisabledAfterwards
    ? l10n.t('It is enabled for a moment and then disabled again, since Lettr creates webhooks enabled.')
    : l10n.t('Lettr may call the URL once to see that it answers 200.');
  return {
    value: REVIEW,
    label: `$(check) ${l10n.t('Create Webhook')}`,
    description: plain(form.name),
    detail,
  };
}

function reviewRow(step: FormStep, form: WebhookForm): readonly Choice<string>[] {
  return [{ value: step.id, label: step.label, description: reviewWords(step.id, form) }];
}

/** The answer of a step as the review shows it; secrets only say that they are there. */
function reviewWords(id: string, form: WebhookForm): string {
  switch (id) {
    case 'name':
      return plain(form.name);
    case 'url':
      return plain(form.url);
    case 'eventsMode':
      return form.eventsMode === 'all' ? l10n.t('all events') : l10n.t('selected events');
    case 'events':
      return plain(`${eventCount(form.events)}: ${form.events.join(', ')}`);
    case 'authentication':
      return authenticationLabel(form.authentication ?? 'none');
    case 'username':
      return plain(form.username);
    case 'clientId':
      return plain(form.clientId);
    case 'tokenUrl':
      return plain(form.tokenUrl);
    default:
      return l10n.t('typed, not shown');
  }
}
