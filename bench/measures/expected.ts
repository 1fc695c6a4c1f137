import type { Expected } from '../harness/probe.ts';
import type { WireWebhook } from '../harness/webhooks.ts';

/** How the tree looks once it shows all of these webhooks. */
export function expectedOf(webhooks: readonly WireWebhook[]): Expected {
  const [first] = webhooks;
  return {
    label: first?.name ?? '',
    description: ` ${first?.event_types.length ?? 0} events`,
    total: webhooks.length,
  };
}
