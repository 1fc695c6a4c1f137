import { randomBytes } from 'node:crypto';

import type { Child } from '../../scripts/child.ts';
import { freePort, startHandler } from '../../scripts/demo/running.ts';
import { type DemoFiles, writeDemoFiles } from '../../scripts/demo/workspace.ts';
import { type Workbench, openWorkbench } from '../support/workbench.ts';
import { answerCredentials } from './session.ts';

/** The name of the handler in its workspace. */
export const HANDLER = 'Demo handler';

/** A workbench with the workspace of `npm start`, whose handler is listening. */
export interface Demo {
  readonly workbench: Workbench;
  readonly files: DemoFiles;
  /** Such as `localhost:41319`. */
  readonly host: string;
  /** Types the credentials that the handler takes. */
  answerCredentials(): Promise<void>;
  close(): Promise<void>;
}

export async function openDemo(): Promise<Demo> {
  const port = await freePort();
  const host = `localhost:${port}`;
  const files = writeDemoFiles(port);
  const username = 'lettr';
  const password = `handler-${randomBytes(8).toString('hex')}`;
  const handler: Child = startHandler(files.handler, port, {
    WEBHOOK_USERNAME: username,
    WEBHOOK_PASSWORD: password,
  });
  const workbench = await openWorkbench({ folder: files.folder }).catch(async (error: unknown) => {
    await handler.end();
    throw error;
  });
  return {
    workbench,
    files,
    host,
    answerCredentials: () => answerCredentials(workbench, `Credentials for`, { username, password }),
    close: async () => {
      await workbench.close();
      await handler.end();
    },
  };
}
