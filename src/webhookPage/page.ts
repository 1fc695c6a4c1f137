import * as l10n from '@vscode/l10n';

import { eventCatalogue } from '../api/events.ts';
import type { Webhook } from '../api/types.ts';
import { USUAL_API, curlCall, hasBlanks, pythonCall, typescriptCall } from '../messages/calls.ts';
import { changeWords } from '../messages/historyWords.ts';
import { accountWords, eventCount } from '../messages/words.ts';
import {
  type Action,
  type Block,
  type Field,
  type Page,
  type Text,
  type Tone,
  joined,
  sentence,
} from '../pages/page.ts';
import { LISTED_FIELD_NAMES, type SayTime, WEBHOOK_FIELDS } from '../webhooks/fields.ts';
import { type Health, healthLabel, healthReport } from '../webhooks/health.ts';
import { checkAgain, showLog, titleActions } from './actions.ts';
import { type Cause, causesOf } from './causes.ts';
import { type DerivedFacts, type Facts, derive } from './facts.ts';
import { recommendationsOf } from './recommendations.ts';
import { daysOf } from './recentEvents.ts';
import { TIMELINE_DAYS, legendOf, timelineOf } from './timeline.ts';
import { timelineSvg } from './timelineSvg.ts';

/** Everything on a webhook's page that does not follow from its facts. */
export interface PageParts extends Facts {
  /** Where the API is, when the settings say so. */
  readonly baseUrl: string | undefined;
  /** Unix ms of the list that is shown, when a newer one could not be read. */
  readonly outdatedSince: number | undefined;
  /** What other features show of the webhook. */
  readonly sections: readonly Block[];
}

/** The section at which "Explain Webhook Health" opens the page. */
export const CAUSES = 'causes';
/** The most changes that are told one by one. */
const LONGEST_HISTORY = 50;
/** A page of events; Lettr may have more than it counted. */
const FULL_PAGE = 100;

/** The page of a webhook: its state and what to do about it first. */
export function webhookPage(parts: PageParts): Page {
  const facts = derive(parts);
  const { webhook, account } = facts;
  const name = nameOf(webhook);
  return {
    title: titleOf(name),
    blocks: [
      {
        kind: 'title',
        text: name,
        badge: { tone: TONES[facts.health], text: healthLabel(facts.health) },
        ...titleActions(facts),
      },
      paragraph([{ code: webhook.url, copy: l10n.t('Copy URL') }, ` · ${accountWords(account)}`]),
      ...(parts.outdatedSince === undefined
        ? []
        : [
            paragraph(
              sentence(l10n.t("Couldn't refresh. Showing data from {0}."), { time: parts.outdatedSince }),
            ),
          ]),
      { kind: 'paragraph', text: stateText(facts), actions: [checkAgain(facts)] },
      ...causesSection(facts),
      historySection(facts),
      eventsSection(facts),
      configurationSection(facts),
      ...parts.sections,
      ...recommendationsSection(facts),
      apiSection(webhook, parts.baseUrl),
    ],
  };
}

/** A page that says why there is nothing to show. */
export function absencePage(name: string, text: Text, actions: readonly Action[]): Page {
  return {
    title: titleOf(name),
    blocks: [
      { kind: 'title', text: name },
      { kind: 'lead', text, actions },
    ],
  };
}

/** What a webhook is called; one without a name by its id. */
export function nameOf({ name, id }: Webhook): string {
  return name.trim() === '' ? id : name;
}

function titleOf(name: string): string {
  return l10n.t('Webhook: {0}', name);
}

const TONES: Readonly<Record<Health, Tone>> = {
  failing: 'error',
  disabledAfterFailures: 'warning',
  disabled: 'off',
  recovered: 'warning',
  healthy: 'success',
  waiting: 'neutral',
  unknown: 'neutral',
};

/** "Last failure 10 minutes ago · last success 2 days ago", after what else there is to say of the state. */
function stateText(facts: DerivedFacts): Text {
  const { webhook, history, now, health, host, happened, events } = facts;
  const { hover } = healthReport(webhook, history, now);
  const { lastFailureAt, lastSuccessAt } = webhook;
  return joined(
    [
      ...(health === 'disabled'
        ? [
            hover.map((part) =>
              typeof part === 'string' ? part : { time: 'ago' in part ? part.ago : part.date },
            ),
            l10n.t('nothing is delivered to {0}', host),
          ]
        : []),
      ...(health === 'waiting' && happened === 'no' && events.kind === 'read'
        ? [l10n.t('No matching events in the last {0} days, so there was nothing to deliver', daysOf(events))]
        : []),
      lastFailureAt === null
        ? l10n.t('No failures')
        : sentence(l10n.t('Last failure {0}'), { time: lastFailureAt }),
      lastSuccessAt === null
        ? l10n.t('never succeeded')
        : sentence(l10n.t('last success {0}'), { time: lastSuccessAt }),
    ],
    ' · ',
  );
}

function causesSection(facts: DerivedFacts): readonly Block[] {
  const causes = causesOf(facts);
  return causes.length === 0
    ? []
    : [{ kind: 'section', id: CAUSES, title: causesTitle(facts.health), blocks: [list(causes)] }];
}

function list(causes: readonly Cause[]): Block {
  return {
    kind: 'list',
    isOrdered: causes.length > 1,
    items: causes.map(({ text, details = [], actions = [] }) => ({ text, details, actions })),
  };
}

function causesTitle(health: Health): string {
  switch (health) {
    case 'failing':
      return l10n.t("Why It's Failing");
    case 'disabledAfterFailures':
      return l10n.t("Why It's Disabled");
    default:
      return l10n.t('What May Be Wrong');
  }
}

function historySection({ webhook, history, now }: DerivedFacts): Block {
  const timeline = timelineOf(webhook, history, now);
  const newest = history.slice(-LONGEST_HISTORY).toReversed();
  const older = history.length - newest.length;
  const label = l10n.t('The last {0} days, to scale', TIMELINE_DAYS);
  return section('history', l10n.t('History'), [
    ...(timeline
      ? [
          {
            kind: 'picture' as const,
            picture: timelineSvg(timeline, label),
            words: l10n.t('{0} ({1})', label, legendOf(timeline)),
          },
        ]
      : []),
    ...(newest.length === 0
      ? [paragraph(l10n.t("VS Code hasn't recorded any changes yet."))]
      : [
          {
            kind: 'list' as const,
            items: newest.map((change) => ({ text: [{ time: change.at }, `: ${changeWords(change)}`] })),
          },
        ]),
    ...(older > 0 ? [paragraph(l10n.t('{0} older changes not shown', older))] : []),
  ]);
}

function eventsSection(facts: DerivedFacts): Block {
  const { events, account } = facts;
  if (events.kind === 'absent') {
    const actions = [checkAgain(facts), ...(events.isFault ? [showLog()] : [])];
    return section('events', l10n.t('Recent Events'), [{ kind: 'paragraph', text: events.why, actions }]);
  }
  const { total, newest } = events.recent;
  const days = daysOf(events);
  return section('events', l10n.t('Recent Events'), [
    ...(total === 0 ? [paragraph(l10n.t('No matching events in the last {0} days', days))] : []),
    ...(newest.size === 0
      ? []
      : [
          {
            kind: 'fields' as const,
            fields: Array.from(newest, ([type, { count, lastAt }]): Field => {
              const words = l10n.t('{0} in {1} days', count, days);
              return {
                label: eventLabel(type),
                value: lastAt === null ? words : sentence(l10n.t('{0}, last {1}'), words, { time: lastAt }),
              };
            }),
          },
        ]),
    ...(total >= FULL_PAGE ? [paragraph(l10n.t('Only the newest {0} events were counted.', FULL_PAGE))] : []),
    ...(account.mode === 'sandbox'
      ? [
          paragraph(
            l10n.t("Sandbox keys list only events of sandbox emails, which probably don't trigger webhooks."),
          ),
        ]
      : []),
  ]);
}

/** The fields that the first lines of the page tell. */
const IN_HEAD: ReadonlySet<keyof Webhook> = new Set(['name', 'url', 'lastSuccessAt', 'lastFailureAt']);

function configurationSection({ webhook, account }: DerivedFacts): Block {
  const names = LISTED_FIELD_NAMES.filter((name) => !IN_HEAD.has(name));
  return section('configuration', l10n.t('Configuration'), [
    {
      kind: 'fields',
      fields: [
        { label: l10n.t('Account'), value: accountWords(account) },
        ...names.map((name) => ({ label: WEBHOOK_FIELDS[name].label(), value: fieldText(name, webhook) })),
      ],
    },
  ]);
}

function fieldText(name: keyof Webhook, webhook: Webhook): Text {
  switch (name) {
    case 'events':
      return eventsText(webhook);
    case 'id':
      return [{ code: webhook.id, copy: l10n.t('Copy ID') }];
    default:
      return withTimes((sayTime) => WEBHOOK_FIELDS[name].words(webhook, sayTime));
  }
}

/** A text with its times as times, which each place shows in its own way. */
function withTimes(say: (sayTime: SayTime) => string): Text {
  const times: number[] = [];
  const parts = say((at) => {
    times.push(at);
    return PLACE;
  }).split(PLACE);
  return parts.flatMap((part, index) => {
    const time = times[index];
    return time === undefined ? [part] : [part, { time }];
  });
}

/** Stands where a time belongs; harmless text has no control characters. */
const PLACE = '\0';

/** In the API's order, whatever order they came in. */
function eventsText({ events }: Webhook): Text {
  if (typeof events !== 'object') {
    return events === 'all' ? l10n.t('All events, including future event types') : eventCount(events);
  }
  const names = eventCatalogue().map(({ name }) => name);
  const ordered = [
    ...names.filter((name) => events.includes(name)),
    ...new Set(events.filter((name) => !names.includes(name)).toSorted()),
  ];
  return ordered.length === 0 ? l10n.t('none') : ordered.map(eventLabel).join(', ');
}

/** What a person calls an event type; its own name where it is not known. */
export function eventLabel(name: string): string {
  return eventCatalogue().find((type) => type.name === name)?.label ?? name;
}

function recommendationsSection(facts: DerivedFacts): readonly Block[] {
  const items = recommendationsOf(facts);
  return items.length === 0
    ? []
    : [
        {
          kind: 'section',
          id: 'recommendations',
          title: l10n.t('Recommendations ({0})', items.length),
          isFolded: true,
          blocks: [{ kind: 'list', items }],
        },
      ];
}

function apiSection(webhook: Webhook, baseUrl: string | undefined): Block {
  const call = (label: string, language: string, text: string, ...notes: readonly Block[]) => ({
    label,
    blocks: [{ kind: 'code', language, text } as const, ...notes],
  });
  const isElsewhere = baseUrl !== undefined && baseUrl !== USUAL_API;
  return section('api', l10n.t('Create with the API'), [
    ...(hasBlanks(webhook)
      ? [paragraph(l10n.t('Replace the text in angle brackets: Lettr never returns credentials.'))]
      : []),
    {
      kind: 'tabs',
      label: l10n.t('Language'),
      tabs: [
        call(
          'cURL',
          'sh',
          curlCall(webhook, baseUrl),
          ...(webhook.enabled
            ? []
            : [paragraph(l10n.t('Lettr creates webhooks enabled. Disable the new one afterwards.'))]),
        ),
        call(
          'TypeScript',
          'ts',
          typescriptCall(webhook),
          ...(isElsewhere ? [paragraph(l10n.t('The TypeScript package always uses {0}.', USUAL_API))] : []),
        ),
        call('Python', 'python', pythonCall(webhook, baseUrl)),
      ],
    },
  ]);
}

function section(id: string, title: string, blocks: readonly Block[]): Block {
  return { kind: 'section', id, title, blocks };
}

function paragraph(text: Text): Block {
  return { kind: 'paragraph', text };
}
