import http from 'node:http';
import path from 'node:path';
import * as vscode from 'vscode';
import { isObject } from '../../scripts/json.ts';
import { addAccount } from './account.ts';
import { timeFetch, timeList, timeValidation } from './client.ts';
import { timeCommand, timePost } from './deliveries.ts';
import { heapAfterCollection } from './heap.ts';
import { untilIdle } from './idle.ts';
import { webhooksIn } from './rows.ts';
import type { StaticTree } from './static-tree.ts';
import { takeSeen, watch } from './watch.ts';

/** What the measuring process can have done in the extension host. Answers travel as JSON. */
const WORK: Readonly<Record<string, (argument: unknown) => unknown>> = {
  idle: untilIdle,
  account: (id) => addAccount(String(id)),
  activate: (id) => timeActivation(String(id)),
  loaded: (id) => loadedFiles(String(id)),
  command: (id) => vscode.commands.executeCommand(String(id)).then(() => null),
  run: timeCommand,
  post: timePost,
  setting: (wanted) =>
    isObject(wanted) &&
    vscode.workspace
      .getConfiguration()
      .update(String(wanted['name']), wanted['value'], vscode.ConfigurationTarget.Global),
  /** For a command that ends only when the person has ended it. */
  begin: (id) => void vscode.commands.executeCommand(String(id)),
  heap: heapAfterCollection,
  watch: (id) => watch(String(id)),
  seen: takeSeen,
  /** Has the static tree hold the server's webhooks whose names contain a text. */
  hold: async (text) => {
    const all = webhooksIn(await get(`${process.env['LETTR_BENCH_API']}/webhooks`));
    (await staticTree()).hold(all.filter(({ name }) => name.includes(String(text))));
  },
  /** @returns when it was told, in Unix ms */
  fire: async (what) => {
    const tree = await staticTree();
    const at = Date.now();
    tree.fire(what === 'first' ? 'first' : 'all');
    return at;
  },
  list: timeList,
  fetch: timeFetch,
  validate: timeValidation,
};

/** Called by VS Code inside the extension host: does what it is told until it is told to end. */
export async function run(): Promise<void> {
  let said: object = { value: 'ready' };
  for (;;) {
    const task: unknown = JSON.parse(await post(said));
    const does = isObject(task) ? String(task['does']) : '';
    if (does === 'end') return;
    try {
      const work = WORK[does];
      if (!work) throw new Error(`The driver cannot do "${does}".`);
      said = { value: (await work(isObject(task) ? task['with'] : undefined)) ?? null };
    } catch (error) {
      said = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }
}

/**
 * How long an extension takes to load and activate, in ms. The clock starts when host and page are idle, so that their
 * own start is not in the number. Reading and compiling the module, the extension's activate() and the host's
 * book-keeping around them are; that asks the page for the extension's state, hence a busy page would count too.
 */
async function timeActivation(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error(`${id} is not installed.`);
  await untilIdle();
  if (extension.isActive) throw new Error(`${id} is active before it is used.`);
  const before = performance.now();
  await extension.activate();
  return performance.now() - before;
}

/** The names of an extension's files that Node has loaded. */
function loadedFiles(id: string): string[] {
  const folder = vscode.extensions.getExtension(id)?.extensionPath;
  if (folder === undefined) throw new Error(`${id} is not installed.`);
  return Object.keys(require.cache)
    .filter((file) => file.startsWith(folder + path.sep))
    .map((file) => path.basename(file));
}

async function staticTree(): Promise<StaticTree> {
  const extension = vscode.extensions.getExtension<StaticTree>('lettr-bench.static-tree');
  if (!extension) throw new Error('The static tree is not installed.');
  return extension.activate();
}

function post(said: object): Promise<string> {
  return ask(process.env['LETTR_BENCH_LINK'] ?? '', JSON.stringify(said));
}

function get(url: string): Promise<string> {
  return ask(url);
}

function ask(url: string, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: body === undefined ? 'GET' : 'POST' }, (response) => {
      response
        .toArray()
        .then((chunks: readonly Buffer[]) => resolve(Buffer.concat(chunks).toString('utf8')), reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}
