import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const brotliDecompress = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);

/** What the client needs of an answer. */
export interface TransportResponse {
  readonly status: number;
  /** Names in any case; `null` for a header that isn't there. */
  readonly headers: { get(name: string): string | null };
  /** Reads the whole body, unpacked. @throws {TransportError} when it is cut off, too large or packed in an unknown way. */
  text(): Promise<string>;
}

export interface TransportRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** The most bytes of an unpacked answer that are read. */
  readonly maxBytes: number;
}

/** Sends one request. @throws {TransportError} when no answer came. */
export type Transport = (url: string, request: TransportRequest) => Promise<TransportResponse>;

/** A request that failed on its way. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Whether the server may have received something; `false` only when the connection was never established. */
  readonly hasLeft: boolean;

  constructor(cause: unknown, hasLeft: boolean) {
    super('The request failed on its way', { cause });
    this.hasLeft = hasLeft;
  }
}

/**
 * Sends through Node's own `http` and `https`, because VS Code adds its proxy and certificate settings there. There is no
 * agent of our own on purpose: with `http.proxySupport` set to `on`, VS Code would leave a request with an agent alone
 * and so pass its proxy by. VS Code's agent closes the connection after each answer; where it is not in force
 * (`localhost`, plain Node), Node's global agent keeps connections open. Redirects are returned, not followed.
 */
export function createTransport(): Transport {
  return (url, request) =>
    new Promise((resolve, reject) => {
      const { request: send } = url.startsWith('https:') ? https : http;
      let hasLeft = false;
      const leave = (): void => void (hasLeft = true);
      const fail = (error: unknown): void => reject(new TransportError(error, hasLeft));
      const { method, headers, body, signal } = request;
      const sent = send(url, {
        method,
        headers: {
          'Accept-Encoding': 'gzip,deflate,br',
          ...headers,
          ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
        },
        signal,
      });
      sent.on('error', fail);
      sent.on('finish', leave);
      sent.on('socket', (socket) => {
        if (sent.reusedSocket) {
          leave();
        } else {
          socket.once('encrypted' in socket ? 'secureConnect' : 'connect', leave);
        }
      });
      sent.on('response', (response) => {
        leave();
        resolve(answerOf(response, request.maxBytes));
      });
      sent.end(body);
    });
}

function answerOf(response: http.IncomingMessage, maxBytes: number): TransportResponse {
  const header = (name: string): string | null => {
    const value = response.headers[name.toLowerCase()];
    return (typeof value === 'string' ? value : value?.join(', ')) ?? null;
  };
  return {
    status: response.statusCode ?? 0,
    headers: { get: header },
    text: async () => {
      try {
        let bytes = await readAll(response, maxBytes);
        // In the order in which they were applied.
        for (const encoding of (header('content-encoding') ?? '').toLowerCase().split(',').toReversed()) {
          bytes = await unpack(bytes, encoding.trim(), maxBytes);
        }
        return decode(bytes, header('content-type') ?? '');
      } catch (error) {
        response.destroy();
        throw new TransportError(error, true);
      }
    },
  };
}

/** Rejects when the body is cut off, which Node tells by length and chunks, or longer than `maxBytes`. */
async function readAll(response: http.IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) {
      throw new Error(`The answer is longer than ${maxBytes} bytes`);
    }
  }
  return Buffer.concat(chunks);
}

/** Also rejects what is cut off, and what would become longer than `maxOutputLength`. */
async function unpack(bytes: Buffer, encoding: string, maxOutputLength: number): Promise<Buffer> {
  if (bytes.length === 0) {
    return bytes;
  }
  switch (encoding) {
    case '':
    case 'identity':
      return bytes;
    case 'gzip':
    case 'x-gzip':
      return gunzip(bytes, { maxOutputLength });
    case 'br':
      return brotliDecompress(bytes, { maxOutputLength });
    case 'deflate':
      // Some servers leave out zlib's header, whose first byte always ends in 8.
      return ((bytes[0] ?? 0) & 0x0f) === 8
        ? inflate(bytes, { maxOutputLength })
        : inflateRaw(bytes, { maxOutputLength });
    default:
      throw new Error('The answer is packed in an unknown way');
  }
}

/** JSON is UTF-8; a server that says otherwise is believed. A byte order mark is left out. */
function decode(bytes: Buffer, contentType: string): string {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1];
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
