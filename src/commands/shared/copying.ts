import * as vscode from 'vscode';

import type { Webhook } from '../../api/types.ts';
import { visible } from '../../platform/text.ts';
import type { CommandContext } from './context.ts';
import { tellDone } from './outcome.ts';
import type { Target } from './targets.ts';

/** Puts text on the clipboard; `said` is shown in the status bar. */
export async function copyText(context: CommandContext, text: string, said: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  tellDone(context, said, false);
}

/**
 * A field of each webhook, one per line, without invisible characters: no id or URL needs them, and some are commands to a
 * terminal that the text is pasted into.
 */
export function linesOf(targets: readonly Target[], field: (webhook: Webhook) => string): string {
  return targets.map(({ webhook }) => visible(field(webhook), Number.POSITIVE_INFINITY)).join('\n');
}
