import { isDeepStrictEqual } from 'node:util';

import * as vscode from 'vscode';

import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import type { KeyName } from '../../simulator/simulator.ts';
import type { Account } from '../../src/accounts/account.ts';
import { Api } from '../../src/api/client.ts';
import { createTransport } from '../../src/api/transport.ts';
import type { TestAccess } from '../../src/extension.ts';
import type { Question } from '../../src/platform/vscode/notify.ts';
import { WebhookStore } from '../../src/webhooks/store.ts';
import { Seen } from './seen.ts';
import { until } from './until.ts';

export { until } from './until.ts';

export const EXTENSION_ID = 'lettr.lettr-vscode';
/** What the extension shows; watched from before its activation. */
export const seen = new Seen();
seen.watch();

/** The extension under development. */
export function extension(): vscode.Extension<TestAccess> {
  const found = vscode.extensions.getExtension<TestAccess>(EXTENSION_ID);
  if (!found) {
    throw new Error(`${EXTENSION_ID} is not there.`);
  }
  return found;
}

/** Writes the user's `lettr.apiBaseUrl`; `undefined` takes it away. */
export async function setApiBaseUrl(value: string | undefined): Promise<void> {
  const before = vscode.workspace.getConfiguration('lettr').get('apiBaseUrl');
  const changed = new Promise<void>((resolve) => {
    const listening = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('lettr.apiBaseUrl')) {
        listening.dispose();
        resolve();
      }
    });
  });
  await vscode.workspace
    .getConfiguration('lettr')
    .update('apiBaseUrl', value, vscode.ConfigurationTarget.Global);
  if (before !== value && (value !== undefined || before !== 'https://app.lettr.com/api')) {
    await changed;
  }
}

/** Writes a user setting of the section `lettr`, and waits until it holds; `undefined` takes it away. */
export async function setSetting(name: string, value: unknown): Promise<void> {
  const section = () => vscode.workspace.getConfiguration('lettr');
  await section().update(name, value, vscode.ConfigurationTarget.Global);
  await until(() => isDeepStrictEqual(section().inspect(name)?.globalValue, value), `the setting ${name}`);
}

/** What tests of one file work with; usable from `beforeEach` on. */
export interface World {
  readonly simulator: Simulator;
  readonly access: TestAccess;
  readonly context: TestAccess['context'];
  /** Every modal question of the test. */
  readonly questions: readonly Question[];
  /** Every page that the browser was asked to open. */
  readonly opened: readonly string[];
  /** Answers the coming questions with these labels, one each; further ones with Esc. */
  answer(...labels: readonly string[]): void;
}

/** Starts a simulator for the tests of a file and leaves nothing of it or of their accounts behind. */
export function useWorld(options: SimulatorOptions = {}): World {
  const started: Simulator[] = [];
  const questions: Question[] = [];
  const answers: string[] = [];
  const opened: string[] = [];
  const replaced: Partial<TestAccess['context']> = {};
  const world: World = {
    get simulator() {
      const [simulator] = started;
      if (!simulator) {
        throw new Error('The simulator is not started yet.');
      }
      return simulator;
    },
    get access() {
      return extension().exports;
    },
    get context() {
      return extension().exports.context;
    },
    questions,
    opened,
    answer: (...labels) => void answers.push(...labels),
  };
  before(async () => {
    started.push(await startSimulator({ rateLimit: false, updateVerb: 'both', ...options }));
    await extension().activate();
    await setApiBaseUrl(world.simulator.baseUrl);
    await world.context.accounts.load();
    Object.assign(replaced, { ask: world.context.ask, open: Reflect.get(world.context, 'open') });
    // VS Code refuses modal dialogs while tests run, and there is no browser.
    Object.assign(world.context, {
      ask: (question: Question) => Promise.resolve(questions.push(question) && answers.shift()),
      open: (url: string) => Promise.resolve(opened.push(url)),
    });
  });
  beforeEach(async () => {
    await hideView();
    await removeAccounts(world);
    world.context.accountDrafts.drop('add');
    world.simulator.reset();
    seen.clear();
    for (const list of [questions, answers, opened]) {
      list.length = 0;
    }
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
    await removeAccounts(world);
  });
  after(async () => {
    Object.assign(world.context, replaced);
    await setApiBaseUrl(undefined);
    await world.simulator.close();
  });
  return world;
}

/** Removes every stored account, and lets their keys be sent again. */
export async function removeAccounts({ context: { accounts, keys } }: Pick<World, 'context'>): Promise<void> {
  for (const account of accounts.all) {
    await keys.allowAgain(account);
    await accounts.remove(account);
  }
}

export interface AccountOptions {
  readonly key?: KeyName;
  readonly name?: string;
  readonly teamId?: number | undefined;
}

const teams = { last: 0 };

function newTeam(): number {
  teams.last += 1;
  return teams.last;
}

/**
 * Stores an account of the simulator and makes it the current one. Each has a team of its own unless one is named, so
 * that no test waits for another one's rate limit.
 */
export async function addAccount(
  { context, simulator }: World,
  { key = 'live', name = 'Acme', teamId = newTeam() }: AccountOptions = {},
): Promise<Account> {
  const account = await context.accounts.add({
    name,
    origin: simulator.origin,
    key: simulator.keys[key],
    teamId,
  });
  await context.accounts.select(account);
  return account;
}

/** A store of its own over the simulator, on which no view looks. */
export function ownStore(simulator: Simulator, now?: () => number): WebhookStore {
  const teamId = newTeam();
  const api = new Api({
    userAgent: 'lettr-integration-tests',
    loadTransport: () => Promise.resolve(createTransport()),
    verbs: { get: () => 'PUT', set: () => undefined },
    log: { debug: () => undefined, warn: () => undefined },
  });
  const client = api.connect({
    baseUrl: simulator.baseUrl,
    team: () => teamId,
    key: () => Promise.resolve(simulator.keys.live),
  });
  return new WebhookStore(client, now);
}

/** The id of a webhook of the simulator by its name. */
export function idOf({ simulator }: World, name: string): string {
  const found = simulator.webhooks().find((webhook) => webhook.name === name);
  if (!found) {
    throw new Error(`The simulator has no webhook "${name}".`);
  }
  return found.id;
}

/** Requests that ask for a change, as `METHOD name-or-path` and body. */
export function writesOf({ simulator }: World): readonly (readonly [string, string, unknown])[] {
  return simulator.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body }) => [method, path, body]);
}

export function run(command: string, ...args: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(command, ...args);
}

/** Shows the view "Webhooks". */
export async function showView(): Promise<void> {
  await run('lettr.webhooks.focus');
  await until(() => seen.view.visible, 'the view');
}

/** Shows another view in its place, so that nothing is read unasked. */
export async function hideView(): Promise<void> {
  await run('workbench.view.explorer');
  await until(() => !seen.view.visible, 'the view to go');
}
