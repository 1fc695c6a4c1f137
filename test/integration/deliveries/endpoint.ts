import http from 'node:http';
import { buffer } from 'node:stream/consumers';

import * as vscode from 'vscode';

import { run } from '../support.ts';

/** An endpoint on this machine, with what was sent to it; usable from `before` on. */
export interface Endpoint {
  readonly url: string;
  /** 200 in each test until it is changed. */
  status: number;
  readonly bodies: readonly Buffer[];
  /** `Basic` credentials as `username:password`; `undefined` where a request had none. */
  readonly credentials: readonly (string | undefined)[];
}

/** Starts an endpoint for the tests of a file. Each test begins without deliveries and without editors. */
export function useEndpoint(): Endpoint {
  const bodies: Buffer[] = [];
  const credentials: (string | undefined)[] = [];
  const endpoint = { url: '', status: 200, bodies, credentials };
  const server = http.createServer((request, response) => {
    void buffer(request).then((body) => {
      const { authorization } = request.headers;
      bodies.push(body);
      credentials.push(
        authorization && Buffer.from(authorization.slice('Basic '.length), 'base64').toString(),
      );
      // What a careless handler answers.
      response.writeHead(endpoint.status).end(`you sent ${authorization ?? 'nothing'}`);
    });
  });
  before(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    endpoint.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/webhooks/lettr`;
  });
  beforeEach(async () => {
    await run('lettr.deliveries.clear');
    bodies.length = 0;
    credentials.length = 0;
    endpoint.status = 200;
  });
  // A page that is coming to the front would close a pick list of the next test.
  afterEach(closeEditors);
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return endpoint;
}

/** Closes every editor, asking nothing. */
export async function closeEditors(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await run('workbench.action.revertAndCloseActiveEditor');
  }
  await run('workbench.action.closeAllEditors');
}

/** Runs `work` as if nobody trusted the workspace: in a real one the tests could not even start. */
export async function withoutTrust(work: () => Thenable<unknown>): Promise<void> {
  const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');
  Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
  try {
    await work();
  } finally {
    Object.defineProperty(vscode.workspace, 'isTrusted', trusted ?? {});
  }
}
