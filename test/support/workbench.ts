import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { onProcessEnd, removeFolder } from '../../scripts/cleanup.ts';
import { inRoot } from '../../scripts/paths.ts';
import { startVSCode, type RunningVSCode, type Settings } from '../../scripts/vscode/serve.ts';
import { launchChromium, newContext, type ContextOptions } from './chromium.ts';
import { leaks } from './leaks.ts';
import { Editors } from './workbench/editors.ts';
import { Messages } from './workbench/messages.ts';
import { QuickInput } from './workbench/quick-input.ts';
import { noteConsole, searchKept, searchShown } from './workbench/remains.ts';
import { LETTR_ITEM, LettrView } from './workbench/tree.ts';

/** VS Code's default themes, and the class of a page in their colours. */
const THEMES = {
  'Default Dark Modern': 'vs-dark',
  'Default Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const;
export type Theme = keyof typeof THEMES;

/** How a workbench is opened. */
export interface WorkbenchOptions {
  /** The extension, as a user would install it. Default: `LETTR_VSIX`, which `npm run test:ui` sets; '' for none. */
  readonly vsix?: string;
  /** Environment of the extension host, for example `LETTR_API_KEY`. */
  readonly env?: Readonly<Record<string, string>>;
  /** User settings by full name, for example `lettr.apiBaseUrl`. */
  readonly settings?: Settings;
  /** The folder to open, a `.code-workspace` file or a URI. Default: an empty folder. */
  readonly folder?: string;
  readonly theme?: Theme;
  /** The version of VS Code. Default: `LETTR_VSCODE`, which `--vscode` sets, or the newest. */
  readonly version?: string;
  /** Asks whether the folder is trusted. */
  readonly workspaceTrust?: boolean;
  readonly context?: ContextOptions;
}

/** A workbench of its own: server, data, browser storage. Nothing is shared with another one but the extension's files. */
export interface Workbench {
  readonly page: Page;
  readonly server: RunningVSCode;
  readonly view: LettrView;
  readonly quickInput: QuickInput;
  readonly messages: Messages;
  readonly editors: Editors;
  /** The addresses of other machines that the page asked for. Each was refused. */
  readonly refused: readonly string[];
  /** Shows the Lettr side bar. */
  openLettr(): Promise<void>;
  /** Loads the page anew in another colour theme. */
  setTheme(theme: Theme): Promise<void>;
  /** Runs a command by its full name, for example `Lettr: Create Webhook`. */
  palette(command: string): Promise<void>;
  /** Opens the same VS Code in a second window, with secrets and layout of its own; it is closed before this one. */
  another(): Promise<Workbench>;
  /** Loads the page anew, which starts a new extension host; secrets and layout stay. What was shown is searched for secrets. */
  reload(): Promise<void>;
  /** Writes `out/screenshots/<name>.png`: the whole window, or the part that `selector` finds. */
  screenshot(name: string, selector?: string): Promise<void>;
  /** The text on the clipboard. */
  clipboard(): Promise<string>;
  /** Ends it. Whatever it shows, keeps and has written is searched for secrets first; see `leaks`. */
  close(): Promise<void>;
}

const LOAD_MS = 60_000;
const open = new Set<Workbench>();
const installed = new Map<string, string>();
let browser: Promise<Browser> | undefined;

/**
 * Starts VS Code and opens it in Chromium, about 8 s on two cores.
 * @throws Error in one line when Chromium is missing, OfflineError when VS Code is and npm has no network
 */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const server = await startServer(options);
  try {
    return await openWindow(server, options, () => server.close());
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function openWindow(
  server: RunningVSCode,
  options: WorkbenchOptions,
  afterwards: () => Promise<void>,
): Promise<Workbench> {
  browser ??= launchChromium();
  const refused: string[] = [];
  const context = await newContext(await browser, options.context, (url) => refused.push(url));
  const page = await context.newPage();
  const printed = noteConsole(page);
  const ready = vsixOf(options) === '' ? '.activitybar .action-item' : LETTR_ITEM;
  await page.goto(server.url());
  await loaded(page, ready);
  const another = (): Promise<Workbench> => openWindow(server, options, () => Promise.resolve());
  const settings = (theme: Theme): Settings => settingsOf(options, theme);
  const workbench = assemble({
    page,
    context,
    server,
    refused,
    ready,
    another,
    afterwards,
    printed,
    settings,
  });
  open.add(workbench);
  return workbench;
}

/** The workbenches that are open now. */
export function openWorkbenches(): readonly Workbench[] {
  return [...open];
}

/** Closes every workbench and the browser. */
export async function closeWorkbenches(): Promise<void> {
  await Promise.all([...open].map((workbench) => workbench.close()));
  await (await browser)?.close();
  browser = undefined;
}

async function startServer(options: WorkbenchOptions): Promise<RunningVSCode> {
  const vsix = vsixOf(options);
  const version = options.version ?? process.env['LETTR_VSCODE'];
  const { dir, isNew } = extensionsFor(`${vsix} ${version ?? ''}`);
  return startVSCode({
    ...(version === undefined ? {} : { version }),
    ...(options.folder === undefined ? {} : { folder: options.folder }),
    ...(options.workspaceTrust === undefined ? {} : { workspaceTrust: options.workspaceTrust }),
    env: options.env ?? {},
    userSettings: settingsOf(options, options.theme),
    extensionsDir: dir,
    fewBuiltIns: true,
    extensions: isNew && vsix !== '' ? [vsix] : [],
    verbose: true,
    onEnded: ({ dataDir, log }) => {
      leaks.look(`${dataDir}: output of the server`, log());
      leaks.lookInto(dataDir);
      leaks.lookInto(options.folder ?? '');
    },
  });
}

function settingsOf({ settings }: WorkbenchOptions, theme: Theme | undefined): Settings {
  return { ...(theme === undefined ? {} : { 'workbench.colorTheme': theme }), ...settings };
}

/** Installing takes a second, so workbenches with the same extension share where it is installed. */
function extensionsFor(key: string): { dir: string; isNew: boolean } {
  const known = installed.get(key);
  if (known !== undefined) return { dir: known, isNew: false };
  const dir = mkdtempSync(path.join(tmpdir(), 'lettr-extensions-'));
  onProcessEnd(() => removeFolder(dir));
  installed.set(key, dir);
  return { dir, isNew: true };
}

interface Parts {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly server: RunningVSCode;
  readonly refused: readonly string[];
  /** What is there once the page is loaded. */
  readonly ready: string;
  readonly another: () => Promise<Workbench>;
  /** What the page has printed so far. */
  readonly printed: () => string;
  /** The user's settings with another theme. */
  readonly settings: (theme: Theme) => Settings;
  /** Ends what the window stood on. */
  readonly afterwards: () => Promise<void>;
}

function assemble(parts: Parts): Workbench {
  const { page, server, refused, ready, another } = parts;
  const view = new LettrView(page);
  const quickInput = new QuickInput(page);
  const workbench: Workbench = {
    page,
    server,
    view,
    quickInput,
    messages: new Messages(page),
    editors: new Editors(page),
    refused,
    another,
    openLettr: () => view.open(),
    setTheme: async (theme) => {
      server.writeSettings(parts.settings(theme));
      await workbench.reload();
      await page.locator(`.monaco-workbench.${THEMES[theme]}`).waitFor({ timeout: LOAD_MS });
    },
    palette: (command) => quickInput.palette(command),
    reload: async () => {
      await searchShown(page, 'a window before its reload', leaks);
      await page.reload();
      await loaded(page, ready);
    },
    screenshot: async (name, selector) => {
      const folder = inRoot('out/screenshots');
      mkdirSync(folder, { recursive: true });
      const shot = { path: path.join(folder, `${name}.png`), animations: 'disabled' } as const;
      await (selector === undefined
        ? page.screenshot(shot)
        : page.locator(selector).first().screenshot(shot));
    },
    clipboard: () => page.evaluate<string>('navigator.clipboard.readText()'),
    close: async () => {
      open.delete(workbench);
      await searchWindow(parts);
      await parts.context.close();
      await parts.afterwards();
    },
  };
  return workbench;
}

async function searchWindow({ page, context, server, printed }: Parts): Promise<void> {
  const window = `a window of ${server.dataDir}`;
  await searchShown(page, window, leaks);
  await searchKept({ page, context, origin: server.origin }, window, leaks);
  leaks.look(`${window}: console`, printed());
}

async function loaded(page: Page, ready: string): Promise<void> {
  await page.locator(ready).first().waitFor({ timeout: LOAD_MS });
  await page.locator('.statusbar-item').first().waitFor({ timeout: LOAD_MS });
}

function vsixOf(options: WorkbenchOptions): string {
  return options.vsix ?? process.env['LETTR_VSIX'] ?? '';
}
