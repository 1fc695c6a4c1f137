import * as l10n from '@vscode/l10n';

import { historyWords } from '../messages/history.ts';
import { absoluteTime } from '../webhooks/times.ts';
import type { Cause, Explanation, Field, Fix, Likelihood } from './explanation.ts';
import { type Strip, stripOf } from './strip.ts';

/** A part of a page. Each text is one line of plain text: what renders it has to escape it. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'lead'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'fields'; readonly caption: string; readonly fields: readonly Field[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'strip'; readonly strip: Strip }
  | { readonly kind: 'fixes'; readonly label: string; readonly fixes: readonly Fix[] }
  /** Only for the panel: what is done with the page itself. */
  | { readonly kind: 'actions'; readonly label: string; readonly fixes: readonly Fix[] };

/** What a panel and a text document show; both render the same blocks, so that they say the same. */
export interface Page {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** The most changes that are told one by one. */
const LONGEST_HISTORY = 50;

/** An explanation as a page. `language` is the one of dates. */
export function pageOf(explanation: Explanation, language?: string): Page {
  const { name, state, causes, actions, now } = explanation;
  const title = titleOf(name);
  const risks = causes.filter(({ concerns }) => concerns === 'risk');
  return {
    title,
    blocks: [
      heading(1, title),
      { kind: 'lead', text: state },
      { kind: 'actions', label: l10n.t('Actions'), fixes: actions },
      heading(2, l10n.t('Causes, the Likeliest First')),
      ...causes.filter(({ concerns }) => concerns === 'state').flatMap(causeBlocks),
      ...(risks.length === 0 ? [] : [heading(2, l10n.t('Worth Knowing'))]),
      ...risks.flatMap(causeBlocks),
      heading(2, l10n.t('Evidence')),
      ...evidenceBlocks(explanation),
      heading(2, l10n.t('History on This Machine')),
      ...historyBlocks(explanation, language),
      paragraph(
        l10n.t(
          'As of {0}. Lettr gives no log of deliveries; all of this follows from the fields above and from what this machine saw.',
          absoluteTime(now, language),
        ),
      ),
    ],
  };
}

/** A page that says why there is no explanation. */
export function absencePage(name: string, text: string, fixes: readonly Fix[]): Page {
  const title = titleOf(name);
  return {
    title,
    blocks: [heading(1, title), { kind: 'lead', text }, ...fixBlocks(fixes)],
  };
}

/** The name of a page, its tab and its document. */
export function titleOf(name: string): string {
  return l10n.t('Health: {0}', name);
}

function causeBlocks({ title, likelihood, support, fixes }: Cause): readonly Block[] {
  return [
    heading(3, l10n.t('{0}: {1}', likelihoodWord(likelihood), title)),
    { kind: 'list', items: support },
    ...fixBlocks(fixes),
  ];
}

function likelihoodWord(likelihood: Likelihood): string {
  switch (likelihood) {
    case 'certain':
      return l10n.t('Certain');
    case 'likely':
      return l10n.t('Likely');
    case 'possible':
      return l10n.t('Possible');
  }
}

function evidenceBlocks({ evidence, events, evidenceFixes }: Explanation): readonly Block[] {
  return [
    { kind: 'fields', caption: l10n.t('What Lettr reports'), fields: evidence },
    ...fixBlocks(evidenceFixes),
    ...(events.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            caption: l10n.t('The newest events that Lettr lists, by type'),
            head: [l10n.t('Type'), l10n.t('How many'), l10n.t('Last')],
            rows: events.map(({ type, count, last }) => [type, String(count), last]),
          },
        ]),
  ];
}

function historyBlocks({ history }: Explanation, language: string | undefined): readonly Block[] {
  const strip = stripOf(history);
  if (!strip) {
    return [paragraph(l10n.t('Nothing was seen to change on this machine yet.'))];
  }
  const newest = history.slice(-LONGEST_HISTORY).toReversed();
  const older = history.length - newest.length;
  return [
    { kind: 'strip', strip },
    paragraph(l10n.t('The same in full, the newest first:')),
    { kind: 'list', items: newest.map((change) => historyWords(change, language)) },
    ...(older > 0 ? [paragraph(l10n.t('{0} older changes are not shown.', older))] : []),
  ];
}

function fixBlocks(fixes: readonly Fix[]): readonly Block[] {
  return fixes.length === 0 ? [] : [{ kind: 'fixes', label: l10n.t('What to do'), fixes }];
}

function heading(level: 1 | 2 | 3, text: string): Block {
  return { kind: 'heading', level, text };
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}
