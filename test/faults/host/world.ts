import dns from 'node:dns';

import * as vscode from 'vscode';

import type { Account } from '../../../src/accounts/account.ts';
import {
  extension,
  hideView,
  removeAccounts,
  seen,
  setApiBaseUrl,
  until,
} from '../../integration/support.ts';
import type { Simulator } from '../../../simulator/simulator.ts';
import type { TestAccess } from '../../../src/extension.ts';
import { type Arena, type Ground, startGround } from '../arena.ts';
import { Deadlines } from '../deadlines.ts';
import type { Aim, Hit } from '../hits/hit.ts';

/** No label of a name may be so long: it is refused on this machine, without asking any server. */
const NO_NAME = `${'n'.repeat(64)}.invalid`;
const PROXY = 'http://127.0.0.1:9';

/** The real extension in front of an arena. */
export interface World extends Arena {
  readonly origin: string;
  readonly context: TestAccess['context'];
  readonly access: TestAccess;
  /** Answers the next modal question. */
  answer(label: string): void;
  /** Prepares the conditions of a hit; `undo` ends them, and every fault. */
  prepare(hit: Hit, aim: Aim): Promise<void>;
  undo(): Promise<void>;
}

/** Starts an arena for the tests of a file and leaves nothing of it behind. */
export function useWorld(): World {
  const grounds: Ground[] = [];
  const answers: string[] = [];
  const undo: (() => void)[] = [];
  const replaced: Partial<TestAccess['context']> = {};
  const ground = (): Ground => {
    const [first] = grounds;
    if (!first) {
      throw new Error('The arena is not started yet.');
    }
    return first;
  };
  const world: World = {
    get simulator() {
      return ground().simulator;
    },
    get network() {
      return ground().network;
    },
    get elsewhere() {
      return ground().elsewhere;
    },
    // A name, and not an address, so that it can get lost.
    get origin() {
      return `http://localhost:${ground().network.port}`;
    },
    get access() {
      return extension().exports;
    },
    get context() {
      return extension().exports.context;
    },
    answer: (label) => void answers.push(label),
    loseNames: () => {
      loseNames();
      return ground().network.cut();
    },
    restoreNames,
    prepare: async ({ timesOut, hasProxy }, aim) => {
      if (timesOut === true) {
        const deadlines = new Deadlines();
        undo.push(deadlines.everywhere());
        void deadlines.passFor(aim, ground().simulator);
      }
      if (hasProxy === true) {
        await setProxy(world, PROXY);
      }
    },
    undo: async () => {
      undo.splice(0).forEach((one) => one());
      restoreNames();
      ground().simulator.clearFaults();
      await ground().network.restore();
      await setProxy(world, undefined);
    },
  };
  before(async () => {
    grounds.push(await startGround());
    await extension().activate();
    await setApiBaseUrl(`${world.origin}/api`);
    await world.context.accounts.load();
    await takeChanceOut(world);
    await hideView();
    Object.assign(replaced, { ask: world.context.ask });
    // VS Code refuses modal dialogs while tests run.
    Object.assign(world.context, { ask: () => Promise.resolve(answers.shift()) });
  });
  beforeEach(async () => {
    await ground().restore();
    seen.clear();
    answers.length = 0;
  });
  afterEach(async () => {
    await world.undo();
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
    await removeAccounts(world);
    // A wizard that failed leaves what was typed to the next one.
    world.context.accountDrafts.drop('add');
  });
  after(async () => {
    Object.assign(world.context, replaced);
    await setApiBaseUrl(undefined);
    await ground().close();
  });
  return world;
}

const teams = { last: 0 };

/** Stores the live account and reads its list. Each of its requests counts for a team of its own, so that none waits. */
export async function addAccount(world: World): Promise<Account> {
  const { accounts, stores } = world.context;
  const { id } = await accounts.add({ name: 'Acme', origin: world.origin, key: world.simulator.keys.live });
  await until(() => accounts.current?.id === id, 'the account');
  const account = accounts.all.find((one) => one.id === id);
  if (!account) {
    throw new Error('The account is not listed.');
  }
  Object.defineProperty(account, 'teamId', { get: () => (teams.last += 1) });
  await stores.of(account).load();
  world.simulator.clearRequests();
  return account;
}

/** Requests that ask for a change. */
export function writesOf({ requests }: Simulator) {
  return requests.filter(({ method }) => method !== 'GET');
}

const { random } = Math;
const chance = { isOut: false };

/** Retries of a GET wait for a random time. The client takes its source of chance at its first call. */
async function takeChanceOut({ context, origin, simulator }: World): Promise<void> {
  if (chance.isOut) {
    return;
  }
  // The jitter's factor becomes 0, and nobody else in this process notices.
  Object.assign(Math, { random: () => (chance.isOut ? -0.5 : random()) });
  await context.keys.check(simulator.keys.live, origin, new AbortController().signal);
  Object.assign(Math, { random });
  chance.isOut = true;
}

const { lookup } = dns;

/** Sends every question for a name on, with a name that cannot be. */
function loseNames(): void {
  Object.assign(dns, {
    lookup: (_name: string, ...rest: readonly unknown[]) => Reflect.apply(lookup, dns, [NO_NAME, ...rest]),
  });
}

function restoreNames(): void {
  Object.assign(dns, { lookup });
}

async function setProxy({ context: { settings } }: World, address: string | undefined): Promise<void> {
  if (settings.hasProxy !== (address !== undefined)) {
    await vscode.workspace
      .getConfiguration('http')
      .update('proxy', address, vscode.ConfigurationTarget.Global);
    await until(() => settings.hasProxy === (address !== undefined), 'the setting http.proxy');
  }
}
