import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startVSCode, type RunningVSCode } from '../../scripts/vscode/serve.ts';
import { launchChromium, newContext, type ContextOptions } from '../../test/support/chromium.ts';
import { startBytesServer, type BytesServer } from './bytes-server.ts';
import { DRIVER, type BenchExtensions } from './extensions.ts';
import { HostLink } from './host-link.ts';

/**
 * Where groups measure: a VS Code server, a browser in which the extension has one account, and the server of bytes that
 * stands for the API.
 */
export interface Stage {
  readonly api: BytesServer;
  /** The folder in which the extension keeps what it knows of accounts; made when it first keeps something. */
  readonly accountsFolder: string;
  /** Opens a page with a fresh extension host and waits until both are idle. */
  readonly open: () => Promise<BenchWindow>;
  close(): Promise<void>;
}

/** A page whose extension host does what it is told. */
export interface BenchWindow {
  readonly page: Page;
  /** Has the driver in the extension host do something, see bench/host/driver.ts, and returns its answer as JSON. */
  readonly call: (does: string, argument?: unknown) => Promise<string>;
  /** Clicks an icon of the activity bar. */
  click(title: string): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly extensions: BenchExtensions;
  /** Whether the driver lies in the extension's folder and sees what it does; otherwise it is installed as for anybody. */
  readonly isWatched?: boolean;
  readonly version: string | undefined;
  readonly onProgress: (line: string) => void;
}

/** Of the right shape, so that the extension sends it. */
const KEY = `lttr_${'bench'.repeat(8)}`;
const SETTLE_MS = 1500;
/** A busy machine takes long to load a page; the figures are then worth little, but groups run to their end. */
const LOAD_MS = 120_000;

type Storage = NonNullable<ContextOptions['storageState']>;

/** What every window of a stage needs. */
interface Place {
  readonly server: RunningVSCode;
  readonly browser: Browser;
  readonly link: HostLink;
  /** The folder to open. */
  readonly workspace: string;
}

/** Starts all of a stage. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { extensions, isWatched = false } = options;
  const api = await startBytesServer();
  const link = new HostLink();
  const server = await startVSCode({
    smokeTestDriver: true,
    folder: extensions.workspace,
    onProgress: options.onProgress,
    unpackedExtensions: [
      ...extensions.floors,
      extensions.registering,
      extensions.empty,
      ...(isWatched ? [] : [extensions.packaged]),
    ],
    env: { LETTR_BENCH_KEY: KEY, LETTR_BENCH_API: api.baseUrl, LETTR_BENCH_LINK: await link.start() },
    // Nothing is read but what a measure asks for.
    userSettings: { 'lettr.apiBaseUrl': api.baseUrl, 'lettr.refreshInterval': 0 },
    ...(options.version === undefined ? {} : { version: options.version }),
  });
  const browser = await launchChromium();
  const place: Place = { server, browser, link, workspace: extensions.workspace };
  const storage = await addAccount(place, extensions);
  const developed = isWatched ? extensions.watched : extensions.driver;
  return {
    api,
    accountsFolder: path.join(
      server.dataDir,
      'data/User/globalStorage',
      extensions.packagedId.toLowerCase(),
      'accounts',
    ),
    open: async () => {
      const { window } = await openWindow(place, developed, storage);
      return window;
    },
    close: async () => {
      await browser.close();
      await server.close();
      await link.close();
      await api.close();
    },
  };
}

/**
 * Has the extension store an account, in the first page of a server, which also fills its caches.
 * @returns what the browser then has stored, secrets among it
 */
async function addAccount(place: Place, { watched, packagedId }: BenchExtensions): Promise<Storage> {
  const { window, context } = await openWindow(place, watched);
  await window.call('account', packagedId);
  // VS Code writes what it keeps in the browser a moment later.
  await window.page.waitForTimeout(SETTLE_MS);
  const storage = await context.storageState({ indexedDB: true });
  await window.close();
  return storage;
}

async function openWindow(
  { server, browser, link, workspace }: Place,
  developed: string,
  storageState?: Storage,
): Promise<{ readonly window: BenchWindow; readonly context: BrowserContext }> {
  const context = await newContext(browser, storageState === undefined ? {} : { storageState });
  const page = await context.newPage();
  const ended = Promise.withResolvers<void>();
  await page.exposeFunction('codeAutomationLog', () => undefined);
  await page.exposeFunction('codeAutomationExit', () => ended.resolve());
  const ready = link.ready();
  // Where the page does not come, that is told instead.
  ready.catch(() => undefined);
  await page.goto(
    server.url(workspace, [
      ['extensionDevelopmentPath', server.remotePath(developed)],
      ['extensionTestsPath', server.remotePath(path.join(developed, DRIVER))],
    ]),
    { timeout: LOAD_MS },
  );
  await ready;
  const item = (title: string) => page.locator(`.activitybar .action-item:has([aria-label^="${title}"])`);
  await item('Static Floor').waitFor({ timeout: LOAD_MS });
  await page.waitForTimeout(SETTLE_MS);
  await link.call('idle');
  const window: BenchWindow = {
    page,
    call: (does, argument) => link.call(does, argument),
    click: (title) => item(title).click(),
    close: async () => {
      // Otherwise the server would keep the extension host in case the page came back.
      link.end();
      await ended.promise;
      await context.close();
    },
  };
  return { window, context };
}
