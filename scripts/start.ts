import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startSimulator } from '../simulator/simulator.ts';
import { buildExtension } from './build.ts';
import { freePort, startHandler } from './demo/running.ts';
import { openDesktop } from './demo/desktop.ts';
import { type DemoFiles, writeDemoFiles } from './demo/workspace.ts';
import { packageExtension } from './package.ts';
import { fail, say } from './say.ts';
import { QUIET_SETTINGS, startVSCode } from './vscode/serve.ts';

type Environment = Readonly<Record<string, string>>;
type DemoSettings = Readonly<Record<string, unknown>>;

/** Starts the simulator and a VS Code with the extension beside it; ends both with Ctrl+C. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { desktop: { type: 'boolean' }, vscode: { type: 'string' } } });
  const simulator = await startSimulator();
  say(`The Lettr simulator listens at ${simulator.baseUrl}`);
  const port = await freePort();
  const files = writeDemoFiles(port);
  const handler = startHandler(files.handler, port);
  handler.process.stdout?.pipe(process.stdout);
  handler.process.stderr?.pipe(process.stdout);
  say(`The webhook handler of the demo listens at http://localhost:${port}/webhooks/lettr`);
  const env = { LETTR_API_KEY: simulator.keys.live };
  const settings = { ...QUIET_SETTINGS, 'lettr.apiBaseUrl': simulator.baseUrl };
  try {
    await (values.desktop === true
      ? desktop(files, env, settings)
      : browser(files, env, settings, values.vscode));
  } finally {
    await handler.end();
    await simulator.close();
  }
}

async function desktop(files: DemoFiles, env: Environment, settings: DemoSettings): Promise<void> {
  await buildExtension(false);
  say('Opens VS Code. Close its window or press Ctrl+C to end.');
  await openDesktop(files, env, settings);
}

async function browser(
  files: DemoFiles,
  env: Environment,
  userSettings: DemoSettings,
  version: string | undefined,
): Promise<void> {
  say('Packages the extension.');
  const server = await startVSCode({
    env,
    userSettings,
    folder: files.folder,
    secretsPersist: true,
    onProgress: say,
    extensions: [await packageExtension()],
    unpackedExtensions: [files.opener],
    ...(version === undefined ? {} : { version }),
  });
  say('');
  say(`Open ${server.url()}`);
  say('');
  say('Press Ctrl+C to end.');
  openInBrowser(server.url());
  // The clean-up of a signal ends the server; a server that ends by itself ends the demo.
  await server.ended;
}

/** Shows the address where there is a screen; that it is printed is enough everywhere else. */
function openInBrowser(url: string): void {
  const { DISPLAY, WAYLAND_DISPLAY, CI } = process.env;
  if (CI !== undefined || (process.platform !== 'darwin' && !DISPLAY && !WAYLAND_DISPLAY)) return;
  const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [url], {
    stdio: 'ignore',
    detached: true,
  });
  opener.on('error', () => undefined);
  opener.unref();
}

await main().catch(fail);
