import type { ErrorNotices } from '../platform/vscode/boundary.ts';
import { Command } from '../platform/ids.ts';
import type { Log } from '../platform/vscode/log.ts';
import type { Handlers } from '../platform/vscode/registrar.ts';
import type { Settings } from '../platform/vscode/settings.ts';
import { addAccount } from './addAccount.ts';
import { createWebhook } from './createWebhook.ts';
import { deleteWebhooks } from './deleteWebhooks.ts';
import { disableWebhooks } from './disableWebhooks.ts';
import { editWebhook } from './editWebhook.ts';
import { enableWebhooks } from './enableWebhooks.ts';
import { createRefresh } from './refreshWebhooks.ts';
import { removeAccount } from './removeAccount.ts';
import { generateCredentials } from './generateCredentials.ts';
import { renameAccount } from './renameAccount.ts';
import { replaceKey } from './replaceKey.ts';
import { duplicateWebhook } from './duplicateWebhook.ts';
import { findWebhook } from './findWebhook.ts';
import { openWebhook } from './openWebhook.ts';
import { explainWebhook } from './explainWebhook.ts';
import { copyWebhookId } from './copyWebhookId.ts';
import { copyEndpointUrl } from './copyEndpointUrl.ts';
import { copyCurl } from './copyCurl.ts';
import { openInDashboard } from './openInDashboard.ts';
import { filterWebhooks } from './filterWebhooks.ts';
import { clearFilter } from './clearFilter.ts';
import { sortWebhooks } from './sortWebhooks.ts';
import { groupWebhooks } from './groupWebhooks.ts';
import { showCoverage } from './showCoverage.ts';
import type { CommandContext } from './shared/context.ts';
import { createErrorNotices } from './shared/errorNotices.ts';
import { noticeActions } from './shared/noticeActions.ts';
import { problemContext } from './shared/problemContext.ts';
import { switchAccount } from './switchAccount.ts';

/** Which function answers which command. */
export function commandHandlers(context: CommandContext): Handlers {
  return {
    [Command.accountAdd]: () => addAccount(context),
    [Command.accountSwitch]: (...args) => switchAccount(context, args),
    [Command.accountReplaceKey]: (...args) => replaceKey(context, args),
    [Command.accountRename]: (...args) => renameAccount(context, args),
    [Command.accountRemove]: (...args) => removeAccount(context, args),
    [Command.webhookCreate]: (...args) => createWebhook(context, args),
    [Command.webhookEdit]: (...args) => editWebhook(context, args),
    [Command.webhookEnable]: (...args) => enableWebhooks(context, args),
    [Command.webhookDisable]: (...args) => disableWebhooks(context, args),
    [Command.webhookDelete]: (...args) => deleteWebhooks(context, args),
    [Command.webhookDuplicate]: (...args) => duplicateWebhook(context, args),
    [Command.webhookFind]: () => findWebhook(context),
    [Command.webhookOpen]: (...args) => openWebhook(context, args),
    [Command.webhookExplain]: (...args) => explainWebhook(context, args),
    [Command.webhookCopyId]: (...args) => copyWebhookId(context, args),
    [Command.webhookCopyUrl]: (...args) => copyEndpointUrl(context, args),
    [Command.webhookCopyCurl]: (...args) => copyCurl(context, args),
    [Command.webhookOpenInDashboard]: () => openInDashboard(context),
    [Command.webhooksFilter]: () => filterWebhooks(context),
    [Command.webhooksClearFilter]: () => clearFilter(context),
    [Command.webhooksSort]: () => sortWebhooks(context),
    [Command.webhooksGroup]: () => groupWebhooks(context),
    [Command.webhooksCoverage]: (...args) => showCoverage(context, args),
    [Command.webhooksRefresh]: createRefresh(context),
    [Command.credentialsGenerate]: (...args) => generateCredentials(context, args),
    [Command.logShow]: () => context.showLog(),
  };
}

/** Puts the failures of commands into words. */
export function errorNotices(log: Log, settings: Settings): ErrorNotices {
  return createErrorNotices(noticeActions(log), (failure) => problemContext(settings, failure));
}
