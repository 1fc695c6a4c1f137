import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../child.ts';
import { onProcessEnd, removeFolder } from '../cleanup.ts';
import { linkFewBuiltIns } from './built-ins.ts';
import { installVSCode, type InstallOptions } from './install.ts';
import { bareServer, codeServer, extensionHostEnv, startServer, type ServerFolders } from './server.ts';

/** How a VS Code server is started. */
export interface ServeOptions extends InstallOptions {
  /** Environment of the extension host, on top of this process' own without what belongs to Lettr, VS Code or npm. */
  readonly env?: Readonly<Record<string, string>>;
  /** The user's settings.json, on top of settings that keep first-run pages away. */
  readonly userSettings?: Settings;
  /** VSIX files installed before the start. */
  readonly extensions?: readonly string[];
  /** Folders with a package.json that are there from the start as if installed. */
  readonly unpackedExtensions?: readonly string[];
  /** Where extensions are installed; several servers may share it. Default: a folder that is removed with the server. */
  readonly extensionsDir?: string;
  /** Opened by `url()`: a folder, a `.code-workspace` file or a URI. Default: an empty folder that is removed with the server. */
  readonly folder?: string;
  /** Leaves out the extensions of VS Code's own that no test of a webhook meets; not together with `secretsPersist`. */
  readonly fewBuiltIns?: boolean;
  /** Secrets outlast a page reload: code-server's own entry serves the key that encrypts them. */
  readonly secretsPersist?: boolean;
  /** Lets a page run tests by its payload, and hides every notification toast. */
  readonly smokeTestDriver?: boolean;
  /** Asks whether the folder is trusted, as the desktop does. Default: every folder is trusted. */
  readonly workspaceTrust?: boolean;
  /** Writes all there is to the logs, of extensions too. */
  readonly verbose?: boolean;
  /** Told by `close()` when every process has ended, right before the data are removed. */
  readonly onEnded?: (left: Pick<RunningVSCode, 'dataDir' | 'log'>) => void;
}

/** Settings by their full dotted names. */
export type Settings = Readonly<Record<string, unknown>>;
/** What a page hands to the workbench beside the folder: name and value pairs. */
export type Payload = readonly (readonly [string, string])[];

/** A running VS Code server. */
export interface RunningVSCode {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Holds settings, logs and installed extensions; removed by `close()`. */
  readonly dataDir: string;
  /** The address that opens `folder` (default: the one of the options), which may also be a `.code-workspace` file. */
  url(folder?: string, payload?: Payload): string;
  /** The address under which the extension host finds a file of this machine. */
  remotePath(file: string): string;
  /** Installs a VSIX as a user would. Pages opened later see it. */
  installExtension(vsix: string): Promise<void>;
  /** Writes the user's settings.json anew. */
  writeSettings(settings: Settings): void;
  /** What the server has printed so far. */
  log(): string;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends every process of the server and removes its data. */
  close(): Promise<void>;
}

/** User settings that keep away first-run pages, recommendations, what asks the network, and what moves or starts by itself. */
export const QUIET_SETTINGS: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  'git.enabled': false,
};

/**
 * VS Code reads the environment of a login shell for the extension host, and at the level trace it logs all of it, keys
 * included. Whoever starts VS Code from a command line is taken to have that environment already.
 */
const NO_SHELL = { VSCODE_CLI: '1' };

/**
 * Starts a VS Code server on a free loopback port, after installing it when it is missing.
 * @throws OfflineError when it is missing and npm cannot reach its registry
 * @throws Error with the server's last output when it does not listen within a minute
 */
export async function startVSCode(options: ServeOptions = {}): Promise<RunningVSCode> {
  const install = await installVSCode(options);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'lettr-vscode-'));
  const removeData = onProcessEnd(() => removeFolder(dataDir));
  const folders = {
    dataDir,
    extensionsDir: options.extensionsDir ?? path.join(dataDir, 'ext'),
    ...(options.fewBuiltIns === true && {
      builtInsDir: linkFewBuiltIns(install, path.join(dataDir, 'built-ins')),
    }),
  };
  const command = (options.secretsPersist === true ? codeServer : bareServer)(install, folders, options);
  const env = { ...extensionHostEnv(), ...(options.verbose === true ? NO_SHELL : {}), ...options.env };
  const installExtension = async (vsix: string): Promise<void> => {
    await run(install.node, [...command.base, '--install-extension', vsix, '--force'], { env });
  };
  try {
    const home = prepare(folders, options);
    for (const vsix of options.extensions ?? []) await installExtension(vsix);
    const server = await startServer(install.node, [...command.base, ...command.serve], env);
    const host = `127.0.0.1:${server.port}`;
    return {
      origin: `http://${host}`,
      dataDir,
      url: (folder = home, payload) => pageAddress(host, folder, payload),
      remotePath: (file) => `vscode-remote://${host}${file}`,
      installExtension,
      writeSettings: (settings) => writeSettings(dataDir, settings),
      log: server.log,
      ended: server.ended,
      close: async () => {
        await server.end();
        try {
          options.onEnded?.({ dataDir, log: server.log });
        } finally {
          removeData();
        }
      },
    };
  } catch (error) {
    removeData();
    throw error;
  }
}

function prepare({ dataDir, extensionsDir }: ServerFolders, options: ServeOptions): string {
  writeSettings(dataDir, options.userSettings ?? {});
  for (const folder of options.unpackedExtensions ?? []) {
    // Both servers take every folder that is here before their first run for an installed extension.
    cpSync(folder, path.join(extensionsDir, path.basename(folder)), { recursive: true });
  }
  if (options.folder !== undefined) return options.folder;
  const home = path.join(dataDir, 'workspace');
  mkdirSync(home);
  return home;
}

function writeSettings(dataDir: string, settings: Settings): void {
  const user = path.join(dataDir, 'data/User');
  mkdirSync(user, { recursive: true });
  writeFileSync(
    path.join(user, 'settings.json'),
    JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2),
  );
}

function pageAddress(host: string, folder: string, payload: Payload | undefined): string {
  const url = new URL(`http://${host}/`);
  url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  if (payload !== undefined) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
