import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onProcessEnd, removeFolder } from '../cleanup.ts';

/** What the demo's handler expects; no secret. */
export const DEMO_CREDENTIALS = { WEBHOOK_USERNAME: 'lettr', WEBHOOK_PASSWORD: 'demo' };

const README = `# Lettr demo

This VS Code shows the Lettr extension with a simulator of the Lettr API. Nothing here reaches a real account.

1. The Lettr view in the side bar lists the webhooks of the simulated account. Use **+** to create one.
2. \`handler.mjs\` is a webhook handler. It's running, and it has two faults. Open the Testing view, run **Demo handler**
   with the username \`${DEMO_CREDENTIALS.WEBHOOK_USERNAME}\` and the password \`${DEMO_CREDENTIALS.WEBHOOK_PASSWORD}\`, read what fails, fix it, and run it again.
3. To stop, press Ctrl+C in the terminal that started the demo.
`;
const OPENER_MANIFEST = {
  name: 'lettr-demo',
  publisher: 'lettr',
  version: '0.0.0',
  displayName: 'Lettr demo',
  description: 'Shows the Lettr view when the demo starts.',
  engines: { vscode: '^1.105.0' },
  main: './main.cjs',
  activationEvents: ['onStartupFinished'],
};
const OPENER = `const vscode = require('vscode');
exports.activate = () => vscode.commands.executeCommand('workbench.view.extension.lettr');
`;

/** What the demo opens; removed when this process ends. Absolute paths. */
export interface DemoFiles {
  readonly root: string;
  readonly folder: string;
  /** The webhook handler in the folder. */
  readonly handler: string;
  /** An extension that shows the Lettr view: VS Code has no setting for the view that is shown first. */
  readonly opener: string;
}

/**
 * Writes a sample folder with a webhook handler, and the extension that shows the Lettr view.
 * @param port where the handler listens
 */
export function writeDemoFiles(port: number): DemoFiles {
  const root = mkdtempSync(path.join(tmpdir(), 'lettr-demo-'));
  onProcessEnd(() => removeFolder(root));
  const folder = path.join(root, 'lettr-demo');
  const opener = path.join(root, 'lettr.lettr-demo-0.0.0');
  for (const made of [folder, opener]) mkdirSync(made);
  writeFileSync(path.join(folder, 'README.md'), README);
  const handler = path.join(folder, 'handler.mjs');
  copyFileSync(path.join(import.meta.dirname, 'handler.mjs'), handler);
  const url = `http://localhost:${port}/webhooks/lettr`;
  const settings = { 'lettr.handlers': [{ name: 'Demo handler', url, authentication: 'basic' }] };
  mkdirSync(path.join(folder, '.vscode'));
  writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(settings, null, 2));
  writeFileSync(path.join(opener, 'package.json'), JSON.stringify(OPENER_MANIFEST, null, 2));
  writeFileSync(path.join(opener, 'main.cjs'), OPENER);
  return { root, folder, handler, opener };
}
