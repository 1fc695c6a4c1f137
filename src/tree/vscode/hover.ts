import * as l10n from '@vscode/l10n';
import { MarkdownString } from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { Webhook } from '../../api/types.ts';
import { historyWords } from '../../messages/historyWords.ts';
import { eventCount } from '../../messages/words.ts';
import { plain } from '../../platform/text.ts';
import { LISTED_FIELD_NAMES, WEBHOOK_FIELDS } from '../../webhooks/fields.ts';
import { healthReport, textOf } from '../../webhooks/health.ts';
import type { WebhookHistory } from '../../webhooks/history.ts';
import { absoluteTime, relativeTime } from '../../webhooks/times.ts';
import { type RowContext, sandboxWords } from '../rows.ts';
import { shortTime } from '../viewTexts.ts';

/** How many changes a hover lists; the rows below the webhook have more. */
const LISTED = 3;

/** Everything about a webhook in words. Text from the API is only ever appended as text. */
export function webhookHover(
  webhook: Webhook,
  { history, mode }: { readonly history: WebhookHistory; readonly mode: Account['mode'] },
  context: RowContext,
): MarkdownString {
  const { language } = context.texts;
  const hover = new MarkdownString();
  hover.supportHtml = false;
  hover.appendMarkdown(`**${asText(plain(webhook.name, 255) || plain(webhook.id, 255))}**\n\n`);
  hover.appendMarkdown(
    asText(textOf(healthReport(webhook, history, context.now).hover, context.now, language)),
  );
  hover.appendMarkdown('\n\n---\n\n');
  for (const [label, value] of fields(webhook, context)) {
    hover.appendMarkdown(`${asText(`${label}: ${value}`)}  \n`);
  }
  if (history.length > 0) {
    hover.appendMarkdown(`\n\n${asText(l10n.t('Last changes recorded by VS Code:'))}  \n`);
    for (const change of history.slice(-LISTED).toReversed()) {
      hover.appendMarkdown(`${asText(historyWords(change, language))}  \n`);
    }
  }
  if (mode === 'sandbox') {
    hover.appendMarkdown(`\n\n${asText(sandboxWords())}`);
  }
  hover.appendMarkdown('\n\n');
  hover.appendText(l10n.t('Updated {0}', shortTime(context.now, Date.now(), language)));
  return hover;
}

/** Markdown that shows `text` as it is. `appendText` escapes all syntax but addresses, which would become links. */
function asText(text: string): string {
  return new MarkdownString()
    .appendText(text)
    .value.replaceAll('://', '&#58;//')
    .replaceAll('@', '&#64;')
    .replace(/(www)\./gi, '$1&#46;');
}

function fields(webhook: Webhook, { now, texts }: RowContext): readonly (readonly [string, string])[] {
  const { language } = texts;
  const time = (at: number): string =>
    l10n.t('{0} ({1})', absoluteTime(at, language), relativeTime(at, now, language));
  return LISTED_FIELD_NAMES.filter((name) => name !== 'name').map((name) => {
    const { label, words } = WEBHOOK_FIELDS[name];
    // The rows below the webhook name the event types.
    return [label(), name === 'events' ? eventCount(webhook.events) : words(webhook, time)];
  });
}
