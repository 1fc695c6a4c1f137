import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import extensionManifest from '../../package.json' with { type: 'json' };
import { extensionBuild } from '../../scripts/bundle/extension.ts';
import { onProcessEnd, removeFolder } from '../../scripts/cleanup.ts';
import { readVsix } from '../../scripts/packaging/vsix.ts';
import { inRoot, readManifest } from '../../scripts/paths.ts';

/** Folders that VS Code runs with, removed when this process ends. Absolute paths. */
export interface BenchExtensions {
  /** An empty folder to open. */
  readonly workspace: string;
  /** The packaged extension, unpacked as VS Code does. */
  readonly packaged: string;
  readonly packagedId: string;
  /** The packaged extension with the driver in its folder. */
  readonly watched: string;
  /** An extension that registers what the packaged one does and does nothing else. */
  readonly registering: string;
  readonly registeringId: string;
  /** An extension whose `activate` does nothing. */
  readonly empty: string;
  readonly emptyId: string;
  /** The two trees that are floors. */
  readonly floors: readonly string[];
  /** An extension that only holds the driver. */
  readonly driver: string;
}

/** The name of the driver in its folder. */
export const DRIVER = 'driver.cjs';

const PUBLISHER = 'lettr-bench';
/** The extension's view, in the conditions of its menus. */
const VIEW = 'lettr.webhooks';
const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M4 4h16v16H4z"/></svg>';

/** Builds the extensions of the measurement. */
export async function writeExtensions(vsix: string): Promise<BenchExtensions> {
  const root = mkdtempSync(path.join(tmpdir(), 'lettr-bench-'));
  onProcessEnd(() => removeFolder(root));
  const code = path.join(root, 'code');
  await bundle(code);
  const { publisher, name, version } = readManifest();
  const packaged = path.join(root, 'packaged', `${publisher}.${name}-${version}`);
  unpack(vsix, packaged);
  const watched = path.join(root, 'watched', path.basename(packaged));
  cpSync(packaged, watched, { recursive: true });
  cpSync(path.join(code, DRIVER), path.join(watched, DRIVER));
  const write = (part: string, contributes: object = {}): string => {
    const folder = writeManifest(root, part, contributes);
    const file = path.join(code, `${part}.cjs`);
    cpSync(part === 'driver' ? path.join(code, 'empty.cjs') : file, path.join(folder, 'main.cjs'));
    return folder;
  };
  const driver = write('driver');
  cpSync(path.join(code, DRIVER), path.join(driver, DRIVER));
  const workspace = path.join(root, 'workspace');
  mkdirSync(workspace);
  return {
    workspace,
    packaged,
    watched,
    driver,
    packagedId: `${publisher}.${name}`,
    empty: write('empty'),
    emptyId: `${PUBLISHER}.empty`,
    registering: write('registering', registrations()),
    registeringId: `${PUBLISHER}.registering`,
    floors: [
      write('fetching-tree', treeView('fetching', 'Fetching Floor')),
      write('static-tree', treeView('static', 'Static Floor')),
    ],
  };
}

async function bundle(outdir: string): Promise<void> {
  const { plugins = [], target, mainFields, alias } = extensionBuild(true);
  await build({
    entryPoints: ['driver', 'fetching-tree', 'static-tree', 'registering', 'empty'].map((name) =>
      inRoot('bench/host', `${name}.ts`),
    ),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    external: ['vscode'],
    // Floors are built as the extension is, and leave out the same parts of node-fetch.
    ...(target === undefined ? {} : { target }),
    ...(mainFields === undefined ? {} : { mainFields }),
    ...(alias === undefined ? {} : { alias }),
    plugins: plugins.filter(({ name }) => name === 'unused-parts'),
    logLevel: 'warning',
  });
}

function unpack(vsix: string, folder: string): void {
  for (const { name, bytes } of readVsix(vsix)) {
    if (!name.startsWith('extension/')) continue;
    const file = path.join(folder, name.slice('extension/'.length));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

function writeManifest(root: string, name: string, contributes: object): string {
  const folder = path.join(root, `${PUBLISHER}.${name}-0.0.0`);
  mkdirSync(folder);
  const manifest = {
    name,
    publisher: PUBLISHER,
    version: '0.0.0',
    main: './main.cjs',
    activationEvents: [],
    engines: { vscode: '^1.105.0' },
    contributes,
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'icon.svg'), ICON);
  return folder;
}

/** A view whose rows have the same buttons and menus as the extension's: VS Code draws them with each row. */
function treeView(id: string, title: string): object {
  const own = (command: string): string => `${PUBLISHER}.${id}.${command}`;
  const { commands, menus } = extensionManifest.contributes;
  const ofRows = menus['view/item/context'].map(({ command, when, group }) => ({
    command: own(command),
    when: when.replace(VIEW, `${PUBLISHER}.${id}`),
    group,
  }));
  return {
    viewsContainers: { activitybar: [{ id: `${PUBLISHER}-${id}`, title, icon: 'icon.svg' }] },
    views: { [`${PUBLISHER}-${id}`]: [{ id: `${PUBLISHER}.${id}`, name: title, icon: 'icon.svg' }] },
    commands: commands.map(({ command, icon }) => ({
      command: own(command),
      title: command,
      ...(icon === undefined ? {} : { icon }),
    })),
    menus: {
      'view/item/context': ofRows,
      commandPalette: commands.map(({ command }) => ({ command: own(command), when: 'false' })),
    },
  };
}

/**
 * The commands of package.json, and the views that are always there, under names of their own. What the extension
 * registers without contributing it stands in bench/host/registering.ts.
 */
function registrations(): object {
  const own = (id: string): string => `${PUBLISHER}.registering.${id}`;
  const { commands, views } = extensionManifest.contributes;
  const always = views.lettr.filter((view) => !('when' in view));
  const container = `${PUBLISHER}-registering`;
  return {
    viewsContainers: { activitybar: [{ id: container, title: 'Registering Floor', icon: 'icon.svg' }] },
    views: { [container]: always.map(({ id }) => ({ id: own(id), name: id, icon: 'icon.svg' })) },
    commands: commands.map(({ command }) => ({ command: own(command), title: command })),
  };
}
