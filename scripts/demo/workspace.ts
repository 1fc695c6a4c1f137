import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onProcessEnd, removeFolder } from '../cleanup.ts';

const README = `# Lettr demo

This VS Code shows the Lettr extension beside a simulator of the Lettr API: nothing here reaches a real account.

1. The Lettr view in the side bar lists the webhooks of the simulated account.
2. Use the + in its title to create one.
3. Stop the demo with Ctrl+C in the terminal that started it.
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
  /** An extension that shows the Lettr view: VS Code has no setting for the view that is shown first. */
  readonly opener: string;
}

/** Writes a sample folder and the extension that shows the Lettr view. */
export function writeDemoFiles(): DemoFiles {
  const root = mkdtempSync(path.join(tmpdir(), 'lettr-demo-'));
  onProcessEnd(() => removeFolder(root));
  const folder = path.join(root, 'lettr-demo');
  const opener = path.join(root, 'lettr.lettr-demo-0.0.0');
  for (const made of [folder, opener]) mkdirSync(made);
  writeFileSync(path.join(folder, 'README.md'), README);
  writeFileSync(path.join(opener, 'package.json'), JSON.stringify(OPENER_MANIFEST, null, 2));
  writeFileSync(path.join(opener, 'main.cjs'), OPENER);
  return { root, folder, opener };
}
