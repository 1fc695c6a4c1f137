import { PassThrough, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

import fetch, { type Response } from 'node-fetch';

const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const brotliDecompress = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);

/** What the client needs of an answer. */
export interface TransportResponse {
  readonly status: number;
  /** Names in any case; `null` for a header that isn't there. */
  readonly headers: { get(name: string): string | null };
  /** Reads the whole body, unpacked. @throws when it is cut off, too large or packed in an unknown way. */
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

/** Sends one request. @throws when no answer came; `networkFaultOf` tells why. */
export type Transport = (url: string, request: TransportRequest) => Promise<TransportResponse>;

/**
 * Sends through node-fetch, which uses Node's own `http` and `https`: VS Code adds its proxy and certificate settings
 * there. There is no agent of our own on purpose: with `http.proxySupport` set to `on`, VS Code would leave a request with
 * an agent alone and so pass its proxy by. VS Code's agent closes the connection after each answer; where it is not in
 * force (`localhost`, plain Node), Node's global agent keeps connections open. Redirects are returned, not followed.
 */
export function createTransport(): Transport {
  return async (url, { maxBytes, headers, ...request }) => {
    const response = await fetch(url, {
      ...request,
      headers: { 'Accept-Encoding': 'gzip,deflate,br', ...headers },
      redirect: 'manual',
      // Its unpacking takes a body that is cut off for a whole one, and knows no limit.
      compress: false,
    });
    const body = bodyOf(response);
    return { status: response.status, headers: response.headers, text: () => read(response, body, maxBytes) };
  };
}

/**
 * The body as Node's parser delivers it, which ends with an error when the answer is cut off. node-fetch has a second
 * opinion (`fixResponseChunkedTransferBadEnding` in its index.js): a chunked answer is cut off for it unless the last bytes
 * are `0\r\n\r\n`, which trailers and other ways to write the last chunk are not. When the connection closes it destroys
 * the body with that; Node's own verdict comes right after it, so node-fetch's is left out. This is in time, since a
 * connection never closes before the promises that its last bytes resolved have gone on.
 */
function bodyOf({ body }: Response): Readable {
  if (!(body instanceof PassThrough)) {
    throw new TypeError('node-fetch gave a body that is no PassThrough');
  }
  const destroy = body.destroy.bind(body);
  body.destroy = (error?: NodeJS.ErrnoException) =>
    error?.code === 'ERR_STREAM_PREMATURE_CLOSE' ? body : destroy(error);
  return body;
}

async function read({ headers }: Response, body: Readable, maxBytes: number): Promise<string> {
  let bytes = await readAll(body, maxBytes);
  // In the order in which they were applied.
  for (const encoding of (headers.get('content-encoding') ?? '').toLowerCase().split(',').toReversed()) {
    bytes = await unpack(bytes, encoding.trim(), maxBytes);
  }
  return decode(bytes, headers.get('content-type') ?? '');
}

/** Rejects when the body is cut off, which Node tells by length and chunks, or longer than `maxBytes`. */
async function readAll(body: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
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
