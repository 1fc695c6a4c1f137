import type { Webhook } from '../../api/types.ts';
import { type WebhookForm, endpointOf } from '../../wizard/form.ts';
import type { EndpointToCheck } from './context.ts';

/** What a wizard's form says about the endpoint. @param webhook in an edit, the one whose credentials may stay. */
export function endpointToCheck(
  form: WebhookForm,
  webhook?: Pick<Webhook, 'authentication'>,
): EndpointToCheck {
  const { url, credentials } = endpointOf(form);
  return { url, credentials, authentication: credentials?.type ?? webhook?.authentication };
}
