import * as l10n from '@vscode/l10n';

import { plain } from '../../platform/text.ts';
import { type End, type Flow, type Start, runWizard } from '../engine.ts';
import type { WebhookForm } from '../form.ts';
import { REVIEW, reviewMove, reviewWords } from '../review.ts';
import { askPickOrCheck, checkRow } from './check.ts';
import type { Choice } from './inputs.ts';
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

/** What the create wizard needs to know. */
export interface CreateOptions {
  /** The wizard's name. */
  readonly title: string;
  /** The account and its mode, for the titles. */
  readonly accountWords: string;
  readonly others: () => Iterable<KnownEndpoint>;
  /** For a webhook that is created enabled and disabled right after, since the API only creates enabled ones. */
  readonly isDisabledAfterwards: boolean;
  /** Why credentials have to be typed although the rest is filled in. */
  readonly whyCredentials?: string;
  /** Sends test requests to what was typed. Runs while the review is closed; it comes back afterwards. */
  readonly checkEndpoint: (form: WebhookForm) => Promise<void>;
}

/** Asks for a new webhook, ending with a review; `done` means that the person chose to create it. */
export function runCreateWizard(form: WebhookForm, options: CreateOptions, start?: Start): Promise<End> {
  const flow: Flow<WebhookForm> = {
    title: options.title,
    subtitle: options.accountWords,
    steps: (now) => {
      const steps = createSteps(now, options);
      return [...steps, reviewStep(steps, options)];
    },
  };
  return runWizard(flow, form, start);
}

function createSteps(form: WebhookForm, { others, whyCredentials }: CreateOptions): readonly FormStep[] {
  return [
    nameStep(),
    urlStep(others),
    eventsModeStep(),
    ...(form.eventsMode === 'selected' ? [eventsStep(false)] : []),
    authenticationStep(),
    ...credentialSteps(form, whyCredentials),
  ];
}

function reviewStep(steps: readonly FormStep[], options: CreateOptions): FormStep {
  return {
    id: REVIEW,
    label: l10n.t('Review'),
    show: (form, frame) =>
      askPickOrCheck(
        {
          placeholder: l10n.t('Create the webhook, or select a field to edit'),
          choices: [createRow(form, options), checkRow(), ...steps.map((step) => reviewRow(step, form))],
          active: REVIEW,
          onPick: (id) => reviewMove(id, steps, form),
        },
        frame,
        () => options.checkEndpoint(form),
      ),
  };
}

function createRow(form: WebhookForm, { isDisabledAfterwards }: CreateOptions): Choice<string> {
  const detail = isDisabledAfterwards
    ? l10n.t('Created enabled, then disabled immediately')
    : l10n.t('Lettr may send a test request and expects HTTP 200');
  return {
    value: REVIEW,
    label: `$(check) ${l10n.t('Create Webhook')}`,
    description: plain(form.name),
    detail,
  };
}

function reviewRow(step: FormStep, form: WebhookForm): Choice<string> {
  return { value: step.id, label: step.label, description: reviewWords(step.id, form) };
}
