import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../accounts/account.ts';
import type { Webhook } from '../api/types.ts';
import { eventCount } from '../messages/words.ts';
import { hasWords, plain, searchFold } from '../platform/text.ts';
import { uiLanguage } from '../platform/vscode/language.ts';
import { filterChoices } from '../tree/arrangement.ts';
import { endpointHost } from '../webhooks/endpoint.ts';
import { healthLabel, healthOf } from '../webhooks/health.ts';
import type { CommandContext } from './shared/context.ts';
import { Refusal } from './shared/failure.ts';
import { currentScope, readList } from './shared/targets.ts';

/** Lettr: Find Webhook. Looks through what is known of all accounts. */
export async function findWebhook(context: CommandContext): Promise<void> {
  const current = await currentScope(context);
  if (knownIn(context).length === 0) {
    await readList(current);
  }
  const found = knownIn(context);
  if (found.length === 0) {
    throw new Refusal({
      severity: 'information',
      text: l10n.t('There are no webhooks yet.'),
      actions: [],
    });
  }
  const picked = await pickRow(rows(found, context));
  if (picked) {
    await context.view.reveal(picked.id, picked.accountId);
  }
}

interface Known {
  readonly account: Account;
  readonly webhook: Webhook;
}

/** The current account's first. */
function knownIn({ accounts, stores }: CommandContext): readonly Known[] {
  const rank = ({ id }: Account): number => (id === accounts.current?.id ? 0 : 1);
  return accounts.all
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((account) =>
      [...(stores.known(account.id)?.webhooks.values() ?? [])].map((webhook) => ({ account, webhook })),
    );
}

interface Row extends vscode.QuickPickItem {
  readonly accountId: string;
  readonly id: string;
  /** Everything in the row, in the form in which texts are searched. */
  readonly haystack: string;
}

/**
 * Asks for a row. VS Code's own search minds accents and how they are written, so the rows are filtered here.
 *
 * @returns `undefined` when the person leaves.
 */
function pickRow(all: readonly Row[]): Promise<Row | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = l10n.t('Find Webhook');
  pick.placeholder = l10n.t('Search by name, host, ID or event type');
  pick.items = all;
  return new Promise<Row | undefined>((resolve) => {
    pick.onDidChangeValue((text) => {
      pick.items = all.filter(({ haystack }) => hasWords(haystack, text));
    });
    pick.onDidAccept(() => {
      const [row] = pick.activeItems;
      if (row) {
        resolve(row);
        pick.hide();
      }
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  }).finally(() => pick.dispose());
}

function rows(found: readonly Known[], { accounts, histories }: CommandContext): readonly Row[] {
  const { compare } = new Intl.Collator(uiLanguage(), { numeric: true });
  const all = filterChoices().flatMap(({ part, value }) => (part === 'events' ? [value] : []));
  const allWords = [eventCount('all'), ...all].join(', ');
  const now = Date.now();
  return found
    .toSorted((a, b) => compare(a.webhook.name, b.webhook.name))
    .map(({ account, webhook }) => {
      const { id, name, url, events } = webhook;
      const about = [
        endpointHost(url),
        healthLabel(healthOf(webhook, histories.of(account.id, id), now)),
        ...(accounts.all.length > 1 ? [plain(account.name)] : []),
      ];
      // Whoever looks for an event type means also those that get all of them.
      const types = typeof events === 'object' ? plain(events.join(', '), 600) : allWords;
      const label = plain(name) || plain(id);
      const description = about.join(' · ');
      const detail = [plain(id), events === undefined ? eventCount(events) : types].join(' · ');
      return {
        accountId: account.id,
        id,
        label,
        description,
        detail,
        haystack: searchFold([label, description, detail].join('\n')),
        alwaysShow: true,
      };
    });
}
