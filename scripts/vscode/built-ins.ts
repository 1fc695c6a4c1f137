import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { VSCodeInstall } from './install.ts';

/**
 * Extensions of VS Code's own that no test of a webhook meets. They start by themselves or take long to load: with them,
 * a window takes half as long again to open.
 */
const LEFT_OUT = [
  'copilot',
  'css-language-features',
  'debug-auto-launch',
  'debug-server-ready',
  'emmet',
  'extension-editing',
  'git',
  'git-base',
  'github',
  'github-authentication',
  'grunt',
  'gulp',
  'html-language-features',
  'ipynb',
  'jake',
  'markdown-math',
  'media-preview',
  'merge-conflict',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'notebook-renderers',
  'npm',
  'php-language-features',
  'references-view',
  'search-result',
  'simple-browser',
  'terminal-suggest',
  'tunnel-forwarding',
  'typescript-language-features',
];

/** Makes a folder of links to the other extensions that an installed VS Code brings, for `--builtin-extensions-dir`. */
export function linkFewBuiltIns({ serverMain }: VSCodeInstall, folder: string): string {
  const all = path.resolve(path.dirname(serverMain), '../extensions');
  mkdirSync(folder);
  for (const entry of readdirSync(all, { withFileTypes: true })) {
    if (entry.isDirectory() && !LEFT_OUT.includes(entry.name)) {
      symlinkSync(path.join(all, entry.name), path.join(folder, entry.name), 'junction');
    }
  }
  return folder;
}
