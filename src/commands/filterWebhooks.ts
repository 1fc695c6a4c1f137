import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { View } from '../platform/ids.ts';
import { type Arrangement, type Filter, type FilterChoice, filterChoices } from '../tree/arrangement.ts';
import type { CommandContext } from './shared/context.ts';

/** Lettr: Filter Webhooks. */
export async function filterWebhooks({ arrangement, view }: CommandContext): Promise<void> {
  // The rows change while the filter is typed.
  await vscode.commands.executeCommand(`${View.webhooks}.focus`);
  const asking = askFilter(arrangement);
  view.prepareFilter();
  await asking;
}

interface Row extends vscode.QuickPickItem {
  /** Absent on separators. */
  readonly choice?: FilterChoice;
}

/** Applies what is typed and ticked at once. Enter keeps it; whatever else ends the picker brings back the filter before. */
function askFilter(arrangement: Arrangement): Promise<void> {
  const before = arrangement.state.filter;
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = l10n.t('Filter Webhooks');
  pick.placeholder = l10n.t('Filter by name, URL or ID');
  pick.canSelectMany = true;
  // The rows behind it can be looked at meanwhile.
  pick.ignoreFocusOut = true;
  pick.value = before.text;
  pick.items = rows();
  pick.selectedItems = pick.items.filter(({ choice }) => choice && isTicked(choice, before));
  return new Promise<void>((resolve) => {
    let isKept = false;
    pick.onDidChangeValue((text) => apply(arrangement, { text }));
    pick.onDidChangeSelection((ticked) => apply(arrangement, ticksIn(ticked)));
    pick.onDidAccept(() => {
      isKept = true;
      arrangement.set({ filter: arrangement.state.filter });
      pick.hide();
    });
    pick.onDidHide(() => {
      if (!isKept) {
        arrangement.set({ filter: before }, false);
      }
      resolve();
    });
    pick.show();
  }).finally(() => pick.dispose());
}

function apply(arrangement: Arrangement, change: Partial<Filter>): void {
  arrangement.set({ filter: { ...arrangement.state.filter, ...change } }, false);
}

/** Every row stays while something is typed: the text is for the webhooks, not for these rows. */
function rows(): readonly Row[] {
  const all: Row[] = [];
  let category = '';
  for (const choice of filterChoices()) {
    if (choice.category !== category) {
      category = choice.category;
      all.push({ label: category, kind: vscode.QuickPickItemKind.Separator });
    }
    const description = choice.description || category;
    all.push({ choice, label: choice.label, description, alwaysShow: true });
  }
  return all;
}

function isTicked({ part, value }: FilterChoice, { health, events }: Filter): boolean {
  return part === 'health' ? health.includes(value) : events.includes(value);
}

/** In the order of the rows, whatever the order of ticking. */
function ticksIn(ticked: readonly Row[]): Pick<Filter, 'health' | 'events'> {
  const chosen = new Set(ticked.map(({ choice }) => choice?.value));
  const all = filterChoices().filter(({ value }) => chosen.has(value));
  return {
    health: all.flatMap((choice) => (choice.part === 'health' ? [choice.value] : [])),
    events: all.flatMap((choice) => (choice.part === 'events' ? [choice.value] : [])),
  };
}
