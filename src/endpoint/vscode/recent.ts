import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';
import { typeWords } from '../../deliveries/words.ts';
import { normaliseEventType } from '../../api/events.ts';
import { Command } from '../../platform/ids.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import { plain } from '../../platform/text.ts';
import { withProgress } from '../../platform/vscode/progress.ts';
import type { Batch, EventFields } from '../../samples/batch.ts';
import { rebuildEvent } from '../../samples/rebuilt.ts';
import { relativeTime } from '../../webhooks/times.ts';
import type { EndpointDeps } from './deps.ts';

/**
 * Lets the person pick from the newest events of an account, a page at a time, and rebuilds what was delivered.
 *
 * @param accountId of the current account by default.
 * @throws {Cancelled | LettrError}
 */
export async function recentEvents(
  { accounts, eventsOf, boundary }: EndpointDeps,
  accountId?: string,
): Promise<Batch> {
  await accounts.load();
  const account = accounts.all.find(({ id }) => id === accountId) ?? accounts.current;
  if (!account) {
    boundary.tell({
      severity: 'information',
      text: l10n.t('Add an account to see its recent events.'),
      actions: [
        {
          label: l10n.t('Add Account'),
          run: () => vscode.commands.executeCommand(Command.accountAdd),
        },
      ],
    });
    throw new Cancelled();
  }
  const events: EventFields[] = [];
  let cursor: string | undefined;
  for (;;) {
    const at = cursor;
    const page = await withProgress(l10n.t('Reading recent events'), ({ signal }) =>
      eventsOf(account).page(at, { signal }),
    );
    events.push(...page.events);
    cursor = page.next;
    const picked = await pick(events, cursor !== undefined);
    if (picked !== 'more') {
      return picked.flatMap((event) => rebuildEvent(event) ?? []);
    }
  }
}

async function pick(
  events: readonly EventFields[],
  hasMore: boolean,
): Promise<readonly EventFields[] | 'more'> {
  const items: (vscode.QuickPickItem & { readonly event?: EventFields })[] = events.flatMap((event) =>
    rebuildEvent(event) ? [{ ...rowOf(event), event }] : [],
  );
  if (items.length === 0 && !hasMore) {
    void vscode.window.showInformationMessage(l10n.t('No events in the last 10 days.'));
    throw new Cancelled();
  }
  const more: typeof items = hasMore ? [{ label: `$(ellipsis) ${l10n.t('More')}`, alwaysShow: true }] : [];
  const picked = await vscode.window.showQuickPick([...items, ...more], {
    title: l10n.t('Recent Events from Lettr'),
    placeHolder: l10n.t('Select an event; it will be rebuilt as Lettr delivered it'),
    matchOnDescription: true,
  });
  if (!picked) {
    throw new Cancelled();
  }
  return picked.event ? [picked.event] : 'more';
}

function rowOf(event: EventFields): { readonly label: string; readonly description: string } {
  const text = (name: string): string => {
    const value = event[name];
    return typeof value === 'string' ? value : '';
  };
  const at = Date.parse(text('timestamp'));
  return {
    label: typeWords(normaliseEventType(text('type'))),
    description: plain(
      [
        text('rcpt_to'),
        text('subject'),
        Number.isFinite(at) ? relativeTime(at, Date.now(), uiLanguage()) : '',
      ]
        .filter((part) => part !== '')
        .join(' · '),
    ),
  };
}
