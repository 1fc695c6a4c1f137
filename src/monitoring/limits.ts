import { type HistoryChange, type WebhookHistory, lastHealth } from '../webhooks/history.ts';

/** Changes kept of one webhook. */
const MOST_CHANGES = 50;
/** Ms. */
const OLDEST = 90 * 86_400_000;
/** Characters of JSON, all webhooks of an account together. */
const MOST_CHARACTERS = 2_000_000;

/**
 * Leaves out what is too old or too much; the newest stays. The last change of health of a webhook that is still there
 * stays at any age, since it tells how long the webhook has been failing.
 *
 * @param now Unix ms.
 * @returns the same map when nothing has to go.
 */
export function cappedHistories(
  histories: ReadonlyMap<string, WebhookHistory>,
  present: ReadonlyMap<string, unknown>,
  now: number,
): ReadonlyMap<string, WebhookHistory> {
  const kept = mapped(histories, (history, id) =>
    cappedHistory(history, present.has(id) ? lastHealth(history) : undefined, now),
  );
  const all = [...kept.values()].flat();
  if (all.reduce((sum, change) => sum + charactersOf(change), 0) <= MOST_CHARACTERS) {
    return kept;
  }
  const newest = newestOf(all);
  return mapped(kept, (history) => history.filter((change) => newest.has(change)));
}

function cappedHistory(
  history: WebhookHistory,
  needed: HistoryChange | undefined,
  now: number,
): WebhookHistory {
  const isYoung = ({ at }: HistoryChange): boolean => now - at < OLDEST;
  if (history.length <= MOST_CHANGES && history.every(isYoung)) {
    return history;
  }
  const young = history.filter(isYoung).slice(-MOST_CHANGES);
  return !needed || young.includes(needed) ? young : [needed, ...young.slice(1 - MOST_CHANGES)];
}

function newestOf(changes: readonly HistoryChange[]): ReadonlySet<HistoryChange> {
  const newest = new Set<HistoryChange>();
  let characters = 0;
  for (const change of changes.toSorted((a, b) => b.at - a.at)) {
    characters += charactersOf(change);
    if (characters > MOST_CHARACTERS) {
      break;
    }
    newest.add(change);
  }
  return newest;
}

/** Roughly what a change takes in the file. */
function charactersOf({ from, to }: HistoryChange): number {
  return [from, to].reduce((sum: number, value) => sum + String(value).length, 80);
}

/** The same map when every history stays; histories that become empty go. */
function mapped(
  histories: ReadonlyMap<string, WebhookHistory>,
  change: (history: WebhookHistory, id: string) => WebhookHistory,
): ReadonlyMap<string, WebhookHistory> {
  const kept = new Map<string, WebhookHistory>();
  let isSame = true;
  for (const [id, history] of histories) {
    const changed = change(history, id);
    isSame &&= changed === history;
    if (changed.length > 0) {
      kept.set(id, changed);
    }
  }
  return isSame ? histories : kept;
}
