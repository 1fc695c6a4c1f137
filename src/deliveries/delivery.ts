import type { BatchSummary } from '../samples/batch.ts';

/** Where a delivery came from: made here, rebuilt from Lettr's list of events, received, sent again, or part of a check or a test. */
export type DeliverySource = 'sample' | 'rebuilt' | 'captured' | 'replayed' | 'check' | 'test';

/** A header as it stood on the wire. */
export type Header = readonly [name: string, value: string];

/** The bytes of a message, read only when somebody looks at them. */
export interface Body {
  /** Bytes. */
  readonly size: number;
  /** The bytes as they went over the wire. @throws when they are gone from the log. */
  read(): Promise<Uint8Array>;
}

export interface DeliveryRequest {
  readonly method: string;
  /** Without credentials. */
  readonly url: string;
  /** In their order. */
  readonly headers: readonly Header[];
  readonly body: Body;
  /** Whether the URL or the body held a secret that the log doesn't keep, so that they are not what was sent. */
  readonly isAltered?: boolean;
}

export interface DeliveryResponse {
  readonly status: number;
  /** The words after the status; often empty. Untrusted. */
  readonly statusText: string;
  readonly headers: readonly Header[];
  readonly body: Body;
  /** Why the body isn't whole; `undefined` when it is. */
  readonly cut?: 'tooLarge' | 'timeout' | 'closed';
}

/** What kept a response from coming. */
export type FaultKind =
  | 'invalidUrl'
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'closed'
  | 'tls'
  | 'timeout'
  | 'notHttp'
  | 'proxy'
  | 'token'
  | 'other';

export interface DeliveryFault {
  readonly kind: FaultKind;
  /** Node's or OpenSSL's code, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`, where there is one. */
  readonly code?: string | undefined;
  /** In the words of whoever noticed it, untrusted; empty where `kind` says all. */
  readonly message: string;
}

/** How long each step took, in ms; a step that wasn't needed is left out. */
export interface Timings {
  readonly dns?: number;
  readonly connect?: number;
  readonly tls?: number;
  /** From the connection to the first byte of the response. */
  readonly firstByte?: number;
  readonly total: number;
}

/** The webhook that a delivery belongs to, as it was called then. */
export interface DeliveryWebhook {
  readonly accountId: string;
  readonly id: string;
  readonly name: string;
}

/** One exchange of a batch with an endpoint. */
export interface Delivery {
  /** Sorts by time. */
  readonly id: string;
  /** Unix ms; when it was begun. */
  readonly at: number;
  readonly source: DeliverySource;
  readonly webhook?: DeliveryWebhook | undefined;
  /** How the endpoint is called with credentials: `none`, `basic`, `oauth2`. */
  readonly authentication: string;
  readonly batch: BatchSummary;
  readonly request: DeliveryRequest;
  readonly outcome:
    | { readonly kind: 'response'; readonly response: DeliveryResponse }
    | { readonly kind: 'fault'; readonly fault: DeliveryFault };
  readonly timings: Timings;
  /** Whether a second request with a new token followed a 400 or 401; the delivery tells of the second. */
  readonly hasNewToken?: boolean;
}

/** An id for a delivery that began at `at` (Unix ms): ids sort by time, and two windows never make the same. */
export function deliveryId(at: number): string {
  return `${at.toString(36).padStart(9, '0')}-${crypto.randomUUID().slice(0, 8)}`;
}

/** Bytes at hand. */
export function bodyOf(bytes: Uint8Array): Body {
  return { size: bytes.length, read: () => Promise.resolve(bytes) };
}

/** The host and port that a delivery went to; harmless only after `plain`. */
export function hostOf({ request: { url } }: Delivery): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** The value of a header; names don't depend on case. */
export function headerOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}
