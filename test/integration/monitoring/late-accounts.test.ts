import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

import { Accounts } from '../../../src/accounts/accounts.ts';
import { connectAccount } from '../../../src/accounts/connect.ts';
import { Api } from '../../../src/api/client.ts';
import { createTransport } from '../../../src/api/transport.ts';
import { SandboxQuotas } from '../../../src/accounts/sandboxQuotas.ts';
import { registerMonitoring } from '../../../src/monitoring/vscode/register.ts';
import { DisposableStore } from '../../../src/platform/disposableStore.ts';
import { Histories } from '../../../src/webhooks/history.ts';
import { WebhookStores } from '../../../src/webhooks/stores.ts';
import { setSetting, until, useWorld } from '../support.ts';

/** Watching begins a second after the first list. */
const BEGUN_MS = 1_500;

describe('the account of the environment', () => {
  const world = useWorld();
  let disposables: DisposableStore;
  let folder: string;

  beforeEach(() => {
    disposables = new DisposableStore();
    folder = mkdtempSync(path.join(tmpdir(), 'lettr-late-'));
  });
  afterEach(async () => {
    await setSetting('statusBar', undefined);
    disposables.dispose();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is watched also when the secret store answers long after its list came', async () => {
    // The status bar item of the extension itself has its command already.
    await setSetting('statusBar', 'never');
    const { settings, log } = world.context;
    const { secrets, globalState, workspaceState } = world.access;
    const unlocked = Promise.withResolvers<void>();
    const accounts = disposables.add(
      new Accounts({
        secrets: {
          keys: () => unlocked.promise.then(() => secrets.keys()),
          get: (name) => secrets.get(name),
          store: (name, value) => secrets.store(name, value),
          delete: (name) => secrets.delete(name),
          onDidChange: secrets.onDidChange,
        },
        workspaceState,
        globalState,
        environmentKey: { key: world.simulator.keys.live },
        language: () => 'en',
        environmentOrigin: () => world.simulator.origin,
        log: { warn: (text) => assert.fail(text), error: (text) => assert.fail(text) },
      }),
    );
    const api = new Api({
      userAgent: 'lettr-integration-tests',
      loadTransport: () => Promise.resolve(createTransport()),
      verbs: { get: () => 'PUT', set: () => undefined },
      log,
    });
    const connecting = { api, accounts, settings, onSandboxQuota: () => undefined };
    const stores = disposables.add(new WebhookStores((account) => connectAccount(connecting, account)));
    const visibility = disposables.add(new vscode.EventEmitter<void>());
    disposables.add(
      registerMonitoring({
        accounts,
        stores,
        histories: disposables.add(new Histories()),
        settings,
        quotas: disposables.add(new SandboxQuotas()),
        view: { isVisible: false, onDidChangeVisibility: visibility.event },
        root: folder,
        tell: ({ text }) => assert.fail(text),
        log,
      }),
    );
    const reading = accounts.load();
    await stores.of(accounts.environment ?? assert.fail('There is no such account.')).load();
    await delay(BEGUN_MS);
    assert.deepEqual(readdirSync(folder), []);
    unlocked.resolve();
    await reading;
    await until(() => readdirSync(folder).length > 0, 'the record');
  });
});
