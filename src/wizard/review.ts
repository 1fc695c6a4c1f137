import * as l10n from '@vscode/l10n';

import { authenticationLabel, eventCount } from '../messages/words.ts';
import { plain } from '../platform/text.ts';
import { type Move, type Step, firstIncomplete } from './engine.ts';
import type { WebhookForm } from './form.ts';

/** The id of the last step of the create wizard, and of its row that creates the webhook. */
export const REVIEW = 'review';

/** The row of a review that checks the endpoint before anything is sent to Lettr. */
export const CHECK = 'check';

/** Where a row of the review leads. A step that a jump left out is asked before anything is sent, to whomever. */
export function reviewMove<F>(row: string, steps: readonly Step<F>[], form: F): Move | typeof CHECK {
  if (row !== REVIEW && row !== CHECK) {
    return { to: row };
  }
  const missing = firstIncomplete(steps, form);
  if (missing) {
    return { to: missing.id };
  }
  return row === CHECK ? CHECK : 'next';
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
