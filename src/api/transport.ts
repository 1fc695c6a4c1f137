import http from 'node:http';
import https from 'node:https';

import fetch from 'node-fetch';

/** What the client needs of an answer. */
export interface TransportResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export interface TransportRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** The most bytes of an answer that are read. */
  readonly maxBytes: number;
}

export type Transport = (url: string, request: TransportRequest) => Promise<TransportResponse>;

/**
 * Sends through node-fetch, which uses Node's own `http` and `https`: VS Code adds its proxy and certificate settings
 * there. Connections are kept open for the next request. Redirects are returned, not followed.
 */
export function createTransport(): Transport {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  return (url, { maxBytes, signal, ...request }) =>
    fetch(url, {
      ...request,
      signal,
      size: maxBytes,
      redirect: 'manual',
      agent: (target) => (target.protocol === 'https:' ? agents['https:'] : agents['http:']),
    });
}
