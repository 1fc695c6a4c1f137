import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isObject, readObject, textAt } from '../json.ts';
import { inRoot } from '../paths.ts';
import { npm, OfflineError } from './npm.ts';
import { withLock } from './lock.ts';

/** The newest VS Code that the tests run in: code-server 4.X carries VS Code 1.X. */
export const NEWEST = '4.139.1';
/** The oldest VS Code that `engines.vscode` admits. */
export const FLOOR = '4.105.1';

/** What starts an installed VS Code server. Paths are absolute. */
export interface VSCodeInstall {
  readonly version: string;
  /** The Node executable that this server was built for. */
  readonly node: string;
  /** VS Code's own server. */
  readonly serverMain: string;
  /** The entry of code-server, which also keeps secrets over a page reload. */
  readonly codeServerEntry: string;
}

/** Which VS Code is installed and who hears of the progress. */
export interface InstallOptions {
  /** A version of code-server (4.x) or of the VS Code in it (1.x). Default: the newest. */
  readonly version?: string;
  readonly onProgress?: (line: string) => void;
}

const SERVER = 'node_modules/code-server/lib/vscode';
/** Holds the headers too, which the npm package `node` leaves out. */
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;

interface Step {
  readonly does: string;
  readonly percent: number;
  run(folder: string): Promise<void>;
}

const STEPS: readonly Step[] = [
  { does: 'the server (code-server)', percent: 0, run: installServer },
  { does: 'the Node it runs on', percent: 35, run: installNode },
  { does: "the server's modules", percent: 55, run: installModules },
  { does: 'its log module', percent: 90, run: buildLogModule },
];

/**
 * Installs a VS Code server with npm alone into `.vscode-test/<version>/`. Does nothing when it is there already; safe
 * when several processes call at once; goes on after the last finished step when an earlier install was broken off.
 * @throws OfflineError when npm cannot reach its registry
 * @throws Error when the platform has no server build or npm fails
 */
export async function installVSCode(options: InstallOptions = {}): Promise<VSCodeInstall> {
  const version = codeServerVersion(options.version ?? NEWEST);
  const progress = options.onProgress ?? (() => undefined);
  const folder = inRoot('.vscode-test', version);
  if (!existsSync(folder)) {
    if (process.platform === 'win32')
      throw new Error('The VS Code server of npm does not run on Windows: use the desktop build.');
    const waiting = (): void =>
      progress(`VS Code ${shown(version)}: another process is installing it, waiting`);
    await withLock(`${folder}.lock`, waiting, async () => {
      if (!existsSync(folder)) await installInto(folder, version, progress);
    });
  }
  return describe(folder, version);
}

/** Turns 1.139.1 into 4.139.1, the version of the npm package that carries it. */
export function codeServerVersion(version: string): string {
  return version.replace(/^1\./, '4.');
}

async function installInto(folder: string, version: string, progress: (line: string) => void): Promise<void> {
  const part = `${folder}.part`;
  mkdirSync(part, { recursive: true });
  const manifest = path.join(part, 'package.json');
  // Without a manifest of its own npm would install into the repository above.
  if (!existsSync(manifest)) writeFileSync(manifest, JSON.stringify({ private: true }));
  writeFileSync(path.join(part, 'version'), version);
  progress(`VS Code ${shown(version)} is not here yet: installs it with npm (600 MB, once).`);
  for (const [index, step] of STEPS.entries()) {
    const done = path.join(part, `step-${index}.done`);
    if (existsSync(done)) continue;
    await reportWhile(
      `VS Code ${shown(version)}: ${step.percent} % – ${step.does}`,
      progress,
      step.run(part),
    );
    writeFileSync(done, '');
  }
  renameSync(part, folder);
  progress(`VS Code ${shown(version)}: 100 %`);
}

/** Npm tells nothing while it loads; a line every 15 seconds shows that something still happens. */
async function reportWhile(
  line: string,
  progress: (line: string) => void,
  work: Promise<void>,
): Promise<void> {
  progress(line);
  const started = Date.now();
  const timer = setInterval(
    () => progress(`${line} (${Math.round((Date.now() - started) / 1000)} s)`),
    15_000,
  );
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
}

async function installServer(folder: string): Promise<void> {
  const version = readFileSync(path.join(folder, 'version'), 'utf8');
  await npm(folder, ['install', '--ignore-scripts', '--save-exact', `code-server@${version}`]);
}

async function installNode(folder: string): Promise<void> {
  await npm(folder, ['install', '--ignore-scripts', `${NODE_PACKAGE}@${nodeMajor(folder)}`]);
}

async function installModules(folder: string): Promise<void> {
  const server = path.join(folder, SERVER);
  pinParcelWatcher(server);
  await npm(server, ['install', '--omit=dev', '--ignore-scripts'], {}, path.dirname(nodePath(folder)));
}

/** Without its native part the extension host only misses its own log files, so a missing compiler stops nothing. */
async function buildLogModule(folder: string): Promise<void> {
  const headers = path.join(folder, 'node_modules', NODE_PACKAGE);
  const build = npm(
    path.join(folder, SERVER),
    ['rebuild', '@vscode/spdlog'],
    { npm_config_nodedir: headers },
    path.dirname(nodePath(folder)),
  );
  await build.catch((error: unknown) => {
    if (error instanceof OfflineError) throw error;
  });
}

/** Version 4.105.1 names a build of @parcel/watcher that only git has; the registry has the release it was made from. */
function pinParcelWatcher(server: string): void {
  const manifest = path.join(server, 'package.json');
  const lock = path.join(server, 'npm-shrinkwrap.json');
  const { dependencies, ...rest } = readObject(manifest);
  if (!isObject(dependencies) || !textAt(dependencies, '@parcel/watcher')?.includes('/')) return;
  writeFileSync(
    manifest,
    JSON.stringify({ ...rest, dependencies: { ...dependencies, '@parcel/watcher': '2.5.1' } }),
  );
  const locked = readObject(lock);
  const packages = Object.entries(isObject(locked['packages']) ? locked['packages'] : {});
  const kept = packages.filter(([name]) => name !== 'node_modules/@parcel/watcher');
  writeFileSync(lock, JSON.stringify({ ...locked, packages: Object.fromEntries(kept) }));
}

function describe(folder: string, version: string): VSCodeInstall {
  return {
    version,
    node: nodePath(folder),
    serverMain: path.join(folder, SERVER, 'out/server-main.js'),
    codeServerEntry: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

function nodePath(folder: string): string {
  return path.join(folder, 'node_modules', NODE_PACKAGE, 'bin/node');
}

function nodeMajor(folder: string): string {
  const manifest = readObject(path.join(folder, 'node_modules/code-server/package.json'));
  const wanted = /\d+/.exec(textAt(manifest, 'engines', 'node') ?? '')?.[0];
  if (wanted === undefined) throw new Error('This code-server does not say which Node it needs.');
  return wanted;
}

function shown(version: string): string {
  return version.replace(/^4\./, '1.');
}
