import http from 'node:http';
import { text } from 'node:stream/consumers';
import { fieldsOf, parseJson } from '../../../simulator/json.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../simulator/simulator.ts';

export interface Reply {
  status: number;
  headers: Headers;
  body: unknown;
}

/** A request to the API; the live key unless `key` says otherwise, null = no header at all. */
export async function call(
  simulator: Simulator,
  method: string,
  path: string,
  { body, key = simulator.keys.live }: { body?: unknown; key?: string | null } = {},
): Promise<Reply> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (key !== null) headers['authorization'] = `Bearer ${key}`;
  const init: RequestInit = { method, headers, redirect: 'manual' };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  const response = await fetch(`${simulator.baseUrl}${path}`, init);
  const raw = await response.text();
  return { status: response.status, headers: response.headers, body: parseJson(raw) ?? raw };
}

/** What is found in a JSON value by following the names; undefined where the way ends early. */
export function at(value: unknown, ...names: (string | number)[]): unknown {
  return names.reduce<unknown>(
    (inner, name) => (Array.isArray(inner) ? itemsOf(inner)[Number(name)] : fieldsOf(inner)[name]),
    value,
  );
}

/** The items of a JSON array. Throws where it is none. */
export function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`${JSON.stringify(value)} is not an array.`);
}

/** Starts a simulator without rate limit before each test of the suite and closes it afterwards. */
export function useSimulator(options: SimulatorOptions = {}): () => Simulator {
  let simulator: Simulator | undefined;
  beforeEach(async () => {
    simulator = await startSimulator({ rateLimit: false, ...options });
  });
  afterEach(async () => simulator?.close());
  return () => {
    if (!simulator) throw new Error('There is no simulator outside a test.');
    return simulator;
  };
}

export interface Received {
  path: string | undefined;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface Endpoint {
  url: string;
  received: Received[];
  /** what the next requests are answered with */
  answers: { status: number; body?: string; headers?: Record<string, string> }[];
}

/** A receiver on this machine; answers 200 once its list of answers is used up. */
export function useEndpoint(): () => Endpoint {
  let server: http.Server | undefined;
  let endpoint: Endpoint | undefined;
  beforeEach(async () => {
    const started: Endpoint = { url: '', received: [], answers: [] };
    server = http.createServer((request, response) => void answer(started, request, response));
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
    started.url = `http://127.0.0.1:${Number(at(server.address(), 'port'))}`;
    endpoint = started;
  });
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  return () => {
    if (!endpoint) throw new Error('There is no endpoint outside a test.');
    return endpoint;
  };
}

async function answer(endpoint: Endpoint, request: http.IncomingMessage, response: http.ServerResponse) {
  endpoint.received.push({ path: request.url, headers: request.headers, body: await text(request) });
  const { status, body = '', headers = {} } = endpoint.answers.shift() ?? { status: 200 };
  response.writeHead(status, headers).end(body);
}
