import * as l10n from '@vscode/l10n';

import type { Webhook } from '../api/types.ts';
import type { HistoryChange, WebhookHistory } from '../webhooks/history.ts';

/** What a moment is drawn as; each kind has a shape of its own. */
export type MarkKind = 'failing' | 'healthy' | 'waiting' | 'unknown' | 'disabled' | 'enabled' | 'changed';

/** How deliveries went during a time; each is a line of its own. */
export type SpanKind = 'failing' | 'healthy' | 'disabled' | 'other';

/** The last days of a webhook, to scale. All times are Unix ms. */
export interface Timeline {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly { readonly at: number; readonly kind: MarkKind }[];
  /** They follow each other without gaps, the last one until `to`. */
  readonly spans: readonly { readonly from: number; readonly kind: SpanKind }[];
}

export const TIMELINE_DAYS = 7;
const DAY_MS = 86_400_000;

/** Something that was seen at a time, and what it says of the time after it. */
interface Moment {
  readonly at: number;
  readonly kind: MarkKind;
}

/**
 * The timeline until `now`: what VS Code recorded, and the last success and failure that Lettr reports. `undefined` when
 * nothing falls within its days and nothing is known of the time before them.
 */
export function timelineOf(webhook: Webhook, history: WebhookHistory, now: number): Timeline | undefined {
  const from = now - TIMELINE_DAYS * DAY_MS;
  const moments = momentsOf(webhook, history).filter(({ at }) => at <= now);
  if (moments.length === 0) {
    return undefined;
  }
  const marks = moments.filter(({ at }) => at >= from);
  return { from, to: now, marks, spans: spansOf(moments, history, from) };
}

function momentsOf({ lastSuccessAt, lastFailureAt }: Webhook, history: WebhookHistory): readonly Moment[] {
  return [
    ...history.map((change) => ({ at: change.at, kind: kindOf(change) })),
    ...(lastSuccessAt === null ? [] : [{ at: lastSuccessAt, kind: 'healthy' as const }]),
    ...(lastFailureAt === null ? [] : [{ at: lastFailureAt, kind: 'failing' as const }]),
  ].toSorted((a, b) => a.at - b.at);
}

function kindOf(change: HistoryChange): MarkKind {
  switch (change.field) {
    case 'health':
      return change.to;
    case 'enabled':
      return change.to ? 'enabled' : 'disabled';
    case 'url':
    case 'events':
      return 'changed';
  }
}

function spansOf(moments: readonly Moment[], history: WebhookHistory, from: number): Timeline['spans'] {
  const first = history.find(({ field }) => field === 'enabled');
  let isEnabled = first?.field === 'enabled' ? first.from : true;
  let delivery: SpanKind = 'other';
  const spans: { from: number; kind: SpanKind }[] = [{ from, kind: isEnabled ? delivery : 'disabled' }];
  for (const { at, kind } of moments) {
    if (kind === 'enabled' || kind === 'disabled') {
      isEnabled = kind === 'enabled';
    } else if (kind !== 'changed') {
      delivery = kind === 'failing' || kind === 'healthy' ? kind : 'other';
    }
    const now = isEnabled ? delivery : 'disabled';
    if (at <= from) {
      spans[0] = { from, kind: now };
    } else if (spans.at(-1)?.kind !== now) {
      spans.push({ from: at, kind: now });
    }
  }
  return spans;
}

/** What the shapes and lines mean that occur. */
export function legendOf({ marks, spans }: Timeline): string {
  const shapes: Readonly<Record<MarkKind, string>> = {
    failing: l10n.t('filled diamond: failed'),
    healthy: l10n.t('ring: delivered'),
    waiting: l10n.t('dot: no deliveries yet'),
    unknown: l10n.t('cross: unknown status'),
    disabled: l10n.t('empty square: disabled'),
    enabled: l10n.t('filled square: enabled'),
    changed: l10n.t('triangle: URL or events changed'),
  };
  const lines: Readonly<Record<SpanKind, string>> = {
    failing: l10n.t('hatched: failing'),
    healthy: l10n.t('solid line: healthy'),
    other: l10n.t('dotted line: not known'),
    disabled: l10n.t('gap: disabled'),
  };
  return [
    ...new Set([...marks.map(({ kind }) => shapes[kind]), ...spans.map(({ kind }) => lines[kind])]),
  ].join(', ');
}
