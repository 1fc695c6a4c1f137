import type { Webhook } from '../../api/types.ts';
import { type WebhookForm, endpointOf } from '../../wizard/form.ts';
import type { EndpointToCheck } from './context.ts';

/** The webhook of an edit: its credentials may stay, and its URL. */
export interface EditedWebhook {
  readonly accountId: string;
  readonly webhook: Pick<Webhook, 'id' | 'name' | 'url' | 'authentication'>;
}

/** What a wizard's form says about the endpoint. */
export function endpointToCheck(form: WebhookForm, edited?: EditedWebhook): EndpointToCheck {
  const { url, credentials } = endpointOf(form);
  const endpoint = {
    url,
    credentials,
    authentication: credentials?.type ?? edited?.webhook.authentication,
  };
  if (edited?.webhook.url !== url) {
    return endpoint;
  }
  const { id, name } = edited.webhook;
  return { ...endpoint, webhook: { accountId: edited.accountId, id, name } };
}
