import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A client that has not closed its side by then never will. */
const CLOSING_MS = 2_000;

/**
 * The way to a server on this machine: it passes every byte on until it is told to refuse connections, to reset them
 * unread or to cut answers off in their head, which no HTTP server can do.
 */
export class Network {
  readonly #target: number;
  /** From clients; each has one onward. */
  readonly #open = new Set<net.Socket>();
  #server: net.Server | undefined;
  #port = 0;
  #resetsLeft = 0;
  #resets = 0;
  #cutsLeft = 0;
  #cutAfter = 0;

  private constructor(target: number) {
    this.#target = target;
  }

  /** @param target the server's port on 127.0.0.1 */
  static async to(target: number): Promise<Network> {
    const network = new Network(target);
    await network.#listen();
    return network;
  }

  get port(): number {
    return this.#port;
  }

  /** How many connections were reset before anything was read from them. */
  get resets(): number {
    return this.#resets;
  }

  /** Nobody listens any more. */
  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server && once(server, 'close');
    server?.close();
    await this.cut();
    await closed;
  }

  /** Resets the next connections without reading from them. Kept connections end first, so that a new one is made. */
  async resetNext(times: number): Promise<void> {
    this.#resetsLeft = times;
    await this.cut();
  }

  /** Passes only so many bytes of the next answers on, then resets the connection. */
  async cutNext(times: number, bytes: number): Promise<void> {
    this.#cutsLeft = times;
    this.#cutAfter = bytes;
    await this.cut();
  }

  /** Ends every connection. Clients have noticed it when this resolves: none sends its next request on one of them. */
  async cut(): Promise<void> {
    await Promise.all(
      [...this.#open].map(async (socket) => {
        const closed = once(socket, 'close');
        socket.end();
        await Promise.race([closed, delay(CLOSING_MS, undefined, { ref: false })]);
        socket.destroy();
      }),
    );
  }

  /** Passes everything on again, on the same port. */
  async restore(): Promise<void> {
    this.#resetsLeft = 0;
    this.#resets = 0;
    this.#cutsLeft = 0;
    if (!this.#server) {
      await this.#listen();
    }
  }

  async #listen(): Promise<void> {
    const server = net.createServer((socket) => this.#accept(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('The network has no port.');
    }
    this.#port = address.port;
    this.#server = server;
  }

  #accept(socket: net.Socket): void {
    if (this.#resetsLeft > 0) {
      this.#resetsLeft -= 1;
      this.#resets += 1;
      socket.resetAndDestroy();
      return;
    }
    const onward = net.connect(this.#target, '127.0.0.1');
    this.#open.add(socket);
    socket.on('close', () => this.#open.delete(socket));
    if (this.#cutsLeft > 0) {
      this.#cutsLeft -= 1;
      cutOff(socket, onward, this.#cutAfter);
      return;
    }
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      from.pipe(to);
      // A reset on one side is one on the other: a piped end would look like an orderly close. One that is ending cannot
      // be reset any more: Node then never frees it, and the process never ends.
      from.on('error', () => (to.writableEnded ? to.destroy() : to.resetAndDestroy()));
      from.on('close', () => to.destroy());
    }
  }
}

function cutOff(socket: net.Socket, onward: net.Socket, bytes: number): void {
  socket.pipe(onward);
  onward.once('data', (answer) => socket.write(answer.subarray(0, bytes), () => socket.resetAndDestroy()));
  for (const [from, to] of [
    [socket, onward],
    [onward, socket],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}
