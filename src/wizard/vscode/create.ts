import * as l10n from '@vscode/l10n';

import { plain } from '../../platform/text.ts';
import { type End, type Flow, type Start, runWizard } from '../engine.ts';
import type { WebhookForm } from '../form.ts';
import { type Choice, askPick } from './inputs.ts';
import { REVIEW, reviewMove, reviewWords } from '../review.ts';
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

/** What the create wizard has to know. */
export interface CreateSetting {
  /** The wizard's name, when it is not that of Create Webhook. */
  readonly title?: string;
  /** The account and its mode, for the titles. */
  readonly accountWords: string;
  readonly others: () => Iterable<KnownEndpoint>;
  /** For a webhook that is created enabled and disabled right after, as Undo of a deleted one does. */
  readonly isDisabledAfterwards: boolean;
  /** Why credentials have to be typed although the rest is filled in. */
  readonly whyCredentials?: string;
}

export { REVIEW };

/** Asks for a new webhook, ending with a review; `done` means that the person chose to create it. */
export function runCreateWizard(form: WebhookForm, setting: CreateSetting, start?: Start): Promise<End> {
  const flow: Flow<WebhookForm> = {
    title: setting.title ?? l10n.t('Create Webhook'),
    subtitle: setting.accountWords,
    steps: (now) => {
      const steps = createSteps(now, setting);
      return [...steps, reviewStep(steps, setting)];
    },
  };
  return runWizard(flow, form, start);
}

function createSteps(form: WebhookForm, { others, whyCredentials }: CreateSetting): readonly FormStep[] {
  return [
    nameStep(),
    urlStep(others),
    eventsModeStep(),
    ...(form.eventsMode === 'selected' ? [eventsStep(false)] : []),
    authenticationStep(),
    ...credentialSteps(form, whyCredentials),
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
          onPick: (id) => reviewMove(id, steps, form),
        },
        frame,
      ),
  };
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
