import { randomUUID } from 'node:crypto';
import dns from 'node:dns/promises';
import net from 'node:net';
import tls from 'node:tls';

import * as l10n from '@vscode/l10n';

import type { Authentication } from '../api/types.ts';
import { Cancelled } from '../api/errors.ts';
import { type Delivery, type DeliveryWebhook, headerOf } from '../deliveries/delivery.ts';
import { formsOf, redactDelivery, redactText, secretsOf } from '../deliveries/redaction.ts';
import { SLOW_MS, TIME_LIMIT_MS, verdictOf } from '../deliveries/verdict.ts';
import { isDeliveredPort } from '../messages/reachability.ts';
import { isLoopback } from '../platform/address.ts';
import { isPublicAddress } from '../platform/publicAddress.ts';
import { plain } from '../platform/text.ts';
import { EMPTY_BATCH, bytesOf } from '../samples/batch.ts';
import { urlFault } from '../webhooks/endpoint.ts';
import { type SentDelivery, send } from './sender.ts';
import { requestToken } from './token.ts';

export type CheckStatus = 'passed' | 'warning' | 'failed' | 'skipped';

/** One thing that was looked at. All words are harmless. */
export interface Check {
  readonly id: CheckId;
  readonly status: CheckStatus;
  /** What was looked at, such as "Certificate". */
  readonly label: string;
  /** One sentence. */
  readonly text: string;
  readonly fix?: Fix | undefined;
}

/** What mends a fault. */
export interface Fix {
  /** One sentence. */
  readonly text: string;
  /** The field of the webhook that has to change. */
  readonly field?: 'url' | 'authentication';
  /** A command line that shows the fault outside of the editor. */
  readonly shell?: string | undefined;
}

export type CheckId =
  | 'url'
  | 'dns'
  | 'public'
  | 'tcp'
  | 'chain'
  | 'name'
  | 'expiry'
  | 'protocol'
  | 'token'
  | 'redirect'
  | 'answer'
  | 'time'
  | 'without'
  | 'wrong';

export interface CheckRequest {
  readonly url: string;
  readonly authentication: Authentication;
  readonly webhook?: DeliveryWebhook | undefined;
}

export interface CheckOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told after each check. */
  readonly onCheck?: (check: Check) => void;
  /** Told of each request that was sent, for the log. */
  readonly onDelivery?: (sent: SentDelivery) => unknown;
  /** Whether VS Code sends through a proxy: name, connection and certificate are then the proxy's business. */
  readonly isProxied?: boolean;
  /** Certificates in PEM that are trusted besides the usual ones. */
  readonly ca?: string | undefined;
  /** The addresses of a host; the system's answer by default. */
  readonly lookup?: (host: string) => Promise<readonly string[]>;
  /** ms; what the provider allows by default. */
  readonly timeLimitMs?: number;
}

/** Days; a certificate that expires sooner is worth a word. */
const EXPIRES_SOON_DAYS = 14;
const DAY_MS = 86_400_000;
const CONNECT_MS = 5_000;

/**
 * Looks at an endpoint as Lettr would before and while it delivers: from the URL to the answer to the empty batch. Sends at most
 * three batches and, for OAuth 2.0, token requests. Later checks are skipped
 * when an earlier failure makes them pointless.
 *
 * @throws {Cancelled} when the signal fired.
 */
export async function checkEndpoint(
  request: CheckRequest,
  options: CheckOptions = {},
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  const note = (...found: readonly Check[]): void => {
    if (options.signal?.aborted === true) {
      throw new Cancelled();
    }
    for (const one of found) {
      checks.push(one);
      options.onCheck?.(one);
    }
  };
  const url = checkUrl(request.url, note);
  if (!url) {
    return checks;
  }
  const isDirect = options.isProxied !== true || isLoopback(url.hostname);
  const canConnect = isDirect ? await checkNetwork(url, options, note) : true;
  if (!isDirect) {
    note(skipped('dns', l10n.t('VS Code uses a proxy, which looks up the host itself.')));
  }
  if (!canConnect) {
    note(skipped('answer', l10n.t('Nothing was sent, because no connection could be made.')));
    return checks;
  }
  if (url.protocol === 'https:' && isDirect) {
    note(...(await checkCertificate(url, options)));
  }
  await checkAnswers(request, options, note);
  return checks;
}

type Note = (...checks: readonly Check[]) => void;

/** The name of each check. */
function labelOf(id: CheckId): string {
  switch (id) {
    case 'url':
      return l10n.t('URL');
    case 'dns':
      return l10n.t('DNS');
    case 'public':
      return l10n.t('Public Address');
    case 'tcp':
      return l10n.t('Connection');
    case 'chain':
      return l10n.t('Certificate Authority');
    case 'name':
      return l10n.t('Certificate Name');
    case 'expiry':
      return l10n.t('Certificate Expiry');
    case 'protocol':
      return l10n.t('TLS Version');
    case 'token':
      return l10n.t('Token Server');
    case 'redirect':
      return l10n.t('Redirect');
    case 'answer':
      return l10n.t('Test Request');
    case 'time':
      return l10n.t('Response Time');
    case 'without':
      return l10n.t('Without Credentials');
    case 'wrong':
      return l10n.t('Wrong Credentials');
  }
}

function check(id: CheckId, status: CheckStatus, text: string, fix?: Fix): Check {
  return { id, status, label: labelOf(id), text, fix };
}

function passed(id: CheckId, text: string): Check {
  return check(id, 'passed', text);
}

function skipped(id: CheckId, text: string): Check {
  return check(id, 'skipped', text);
}

const LONGEST_URL = 2048;

function checkUrl(text: string, note: Note): URL | undefined {
  const edit = (fix: string): Fix => ({ text: fix, field: 'url' });
  const example = l10n.t('Enter a full URL, for example https://example.com/webhooks/lettr.');
  const fault = urlFault(text);
  if (fault === 'malformed') {
    note(check('url', 'failed', l10n.t("The URL isn't a valid http or https address."), edit(example)));
    return undefined;
  }
  if (fault === 'credentials') {
    note(
      check(
        'url',
        'failed',
        l10n.t('The URL contains credentials.'),
        edit(l10n.t("Remove them from the URL and set the webhook's authentication.")),
      ),
    );
    return undefined;
  }
  const url = new URL(text);
  if (text.length > LONGEST_URL) {
    note(
      check(
        'url',
        'failed',
        l10n.t('The URL has more than {0} characters.', LONGEST_URL),
        edit(l10n.t('Use a shorter URL.')),
      ),
    );
  } else if (!isDeliveredPort(url)) {
    note(
      check(
        'url',
        'failed',
        l10n.t("Port {0} probably won't work: Lettr delivers to 443 and 80 only.", url.port),
        edit(l10n.t('Use port 443.')),
      ),
    );
  } else if (url.protocol === 'http:') {
    note(
      check(
        'url',
        'warning',
        l10n.t("HTTP isn't encrypted, and Lettr may reject it."),
        edit(l10n.t('Use an https URL.')),
      ),
    );
  } else {
    note(passed('url', l10n.t('The URL is valid and uses port {0}.', url.port || 443)));
  }
  return url;
}

/**
 * A command line about a host. A URL's host may be anything from `-e` to `$(id)`, which a person would paste into a shell,
 * and no quotes mean the same in all of them.
 *
 * @returns `undefined` where the host isn't made of harmless characters.
 */
function shellLine(host: string, line: string): string | undefined {
  return /^[\w.:][\w.:-]*$/.test(host) ? line : undefined;
}

/** Name, addresses and connection. @returns whether there is a connection. */
async function checkNetwork(url: URL, options: CheckOptions, note: Note): Promise<boolean> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await addressesOf(host, options, note);
  if (addresses.length === 0) {
    return false;
  }
  const hidden = addresses.filter((address) => !isPublicAddress(address));
  note(
    hidden.length === 0
      ? passed('public', l10n.t('Every address is reachable from the internet.'))
      : check(
          'public',
          'failed',
          l10n.t(
            "Lettr can't reach {0}: the address isn't public.",
            hidden.map((one) => plain(one)).join(', '),
          ),
          { text: l10n.t('Use a public URL, for example that of a tunnel to this machine.'), field: 'url' },
        ),
  );
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const results = await Promise.all(addresses.map((address) => connects(address, port, options)));
  const failed = addresses.filter((_, index) => results[index] !== undefined);
  const reasons = failed
    .map((address) => `${address} (${results[addresses.indexOf(address)] ?? ''})`)
    .join(', ');
  const command = shellLine(host, `nc -vz ${host} ${port}`);
  if (failed.length === 0) {
    note(passed('tcp', l10n.t('Port {0} accepts connections.', port)));
  } else if (failed.length < addresses.length) {
    note(
      check(
        'tcp',
        'warning',
        l10n.t("Some addresses don't accept connections on port {0}: {1}.", port, plain(reasons)),
        {
          text: l10n.t('Remove their DNS records, or let the server listen on them.'),
          shell: command,
        },
      ),
    );
  } else {
    note(
      check('tcp', 'failed', l10n.t('No connection on port {0}: {1}.', port, plain(reasons)), {
        text: l10n.t('Start the server, or open the port in the firewall.'),
        shell: command,
      }),
    );
  }
  return failed.length < addresses.length;
}

async function addressesOf(
  host: string,
  { lookup = systemLookup }: CheckOptions,
  note: Note,
): Promise<readonly string[]> {
  if (net.isIP(host) !== 0) {
    note(skipped('dns', l10n.t('The URL contains an IP address.')));
    return [host];
  }
  try {
    const addresses = await lookup(host);
    note(
      passed(
        'dns',
        l10n.t('{0} has the addresses {1}.', plain(host), addresses.map((one) => plain(one)).join(', ')),
      ),
    );
    return addresses;
  } catch {
    note(
      check('dns', 'failed', l10n.t("The host {0} couldn't be found.", plain(host)), {
        text: l10n.t('Check the spelling and the DNS records of the host.'),
        shell: shellLine(host, `nslookup ${host}`),
      }),
    );
    return [];
  }
}

async function systemLookup(host: string): Promise<readonly string[]> {
  const found = await dns.lookup(host, { all: true });
  return [...new Set(found.map(({ address }) => address))];
}

/** Why no connection to an address came about; `undefined` when it did. */
function connects(
  host: string,
  port: number,
  { signal, timeLimitMs = CONNECT_MS }: CheckOptions,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, ...(signal && { signal }) });
    socket.setTimeout(Math.min(timeLimitMs, CONNECT_MS));
    const end = (reason?: string): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => end());
    socket.once('timeout', () => end(l10n.t('no answer')));
    // Something took the connection and dropped it at once; the request will tell more.
    socket.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      end(code === 'ECONNRESET' ? undefined : (code ?? message)),
    );
  });
}

interface Handshake {
  readonly fault: string | undefined;
  readonly certificate: tls.PeerCertificate | undefined;
  readonly protocol: string | null;
}

async function checkCertificate(url: URL, options: CheckOptions): Promise<readonly Check[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || 443;
  const shell = shellLine(host, `openssl s_client -connect ${url.hostname}:${port} -servername ${host}`);
  const { fault, certificate, protocol } = await handshake(host, port, options);
  if (!certificate || Object.keys(certificate).length === 0) {
    return [
      check(
        'protocol',
        'failed',
        l10n.t('The TLS handshake with {0} failed ({1}).', plain(host), plain(fault ?? '')),
        {
          text: l10n.t('Check that the port supports TLS 1.2 or later.'),
          shell,
        },
      ),
    ];
  }
  return [
    chainCheck(fault, shell),
    nameCheck(host, certificate),
    expiryCheck(certificate),
    passed('protocol', l10n.t('The connection uses {0}.', plain(protocol ?? '').replace('TLSv', 'TLS '))),
  ];
}

function handshake(
  host: string,
  port: number,
  { signal, ca, timeLimitMs = CONNECT_MS }: CheckOptions,
): Promise<Handshake> {
  return new Promise((resolve) => {
    const socket = tls.connect({
      host,
      port,
      // Looked at here, one thing at a time; nothing is sent over this connection.
      rejectUnauthorized: false,
      ...(net.isIP(host) === 0 && { servername: host }),
      ...(ca !== undefined && { ca: [...tls.rootCertificates, ca] }),
    });
    const end = (fault: string | undefined, certificate?: tls.PeerCertificate): void => {
      const protocol = socket.getProtocol();
      socket.destroy();
      resolve({ fault, certificate, protocol });
    };
    signal?.addEventListener('abort', () => end('ABORT_ERR'), { once: true });
    socket.setTimeout(Math.min(timeLimitMs, CONNECT_MS), () => end('ETIMEDOUT'));
    socket.once('secureConnect', () => {
      const { authorizationError: error } = socket;
      // An Error or its code, by the version of Node.
      const code: unknown = error instanceof Error ? (Reflect.get(error, 'code') ?? error.message) : error;
      end(typeof code === 'string' ? code : undefined, socket.getPeerCertificate());
    });
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

function chainCheck(fault: string | undefined, shell: string | undefined): Check {
  if (fault === 'CERT_HAS_EXPIRED' || fault === 'CERT_NOT_YET_VALID') {
    return skipped(
      'chain',
      l10n.t("The issuer wasn't checked because the certificate isn't currently valid."),
    );
  }
  return fault === undefined || fault === 'ERR_TLS_CERT_ALTNAME_INVALID'
    ? passed('chain', l10n.t('The certificate is issued by a trusted authority.'))
    : check(
        'chain',
        'failed',
        l10n.t("The certificate isn't issued by a trusted authority ({0}).", plain(fault)),
        {
          text: l10n.t(
            'Use a certificate of a public authority and send the intermediate certificates along.',
          ),
          shell,
        },
      );
}

function nameCheck(host: string, certificate: tls.PeerCertificate): Check {
  return tls.checkServerIdentity(host, certificate) === undefined
    ? passed('name', l10n.t('The certificate is valid for {0}.', plain(host)))
    : check('name', 'failed', l10n.t("The certificate isn't valid for {0}.", plain(host)), {
        text: l10n.t('Get a certificate for this host name.'),
      });
}

function expiryCheck({ valid_from: from, valid_to: to }: tls.PeerCertificate): Check {
  const days = Math.floor((Date.parse(to) - Date.now()) / DAY_MS);
  const renew = { text: l10n.t('Renew the certificate.') };
  if (Date.parse(to) < Date.now()) {
    return check('expiry', 'failed', l10n.t('The certificate has expired.'), renew);
  }
  if (Date.parse(from) > Date.now()) {
    return check('expiry', 'failed', l10n.t("The certificate isn't valid yet."), renew);
  }
  return days < EXPIRES_SOON_DAYS
    ? check('expiry', 'warning', l10n.t('The certificate expires soon (days left: {0}).', days), renew)
    : passed('expiry', l10n.t('The certificate is valid (days left: {0}).', days));
}

async function checkAnswers(request: CheckRequest, options: CheckOptions, note: Note): Promise<void> {
  const { authentication } = request;
  const { signal, ca, timeLimitMs } = options;
  const ping = async (its: Authentication, webhook?: DeliveryWebhook): Promise<Delivery> => {
    const batch = {
      url: request.url,
      webhook,
      body: bytesOf(EMPTY_BATCH),
      authentication: its,
      source: 'check',
    } as const;
    const sent = await send(batch, { signal, ca, timeLimitMs });
    options.onDelivery?.(sent);
    // An answer may echo a password, for example in the address of a redirect.
    return redactDelivery(sent.delivery, formsOf(sent.secrets));
  };
  if (authentication.type === 'oauth2') {
    const answer = await requestToken(authentication, { signal, ca, timeLimitMs });
    if (answer.kind === 'fault') {
      note(
        check(
          'token',
          'failed',
          l10n.t(
            "The token server didn't issue a token: {0}",
            plain(redactText(answer.fault.message, formsOf(secretsOf(authentication)))),
          ),
          {
            text: l10n.t('Check the token URL, the client ID and the client secret.'),
            field: 'authentication',
          },
        ),
        skipped('answer', l10n.t('Nothing was sent, because there is no token.')),
      );
      return;
    }
    note(passed('token', l10n.t('The token server issued a token in {0} ms.', Math.round(answer.ms))));
  }
  note(...answerChecks(await ping(authentication, request.webhook)));
  if (authentication.type === 'none') {
    note(skipped('without', l10n.t('The webhook has no authentication.')));
    return;
  }
  // That these are rejected is right and says nothing against the webhook, so they are no deliveries of it.
  note(refusalCheck('without', await ping({ type: 'none' })));
  // A token or password that cannot be right.
  note(refusalCheck('wrong', await ping(wrong(authentication))));
}

/** The same user with another password. With OAuth 2.0 no token server is asked: its answer would say nothing of the endpoint. */
function wrong(authentication: Authentication): Authentication {
  const username = authentication.type === 'basic' ? authentication.username : randomUUID();
  return { type: 'basic', username, password: randomUUID() };
}

function answerChecks(delivery: Delivery): readonly Check[] {
  const { reason, advice } = verdictOf(delivery);
  const fix = advice === undefined ? undefined : { text: advice };
  const { outcome, timings } = delivery;
  if (outcome.kind === 'fault') {
    return [check('answer', 'failed', reason, fix)];
  }
  const { status, headers } = outcome.response;
  const isRedirect = status >= 300 && status < 400 && headerOf(headers, 'location') !== undefined;
  return [
    isRedirect
      ? check('redirect', 'failed', reason, { text: advice ?? '', field: 'url' })
      : passed('redirect', l10n.t("The endpoint doesn't redirect.")),
    status === 200
      ? passed('answer', l10n.t('The endpoint answered 200 to the empty batch.'))
      : check('answer', 'failed', reason, fix),
    timeCheck(timings.total),
  ];
}

function timeCheck(ms: number): Check {
  const seconds = (ms / 1000).toFixed(1);
  const fix = { text: l10n.t('Answer 200 first and do the work afterwards.') };
  if (ms >= TIME_LIMIT_MS) {
    return check(
      'time',
      'failed',
      l10n.t("The endpoint didn't answer within {0} seconds.", TIME_LIMIT_MS / 1000),
      fix,
    );
  }
  return ms >= SLOW_MS
    ? check(
        'time',
        'warning',
        l10n.t('The endpoint took {0} seconds, close to the limit of 10 seconds.', seconds),
        fix,
      )
    : passed('time', l10n.t('The endpoint answered in {0} ms.', Math.round(ms)));
}

function refusalCheck(id: 'without' | 'wrong', delivery: Delivery): Check {
  const { outcome } = delivery;
  const status = outcome.kind === 'response' ? outcome.response.status : undefined;
  if (status === 401 || status === 403) {
    return passed(id, l10n.t('The endpoint answered {0}.', status));
  }
  const fix = { text: l10n.t('Answer 401 unless the username and password are right.') };
  if (status === undefined) {
    return check(id, 'warning', verdictOf(delivery).reason, fix);
  }
  return status >= 200 && status < 300
    ? check(
        id,
        'failed',
        id === 'without'
          ? l10n.t('The endpoint accepts requests without credentials ({0}).', status)
          : l10n.t('The endpoint accepts wrong credentials ({0}).', status),
        fix,
      )
    : check(id, 'warning', l10n.t('The endpoint answered {0} instead of 401 or 403.', status), fix);
}

/** All checks in one sentence. */
export function checkSummary(checks: readonly Check[]): string {
  const failed = checks.filter(({ status }) => status === 'failed');
  const warnings = checks.filter(({ status }) => status === 'warning');
  const [first] = failed;
  if (first) {
    return failed.length === 1
      ? l10n.t('The endpoint has a problem: {0}', first.text)
      : l10n.t('The endpoint has {0} problems. The first: {1}', failed.length, first.text);
  }
  const [warning] = warnings;
  return warning
    ? l10n.t('The endpoint works, with a warning: {0}', warning.text)
    : l10n.t('The endpoint is ready for deliveries.');
}
