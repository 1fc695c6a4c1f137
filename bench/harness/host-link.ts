import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isObject } from '../../scripts/json.ts';
import { closeServer, listen } from './bytes-server.ts';

const PATIENCE_MS = 120_000;

/** Work for the driver, and what came of it; both travel as JSON. */
export interface Task {
  readonly does: string;
  readonly with: unknown;
}

/**
 * Tells the driver in the extension host what to do. The driver asks for work and waits for the answer, so that nothing
 * runs there between two tasks.
 */
export class HostLink {
  readonly #server = createServer((request, response) => void this.#receive(request, response));
  /** The request of a driver that waits for work. */
  #waiting: ServerResponse | undefined;
  #heard = Promise.withResolvers<string>();

  /** @returns the address that the driver asks */
  async start(): Promise<string> {
    return `http://127.0.0.1:${await listen(this.#server)}`;
  }

  /** Waits for the driver of a new extension host. */
  async ready(): Promise<void> {
    await this.#answer('The extension host');
  }

  /**
   * Has the driver do something.
   * @returns what it returned, as JSON
   * @throws Error with the driver's message when it failed
   */
  async call(does: string, argument?: unknown): Promise<string> {
    this.#heard = Promise.withResolvers();
    this.#reply({ does, with: argument ?? null });
    return this.#answer(does);
  }

  /** Lets the driver end, after which VS Code ends the extension host. */
  end(): void {
    this.#reply({ does: 'end', with: null });
    this.#heard = Promise.withResolvers();
  }

  close(): Promise<void> {
    return closeServer(this.#server);
  }

  #reply(task: Task): void {
    if (!this.#waiting) throw new Error('No driver waits for work.');
    this.#waiting.end(JSON.stringify(task));
    this.#waiting = undefined;
  }

  async #answer(name: string): Promise<string> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new Error(`${name} did not answer within ${PATIENCE_MS / 1000} s.`)),
      PATIENCE_MS,
    );
    try {
      return await Promise.race([this.#heard.promise, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const said: unknown = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8'));
    this.#waiting = response;
    if (isObject(said) && typeof said['error'] === 'string') this.#heard.reject(new Error(said['error']));
    else this.#heard.resolve(JSON.stringify(isObject(said) ? said['value'] : null));
  }
}
