import type { Expected } from '../harness/probe.ts';
import { rowOf } from '../harness/rows.ts';
import type { WireWebhook } from '../harness/webhooks.ts';

/** How the tree looks once it shows all of these webhooks, which stand in the order of their rows. */
export function expectedOf(webhooks: readonly WireWebhook[]): Expected {
  const [first] = webhooks;
  if (!first) throw new Error('An empty tree has no row to look for.');
  const { label, description } = rowOf(first);
  return { label, description, total: webhooks.length };
}
