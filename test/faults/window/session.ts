import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { onProcessEnd, removeFolder } from '../../../scripts/cleanup.ts';
import { inRoot, readManifest } from '../../../scripts/paths.ts';
import { type RunningVSCode, startVSCode } from '../../../scripts/vscode/serve.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { launchChromium, newContext } from '../../support/chromium.ts';
import { eventually } from '../../support/workbench/dom.ts';
import { Messages } from '../../support/workbench/messages.ts';
import { QuickInput } from '../../support/workbench/quick-input.ts';
import { LETTR_ITEM, LettrView } from '../../support/workbench/tree.ts';

/** A window of a real VS Code whose extension host can be killed. */
export interface Session {
  readonly simulator: Simulator;
  readonly page: Page;
  readonly view: LettrView;
  readonly quickInput: QuickInput;
  readonly messages: Messages;
  /** Kills the extension host and waits until VS Code has started another one. */
  killExtensionHost(): Promise<void>;
  close(): Promise<void>;
}

const LOAD_MS = 60_000;
const RESTART_MS = 30_000;
const PACKED = ['package.json', 'package.nls.json', 'dist/*.cjs', 'l10n/*.json', 'media/**'] as const;

/** Opens a window with the extension that was built last, without an account. */
export async function openSession(): Promise<Session> {
  const simulator = await startSimulator({ rateLimit: false, updateVerb: 'both' });
  const version = process.env['LETTR_VSCODE'];
  const server = await startVSCode({
    ...(version === undefined ? {} : { version }),
    unpackedExtensions: [unpackedExtension()],
    userSettings: { 'lettr.apiBaseUrl': simulator.baseUrl },
  });
  const browser = await launchChromium();
  const page = await openPage(browser, server);
  return {
    simulator,
    page,
    view: new LettrView(page),
    quickInput: new QuickInput(page),
    messages: new Messages(page),
    killExtensionHost: async () => {
      const before = await eventually(() => extensionHost(server));
      process.kill(before, 'SIGKILL');
      await eventually(() => {
        if (extensionHost(server) === before) {
          throw new Error('The extension host is still there.');
        }
      }, RESTART_MS);
    },
    close: async () => {
      await browser.close();
      await server.close();
      await simulator.close();
    },
  };
}

/** The files of the package in a folder, as if it was installed. */
function unpackedExtension(): string {
  const { publisher, name, version } = readManifest();
  const base = mkdtempSync(path.join(tmpdir(), 'lettr-unpacked-'));
  onProcessEnd(() => removeFolder(base));
  const folder = path.join(base, `${publisher}.${name}-${version}`);
  for (const file of globSync([...PACKED], { cwd: inRoot(), withFileTypes: true })) {
    if (file.isFile()) {
      const from = path.join(file.parentPath, file.name);
      const to = path.join(folder, path.relative(inRoot(), from));
      mkdirSync(path.dirname(to), { recursive: true });
      cpSync(from, to);
    }
  }
  return folder;
}

async function openPage(browser: Browser, server: RunningVSCode): Promise<Page> {
  const context = await newContext(browser);
  const page = await context.newPage();
  await page.goto(server.url());
  await page.locator(LETTR_ITEM).first().waitFor({ timeout: LOAD_MS });
  return page;
}

/** The process that runs the extensions of the server's only page. @throws {Error} when there is none. */
function extensionHost({ dataDir }: RunningVSCode): number {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const processes = table.split('\n').flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return args === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), args }];
  });
  const ours = new Set(processes.filter(({ args }) => args.includes(dataDir)).map(({ pid }) => pid));
  // A child is listed after its parent was made, but may have a smaller id.
  for (let size = -1; size !== ours.size;) {
    size = ours.size;
    processes.filter(({ parent }) => ours.has(parent)).forEach(({ pid }) => ours.add(pid));
  }
  const host = processes.find(({ pid, args }) => ours.has(pid) && args.includes('--type=extensionHost'));
  if (!host) {
    throw new Error('There is no extension host.');
  }
  return host.pid;
}
