import { deliver, type DeliveryResult } from './deliver.ts';
import { isListed, toEmailEvents } from './emailEvents.ts';
import { buildBatch, canonicalType } from './events.ts';
import type { Parts } from './parts.ts';
import { liveTeam } from './seed.ts';

export interface EmitOptions {
  /** events in the batch; 1 by default */
  count?: number;
  /** whose event it is; the live team's by default */
  team?: number;
}

/**
 * Delivers one batch to every enabled webhook of the team that is subscribed to the type, at the same time, and
 * notes the outcome of each. There are no retries. The list of the team's events has them, whoever takes them.
 * @param type canonical, short or misspelt as the API takes them
 * @throws RangeError for an unknown type or a count that is not a whole number from 1 on
 */
export async function emit(parts: Parts, type: string, options: EmitOptions = {}): Promise<DeliveryResult[]> {
  const { count = 1, team = liveTeam } = options;
  const canonical = canonicalType(type);
  if (canonical === undefined) throw new RangeError(`Unknown event type "${type}".`);
  if (!Number.isInteger(count) || count < 1) throw new RangeError('"count" is a whole number from 1 on.');
  const now = Date.now();
  const batch = buildBatch(canonical, count, now);
  if (isListed(canonical)) parts.emailEvents.add(team, toEmailEvents(batch, now));
  const targets = parts.state
    .list(team)
    .filter(({ enabled, event_types: types }) => enabled && (types === null || types.includes(canonical)));
  return Promise.all(
    targets.map(async (webhook) => {
      const result = await deliver(webhook, batch, parts.closing);
      parts.state.recordDelivery(webhook.id, result.ok, Date.now());
      return result;
    }),
  );
}
