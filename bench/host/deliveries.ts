import http from 'node:http';
import * as vscode from 'vscode';
import { isObject } from '../../scripts/json.ts';

/** How long a command takes that is run as `{ command, args }`, in ms. */
export async function timeCommand(wanted: unknown): Promise<number> {
  const { command, args } = isObject(wanted) ? wanted : {};
  const before = performance.now();
  await vscode.commands.executeCommand(String(command), ...(Array.isArray(args) ? args : []));
  return performance.now() - before;
}

/** How long node:http takes to send `{ url, body }` on a connection of its own and to read the answer, in ms. */
export async function timePost(wanted: unknown): Promise<number> {
  const { url, body } = isObject(wanted) ? wanted : {};
  const before = performance.now();
  await new Promise<void>((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', Connection: 'close' };
    const request = http.request(String(url), { method: 'POST', agent: false, headers }, (response) => {
      response.toArray().then(() => resolve(), reject);
    });
    request.on('error', reject).end(String(body));
  });
  return performance.now() - before;
}
