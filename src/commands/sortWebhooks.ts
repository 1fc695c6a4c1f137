import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { SORTS, type Sort } from '../tree/arrangement.ts';
import type { CommandContext } from './shared/context.ts';

/** Lettr: Sort Webhooks. */
export async function sortWebhooks({ arrangement }: CommandContext): Promise<void> {
  const present = arrangement.state.sort;
  const picked = await vscode.window.showQuickPick(
    SORTS.map((sort) => ({
      ...words(sort),
      sort,
      description: sort === present ? l10n.t('current') : '',
    })),
    { title: l10n.t('Sort Webhooks'), placeHolder: l10n.t('Sort by') },
  );
  if (picked) {
    arrangement.set({ sort: picked.sort });
  }
}

function words(sort: Sort): { readonly label: string; readonly detail: string } {
  switch (sort) {
    case 'name':
      return { label: l10n.t('Name'), detail: l10n.t('From A to Z') };
    case 'health':
      return { label: l10n.t('Health'), detail: l10n.t('Failing first') };
    case 'activity':
      return { label: l10n.t('Last Activity'), detail: l10n.t('Most recent delivery first') };
  }
}
