import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { run } from './child.ts';
import { inRoot } from './paths.ts';
import { withLock } from './vscode/lock.ts';
import { npm, OfflineError } from './vscode/npm.ts';

/** A Chromium on this machine, and what its process needs besides. */
export interface Chromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The path of the browser to use. */
const CHOSEN = 'CHROMIUM_PATH';
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
];
const MISSING =
  'Chromium is missing. Install Chrome, or run: npx playwright-core install chromium-headless-shell';

/** A headless Chromium for x64 Linux as an npm package, with fonts and the libraries that a bare system may lack. */
const PACKAGE = '@sparticuz/chromium';
const VERSION = '153.0.0';
const ARCHIVES = ['chromium.br', 'swiftshader.tar.br', 'fonts.tar.br', 'al2023.tar.br'];
const UNPACK = `
  import { inflate } from '${PACKAGE}';
  for (const name of ${JSON.stringify(ARCHIVES)}) await inflate('node_modules/${PACKAGE}/bin/' + name);
`;

/**
 * The Chromium that tests and benchmarks use: the one that `CHROMIUM_PATH` names; on x64 Linux one that npm brings
 * (70 MB, once, into `.vscode-test`), which is the same on every machine and costs two thirds of a whole browser's
 * processor time; elsewhere, and where npm cannot reach its registry, an installed one. Safe when several processes call
 * at once.
 *
 * @throws Error in one line that says what to install
 */
export async function provideChromium(
  onProgress: (line: string) => void = () => undefined,
): Promise<Chromium> {
  const chosen = process.env[CHOSEN];
  if (chosen !== undefined) {
    if (!existsSync(chosen)) throw new Error(`${CHOSEN} names ${chosen}, which is not there.`);
    return { executablePath: chosen, env: {} };
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    try {
      return await fromNpm(onProgress);
    } catch (error) {
      if (!(error instanceof OfflineError)) throw error;
      onProgress(`Chromium: ${error.message}`);
    }
  }
  const installed = [...PLACES, chromium.executablePath()].find((file) => existsSync(file));
  if (installed === undefined) throw new Error(MISSING);
  return { executablePath: installed, env: {} };
}

async function fromNpm(onProgress: (line: string) => void): Promise<Chromium> {
  const folder = inRoot('.vscode-test', `chromium-${VERSION}`);
  if (!existsSync(folder)) {
    const waiting = (): void => onProgress('Chromium: another process is installing it, waiting');
    await withLock(`${folder}.lock`, waiting, async () => {
      if (!existsSync(folder)) await installInto(folder, onProgress);
    });
  }
  writeFileSync(path.join(folder, 'fonts.conf'), fontsIn(folder));
  return {
    executablePath: path.join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}

async function installInto(folder: string, onProgress: (line: string) => void): Promise<void> {
  onProgress(`Chromium is not here yet: installs ${PACKAGE} ${VERSION} with npm (70 MB, once).`);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  // Without a manifest of its own npm would install into the repository above.
  writeFileSync(path.join(part, 'package.json'), JSON.stringify({ private: true }));
  await npm(part, ['install', '--ignore-scripts', '--save-exact', `${PACKAGE}@${VERSION}`]);
  // The package unpacks into the folder for temporary files.
  const env = { ...process.env, TMPDIR: part };
  await run(process.execPath, ['--input-type=module', '--eval', UNPACK], { cwd: part, env });
  rmSync(path.join(part, 'node_modules'), { recursive: true });
  renameSync(part, folder);
}

/** The package's own configuration looks for fonts where they are not. Fonts of the system, where there are any, come first. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${path.join(folder, 'fonts')}</dir>
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;
}
