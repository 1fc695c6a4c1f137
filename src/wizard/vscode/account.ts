import * as l10n from '@vscode/l10n';

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

export interface AccountSetting {
  /** Whether the environment has a key. */
  readonly hasEnvironmentKey: boolean;
  /** Told when the person wants to make a key in the browser. */
  openKeyPage(): void;
  /** What is wrong with the shape of a key. */
  validateKey(key: string): Finding | undefined;
  /** Asks Lettr about a key; an error or warning holds the step. */
  checkKey(key: string, signal: AbortSignal): Promise<Finding | undefined>;
}

/** Asks for a new account: where the key comes from, the key, a name. */
export function runAccountWizard(form: AccountForm, setting: AccountSetting): Promise<End> {
  const flow: Flow<AccountForm> = {
    title: l10n.t('Add Account'),
    steps: ({ source }) =>
      source === 'environment' ? [sourceStep(setting)] : [sourceStep(setting), keyStep(setting), nameStep()],
  };
  return runWizard(flow, form);
}

/** Asks for another key of an account. */
export function runKeyWizard(form: AccountForm, title: string, setting: AccountSetting): Promise<End> {
  return runWizard({ title, steps: () => [keyStep(setting)] }, form);
}

function sourceStep(setting: AccountSetting): Step<AccountForm> {
  const choices: readonly Choice<KeySource>[] = [
    ...(setting.hasEnvironmentKey
      ? [
          {
            value: 'environment' as const,
            label: l10n.t('Use LETTR_API_KEY'),
            detail: l10n.t('The key of the environment; it is not stored.'),
          },
        ]
      : []),
    {
      value: 'paste',
      label: l10n.t('Paste an API key'),
      detail: l10n.t("Stored in VS Code's secret store on this machine."),
    },
    {
      value: 'page',
      label: l10n.t('Open the page where keys are made'),
      detail: l10n.t('In the browser; come back here with the key.'),
    },
  ];
  return {
    id: 'source',
    label: l10n.t('Source of the Key'),
    show: (form, frame) =>
      askPick(
        {
          placeholder: l10n.t('Where does the API key come from?'),
          choices,
          active: form.source,
          onPick: (source) => {
            form.source = source;
            if (source === 'page') {
              setting.openKeyPage();
            }
            return 'next';
          },
        },
        frame,
      ),
  };
}

function keyStep(setting: AccountSetting): Step<AccountForm> {
  return {
    id: 'key',
    label: l10n.t('API Key'),
    show: (form, frame) =>
      askText(
        {
          prompt: l10n.t('Enter asks Lettr once whether the key is valid.'),
          placeholder: 'lttr_…',
          value: form.key,
          isSecret: true,
          onType: (value) => {
            form.key = value.trim();
          },
          validate: (value) => setting.validateKey(value.trim()),
          confirm: (value, signal) => setting.checkKey(value.trim(), signal),
        },
        frame,
      ),
  };
}

function nameStep(): Step<AccountForm> {
  return {
    id: 'name',
    label: l10n.t('Name'),
    show: (form, frame) =>
      askText(
        {
          prompt: l10n.t('How you tell this account from others.'),
          placeholder: l10n.t('Team name'),
          value: form.name,
          onType: (value) => {
            form.name = value;
          },
          validate: (value) =>
            value.trim() === '' ? { severity: 'error', text: l10n.t('Enter a name.') } : undefined,
        },
        frame,
      ),
  };
}
