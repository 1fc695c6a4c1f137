import * as l10n from '@vscode/l10n';

import type { HistoryChange, WebhookHistory } from '../webhooks/history.ts';

/** What a change is drawn as; each kind has a shape of its own. */
export type MarkKind = 'failing' | 'healthy' | 'waiting' | 'unknown' | 'disabled' | 'enabled' | 'changed';

/** One change in the strip, and what deliveries look like from then on. */
export interface Mark {
  readonly kind: MarkKind;
  readonly after: 'failing' | 'healthy' | 'disabled' | 'other';
}

/** The last changes as a row of marks, oldest first, and the same in words. */
export interface Strip {
  readonly marks: readonly Mark[];
  /** One sentence. */
  readonly words: string;
  /** What the shapes and lines mean that occur. */
  readonly legend: string;
}

/** The picture stays readable in a narrow editor. */
const LONGEST = 16;

/** The strip of a history; `undefined` when nothing was seen to change. */
export function stripOf(history: WebhookHistory): Strip | undefined {
  if (history.length === 0) {
    return undefined;
  }
  const marks = marksOf(history).slice(-LONGEST);
  const names = markNames();
  const words = marks.map(({ kind }) => names[kind]).join(', ');
  return {
    marks,
    words:
      marks.length === 1
        ? l10n.t('The last change: {0}.', words)
        : l10n.t('The last {0} changes, the oldest first: {1}.', marks.length, words),
    legend: legendOf(marks),
  };
}

function marksOf(history: WebhookHistory): readonly Mark[] {
  let health: 'failing' | 'healthy' | 'other' = 'other';
  let isEnabled = true;
  return history.map((change) => {
    if (change.field === 'health') {
      health = change.to === 'failing' || change.to === 'healthy' ? change.to : 'other';
    } else if (change.field === 'enabled') {
      isEnabled = change.to;
    }
    return { kind: kindOf(change), after: isEnabled ? health : 'disabled' };
  });
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

function markNames(): Readonly<Record<MarkKind, string>> {
  return {
    failing: l10n.t('failing'),
    healthy: l10n.t('healthy'),
    waiting: l10n.t('no delivery yet'),
    unknown: l10n.t('status not known'),
    disabled: l10n.t('disabled'),
    enabled: l10n.t('enabled'),
    changed: l10n.t('URL or events changed'),
  };
}

function legendOf(marks: readonly Mark[]): string {
  const shapes: Readonly<Record<MarkKind, string>> = {
    failing: l10n.t('A filled diamond is failing, with a hatched bar after it.'),
    healthy: l10n.t('A ring is healthy, with a plain bar after it.'),
    waiting: l10n.t('A dot is no delivery yet.'),
    unknown: l10n.t('A cross is a status that is not known.'),
    disabled: l10n.t('An empty square is disabled, with a gap after it.'),
    enabled: l10n.t('A filled square is enabled.'),
    changed: l10n.t('A triangle is a URL or a choice of events that was changed.'),
  };
  const kinds = new Set(marks.map(({ kind }) => kind));
  return [...kinds].map((kind) => shapes[kind]).join(' ');
}
