import net from 'node:net';

/** Where development servers usually listen: Node, Rails, Angular, Vite, Django and Flask, PHP and Spring, Workers. */
export const USUAL_PORTS: readonly number[] = [
  3000, 3001, 4000, 4200, 5000, 5173, 8000, 8080, 8081, 8787, 9000,
];

const CONNECT_MS = 500;

/** Those of some ports of this machine at which somebody listens. Nothing is sent to them. */
export async function listeningPorts(ports: readonly number[] = USUAL_PORTS): Promise<readonly number[]> {
  const found = await Promise.all(ports.map(async (port) => ((await isListening(port)) ? [port] : [])));
  return found.flat();
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: 'localhost', timeout: CONNECT_MS });
    const settle = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}
