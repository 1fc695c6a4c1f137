import path from 'node:path';
import { collect, startChild } from '../child.ts';
import type { VSCodeInstall } from './install.ts';

/** Arguments for Node: `base` names program and folders, `serve` is added to listen. */
export interface ServerCommand {
  readonly base: readonly string[];
  readonly serve: readonly string[];
}

/** Where a server keeps its files. Absolute paths. */
export interface ServerFolders {
  readonly dataDir: string;
  readonly extensionsDir: string;
  /** Holds the extensions of VS Code's own, unless they are those of the installation. */
  readonly builtInsDir?: string;
}

/** A server that listens on `port` of 127.0.0.1. */
export interface StartedServer {
  readonly port: number;
  readonly ended: Promise<void>;
  readonly log: () => string;
  readonly end: () => Promise<void>;
}

interface Switches {
  readonly verbose?: boolean;
  readonly smokeTestDriver?: boolean;
  readonly workspaceTrust?: boolean;
}

const READY_MS = 60_000;
const READY = /(?:Extension host agent listening on |HTTP server listening on http:\/\/127\.0\.0\.1:)(\d+)/;
// A developer's own key, and what a VS Code or an npm around this process says of itself, must not reach the tests.
const NOT_FOR_TESTS = /^(LETTR_|VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|CODE_SERVER_|PORT$)/;

/** The command line of VS Code's own server. Port 0 lets the system choose, so two runs never collide. */
export function bareServer(install: VSCodeInstall, at: ServerFolders, switches: Switches): ServerCommand {
  const folders = ['--server-data-dir', at.dataDir, '--extensions-dir', at.extensionsDir];
  if (at.builtInsDir !== undefined) folders.push('--builtin-extensions-dir', at.builtInsDir);
  return {
    base: [install.serverMain, '--accept-server-license-terms', '--disable-telemetry', ...folders],
    serve: [
      '--host=127.0.0.1',
      '--port=0',
      '--without-connection-token',
      // Ends a server five minutes after its last page in case this process was killed without a chance to end it.
      '--enable-remote-auto-shutdown',
      ...(switches.verbose === true ? ['--log=trace'] : []),
      ...(switches.smokeTestDriver === true ? ['--enable-smoke-test-driver'] : []),
      ...(switches.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
    ],
  };
}

/** The command line of code-server's entry around it, which answers /mint-key; every file of it stays inside `dataDir`. */
export function codeServer(install: VSCodeInstall, at: ServerFolders, switches: Switches): ServerCommand {
  const own = (name: string): string => path.join(at.dataDir, name);
  const folders = ['--user-data-dir', own('data'), '--extensions-dir', at.extensionsDir];
  const files = ['--config', own('config.yaml'), '--session-socket', own('session.sock')];
  return {
    base: [install.codeServerEntry, '--disable-telemetry', '--disable-update-check', ...folders, ...files],
    serve: [
      '--auth=none',
      '--bind-addr=127.0.0.1:0',
      '--disable-getting-started-override',
      ...(switches.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
    ],
  };
}

/** This process' environment without what belongs to Lettr, VS Code or npm. */
export function extensionHostEnv(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_FOR_TESTS.test(name));
  // Without an address of a gallery neither server nor page asks one for updates and recommendations.
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }) };
}

/**
 * Starts a server and waits until it listens.
 * @throws Error with its last output when it ends or does not listen within a minute
 */
export async function startServer(
  node: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<StartedServer> {
  const child = startChild(node, args, { env });
  const ended = new Promise<void>((resolve) => child.process.once('close', () => resolve()));
  const output = collect(child.process);
  const port = await new Promise<number>((resolve) => {
    const finish = (value: number): void => {
      clearTimeout(timer);
      resolve(value);
    };
    const timer = setTimeout(() => finish(0), READY_MS);
    child.process.once('close', () => finish(0));
    child.process.once('error', () => finish(0));
    child.process.stdout?.on('data', () => {
      const found = READY.exec(output.text())?.[1];
      if (found !== undefined) finish(Number(found));
    });
  });
  if (port > 0) return { port, ended, log: output.text, end: child.end };
  await child.end();
  throw new Error(`The VS Code server does not start:\n${output.text().slice(-2000)}`);
}
