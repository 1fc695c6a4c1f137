import * as l10n from '@vscode/l10n';

import type { Webhook } from '../api/types.ts';
import { mdText } from '../messages/markdown.ts';
import { eventCount } from '../messages/words.ts';
import { endpointHost } from '../webhooks/endpoint.ts';
import { isFailing } from '../webhooks/health.ts';
import { type Coverage, type EventCoverage, takes } from './coverage.ts';

/** A wider table is read by nobody. */
const MOST_COLUMNS = 40;

/** The number under which the matrix shows a webhook; `undefined` when it leaves it out. */
export function numberOf(webhook: Webhook, { webhooks }: Coverage): number | undefined {
  const index = webhooks.slice(0, MOST_COLUMNS).indexOf(webhook);
  return index === -1 ? undefined : index + 1;
}

/** The matrix of event types and webhooks, after the list that says which number is which webhook. */
export function matrix(coverage: Coverage): readonly string[] {
  const { webhooks, events, leftOut } = coverage;
  const columns = webhooks.slice(0, MOST_COLUMNS);
  if (columns.length === 0) {
    return [];
  }
  const doubled = doubledEvents(coverage, columns);
  return [
    `## ${l10n.t('Webhooks by Number')}`,
    columns.map((webhook, index) => `${index + 1}. ${columnWords(webhook)}`).join('\n'),
    ...(webhooks.length > MOST_COLUMNS
      ? [
          l10n.t(
            'Only these {0} of {1} webhooks have columns, failing and enabled ones first; every count is of all of them.',
            MOST_COLUMNS,
            webhooks.length,
          ),
        ]
      : []),
    `## ${l10n.t('Event Types by Webhook')}`,
    legend(columns, doubled),
    table([heads(columns), ...events.map((event) => row(event, columns, doubled))]),
    ...(leftOut > 0 ? [l10n.t('{0} more event types that are not known are left out.', leftOut)] : []),
  ];
}

function columnWords(webhook: Webhook): string {
  const name = mdText(webhook.name) || mdText(webhook.id);
  return [name, stateWords(webhook), mdText(endpointHost(webhook.url)), eventCount(webhook.events)].join(
    ', ',
  );
}

function stateWords(webhook: Webhook): string {
  if (!webhook.enabled) {
    return l10n.t('disabled');
  }
  return isFailing(webhook) ? l10n.t('enabled and failing') : l10n.t('enabled');
}

/** For each webhook the events that another enabled one of its host receives too. */
type Doubled = ReadonlyMap<Webhook, ReadonlySet<string>>;

function doubledEvents({ doubles }: Coverage, columns: readonly Webhook[]): Doubled {
  const doubled = new Map(columns.map((webhook) => [webhook, new Set<string>()]));
  for (const { webhooks, events } of doubles.flatMap(({ groups }) => groups)) {
    for (const webhook of webhooks) {
      events.forEach((name) => doubled.get(webhook)?.add(name));
    }
  }
  return doubled;
}

/** What the marks of the table mean; only those that are there. */
function legend(columns: readonly Webhook[], doubled: Doubled): string {
  return [
    l10n.t('x: takes the event'),
    ...([...doubled.values()].some(({ size }) => size > 0)
      ? [l10n.t('xx: takes the event, and so does another enabled webhook of the same host')]
      : []),
    ...(columns.some(({ enabled }) => !enabled)
      ? [l10n.t('(x): would take it, but is disabled; its number stands in parentheses too')]
      : []),
    ...(columns.some(({ events }) => events === undefined) ? [l10n.t('?: Lettr did not say')] : []),
    l10n.t('"Enabled" counts the enabled webhooks that take the event.'),
  ]
    .map((line) => `- ${line}`)
    .join('\n');
}

function heads(columns: readonly Webhook[]): readonly string[] {
  const numbers = columns.map(({ enabled }, index) => (enabled ? `${index + 1}` : `(${index + 1})`));
  return [l10n.t('Event type'), l10n.t('Enabled'), ...numbers];
}

function row(
  { name, enabled, isVital }: EventCoverage,
  columns: readonly Webhook[],
  doubled: Doubled,
): readonly string[] {
  const count = enabled === 0 && isVital ? l10n.t('0, a gap') : String(enabled);
  return [mdText(name), count, ...columns.map((webhook) => mark(webhook, name, doubled))];
}

function mark(webhook: Webhook, name: string, doubled: Doubled): string {
  switch (takes(webhook, name)) {
    case undefined:
      return '?';
    case false:
      return '';
    case true:
      break;
  }
  if (!webhook.enabled) {
    return '(x)';
  }
  return doubled.get(webhook)?.has(name) ? 'xx' : 'x';
}

/** A table whose columns line up in plain text too. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((cells) => Array.from(cells[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string => `| ${cells.map(padded).join(' | ')} |`;
  const padded = (cell: string, column: number): string =>
    cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - Array.from(cell).length));
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
