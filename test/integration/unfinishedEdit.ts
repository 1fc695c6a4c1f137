import assert from 'node:assert/strict';

import type { Account } from '../../src/accounts/account.ts';
import { type WebhookForm, formOf } from '../../src/wizard/form.ts';
import { type World, idOf } from './support.ts';

/** Leaves a form behind as an edit that was not finished does. Returns the webhook's id. */
export async function keepEdit(
  world: World,
  account: Account,
  name: string,
  change: Partial<WebhookForm>,
): Promise<string> {
  const store = world.context.stores.of(account);
  await store.load();
  const id = idOf(world, name);
  const webhook = store.webhooks.get(id) ?? assert.fail();
  world.context.drafts.keep(`edit ${account.id} ${id}`, {
    form: { ...formOf(webhook), ...change },
    initial: formOf(webhook),
    webhook,
  });
  return id;
}
