import * as l10n from '@vscode/l10n';

import { authenticationLabel, eventCount } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { type Move, type Step, firstIncomplete } from './engine.ts';
import type { WebhookForm } from './form.ts';

/** Something else that the review offers before the webhook is created, such as trying its endpoint. */
export interface ReviewAction {
  /** Unique, and none of the steps' ids. */
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** Runs while the review is closed; it comes back afterwards. */
  run(form: WebhookForm): Promise<void>;
}

/** The id of the last step of the create wizard, and of its row that creates the webhook. */
export const REVIEW = 'review';

/** Where a row of the review leads. A step that a jump left out is asked before anything is sent. */
export function reviewMove<F>(row: string, steps: readonly Step<F>[], form: F): Move {
  if (row !== REVIEW) {
    return { to: row };
  }
  const missing = firstIncomplete(steps, form);
  return missing ? { to: missing.id } : 'next';
}

/** The answer of a step as the review shows it, in harmless text; secrets only say whether they are there. */
export function reviewWords(step: string, form: WebhookForm): string {
  switch (step) {
    case 'password':
    case 'clientSecret':
      return form[step] === '' ? notGiven() : '••••••';
    case 'eventsMode':
      return form.eventsMode === 'all' ? l10n.t('all events') : l10n.t('selected events');
    case 'events':
      return form.events.length === 0
        ? notGiven()
        : plain(`${eventCount(form.events)}: ${form.events.join(', ')}`);
    case 'authentication':
      return form.authentication === undefined ? notGiven() : authenticationLabel(form.authentication);
    default: {
      const text: unknown = new Map<string, unknown>(Object.entries(form)).get(step);
      return typeof text === 'string' ? plain(text) || notGiven() : '';
    }
  }
}

function notGiven(): string {
  return l10n.t('not set');
}
