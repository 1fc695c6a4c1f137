import { Command, type CommandId } from '../platform/ids.ts';
import type { Handler } from '../platform/registrar.ts';
import { addAccount, removeAccount, replaceKey, switchAccount } from './account.ts';
import type { CommandContext } from './context.ts';
import { createWebhook } from './create.ts';
import { deleteWebhooks } from './delete.ts';
import { editWebhook } from './edit.ts';
import { disableWebhooks, enableWebhooks } from './enable.ts';
import { refreshWebhooks } from './refresh.ts';

/** Which function answers which command. */
export function commandHandlers(context: CommandContext): Readonly<Record<CommandId, Handler>> {
  return {
    [Command.accountAdd]: () => addAccount(context),
    [Command.accountSwitch]: (...args) => switchAccount(context, args),
    [Command.accountReplaceKey]: (...args) => replaceKey(context, args),
    [Command.accountRemove]: (...args) => removeAccount(context, args),
    [Command.webhookCreate]: () => createWebhook(context),
    [Command.webhookEdit]: (...args) => editWebhook(context, args),
    [Command.webhookEnable]: (...args) => enableWebhooks(context, args),
    [Command.webhookDisable]: (...args) => disableWebhooks(context, args),
    [Command.webhookDelete]: (...args) => deleteWebhooks(context, args),
    [Command.webhooksRefresh]: () => refreshWebhooks(context),
    [Command.logShow]: () => context.showLog(),
  };
}
