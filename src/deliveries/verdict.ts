import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';
import { type Delivery, type DeliveryFault, type DeliveryResponse, headerOf, hostOf } from './delivery.ts';

/** What Lettr would do after such an exchange. */
export type VerdictKind = 'delivered' | 'probablyDelivered' | 'retried' | 'dropped' | 'unknown';

/** A judgement in Lettr's terms. All words are harmless. */
export interface Verdict {
  readonly kind: VerdictKind;
  /** The verdict in a word or two. */
  readonly label: string;
  /** One sentence. */
  readonly reason: string;
  /** One thing to do; `undefined` when there is nothing. */
  readonly advice?: string | undefined;
  /** Where Lettr's documents differ from each other, what they say; the verdict follows the stricter one. */
  readonly doubt?: string | undefined;
}

/** ms; the provider waits this long, Lettr's own pages say 30 seconds. */
export const TIME_LIMIT_MS = 10_000;
/** ms; an answer that takes longer is too near the limit. */
export const SLOW_MS = 7_000;

/** Judges an exchange; where documents differ, by the stricter one. */
export function verdictOf(delivery: Delivery): Verdict {
  const { outcome } = delivery;
  return outcome.kind === 'fault'
    ? faultVerdict(outcome.fault, delivery)
    : responseVerdict(outcome.response, delivery);
}

/** The verdict's word, such as "Delivered" or "Retried". */
export function verdictLabel(kind: VerdictKind): string {
  switch (kind) {
    case 'delivered':
      return l10n.t('Delivered');
    case 'probablyDelivered':
      return l10n.t('Probably delivered');
    case 'retried':
      return l10n.t('Would be retried');
    case 'dropped':
      return l10n.t('Dropped');
    case 'unknown':
      return l10n.t('Unknown');
  }
}

type Judgement = Omit<Verdict, 'label'>;

function verdict(judgement: Judgement): Verdict {
  return { label: verdictLabel(judgement.kind), ...judgement };
}

function retried(reason: string, advice: string, doubt?: string): Verdict {
  return verdict({ kind: 'retried', reason, advice, doubt });
}

function responseVerdict(response: DeliveryResponse, delivery: Delivery): Verdict {
  const { status } = response;
  if (status === 200) {
    return successVerdict(response, delivery);
  }
  if (status > 200 && status < 300) {
    return retried(
      l10n.t('The endpoint answered {0}. Only 200 certainly counts as delivered.', status),
      l10n.t('Answer exactly 200.'),
      l10n.t("Lettr's documents differ: some pages accept any 2xx, the sending provider's API only 200."),
    );
  }
  if (status === 410) {
    return verdict({
      kind: 'dropped',
      reason: l10n.t(
        'The endpoint answered 410 (Gone): the events are lost, and Lettr may disable the webhook.',
      ),
      advice: l10n.t('Answer 200, or delete the webhook if you no longer need it.'),
      doubt: l10n.t(
        "Lettr's documents differ: its own pages disable the webhook after 410, the sending provider doesn't mention it and would retry.",
      ),
    });
  }
  if (status >= 300 && status < 400) {
    return retried(...redirectWords(response));
  }
  return status === 401 || status === 403
    ? retried(...refusalWords(status, delivery))
    : retried(l10n.t('The endpoint answered {0} instead of 200.', status), statusAdvice(status));
}

function successVerdict({ cut }: DeliveryResponse, { timings: { total } }: Delivery): Verdict {
  const seconds = (total / 1000).toFixed(1);
  if (cut === 'timeout' || cut === 'closed') {
    return verdict({
      kind: 'probablyDelivered',
      reason: l10n.t('The endpoint answered 200, but the response body never ended.'),
      advice: l10n.t('End the response after the status; a body is not needed.'),
    });
  }
  return total >= SLOW_MS
    ? verdict({
        kind: 'probablyDelivered',
        reason: l10n.t(
          'The endpoint answered 200 after {0} seconds, close to the limit of 10 seconds.',
          seconds,
        ),
        advice: l10n.t('Answer 200 first and do the work afterwards.'),
        doubt: timeDoubt(),
      })
    : verdict({ kind: 'delivered', reason: l10n.t('The endpoint answered 200.') });
}

function redirectWords(response: DeliveryResponse): [string, string] {
  const target = headerOf(response.headers, 'location');
  return [
    target === undefined
      ? l10n.t("The endpoint answered {0}. Redirects aren't followed.", response.status)
      : l10n.t(
          "The endpoint redirects to {0} ({1}). Redirects aren't followed.",
          plain(target, 120),
          response.status,
        ),
    l10n.t("Use the redirect's target as the endpoint URL."),
  ];
}

function refusalWords(status: number, { authentication }: Delivery): [string, string] {
  return authentication === 'none'
    ? [
        l10n.t('The endpoint asks for credentials ({0}), but none were sent.', status),
        l10n.t("Set the webhook's authentication, or let the endpoint accept requests without it."),
      ]
    : [
        l10n.t('The endpoint rejected the credentials ({0}).', status),
        l10n.t(
          'Compare the credentials with those that the endpoint expects. Split a username and password at the first colon.',
        ),
      ];
}

function statusAdvice(status: number): string {
  switch (status) {
    case 400:
    case 422:
      return l10n.t('Accept an array of msys envelopes, and ignore anything unknown.');
    case 404:
      return l10n.t('Check the path of the endpoint URL.');
    case 405:
      return l10n.t('Let the endpoint accept POST at this path.');
    case 413:
      return l10n.t('Raise the limit for request bodies; a batch can hold more than 350 events.');
    case 415:
      return l10n.t('Let the endpoint accept application/json.');
    case 429:
      return l10n.t('Exempt the endpoint from rate limits.');
    case 502:
    case 503:
    case 504:
      return l10n.t('Check that the app behind the proxy or load balancer is running.');
    default:
      return status >= 500
        ? l10n.t("Look up the error in the endpoint's log. Answer 200 first and do the work afterwards.")
        : l10n.t('Answer 200 to every batch that was received.');
  }
}

function faultVerdict(fault: DeliveryFault, delivery: Delivery): Verdict {
  const host = plain(hostOf(delivery), 80);
  switch (fault.kind) {
    case 'timeout':
      return retried(
        l10n.t(
          "The endpoint didn't answer within {0} seconds.",
          Number((delivery.timings.total / 1000).toFixed(1)),
        ),
        l10n.t('Answer 200 first and do the work afterwards.'),
        timeDoubt(),
      );
    case 'dns':
      return retried(
        l10n.t("The host {0} couldn't be found.", host),
        l10n.t('Check the spelling and the DNS records of the host.'),
      );
    case 'refused':
      return retried(
        l10n.t('{0} refused the connection.', host),
        l10n.t('Start the app, or check the port of the endpoint URL.'),
      );
    case 'unreachable':
      return retried(
        l10n.t("{0} couldn't be reached.", host),
        l10n.t("Check the host's address and its firewall."),
      );
    case 'closed':
      return retried(
        l10n.t('The connection was closed before the endpoint answered.'),
        l10n.t("Look for a crash in the endpoint's log."),
      );
    case 'tls':
      return retried(tlsReason(fault, host), tlsAdvice(fault));
    case 'notHttp':
      return retried(
        l10n.t("{0} didn't answer with HTTP.", host),
        l10n.t('Check the port, and whether the endpoint uses http or https.'),
      );
    case 'token':
      return retried(
        l10n.t("The token server didn't issue a token: {0}", plain(fault.message)),
        l10n.t('Check the token URL, the client ID and the client secret.'),
      );
    case 'proxy':
      return verdict({
        kind: 'unknown',
        reason: l10n.t("VS Code's proxy didn't forward the request: {0}", plain(fault.message)),
        advice: l10n.t('Check the setting {0}.', 'http.proxy'),
      });
    case 'invalidUrl':
      return verdict({
        kind: 'unknown',
        reason: l10n.t("Nothing was sent: the URL isn't a valid http or https address."),
        advice: l10n.t('Enter a full URL, for example https://example.com/webhooks/lettr.'),
      });
    case 'other':
      return verdict({
        kind: 'unknown',
        reason: l10n.t('The request failed: {0}', plain(fault.message)),
        advice: l10n.t('Send it again.'),
      });
  }
}

function timeDoubt(): string {
  return l10n.t(
    "Lettr's documents differ: its own pages allow 30 seconds, the sending provider 10. With 30 seconds, a slower answer would count too.",
  );
}

/** Codes of OpenSSL for a chain that ends at nobody who is trusted. */
const UNTRUSTED = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

function tlsReason({ code = '', message }: DeliveryFault, host: string): string {
  if (code === 'CERT_HAS_EXPIRED') {
    return l10n.t('The certificate of {0} has expired.', host);
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return l10n.t("The certificate isn't valid for {0}.", host);
  }
  if (UNTRUSTED.includes(code)) {
    return l10n.t("The certificate of {0} isn't issued by a trusted authority.", host);
  }
  return l10n.t('The TLS handshake with {0} failed ({1}).', host, plain(code || message, 80));
}

function tlsAdvice({ code = '' }: DeliveryFault): string {
  if (code === 'CERT_HAS_EXPIRED') {
    return l10n.t('Renew the certificate.');
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return l10n.t('Get a certificate for this host name.');
  }
  return UNTRUSTED.includes(code)
    ? l10n.t('Use a certificate of a public authority and send the intermediate certificates along.')
    : l10n.t('Check that the port supports TLS 1.2 or later.');
}
