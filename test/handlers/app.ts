import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

import { type Child, collect, delay, startChild } from '../../scripts/child.ts';
import { onProcessEnd, removeFolder } from '../../scripts/cleanup.ts';
import { inRoot } from '../../scripts/paths.ts';
import type { Runtime } from './runtimes.ts';

/** A handler in its framework, listening. */
export interface App {
  readonly url: string;
  /** The events that reached the line of one's own code, as their ids. */
  readonly handled: () => readonly string[];
  /** What the process has printed. */
  readonly output: () => string;
  /** Ends all of its processes and removes its folder. */
  readonly close: () => Promise<void>;
}

export interface AppOptions {
  /** Without them the process has no `WEBHOOK_USERNAME` and no `WEBHOOK_PASSWORD`. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Replaces the comment "Your code", so that it shows what is handled. */
  readonly writesMarks?: boolean;
}

const START_MS = 50_000;
const YOUR_CODE = /(?:\/\/|#) Your code: .*$/m;

/**
 * Starts a handler from the file of its snippet, in a folder of its own below that of the frameworks.
 *
 * @throws Error with the process's output when it does not listen within 50 s
 */
export async function startApp(runtime: Runtime, frameworks: string, options: AppOptions): Promise<App> {
  const folder = await layApp(runtime, frameworks, options.writesMarks === true);
  const marks = path.join(folder, 'marks.txt');
  const port = await freePort();
  const env = {
    ...process.env,
    ...runtime.env?.(folder),
    PORT: String(port),
    MARKS: marks,
    WEBHOOK_USERNAME: options.credentials?.username,
    WEBHOOK_PASSWORD: options.credentials?.password,
  };
  const [command, ...args] = runtime.start(port);
  const child = startChild(command, args, { cwd: folder, env });
  const output = collect(child.process).text;
  const close = async (): Promise<void> => {
    await child.end();
    removeFolder(folder);
  };
  const url = `http://127.0.0.1:${port}${runtime.path ?? '/webhooks/lettr'}`;
  try {
    await listening(url, child);
  } catch (error) {
    await close();
    throw new Error(`The app does not listen.\n${output()}`, { cause: error });
  }
  const handled = (): readonly string[] =>
    existsSync(marks) ? readFileSync(marks, 'utf8').trimEnd().split('\n') : [];
  return { url, handled, output, close };
}

/** Writes the app and the handler into a new folder, and compiles what has to be compiled. */
export async function layApp(runtime: Runtime, frameworks: string, writesMarks: boolean): Promise<string> {
  const runs = path.join(frameworks, 'runs');
  mkdirSync(runs, { recursive: true });
  const folder = mkdtempSync(path.join(runs, 'app-'));
  onProcessEnd(() => removeFolder(folder));
  if (runtime.app !== undefined)
    cpSync(inRoot('test/handlers/apps', runtime.app), folder, { recursive: true });
  const source = readFileSync(inRoot('snippets', runtime.file), 'utf8');
  const code = writesMarks ? source.replace(YOUR_CODE, () => runtime.mark) : source;
  const target = path.join(folder, runtime.to ?? runtime.file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, (await runtime.compile?.(code)) ?? code);
  await runtime.prepare?.(folder);
  return folder;
}

async function listening(url: string, child: Child): Promise<void> {
  for (const started = Date.now(); Date.now() - started < START_MS; await delay(100)) {
    if (child.process.exitCode !== null) break;
    try {
      // Next.js listens before it has compiled, so that only an answer shows that it is ready.
      const response = await fetch(url, { signal: AbortSignal.timeout(START_MS) });
      await response.body?.cancel();
      return;
    } catch {
      // Nobody listens yet.
    }
  }
  throw new Error(`No answer from ${url}.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
