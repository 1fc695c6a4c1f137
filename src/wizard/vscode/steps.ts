import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { eventCatalogue, eventCategories } from '../../api/events.ts';
import type { AuthenticationType } from '../../api/types.ts';
import { authenticationLabel } from '../../messages/words.ts';
import { plain } from '../../platform/text.ts';
import type { Step } from '../engine.ts';
import type { TextField, WebhookForm } from '../form.ts';
import { type Choice, askPick, askText, askTicks } from './inputs.ts';
import { categoryRow, eventsIn, eventsNote, follow, ticksFor } from '../ticks.ts';
import {
  type Finding,
  type KnownEndpoint,
  validateCredential,
  validateEndpoint,
  validateName,
  validateTokenUrl,
} from '../validate.ts';

/*
 * The questions that the create and the edit wizard share. Ids are the fields' names, so that a refusal by the server
 * leads to its step.
 */

export type FormStep = Step<WebhookForm>;

export function nameStep(): FormStep {
  return textStep('name', {
    label: l10n.t('Name'),
    prompt: l10n.t('How you tell this webhook from others.'),
    placeholder: l10n.t('Order Notifications'),
    validate: validateName,
  });
}

/** @param others asked anew at each check, since the list may change while the step is open. */
export function urlStep(others: () => Iterable<KnownEndpoint>): FormStep {
  return textStep('url', {
    label: l10n.t('Endpoint URL'),
    prompt: l10n.t('Lettr posts events to this URL; it has to be reachable from the internet.'),
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
          placeholder: l10n.t('Which events does this webhook receive?'),
          choices: [
            {
              value: 'all',
              label: l10n.t('All events'),
              detail: l10n.t('Every type, also the ones that Lettr adds later.'),
            },
            {
              value: 'selected',
              label: l10n.t('Selected events'),
              detail: l10n.t('Choose from the 22 types in the next step.'),
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

/** @param isEdit the API cannot return to all events, so choosing every type in an edit says what that leaves out. */
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
          ticked: ticksFor(form.events),
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
    none: l10n.t('Anyone who knows the URL can post to it.'),
    basic: l10n.t('Lettr sends a user name and a password with each delivery.'),
    oauth2: l10n.t('Lettr fetches a token with client credentials and sends it with each delivery.'),
  };
  return {
    id: 'authentication',
    label: l10n.t('Authentication'),
    isComplete: (form) => form.authentication !== undefined,
    show: (form, frame) =>
      askPick<AuthenticationType | 'keep'>(
        {
          placeholder: l10n.t('How does your endpoint know that Lettr is calling?'),
          choices: [
            ...(kept === undefined
              ? []
              : [{ value: 'keep' as const, label: l10n.t('Keep current credentials'), detail: plain(kept) }]),
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
 * @param why a sentence that each of them begins with.
 */
export function credentialSteps(form: WebhookForm, why?: string): readonly FormStep[] {
  const ask = (field: TextField, step: TextStep): FormStep =>
    textStep(field, why === undefined ? step : { ...step, prompt: `${why} ${step.prompt}` });
  switch (form.authentication) {
    case 'basic':
      return [
        ask('username', {
          label: l10n.t('User Name'),
          prompt: l10n.t('Sent to your endpoint with each delivery.'),
          placeholder: l10n.t('User name'),
          validate: validateCredential,
        }),
        ask('password', {
          label: l10n.t('Password'),
          prompt: l10n.t('Sent to Lettr only; it is not stored on this machine and never shown again.'),
          placeholder: l10n.t('Password'),
          isSecret: true,
          validate: validateCredential,
        }),
      ];
    case 'oauth2':
      return [
        ask('clientId', {
          label: l10n.t('Client ID'),
          prompt: l10n.t('Lettr uses it to fetch tokens.'),
          placeholder: l10n.t('Client ID'),
          validate: validateCredential,
        }),
        ask('clientSecret', {
          label: l10n.t('Client Secret'),
          prompt: l10n.t('Sent to Lettr only; it is not stored on this machine and never shown again.'),
          placeholder: l10n.t('Client secret'),
          isSecret: true,
          validate: validateCredential,
        }),
        ask('tokenUrl', {
          label: l10n.t('Token URL'),
          prompt: l10n.t('Lettr posts the client credentials to this URL to fetch a token.'),
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
  validate(value: string): Finding | undefined;
}

function textStep(field: TextField, { label, ...question }: TextStep): FormStep {
  return {
    id: field,
    label,
    isComplete: (form) => question.validate(form[field])?.severity !== 'error',
    show: (form, frame) =>
      askText(
        {
          ...question,
          value: form[field],
          onType: (value) => {
            form[field] = value;
          },
        },
        frame,
      ),
  };
}

function eventChoices(selected: readonly string[]): Choice<string>[] {
  const catalogue = eventCatalogue();
  const known = eventCategories().flatMap(({ id, label }): Choice<string>[] => [
    { label, kind: vscode.QuickPickItemKind.Separator },
    {
      value: categoryRow(id),
      label: l10n.t('All of {0}', label),
      description: l10n.t('selects or clears the types below'),
    },
    ...catalogue
      .filter((type) => type.category === id)
      .map((type) => ({
        value: type.name,
        label: type.label,
        description: type.name,
        detail: type.description,
      })),
  ]);
  const others = selected.filter((name) => !catalogue.some((type) => type.name === name));
  const other = others.map((name): Choice<string> => ({ value: name, label: plain(name) }));
  return others.length === 0
    ? known
    : [...known, { label: l10n.t('Other'), kind: vscode.QuickPickItemKind.Separator }, ...other];
}
