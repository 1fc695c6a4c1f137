import { EVENT_TYPE_NAMES } from '../api/events.ts';
import { type WebhookForm, emptyForm } from '../wizard/form.ts';
import type { CommandContext } from './shared/context.ts';
import { createFromDraft } from './shared/creating.ts';
import { rowArgument, textsIn } from './shared/rowArgument.ts';
import { readList, refuseSandbox, scopeNamedBy } from './shared/targets.ts';

/**
 * Lettr: Create Webhook. The argument may be the row of an account, or `{ account?, events? }` with the event types that
 * are selected at first.
 */
export async function createWebhook(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const scope = await scopeNamedBy(rowArgument(args[0]), context);
  refuseSandbox(scope.account);
  await readList(scope);
  await createFromDraft(formWith(textsIn(args[0], 'events')), { scope, context });
}

function formWith(wanted: readonly string[]): WebhookForm {
  const events = EVENT_TYPE_NAMES.filter((name) => wanted.includes(name));
  return events.length === 0 ? emptyForm() : { ...emptyForm(), eventsMode: 'selected', events };
}
