import type { Webhook } from '../api/types.ts';
import { type Literal, jsonLiteral, pythonLiteral, shellJson } from './literals.ts';

/*
 * Calls that create a webhook like a given one. The key is read from the environment, and what the API never returns is
 * a word in angle brackets; nothing here knows a secret.
 */

/** Where the API is when the settings do not say otherwise, and where the TypeScript SDK always looks for it. */
export const USUAL_API = 'https://app.lettr.com/api';

/** What stands for the words that have to be filled in. */
const BLANK = {
  authentication: '<auth-type>',
  username: '<username>',
  password: '<password>',
  clientId: '<client-id>',
  clientSecret: '<client-secret>',
  tokenUrl: '<token-url>',
  event: '<event-type>',
} as const;

/** Whether something has to be filled in before the calls create the same webhook. */
export function hasBlanks({ authentication, events }: Webhook): boolean {
  return authentication !== 'none' || (events !== 'all' && (events?.length ?? 0) === 0);
}

/** The request with curl, for the shells of Linux, macOS and Windows' WSL. It ends without a line break. */
export function curlCall(webhook: Webhook, baseUrl = USUAL_API): string {
  // A URL may hold a quote, which would end the quotation.
  const url = `${baseUrl}/webhooks`.replaceAll("'", '%27');
  return `curl --request POST '${url}' \\
  --header "Authorization: Bearer $LETTR_API_KEY" \\
  --header 'Content-Type: application/json' \\
  --header 'Accept: application/json' \\
  --data-raw ${shellJson(parametersOf(webhook))}`;
}

/** The call of the npm package `lettr`. A disabled webhook is switched off afterwards. */
export function typescriptCall(webhook: Webhook): string {
  const last = webhook.enabled
    ? `console.log(data.id);`
    : `await lettr.webhooks.update(data.id, { active: false });`;
  const fields = Object.entries(parametersOf(webhook)).map(
    ([name, value]) => `\n  ${name}: ${jsonLiteral(value, '  ')},`,
  );
  return `import { Lettr } from 'lettr';

const lettr = new Lettr(process.env.LETTR_API_KEY ?? '');

const { data, error } = await lettr.webhooks.create({${fields.join('')}
});
if (error) throw new Error(error.message);
${last}`;
}

/** The call of the PyPI package `lettr`. A disabled webhook is switched off afterwards. */
export function pythonCall(webhook: Webhook, baseUrl = USUAL_API): string {
  const last = webhook.enabled ? `print(webhook.id)` : `client.webhooks.update(webhook.id, active=False)`;
  const where = baseUrl === USUAL_API ? '' : `, base_url=${pythonLiteral(baseUrl)}`;
  const fields = Object.entries(parametersOf(webhook)).map(
    ([name, value]) => `\n    ${name}=${pythonLiteral(value, '    ')},`,
  );
  return `import os

import lettr

client = lettr.Lettr(os.environ["LETTR_API_KEY"]${where})

webhook = client.webhooks.create(${fields.join('')}
)
${last}`;
}

/** The fields of the request, which the SDKs name like the API. */
function parametersOf({ name, url, authentication, events }: Webhook): Readonly<Record<string, Literal>> {
  return {
    name,
    url,
    ...credentialsOf(authentication),
    ...(events === 'all'
      ? { events_mode: 'all' }
      : { events_mode: 'selected', events: events?.length ? events : [BLANK.event] }),
  };
}

function credentialsOf(type: string): Readonly<Record<string, string>> {
  switch (type) {
    case 'none':
      return { auth_type: type };
    case 'basic':
      return { auth_type: type, auth_username: BLANK.username, auth_password: BLANK.password };
    case 'oauth2':
      return {
        auth_type: type,
        oauth_client_id: BLANK.clientId,
        oauth_client_secret: BLANK.clientSecret,
        oauth_token_url: BLANK.tokenUrl,
      };
    default:
      return { auth_type: BLANK.authentication };
  }
}
