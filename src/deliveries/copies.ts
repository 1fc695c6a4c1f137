import type { Delivery } from './delivery.ts';

/*
 * A delivery as something to be run elsewhere. Credentials are never in it: they are read from the environment.
 */

/** What stands for credentials, under the names that Lettr's own documents use. */
const CREDENTIALS: Readonly<Record<string, { readonly curl: string; readonly http: string }>> = {
  basic: {
    curl: '--user "$WEBHOOK_USERNAME:$WEBHOOK_PASSWORD"',
    http: 'Authorization: Basic {{$processEnv WEBHOOK_USERNAME}} {{$processEnv WEBHOOK_PASSWORD}}',
  },
  oauth2: {
    curl: '--header "Authorization: Bearer $WEBHOOK_TOKEN"',
    http: 'Authorization: Bearer {{$processEnv WEBHOOK_TOKEN}}',
  },
};

/** Headers that the programs below write by themselves, and the one that would hold a credential. */
const OWN_HEADERS = ['host', 'content-length', 'connection', 'authorization'];

/** The request with curl, for the shells of Linux, macOS and Windows' WSL. It ends without a line break. */
export function curlOf({ request, authentication }: Delivery, body: Uint8Array): string {
  const credentials = CREDENTIALS[authentication]?.curl;
  const parts = [
    `curl --request ${request.method} ${quoted(request.url)}`,
    ...sentHeaders(request.headers).map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`),
    ...(credentials === undefined ? [] : [credentials]),
    `--data-raw ${quoted(Buffer.from(body).toString('utf8'))}`,
  ];
  return parts.join(' \\\n  ');
}

/** The request as a `.http` file, which REST Client and the HTTP tools of other editors run. */
export function httpFileOf({ request, authentication }: Delivery, body: Uint8Array): string {
  const credentials = CREDENTIALS[authentication]?.http;
  return [
    `${request.method} ${request.url} HTTP/1.1`,
    ...sentHeaders(request.headers).map(([name, value]) => `${name}: ${value}`),
    ...(credentials === undefined ? [] : [credentials]),
    '',
    Buffer.from(body).toString('utf8'),
    '',
  ].join('\n');
}

function sentHeaders(headers: Delivery['request']['headers']): Delivery['request']['headers'] {
  return headers.filter(([name]) => !OWN_HEADERS.includes(name.toLowerCase()));
}

/** In single quotes nothing is special but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
