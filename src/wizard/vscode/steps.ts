import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { EVENT_TYPE_NAMES, eventCatalogue, eventCategories } from '../../api/events.ts';
import type { AuthenticationType } from '../../api/types.ts';
import { authenticationLabel } from '../../messages/words.ts';
import { plain } from '../../platform/text.ts';
import { type Credentials, generateCredentials, generatePassword } from '../credentials.ts';
import type { Step } from '../engine.ts';
import type { TextField, WebhookForm } from '../form.ts';
import { type Choice, type GenerateButton, askPick, askText, askTicks } from './inputs.ts';
import { categoryNote, categoryRow, eventsIn, eventsNote, follow } from '../ticks.ts';
import {
  type Finding,
  type KnownEndpoint,
  validateCredential,
  validateEndpoint,
  validateName,
  validateTokenUrl,
  validateUsername,
} from '../validate.ts';

/*
 * The questions that the create and the edit wizard share. Ids are the fields' names, so that a refusal by the server
 * leads to its step.
 */

export type FormStep = Step<WebhookForm>;

/** @param present the name that the webhook has, in an edit: nothing is said about what is not going to be sent. */
export function nameStep(present?: string): FormStep {
  return textStep('name', {
    label: l10n.t('Name'),
    prompt: l10n.t('A name for this webhook'),
    placeholder: l10n.t('Order Notifications'),
    validate: (value) => (value === present ? undefined : validateName(value)),
  });
}

/** @param others asked anew at each check, since the list may change while the step is open. */
export function urlStep(others: () => Iterable<KnownEndpoint>): FormStep {
  return textStep('url', {
    label: l10n.t('Endpoint URL'),
    prompt: l10n.t('Public URL that receives events'),
    placeholder: 'https://example.com/webhooks/lettr',
    validate: (value) => validateEndpoint(value, others()),
  });
}

export function eventsModeStep(): FormStep {
  return {
    id: 'eventsMode',
    label: l10n.t('Events'),
    isComplete: (form) => form.eventsMode !== undefined,
    show: (form, frame) =>
      askPick(
        {
          placeholder: l10n.t('Select the events to send'),
          choices: [
            {
              value: 'all',
              label: l10n.t('All events'),
              detail: l10n.t('Includes event types added later'),
            },
            {
              value: 'selected',
              label: l10n.t('Selected events'),
              detail: l10n.t('Select from {0} event types in the next step', EVENT_TYPE_NAMES.length),
            },
          ] as const,
          active: form.eventsMode,
          onPick: (mode) => {
            form.eventsMode = mode;
            return 'next';
          },
        },
        frame,
      ),
  };
}

/** @param isEdit the API can't return to all events, so selecting every type in an edit says what that leaves out. */
export function eventsStep(isEdit: boolean): FormStep {
  return {
    id: 'events',
    label: l10n.t('Event Types'),
    isComplete: (form) => form.events.length > 0,
    show: (form, frame) =>
      askTicks(
        {
          placeholder: l10n.t('Type to filter, Space to select, Enter to accept'),
          choices: eventChoices(form.events),
          ticked: new Set(form.events),
          onTick: (before, after) => {
            const ticked = follow(before, after);
            form.events = eventsIn(ticked);
            return ticked;
          },
          canAccept: (ticked) => eventsIn(ticked).length > 0,
          note: (ticked, isRefused) => eventsNote(eventsIn(ticked), isRefused, isEdit),
        },
        frame,
      ),
  };
}

/** @param kept the description of the credentials that may stay, in an edit of a webhook that has some. */
export function authenticationStep(kept?: string): FormStep {
  const types: readonly AuthenticationType[] = ['none', 'basic', 'oauth2'];
  const details = {
    none: l10n.t('Anyone who knows the URL can send requests to it'),
    basic: l10n.t('Lettr sends a username and password with each delivery'),
    oauth2: l10n.t('Lettr gets a token with client credentials and sends it with each delivery'),
  };
  return {
    id: 'authentication',
    label: l10n.t('Authentication'),
    isComplete: (form) => form.authentication !== undefined,
    show: (form, frame) =>
      askPick<AuthenticationType | 'keep'>(
        {
          placeholder: l10n.t('Select an authentication method'),
          choices: [
            ...(kept === undefined
              ? []
              : [{ value: 'keep' as const, label: l10n.t('Keep Current Credentials'), detail: plain(kept) }]),
            ...types.map((value) => ({ value, label: authenticationLabel(value), detail: details[value] })),
          ],
          active: form.authentication,
          onPick: (type) => {
            form.authentication = type;
            return 'next';
          },
        },
        frame,
      ),
  };
}

/**
 * One step for each credential of the chosen authentication.
 *
 * @param why a sentence that each prompt begins with.
 */
export function credentialSteps(form: WebhookForm, why?: string): readonly FormStep[] {
  const ask = (field: TextField, step: TextStep): FormStep =>
    textStep(field, why === undefined ? step : { ...step, prompt: l10n.t('{0} {1}', why, step.prompt) });
  switch (form.authentication) {
    case 'basic':
      return [
        ask('username', {
          label: l10n.t('Username'),
          prompt: l10n.t('Sent to your endpoint with each delivery'),
          placeholder: l10n.t('Username'),
          generateButton: {
            tooltip: l10n.t('Generate Username and Password'),
            remark: l10n.t('Generated a username and password. You can save them once Lettr has them.'),
            generate: (filled) => keepGenerated(filled, generateCredentials()),
          },
          validate: validateUsername,
        }),
        ask('password', {
          label: l10n.t('Password'),
          prompt: l10n.t('Sent to Lettr, and never stored by VS Code'),
          placeholder: l10n.t('Password'),
          isSecret: true,
          generateButton: {
            tooltip: l10n.t('Generate Password'),
            remark: l10n.t('Generated a password. You can save it once Lettr has it.'),
            generate: (filled) => keepGenerated(filled, { password: generatePassword() }),
          },
          validate: validateCredential,
        }),
      ];
    case 'oauth2':
      return [
        ask('clientId', {
          label: l10n.t('Client ID'),
          prompt: l10n.t('Lettr uses this to get tokens'),
          placeholder: l10n.t('Client ID'),
          validate: validateCredential,
        }),
        ask('clientSecret', {
          label: l10n.t('Client Secret'),
          prompt: l10n.t('Sent to Lettr, and never stored by VS Code'),
          placeholder: l10n.t('Client secret'),
          isSecret: true,
          validate: validateCredential,
        }),
        ask('tokenUrl', {
          label: l10n.t('Token URL'),
          prompt: l10n.t('Lettr gets tokens from this URL'),
          placeholder: 'https://auth.example.com/oauth/token',
          validate: validateTokenUrl,
        }),
      ];
    default:
      return [];
  }
}

interface TextStep {
  readonly label: string;
  readonly prompt: string;
  readonly placeholder: string;
  readonly isSecret?: boolean;
  readonly generateButton?: Pick<GenerateButton, 'tooltip' | 'remark'> & {
    /** Puts what it makes into the form. */
    generate(form: WebhookForm): void;
  };
  validate(value: string): Finding | undefined;
}

function keepGenerated(
  form: WebhookForm,
  generated: Pick<Credentials, 'password'> & Partial<Credentials>,
): void {
  Object.assign(form, generated, { generatedPassword: generated.password });
}

function textStep(field: TextField, { label, generateButton, ...question }: TextStep): FormStep {
  return {
    id: field,
    label,
    isComplete: (form) => question.validate(form[field])?.severity !== 'error',
    show: (form, frame) =>
      askText(
        {
          ...question,
          ...(generateButton && {
            generateButton: {
              ...generateButton,
              generate: () => {
                generateButton.generate(form);
                return form[field];
              },
            },
          }),
          value: form[field],
          onType: (value) => {
            form[field] = value;
          },
        },
        frame,
      ),
  };
}

/** The rows of all event types, by category; each category's own row says how many of its types are ticked. */
function eventChoices(selected: readonly string[]): (ticked: ReadonlySet<string>) => Choice<string>[] {
  const catalogue = eventCatalogue();
  const others = selected.filter((name) => !catalogue.some((type) => type.name === name));
  return (ticked) => [
    ...eventCategories().flatMap(({ id, label }): Choice<string>[] => [
      { label, kind: vscode.QuickPickItemKind.Separator },
      { value: categoryRow(id), label: l10n.t('All of {0}', label), description: categoryNote(id, ticked) },
      ...catalogue
        .filter(({ category }) => category === id)
        .map(({ name, label: type, description }) => ({
          value: name,
          label: type,
          description: name,
          detail: description,
        })),
    ]),
    ...(others.length > 0 ? [{ label: l10n.t('Other'), kind: vscode.QuickPickItemKind.Separator }] : []),
    ...others.map((name) => ({ value: name, label: plain(name) })),
  ];
}
