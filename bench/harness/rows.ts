import type { WireWebhook } from './webhooks.ts';

/** What the extension shows of a webhook, made with as little as can make it. */
export interface BenchRow {
  readonly label: string;
  readonly description: string;
  /** For screen readers. */
  readonly words: string;
  readonly icon: string;
  /** A theme colour; empty is the colour of icons in general. */
  readonly color: string;
  readonly contextValue: string;
}

type Look = readonly [icon: string, color: string, contextValue: string];

const DAY_MS = 86_400_000;
const FAILING: Look = ['error', 'problemsErrorIcon.foreground', 'webhook+enabled+failing'];
const HEALTHY: Look = ['pass-filled', 'testing.iconPassed', 'webhook+enabled'];
const WAITING: Look = ['circle-large-outline', '', 'webhook+enabled'];
const DISABLED: Look = ['circle-slash', 'disabledForeground', 'webhook+disabled'];
const AFTER_FAILURES: Look = ['debug-disconnect', 'problemsWarningIcon.foreground', 'webhook+disabled'];

const formats = new Intl.RelativeTimeFormat('en');
const ages = new Map<number, string>();

/** The row of a webhook, in English, which is the language of every measurement. */
export function rowOf(webhook: WireWebhook): BenchRow {
  const { host } = new URL(webhook.url);
  const target = `${host} · ${webhook.event_types.length} events`;
  const row = (description: string, state: string, [icon, color, contextValue]: Look): BenchRow => ({
    label: webhook.name,
    description,
    words: `${webhook.name}, ${state}, ${target}`,
    icon,
    color,
    contextValue,
  });
  if (webhook.enabled) {
    switch (webhook.last_status) {
      case null:
        return row(`No deliveries yet · ${host}`, 'No deliveries yet', WAITING);
      case 'failure': {
        const success = `last success ${ago(webhook.last_successful_at)}`;
        const words = `Failing: last failure ${ago(webhook.last_failure_at)}, ${success}`;
        return row(`Failing · ${success}`, words, FAILING);
      }
      default:
        return row(target, `Healthy: delivered ${ago(webhook.last_successful_at)}`, HEALTHY);
    }
  }
  return webhook.last_status === 'failure'
    ? row(`Disabled after failures · ${host}`, 'Probably disabled by Lettr after failures', AFTER_FAILURES)
    : row(`Disabled · ${host}`, 'Disabled', DISABLED);
}

/** Thousands of rows share a few ages. */
function ago(time: string | null): string {
  const days = Math.trunc((Date.now() - Date.parse(time ?? '')) / DAY_MS);
  const known = ages.get(days);
  if (known !== undefined) return known;
  const words = formats.format(-days, 'day');
  ages.set(days, words);
  return words;
}
