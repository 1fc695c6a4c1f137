import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { transform } from 'esbuild';

import { run } from '../../scripts/child.ts';
import { textAt } from '../../scripts/json.ts';

/** What a tool said about itself, or why it is not here. */
export type Answer = { readonly found: string } | { readonly missing: string };

/** How a handler is run in its framework. */
export interface Runtime {
  /** In `snippets`. */
  readonly file: string;
  /** Where it goes in the app's folder; at its top under its own name by default. */
  readonly to?: string;
  /** A folder of `test/handlers/apps` with what the framework needs besides. */
  readonly app?: string;
  readonly path?: string;
  /** A line that appends an event's id to the file that `MARKS` names. */
  readonly mark: string;
  /** The framework's version here, or why it is not here. */
  version(frameworks: string): Answer;
  compile?(code: string): Promise<string>;
  /** Called in the folder with everything in it, before the start. */
  prepare?(folder: string): unknown;
  env?(folder: string): Readonly<Record<string, string>>;
  /** The command that listens on `port` of 127.0.0.1 until it is ended. */
  start(port: number): readonly [string, ...string[]];
}

const MARKS = {
  javascript:
    "process.getBuiltinModule('node:fs').appendFileSync(process.env.MARKS, event.event_id + '\\n');",
  python: 'open(os.environ["MARKS"], "a").write(event["event_id"] + "\\n")',
  php: "file_put_contents(getenv('MARKS'), $event['event_id'].\"\\n\", FILE_APPEND);",
  go: 'file, _ := os.OpenFile(os.Getenv("MARKS"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); file.WriteString(event.EventID + "\\n"); file.Close()',
};

/** Debian's packages are those of its own Python, which need not be the first one on the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];
/** Where Debian's package has it. */
const LARAVEL = '/usr/share/php/Illuminate/autoload.php';

export const RUNTIMES: readonly Runtime[] = [
  javascript('express', { file: 'express.js' }),
  javascript('fastify', { file: 'fastify.js' }),
  javascript('hono', { file: 'hono.js' }),
  javascript('next', {
    file: 'next.ts',
    app: 'next',
    to: 'app/webhooks/lettr/route.js',
    compile: (code) => stripTypes(code),
    env: () => ({ NEXT_TELEMETRY_DISABLED: '1' }),
    start: (port) => [
      process.execPath,
      '../../node_modules/next/dist/bin/next',
      'dev',
      '--port',
      String(port),
    ],
  }),
  javascript('@nestjs/core', {
    file: 'nest.ts',
    app: 'nest',
    to: 'controller.js',
    compile: (code) => stripTypes(code),
    start: () => [process.execPath, 'main.js'],
  }),
  python('flask', {
    file: 'flask_app.py',
    arguments: (port) => ['-m', 'flask', '--app', 'flask_app', 'run', '--port', port],
  }),
  python('fastapi', {
    file: 'fastapi_app.py',
    alsoNeeds: 'uvicorn',
    arguments: (port) => ['-m', 'uvicorn', 'fastapi_app:app', '--port', port],
  }),
  python('django', {
    file: 'django_view.py',
    app: 'django',
    arguments: (port) => ['-m', 'django', 'runserver', '--noreload', `127.0.0.1:${port}`],
    env: (folder) => ({ DJANGO_SETTINGS_MODULE: 'settings', PYTHONPATH: folder }),
  }),
  {
    file: 'plain.php',
    mark: MARKS.php,
    version: () => answer('php', ['-r', "new PDO('sqlite::memory:'); echo PHP_VERSION;"]),
    // It keeps the ids in the folder for temporary files.
    env: (folder) => ({ PHP_CLI_SERVER_WORKERS: '4', TMPDIR: folder }),
    start: (port) => ['php', '-S', `127.0.0.1:${port}`, 'plain.php'],
  },
  {
    file: 'laravel.php',
    app: 'laravel',
    to: 'routes/api.php',
    path: '/api/webhooks/lettr',
    mark: MARKS.php,
    version: () =>
      answer('php', ['-r', `require '${LARAVEL}'; echo Illuminate\\Foundation\\Application::VERSION;`]),
    prepare: (folder) => mkdirSync(path.join(folder, 'bootstrap/cache'), { recursive: true }),
    env: () => ({ PHP_CLI_SERVER_WORKERS: '4' }),
    start: (port) => ['php', '-S', `127.0.0.1:${port}`, 'index.php'],
  },
  {
    file: 'net_http.go',
    mark: MARKS.go,
    version: () => answer('go', ['env', 'GOVERSION']),
    prepare: (folder) =>
      run('go', ['build', '-o', 'handler', 'net_http.go'], { cwd: folder, env: process.env }),
    start: () => ['./handler'],
  },
];

type Own<Keys extends keyof Runtime> = Partial<Runtime> & Pick<Runtime, Keys>;

function javascript(name: string, own: Own<'file'>): Runtime {
  return {
    mark: MARKS.javascript,
    version: (frameworks) => {
      const manifest = path.join(frameworks, 'node_modules', name, 'package.json');
      return { found: textAt(JSON.parse(readFileSync(manifest, 'utf8')), 'version') ?? '' };
    },
    start: () => [process.execPath, own.file],
    ...own,
  };
}

interface Python extends Own<'file'> {
  readonly alsoNeeds?: string;
  readonly arguments: (port: string) => readonly string[];
}

function python(name: string, { alsoNeeds, arguments: argumentsOf, ...own }: Python): Runtime {
  const imports = [name, ...(alsoNeeds === undefined ? [] : [alsoNeeds])].join(', ');
  const code = `import ${imports}; from importlib.metadata import version; print(version("${name}"))`;
  const tried = PYTHONS.map((command) => ({ command, version: answer(command, ['-c', code]) }));
  const first = tried.find(({ version }) => 'found' in version) ?? tried[0];
  const { command, version } = first ?? { command: 'python3', version: { missing: 'no Python' } };
  return {
    mark: MARKS.python,
    version: () => version,
    start: (port) => [command, ...argumentsOf(String(port))],
    ...own,
  };
}

/** What a command prints, in one line; when it fails, the last line of its complaint, which PHP's is on stdout. */
export function answer(command: string, args: readonly string[]): Answer {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) return { missing: `there is no ${command}` };
  return status === 0
    ? { found: stdout.trim() }
    : { missing: `${stdout}${stderr}`.trim().split('\n').at(-1) || `${command} ended with ${status}` };
}

async function stripTypes(code: string): Promise<string> {
  const { code: script } = await transform(code, {
    loader: 'ts',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  return script;
}
