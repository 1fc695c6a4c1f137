import * as l10n from '@vscode/l10n';

import type { Webhook } from '../api/types.ts';
import { relativeTime, relativeTimeUntil } from './times.ts';

/** What the two timestamps and the last status say about a webhook. */
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

/** Derives the health at `now` (Unix ms). The last status decides; either timestamp may be missing in any state. */
export function healthOf(webhook: Webhook, now: number): Health {
  if (!webhook.enabled) {
    return webhook.lastStatus === 'failure' ? 'disabledAfterFailures' : 'disabled';
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

/** Whether the health is `failing`, which no passing of time changes. */
export function isFailing({ enabled, lastStatus }: Webhook): boolean {
  return enabled && lastStatus === 'failure';
}

/**
 * The health in words, with times relative to `now` (Unix ms). An unknown status is untrusted text.
 *
 * @param since Unix ms at which this machine first saw the failing that still goes on, where it did.
 */
export function healthWords(webhook: Webhook, now: number, language?: string, since?: number): string {
  const ago = (at: number): string => relativeTime(at, now, language);
  const { lastSuccessAt, lastFailureAt, lastStatus } = webhook;
  switch (healthOf(webhook, now)) {
    case 'failing': {
      const failing = since === undefined ? l10n.t('Failing') : failingWords(ago(since));
      return lastSuccessAt === null
        ? l10n.t('{0}, no success yet', failing)
        : l10n.t('{0}, last success {1}', failing, ago(lastSuccessAt));
    }
    case 'disabledAfterFailures':
      return l10n.t('Disabled after failures (likely automatic)');
    case 'disabled':
      return l10n.t('Disabled');
    case 'recovered':
      return lastFailureAt === null ? l10n.t('Healthy') : l10n.t('Healthy, failed {0}', ago(lastFailureAt));
    case 'healthy':
      return lastSuccessAt === null
        ? l10n.t('Healthy')
        : l10n.t('Healthy, delivered {0}', ago(lastSuccessAt));
    case 'waiting':
      return l10n.t('No delivery yet');
    case 'unknown':
      return lastStatus === null ? l10n.t('Status not given') : l10n.t('Status "{0}"', lastStatus);
  }
}

/** Since when a webhook fails; `ago` is a relative time. It says that only this machine's observation is known. */
export function failingWords(ago: string): string {
  return l10n.t('Failing since {0} (first seen)', ago);
}

/** Unix ms from which on {@link healthOf} or {@link healthWords} differ by time alone; `Infinity` when they never do. */
export function healthUntil(webhook: Webhook, now: number, since?: number): number {
  const { lastSuccessAt, lastFailureAt } = webhook;
  const until = (at: number | null | undefined): number =>
    at === null || at === undefined ? Number.POSITIVE_INFINITY : relativeTimeUntil(at, now);
  switch (healthOf(webhook, now)) {
    case 'failing':
      return Math.min(until(lastSuccessAt), until(since));
    case 'recovered':
      return lastFailureAt === null
        ? Number.POSITIVE_INFINITY
        : Math.min(until(lastFailureAt), lastFailureAt + RECENT_MS);
    case 'healthy':
      return until(lastSuccessAt);
    default:
      return Number.POSITIVE_INFINITY;
  }
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
      return l10n.t('No delivery yet');
    case 'unknown':
      return l10n.t('Status not known');
  }
}
