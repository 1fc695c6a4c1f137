import {
  type Simulator,
  type SimulatorOptions,
  liveTeam,
  otherTeam,
  startSimulator,
} from '../../simulator/simulator.ts';
import { leaks } from '../support/leaks.ts';
import { type Theme, type Workbench, openWorkbench } from '../support/workbench.ts';
import { eventually } from '../support/workbench/dom.ts';

/** A workbench that talks to a simulator of its own. */
export interface Session {
  readonly simulator: Simulator;
  readonly workbench: Workbench;
  close(): Promise<void>;
}

export interface SessionOptions extends SimulatorOptions {
  /** The key in the environment: `live` when nothing is said, `none` for a new user. */
  readonly key?: 'live' | 'sandbox' | 'none';
  readonly theme?: Theme;
  /** More user settings by full name. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Opens VS Code with the packaged extension and, unless `key` is `none`, its list of webhooks. */
export async function openSession({
  key = 'live',
  theme,
  settings,
  ...options
}: SessionOptions = {}): Promise<Session> {
  const simulator = await startSimulator({ rateLimit: false, ...options });
  registerSecrets(simulator);
  const workbench = await openWorkbench({
    env: key === 'none' ? {} : { LETTR_API_KEY: simulator.keys[key] },
    settings: { 'lettr.apiBaseUrl': simulator.baseUrl, ...settings },
    ...(theme !== undefined && { theme }),
  }).catch(async (error: unknown) => {
    await simulator.close();
    throw error;
  });
  const session: Session = {
    simulator,
    workbench,
    close: async () => {
      await workbench.close();
      await simulator.close();
    },
  };
  try {
    await workbench.openLettr();
    if (key !== 'none' && options.empty !== true) {
      await rowsShown(workbench);
    }
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

/** Has the keys and the webhooks' credentials searched for in all that workbenches leave behind. */
export function registerSecrets(simulator: Simulator): void {
  for (const [name, key] of Object.entries(simulator.keys)) {
    leaks.secrets.register(key, `the key "${name}"`);
  }
  for (const { credentials } of [...simulator.webhooks(liveTeam), ...simulator.webhooks(otherTeam)]) {
    for (const field of ['auth_password', 'oauth_client_secret'] as const) {
      const secret = credentials[field];
      if (secret !== undefined) {
        leaks.secrets.register(secret, `a stored ${field}`);
      }
    }
  }
}

/** Waits for the list. */
export async function rowsShown(workbench: Workbench): Promise<void> {
  await eventually(async () => {
    const rows = await workbench.view.rows();
    if (rows.length === 0) {
      throw new Error('The view shows no rows.');
    }
  });
}

/** Reads the list anew and waits until every row is what the server has. */
export async function synced({ workbench, simulator }: Session): Promise<void> {
  await workbench.view.titleAction('Refresh Webhooks');
  await eventually(async () => {
    const shown = (await workbench.view.rows()).filter(({ level }) => level === 1);
    const states = shown.map(({ label, aria }) => `${label} ${!/, (?:Probably d|D)isabled/.test(aria)}`);
    const known = simulator.webhooks().map(({ name, enabled }) => `${name} ${enabled}`);
    if (states.toSorted().join('; ') !== known.toSorted().join('; ')) {
      throw new Error(`The view shows ${states.join('; ')}`);
    }
  });
  // A row that is repainted right now cannot be clicked; VS Code gathers changes for 200 ms.
  await workbench.page.waitForTimeout(400);
}

/** Waits until the row with `label` is there, or with `isThere: false` until it is gone. */
export function rowShown({ view }: Workbench, label: string, isThere = true): Promise<void> {
  return eventually(async () => {
    const labels = (await view.rows()).map((row) => row.label);
    if (labels.includes(label) !== isThere) {
      throw new Error(`${label} is ${isThere ? 'missing' : 'still there'}; shown: ${labels.join(', ')}`);
    }
  });
}

/** Waits for the wizard step whose title contains `title`, types into it and presses Enter. */
export async function answer({ quickInput }: Workbench, title: string, text: string): Promise<void> {
  await quickInput.wait(title);
  await quickInput.type(text);
  await quickInput.accept();
}

/** The same with a secret, which from now on must not be found anywhere. */
export async function answerSecret({ quickInput }: Workbench, title: string, secret: string): Promise<void> {
  await quickInput.wait(title);
  await quickInput.typeSecret(secret, `what was typed for "${title}"`);
  await quickInput.accept();
}

/** Types a username and a secret password into two inputs that follow each other under one title. */
export async function answerCredentials(
  workbench: Workbench,
  title: string,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<void> {
  const { quickInput } = workbench;
  await answer(workbench, title, username);
  await eventually(async () => {
    if (!(await quickInput.isPassword())) {
      throw new Error('The password is not asked for.');
    }
  });
  await answerSecret(workbench, title, password);
}

/** Waits for the pick list or input with this placeholder. */
export function asked({ quickInput }: Workbench, placeholder: string): Promise<void> {
  return eventually(async () => {
    const shown = await quickInput.placeholder();
    if (shown !== placeholder) {
      throw new Error(`"${shown}" is asked in place of "${placeholder}".`);
    }
  });
}

/** Waits for the wizard step whose title contains `title` and chooses a row. */
export async function choose({ quickInput }: Workbench, title: string, label: string): Promise<void> {
  await quickInput.wait(title);
  await quickInput.pick(label);
}

/** The writes that reached the server, as "PUT /webhooks/…" with their bodies. */
export function writes({
  simulator,
}: Session): { method: string; path: string; body: unknown; status: number | undefined }[] {
  return simulator.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body, status }) => ({ method, path, body, status }));
}

/** Waits until the server has been asked to write `count` times. */
export function writesSent(session: Session, count: number): Promise<void> {
  return eventually(() => {
    const sent = writes(session).length;
    if (sent < count) {
      throw new Error(`The server got ${sent} writes, not ${count}.`);
    }
  });
}

/** Opens the page in front as a text document, as a person does: behind "…". `words` are the labels in another language. */
export async function openAsText(
  { editors }: Workbench,
  words = { more: 'More Actions', open: 'Open as Text' },
): Promise<void> {
  const body = await editors.webview('h1');
  await eventually(async () => {
    await body.getByRole('button', { name: words.more }).click({ timeout: 1_000 });
    await body.getByRole('link', { name: words.open }).click({ timeout: 1_000 });
  });
}
