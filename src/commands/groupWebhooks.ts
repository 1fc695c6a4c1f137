import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { GROUPINGS, type Grouping } from '../tree/arrangement.ts';
import type { CommandContext } from './shared/context.ts';

/** Lettr: Group Webhooks. */
export async function groupWebhooks({ arrangement }: CommandContext): Promise<void> {
  const present = arrangement.state.grouping;
  const picked = await vscode.window.showQuickPick(
    GROUPINGS.map((grouping) => ({
      ...words(grouping),
      grouping,
      description: grouping === present ? l10n.t('current') : '',
    })),
    { title: l10n.t('Group Webhooks'), placeHolder: l10n.t('Group by') },
  );
  if (picked) {
    arrangement.set({ grouping: picked.grouping });
  }
}

function words(grouping: Grouping): { readonly label: string; readonly detail: string } {
  switch (grouping) {
    case 'none':
      return { label: l10n.t('None'), detail: l10n.t('A single list') };
    case 'health':
      return { label: l10n.t('Health'), detail: l10n.t('One group per state, failing first') };
    case 'host':
      return { label: l10n.t('Host'), detail: l10n.t('One group per endpoint host') };
  }
}
