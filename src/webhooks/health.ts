import * as l10n from '@vscode/l10n';

import type { Webhook } from '../api/types.ts';
import { relativeTime } from './times.ts';

/** What the two timestamps and the last status say about a webhook. */
export type Health =
  'failing' | 'disabledAfterFailures' | 'disabled' | 'recovered' | 'healthy' | 'waiting' | 'unknown';

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

/** The health in words, with times relative to `now` (Unix ms). An unknown status is untrusted text. */
export function healthWords(webhook: Webhook, now: number, language?: string): string {
  const ago = (at: number): string => relativeTime(at, now, language);
  const { lastSuccessAt, lastFailureAt, lastStatus } = webhook;
  switch (healthOf(webhook, now)) {
    case 'failing':
      return lastSuccessAt === null
        ? l10n.t('Failing, no success yet')
        : l10n.t('Failing, last success {0}', ago(lastSuccessAt));
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
