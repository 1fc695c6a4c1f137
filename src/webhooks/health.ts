import * as l10n from '@vscode/l10n';

import type { Webhook } from '../api/types.ts';
import { plain } from '../platform/text.ts';
import { type WebhookHistory, disabledHereAt } from './history.ts';
import { absoluteTime, relativeTime, relativeTimeUntil } from './times.ts';

/** What the two timestamps, the last status and the local history say about a webhook. */
export type Health =
  'failing' | 'disabledAfterFailures' | 'disabled' | 'recovered' | 'healthy' | 'waiting' | 'unknown';

/** Every state, the one that needs a person most first. */
export const HEALTHS: readonly Health[] = [
  'failing',
  'disabledAfterFailures',
  'recovered',
  'unknown',
  'waiting',
  'healthy',
  'disabled',
];

const RECENT_MS = 24 * 3_600_000;

/**
 * Derives the health at `now` (Unix ms). The last status decides; either timestamp may be missing in any state.
 *
 * @param history tells whether a person disabled the webhook here, which is then not blamed on its failures.
 */
export function healthOf(webhook: Webhook, history: WebhookHistory, now: number): Health {
  if (!webhook.enabled) {
    return webhook.lastStatus === 'failure' && disabledHereAt(history) === undefined
      ? 'disabledAfterFailures'
      : 'disabled';
  }
  switch (webhook.lastStatus) {
    case 'failure':
      return 'failing';
    case 'success':
      return webhook.lastFailureAt !== null && now - webhook.lastFailureAt < RECENT_MS
        ? 'recovered'
        : 'healthy';
    case null:
      return webhook.lastSuccessAt === null && webhook.lastFailureAt === null ? 'waiting' : 'unknown';
    default:
      return 'unknown';
  }
}

/** Whether the health is `failing`, which neither time nor history changes. */
export function isFailing({ enabled, lastStatus }: Webhook): boolean {
  return enabled && lastStatus === 'failure';
}

/** A piece of a text: words, or a time (Unix ms) said as seen from now or as a date. */
export type TextPart = string | { readonly ago: number } | { readonly date: number };

/** What is said of a webhook's health, before times are put into words. Two that are deeply equal say the same. */
export interface HealthReport {
  readonly health: Health;
  /** For the row, before what else it says; empty when it is healthy. Harmless text. */
  readonly row: readonly TextPart[];
  /** For hovers and screen readers: a whole statement. Harmless text. */
  readonly hover: readonly TextPart[];
  /** Unix ms from which on the health or one of the texts is another by time alone; `Infinity` when that never comes. */
  readonly until: number;
}

/** The health at `now` (Unix ms) with everything that is said of it; the one place of its words. */
export function healthReport(webhook: Webhook, history: WebhookHistory, now: number): HealthReport {
  const health = healthOf(webhook, history, now);
  const { row, hover } = textsOf(health, webhook, history);
  const until = Math.min(untilOf(row, now), untilOf(hover, now), ruleUntil(health, webhook));
  return { health, row, hover, until };
}

/** The parts of a {@link HealthReport} in words at `now` (Unix ms). */
export function textOf(text: readonly TextPart[], now: number, language: string | undefined): string {
  let words = '';
  for (const part of text) {
    if (typeof part === 'string') {
      words += part;
    } else {
      words += 'ago' in part ? relativeTime(part.ago, now, language) : absoluteTime(part.date, language);
    }
  }
  return words;
}

type HealthTexts = Pick<HealthReport, 'row' | 'hover'>;

function textsOf(health: Health, webhook: Webhook, history: WebhookHistory): HealthTexts {
  const { lastSuccessAt, lastFailureAt, lastStatus } = webhook;
  switch (health) {
    case 'failing':
      return {
        row:
          lastSuccessAt === null
            ? [l10n.t('Failing · never succeeded')]
            : parts(l10n.t('Failing · last success {0}'), { ago: lastSuccessAt }),
        hover: failingText(lastSuccessAt, lastFailureAt),
      };
    case 'disabledAfterFailures':
      return {
        row: [l10n.t('Disabled after failures')],
        hover: [l10n.t('Probably disabled by Lettr after failures')],
      };
    case 'disabled': {
      const at = disabledHereAt(history);
      return {
        row: [healthLabel(health)],
        hover:
          at === undefined
            ? [healthLabel(health)]
            : parts(l10n.t('Disabled in VS Code on {0}'), { date: at }),
      };
    }
    case 'recovered':
      return {
        row: [healthLabel(health)],
        hover:
          lastFailureAt === null
            ? [healthLabel(health)]
            : parts(l10n.t('Recovered: last failure {0}'), { ago: lastFailureAt }),
      };
    case 'healthy':
      return {
        row: [],
        hover:
          lastSuccessAt === null
            ? [healthLabel(health)]
            : parts(l10n.t('Healthy: delivered {0}'), { ago: lastSuccessAt }),
      };
    case 'waiting':
      return { row: [healthLabel(health)], hover: [healthLabel(health)] };
    case 'unknown': {
      const text = [
        lastStatus === null ? healthLabel(health) : l10n.t('Status "{0}"', plain(lastStatus, LONGEST_STATUS)),
      ];
      return { row: text, hover: text };
    }
  }
}

/** Characters of a status that nobody knows. */
const LONGEST_STATUS = 60;

function failingText(lastSuccessAt: number | null, lastFailureAt: number | null): readonly TextPart[] {
  if (lastFailureAt === null) {
    return lastSuccessAt === null
      ? [l10n.t('Failing: never succeeded')]
      : parts(l10n.t('Failing: last success {0}'), { ago: lastSuccessAt });
  }
  return lastSuccessAt === null
    ? parts(l10n.t('Failing: last failure {0}, never succeeded'), { ago: lastFailureAt })
    : parts(
        l10n.t('Failing: last failure {0}, last success {1}'),
        { ago: lastFailureAt },
        { ago: lastSuccessAt },
      );
}

/** The parts of a localised text with its times in the places of `{0}`, `{1}` and so on. */
function parts(text: string, ...times: readonly TextPart[]): readonly TextPart[] {
  return piecesOf(text).map((piece) => (typeof piece === 'number' ? (times[piece] ?? '') : piece));
}

/** Thousands of rows share a few texts. */
const pieces = new Map<string, readonly (string | number)[]>();

function piecesOf(text: string): readonly (string | number)[] {
  const known = pieces.get(text);
  if (known) {
    return known;
  }
  const made = text
    .split(/\{(\d)\}/)
    .map((piece, index) => (index % 2 === 1 ? Number(piece) : piece))
    .filter((piece) => piece !== '');
  pieces.set(text, made);
  return made;
}

function untilOf(text: readonly TextPart[], now: number): number {
  let until = Number.POSITIVE_INFINITY;
  for (const part of text) {
    if (typeof part === 'object' && 'ago' in part) {
      until = Math.min(until, relativeTimeUntil(part.ago, now));
    }
  }
  return until;
}

/** Unix ms from which on {@link healthOf} differs by time alone. */
function ruleUntil(health: Health, { lastFailureAt }: Webhook): number {
  return health === 'recovered' && lastFailureAt !== null
    ? lastFailureAt + RECENT_MS
    : Number.POSITIVE_INFINITY;
}

/** The name of a state, as pickers and groups show it. */
export function healthLabel(health: Health): string {
  switch (health) {
    case 'failing':
      return l10n.t('Failing');
    case 'disabledAfterFailures':
      return l10n.t('Disabled after failures');
    case 'disabled':
      return l10n.t('Disabled');
    case 'recovered':
      return l10n.t('Recovered');
    case 'healthy':
      return l10n.t('Healthy');
    case 'waiting':
      return l10n.t('No deliveries yet');
    case 'unknown':
      return l10n.t('Unknown status');
  }
}

/** How a state looks: a shape of its own, and a theme colour that all four default themes of VS Code define. */
export interface HealthIcon {
  readonly icon: string;
  /** `undefined` is the colour of icons in general. */
  readonly color: string | undefined;
}

/** Other reds and yellows (`testing.iconFailed`, `list.warningForeground`) have no value in high contrast. */
export const HEALTH_ICONS: Readonly<Record<Health, HealthIcon>> = {
  failing: { icon: 'error', color: 'problemsErrorIcon.foreground' },
  disabledAfterFailures: { icon: 'debug-disconnect', color: 'problemsWarningIcon.foreground' },
  disabled: { icon: 'circle-slash', color: 'disabledForeground' },
  recovered: { icon: 'pass', color: 'problemsWarningIcon.foreground' },
  healthy: { icon: 'pass-filled', color: 'testing.iconPassed' },
  waiting: { icon: 'circle-large-outline', color: undefined },
  unknown: { icon: 'question', color: undefined },
};
