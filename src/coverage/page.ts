import * as l10n from '@vscode/l10n';

import type { Account } from '../accounts/account.ts';
import { categoryOf, eventCatalogue, eventCategories } from '../api/events.ts';
import type { Webhook } from '../api/types.ts';
import { accountWords } from '../messages/words.ts';
import type { Action, Block, Cell, Item, Page, RowGroup, Tone } from '../pages/page.ts';
import { sentence } from '../pages/page.ts';
import { Command, type CommandId } from '../platform/ids.ts';
import type { StoreState } from '../webhooks/state.ts';
import {
  type Column,
  type Coverage,
  type Doubles,
  type EventCoverage,
  type Reception,
  coverageOf,
  receptionIn,
} from './coverage.ts';

/** Everything that the page shows. */
export interface CoverageFacts {
  /** `unread` before the accounts were read in this window, `removed` when it is none of them. */
  readonly account: Account | 'unread' | 'removed';
  readonly state: StoreState;
  readonly language: string;
}

/** The commands that the page may run. */
export const COVERAGE_COMMANDS: readonly CommandId[] = [
  Command.webhookCreate,
  Command.webhookEdit,
  Command.webhookEnable,
  Command.webhookExplain,
  Command.webhookOpen,
  Command.webhooksCoverage,
  Command.webhooksRefresh,
];

/** The most lines of one kind; the rest is counted. */
const MOST_LINES = 25;
const MOST_NAMES = 5;

/** Which event types the webhooks of an account receive: the verdict first, then the table. */
export function coveragePage({ account, state, language }: CoverageFacts): Page {
  if (typeof account === 'string' || state.kind !== 'ready') {
    return absencePage(account === 'removed', state);
  }
  const coverage = coverageOf(state.webhooks.values(), language);
  const gaps = coverage.events.filter(({ delivered }) => delivered.length === 0);
  const critical = gaps.filter(({ isCritical }) => isCritical);
  const others = gaps.filter(({ isCritical }) => !isCritical);
  return {
    title: titleOf(account),
    blocks: [
      {
        kind: 'title',
        text: l10n.t('Event Coverage'),
        badge: verdict(critical.length),
        actions: createFor(
          critical.map(({ name }) => name),
          account,
        ),
        more: [
          {
            label: l10n.t('Open as Text'),
            command: Command.webhooksCoverage,
            args: [{ account: account.id, as: 'text' }],
          },
        ],
      },
      { kind: 'paragraph', text: accountWords(account) },
      ...(state.problem
        ? [
            {
              kind: 'paragraph' as const,
              text: sentence(l10n.t("Couldn't refresh. Showing data from {0}."), { time: state.loadedAt }),
            },
          ]
        : []),
      ...listSection(
        'critical',
        l10n.t('Critical Events Not Received'),
        critical.map((event) => gapItem(event, account)),
      ),
      tableSection(coverage, account),
      ...listSection(
        'doubles',
        l10n.t('Delivered More Than Once'),
        coverage.doubles.map((doubles) => doubleItem(doubles, account)),
        l10n.t('Fine if each webhook handles the event differently.'),
      ),
      ...listSection(
        'hints',
        l10n.t('Delivered to Several URLs of One Host'),
        coverage.hints.map(({ host, ...doubles }) => ({
          text: l10n.t('{0}: {1} from {2}', host, eventNames(doubles.events), webhookNames(doubles.webhooks)),
        })),
        undefined,
        true,
      ),
      ...listSection(
        'others',
        l10n.t('Other Events Not Received'),
        others.map((event) => gapItem(event, account)),
        undefined,
        true,
      ),
    ],
  };
}

function absencePage(isRemoved: boolean, state: StoreState): Page {
  const text = (): string => {
    if (isRemoved) {
      return l10n.t('This account has been removed from VS Code.');
    }
    return state.kind === 'failed'
      ? l10n.t("Couldn't load the webhooks. The Webhooks view shows the reason.")
      : l10n.t('Not loaded yet. Open the Webhooks view to load it.');
  };
  const title = l10n.t('Event Coverage');
  const actions = [{ label: l10n.t('Refresh Webhooks'), command: Command.webhooksRefresh, args: [] }];
  return {
    title,
    blocks: [
      { kind: 'title', text: title },
      { kind: 'lead', text: text(), actions },
    ],
  };
}

/** The name of the page, its tab and its document. */
function titleOf({ name }: Account): string {
  return l10n.t('Event Coverage: {0}', name);
}

function verdict(count: number): { readonly tone: Tone; readonly text: string } {
  if (count === 0) {
    return { tone: 'success', text: l10n.t('All critical events are received') };
  }
  const text =
    count === 1 ? l10n.t('1 critical event not received') : l10n.t('{0} critical events not received', count);
  return { tone: 'error', text };
}

/** Why a type is not received, with what mends it. */
function gapItem({ name, failing, disabled }: EventCoverage, account: Account): Item {
  const label = eventLabel(name);
  const [first = disabled[0]] = failing;
  if (!first) {
    return {
      text: l10n.t('{0}: no webhook', label),
      actions: createFor([name], account),
    };
  }
  if (failing.length > 0) {
    return {
      text:
        failing.length === 1
          ? l10n.t('{0}: its only enabled webhook, "{1}", is failing', label, nameOf(first))
          : l10n.t('{0}: all {1} enabled webhooks are failing', label, failing.length),
      actions: [
        ...edit(account, first, 'url', l10n.t('Edit URL')),
        {
          label: l10n.t('Explain'),
          command: Command.webhookExplain,
          args: [{ id: first.id, account: account.id }],
        },
      ],
    };
  }
  return {
    text:
      disabled.length === 1
        ? l10n.t('{0}: its only webhook, "{1}", is disabled', label, nameOf(first))
        : l10n.t('{0}: all {1} webhooks are disabled', label, disabled.length),
    actions: write(account, Command.webhookEnable, l10n.t('Enable "{0}"', nameOf(first)), { id: first.id }),
  };
}

/** `"Orders" and "Audit log" at https://example.com/: Bounce, Delay` */
function doubleItem({ webhooks, events }: Doubles, account: Account): Item {
  const [first] = webhooks;
  return {
    text: [`${webhookNames(webhooks)} · `, { code: first?.url ?? '' }, ` · ${eventNames(events)}`],
    actions: webhooks
      .slice(0, MOST_NAMES)
      .flatMap((webhook) => edit(account, webhook, 'events', l10n.t('Edit "{0}"', nameOf(webhook)))),
  };
}

function listSection(
  id: string,
  title: string,
  items: readonly Item[],
  note?: string,
  isFolded = false,
): readonly Block[] {
  if (items.length === 0) {
    return [];
  }
  const more = items.length - MOST_LINES;
  return [
    {
      kind: 'section',
      id,
      title: isFolded ? l10n.t('{0} ({1})', title, items.length) : title,
      isFolded,
      blocks: [
        ...(note === undefined ? [] : [{ kind: 'paragraph' as const, text: note }]),
        { kind: 'list', items: items.slice(0, MOST_LINES) },
        ...(more > 0 ? [{ kind: 'paragraph' as const, text: l10n.t('… and {0} more', more) }] : []),
      ],
    },
  ];
}

/** Event types by category as rows, webhooks or hosts as columns. */
function tableSection(coverage: Coverage, account: Account): Block {
  const { columns, events, isByHost, columnsLeftOut, eventsLeftOut } = coverage;
  const categories = [...eventCategories(), { id: undefined, label: l10n.t('Unknown Event Types') }];
  const groups = categories.map(({ id, label }): RowGroup => ({
    label,
    rows: events.filter(({ name }) => categoryIn(name) === id).map((event) => row(event, coverage, account)),
  }));
  return {
    kind: 'section',
    id: 'table',
    title: isByHost ? l10n.t('Event Types by Host') : l10n.t('Event Types by Webhook'),
    blocks: [
      {
        kind: 'table',
        caption: isByHost
          ? l10n.t('Each host is shown with its best webhook. Select a cell to edit that webhook.')
          : l10n.t('Select a cell to edit the webhook.'),
        head: [{ text: l10n.t('Event Type') }, ...columns.map((column) => headOf(column, isByHost, account))],
        groups: groups.filter(({ rows }) => rows.length > 0),
      },
      ...(columnsLeftOut > 0
        ? [{ kind: 'paragraph' as const, text: l10n.t('{0} more hosts not shown', columnsLeftOut) }]
        : []),
      ...(eventsLeftOut > 0
        ? [
            {
              kind: 'paragraph' as const,
              text: l10n.t('{0} more unknown event types not shown', eventsLeftOut),
            },
          ]
        : []),
    ],
  };
}

function headOf({ name, webhooks }: Column, isByHost: boolean, account: Account): Cell {
  const [webhook] = webhooks;
  if (isByHost || !webhook) {
    return { text: name };
  }
  const action = {
    label: l10n.t('Open "{0}"', nameOf(webhook)),
    command: Command.webhookOpen,
    args: [{ id: webhook.id, account: account.id }],
  };
  return { text: nameOf(webhook), action };
}

function row(event: EventCoverage, coverage: Coverage, account: Account): readonly Cell[] {
  const isGap = event.delivered.length === 0;
  const label = eventLabel(event.name);
  return [
    isGap
      ? { text: l10n.t('{0}: not received', label), tone: event.isCritical ? 'error' : 'neutral' }
      : { text: label },
    ...coverage.columns.map((column) => cell(column, event, coverage, account)),
  ];
}

function cell(column: Column, { name }: EventCoverage, { doubles }: Coverage, account: Account): Cell {
  const { reception, webhook } = receptionIn(column, name);
  const [first] = column.webhooks;
  const meant = webhook ?? first;
  const isDouble =
    reception === 'delivered' &&
    doubles.some(
      ({ webhooks, events }) => events.includes(name) && webhooks.some(({ id }) => id === webhook?.id),
    );
  const [action] = meant ? cellActions(reception, meant, name, account) : [];
  return {
    text: isDouble ? l10n.t('Twice') : receptionWords(reception),
    ...(reception === 'none' ? {} : { tone: isDouble ? 'warning' : TONES[reception] }),
    ...(action && { action }),
  };
}

const TONES: Readonly<Record<Reception, Tone>> = {
  delivered: 'success',
  failing: 'error',
  disabled: 'off',
  unknown: 'neutral',
  none: 'neutral',
};

function receptionWords(reception: Reception): string {
  switch (reception) {
    case 'delivered':
      return l10n.t('Delivered');
    case 'failing':
      return l10n.t('Failing');
    case 'disabled':
      return l10n.t('Disabled');
    case 'unknown':
      return l10n.t('Not known');
    case 'none':
      return '–';
  }
}

/** The edit that mends a cell. */
function cellActions(
  reception: Reception,
  webhook: Webhook,
  event: string,
  account: Account,
): readonly Action[] {
  const name = nameOf(webhook);
  switch (reception) {
    case 'failing':
      return edit(account, webhook, 'url', l10n.t('Edit the URL of "{0}"', name));
    case 'disabled':
      return write(account, Command.webhookEnable, l10n.t('Enable "{0}"', name), { id: webhook.id });
    case 'none':
      return edit(
        account,
        webhook,
        'events',
        l10n.t('Edit the events of "{0}" to add {1}', name, eventLabel(event)),
      );
    case 'delivered':
    case 'unknown':
      return edit(account, webhook, 'events', l10n.t('Edit the events of "{0}"', name));
  }
}

/** Creates a webhook in which these event types are selected at first. */
function createFor(events: readonly string[], account: Account): readonly Action[] {
  return write(account, Command.webhookCreate, l10n.t('Create Webhook'), events.length > 0 ? { events } : {});
}

function edit(account: Account, { id }: Webhook, field: 'url' | 'events', label: string): readonly Action[] {
  return write(account, Command.webhookEdit, label, { id, field });
}

/** Sandbox keys can't write. */
function write(
  account: Account,
  command: CommandId,
  label: string,
  rest: Readonly<Record<string, unknown>>,
): readonly Action[] {
  return account.mode === 'sandbox' ? [] : [{ label, command, args: [{ account: account.id, ...rest }] }];
}

function nameOf({ name, id }: Webhook): string {
  return name.trim() === '' ? id : name;
}

function webhookNames(webhooks: readonly Webhook[]): string {
  const names = webhooks.slice(0, MOST_NAMES).map((webhook) => l10n.t('"{0}"', nameOf(webhook)));
  const more = webhooks.length - names.length;
  return more > 0 ? l10n.t('{0} and {1} more', names.join(', '), more) : names.join(', ');
}

function eventNames(events: readonly string[]): string {
  return events.map(eventLabel).join(', ');
}

function eventLabel(name: string): string {
  return eventCatalogue().find((type) => type.name === name)?.label ?? name;
}

/** A type that is not in the catalogue has no category, whatever it begins with. */
function categoryIn(name: string): string | undefined {
  return eventCatalogue().some((type) => type.name === name) ? categoryOf(name) : undefined;
}
