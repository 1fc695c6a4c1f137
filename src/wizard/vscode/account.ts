import * as l10n from '@vscode/l10n';
import { env } from 'vscode';

import { plain } from '../../platform/text.ts';
import type { Finding } from '../validate.ts';
import { type End, type Flow, type Step, runWizard } from '../engine.ts';
import { type Choice, askPick, askText } from './inputs.ts';

/** Where a key comes from. */
export type KeySource = 'environment' | 'paste' | 'page';

/** What is typed about an account. The key stays in memory until the account is stored. */
export interface AccountForm {
  source: KeySource | undefined;
  key: string;
  name: string;
}

/** How a key is judged. */
export interface KeyQuestions {
  /** A key as it is meant, of what was typed or pasted. */
  clean(text: string): string;
  /** What is wrong with the shape of a clean key. */
  validateKey(key: string): Finding | undefined;
  /** Asks Lettr about a key; an error or warning holds the step. */
  checkKey(key: string, signal: AbortSignal): Promise<Finding | undefined>;
}

export interface AccountQuestions extends KeyQuestions {
  /** Whether the environment has a key. */
  readonly hasEnvironmentKey: boolean;
  /** Told when the person wants to make a key in the browser. */
  openKeyPage(): void;
  validateName(name: string): Finding | undefined;
}

/** Asks for a new account: where the key comes from, the key, a name. With a key that was typed before, it begins there. */
export function runAccountWizard(form: AccountForm, questions: AccountQuestions): Promise<End> {
  const flow: Flow<AccountForm> = {
    title: l10n.t('Add Account'),
    steps: ({ source }) =>
      source === 'environment'
        ? [sourceStep(questions)]
        : [sourceStep(questions), keyStep(questions), nameStep((name) => questions.validateName(name))],
  };
  return runWizard(flow, form, form.key === '' ? {} : { at: 'key' });
}

/** Asks for another key of an account. */
export function runKeyWizard(form: AccountForm, title: string, questions: KeyQuestions): Promise<End> {
  return runWizard({ title, steps: () => [keyStep(questions)] }, form);
}

/** Asks for another name of an account. */
export function runNameWizard(
  form: Pick<AccountForm, 'name'>,
  validate: AccountQuestions['validateName'],
): Promise<End> {
  return runWizard({ title: l10n.t('Rename Account'), steps: () => [nameStep(validate)] }, form);
}

function sourceStep(questions: AccountQuestions): Step<AccountForm> {
  const choices: readonly Choice<KeySource>[] = [
    ...(questions.hasEnvironmentKey
      ? [
          {
            value: 'environment' as const,
            label: l10n.t('Use LETTR_API_KEY'),
            detail: environmentDetail(),
          },
        ]
      : []),
    {
      value: 'paste',
      label: l10n.t('Paste an API Key'),
      detail: storageDetail(),
    },
    {
      value: 'page',
      label: l10n.t('Create an API Key in the Lettr Dashboard'),
      detail: l10n.t('Opens your browser'),
    },
  ];
  return {
    id: 'source',
    label: l10n.t('API Key Source'),
    show: (form, frame) =>
      askPick(
        {
          placeholder: l10n.t('Select how to provide the API key'),
          choices,
          active: form.source,
          onPick: (source) => {
            form.source = source;
            if (source === 'page') {
              questions.openKeyPage();
            }
            return 'next';
          },
        },
        frame,
      ),
  };
}

/** VS Code keeps secrets where its window is shown; the extension and its environment may be on another machine. */
function storageDetail(): string {
  return env.remoteName === undefined
    ? l10n.t("Stored in VS Code's secret storage")
    : l10n.t("Stored in VS Code's secret storage on your local computer");
}

function environmentDetail(): string {
  return env.remoteName === undefined
    ? l10n.t('From the environment that VS Code was started in. Not stored.')
    : l10n.t('From the environment of the remote side ({0}). Not stored.', plain(env.remoteName));
}

function keyStep(questions: KeyQuestions): Step<AccountForm> {
  return {
    id: 'key',
    label: l10n.t('API Key'),
    show: (form, frame) =>
      askText(
        {
          prompt: l10n.t('The key is verified with Lettr'),
          placeholder: 'lttr_…',
          value: form.key,
          isSecret: true,
          onType: (value) => {
            form.key = value;
          },
          validate: (value) => questions.validateKey(questions.clean(value)),
          confirm: (value, signal) => questions.checkKey(questions.clean(value), signal),
        },
        frame,
      ),
  };
}

function nameStep(validate: AccountQuestions['validateName']): Step<Pick<AccountForm, 'name'>> {
  return {
    id: 'name',
    label: l10n.t('Name'),
    show: (form, frame) =>
      askText(
        {
          prompt: l10n.t('A name shown in the Webhooks view'),
          placeholder: l10n.t('Team name'),
          value: form.name,
          onType: (value) => {
            form.name = value;
          },
          validate,
        },
        frame,
      ),
  };
}
