import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../api/errors.ts';
import { withCallProgress } from '../messages/vscode/callProgress.ts';
import { plain } from '../platform/text.ts';
import { WriteFailure } from '../webhooks/verdict.ts';
import { type Credentials, generateCredentials as generate } from '../wizard/credentials.ts';
import type { CommandContext } from './shared/context.ts';
import { offerCredentials, sentText } from './shared/credentialOffer.ts';
import { accountsOf } from './shared/enabling.ts';
import { Failure } from './shared/failure.ts';
import { doneText } from './shared/outcome.ts';
import { rowArgument } from './shared/rowArgument.ts';
import { type Target, targetOf } from './shared/targets.ts';

/** Lettr: Generate Webhook Credentials. For a webhook, which the argument may name, or for none. */
export async function generateCredentials(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const credentials = generate();
  if (rowArgument(args[0]).webhookId === undefined && !(await isForWebhook())) {
    offerCredentials({
      context,
      credentials,
      text: l10n.t("Generated a username and password. VS Code doesn't keep them, so save them now."),
    });
    return;
  }
  const target = await targetOf(args, context, {
    placeholder: l10n.t('Select a webhook to set the credentials for'),
    isWrite: true,
  });
  if (await isMeant(target, context)) {
    await setCredentials(target, credentials, context);
  }
}

/** @throws {Cancelled} */
async function isForWebhook(): Promise<boolean> {
  const picked = await vscode.window.showQuickPick(
    [
      {
        isForWebhook: true,
        label: l10n.t('Set for a Webhook'),
        detail: l10n.t('Lettr sends them with each delivery of the webhook'),
      },
      {
        isForWebhook: false,
        label: l10n.t('Only Generate'),
        detail: l10n.t('Nothing is sent to Lettr'),
      },
    ],
    {
      title: l10n.t('Generate Webhook Credentials'),
      placeHolder: l10n.t('Select what to do with a new username and password'),
    },
  );
  if (!picked) {
    throw new Cancelled();
  }
  return picked.isForWebhook;
}

async function isMeant(target: Target, { ask }: CommandContext): Promise<boolean> {
  const { webhook } = target;
  const answer = l10n.t('Set Credentials');
  const chosen = await ask({
    text: l10n.t('Set new credentials for webhook "{0}"?', plain(webhook.name)),
    detail: [
      consequence(webhook.authentication),
      plain(webhook.url),
      l10n.t('Account: {0}', accountsOf([target])),
    ].join('\n'),
    answers: [answer],
  });
  return chosen === answer;
}

/** @param authentication the webhook's as it is. */
function consequence(authentication: string): string {
  switch (authentication) {
    case 'none':
      return l10n.t(
        'Lettr will send a username and password with each delivery. The webhook currently has no authentication.',
      );
    case 'basic':
      return l10n.t(
        'Deliveries with the current credentials stop. Until your endpoint accepts the new ones, deliveries may fail.',
      );
    default:
      return l10n.t(
        'Basic authentication replaces the current one, and deliveries with the current credentials stop. Until your endpoint accepts the new ones, deliveries may fail.',
      );
  }
}

async function setCredentials(
  target: Target,
  credentials: Credentials,
  context: CommandContext,
): Promise<void> {
  const { account, store, webhook } = target;
  const name = plain(webhook.name, 60);
  const tryAgain = (): Promise<void> => setCredentials(target, credentials, context);
  try {
    const { answerLost } = await withCallProgress(
      l10n.t('Setting credentials of webhook "{0}"', name),
      (options) => store.update(webhook.id, { authentication: { type: 'basic', ...credentials } }, options),
    );
    offerCredentials({ context, credentials, text: doneText(sentText(webhook.name), answerLost) });
  } catch (error) {
    if (error instanceof WriteFailure && error.verdict === 'unchecked') {
      offerCredentials({
        context,
        credentials,
        severity: 'warning',
        // Setting the same ones twice does no harm.
        first: { label: l10n.t('Try Again'), run: tryAgain },
        text: l10n.t(
          'Lettr may already send the generated credentials to webhook "{0}". VS Code doesn\'t keep them, so save them now.',
          name,
        ),
      });
    }
    throw new Failure(error, { account, verb: 'change', actions: { tryAgain } });
  }
}
