import type { CommandContext } from './shared/context.ts';

/** Lettr: Open in Lettr Dashboard. Lettr documents no page of a single webhook, so it opens the list. */
export async function openInDashboard(context: CommandContext): Promise<void> {
  await context.open(`${context.settings.dashboardUrl}/webhooks`);
}
