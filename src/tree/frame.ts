import * as l10n from '@vscode/l10n';

import { accountWords } from '../messages/words.ts';
import { type Telling, asOf, problemWords } from './accountRow.ts';
import type { Filter } from './arrangement.ts';
import { filterWords } from './filter.ts';
import type { Shown } from './section.ts';

/** What is known of the rows when the texts around them are made. */
export interface Framed {
  /** The account whose webhooks stand at the top; `undefined` for several or none. */
  readonly only: (Pick<Shown, 'account'> & { readonly store: Pick<Shown['store'], 'state'> }) | undefined;
  readonly filter: Filter;
  readonly counts: { readonly total: number; readonly shown: number; readonly failing: number };
}

/** The texts around the rows. */
export interface Frame {
  readonly description: string;
  readonly title: string;
  readonly message: string;
  readonly badge: { readonly value: number; readonly tooltip: string } | undefined;
}

export function frameOf(framed: Framed, telling: Telling): Frame {
  const { only, filter, counts } = framed;
  const filtered = filterWords(filter);
  const account = only ? [accountWords(only.account)] : [];
  const hidden =
    filtered === ''
      ? []
      : [filtered, ...(counts.total > 0 ? [l10n.t('{0} of {1}', counts.shown, counts.total)] : [])];
  return {
    description: [...account, ...hidden].join(' · '),
    // VS Code hides the description of a view that is alone in its container, as this one usually is.
    title: [only ? l10n.t('Webhooks ({0})', accountWords(only.account)) : l10n.t('Webhooks'), ...hidden].join(
      ' · ',
    ),
    message: message(framed, telling),
    badge: badge(counts.failing),
  };
}

/** Only beside rows: without them VS Code shows the welcome text, and a message would hide it. */
function message({ only, counts }: Framed, telling: Telling): string {
  const state = only?.store.state;
  if (!only || state?.kind !== 'ready' || !state.problem || counts.shown === 0) {
    return '';
  }
  return `${problemWords(state.problem, only.account, telling)} ${asOf(state.loadedAt, telling)}`;
}

function badge(value: number): Frame['badge'] {
  if (value === 0) {
    return undefined;
  }
  const tooltip = value === 1 ? l10n.t('1 webhook is failing') : l10n.t('{0} webhooks are failing', value);
  return { value, tooltip };
}
