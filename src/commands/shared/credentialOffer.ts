import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { plain } from '../../platform/text.ts';
import type { Action } from '../../platform/vscode/notify.ts';
import type { Credentials } from '../../wizard/credentials.ts';
import { type WebhookForm, generatedCredentials } from '../../wizard/form.ts';
import type { CommandContext } from './context.ts';
import { copyText } from './copying.ts';
import { ENV_FILE, type EnvRefusal, appendToEnv, envLines } from './envFile.ts';
import { Refusal } from './failure.ts';
import { tellDone } from './outcome.ts';

/** Generated credentials that Lettr has or is about to get. They are in memory alone, and gone with their message. */
export interface CredentialOffer {
  readonly credentials: Credentials;
  readonly context: CommandContext;
  /** The message; harmless text. */
  readonly text: string;
  readonly severity?: 'information' | 'warning';
  /** Offered before the ways to save them. */
  readonly first?: Action;
}

/** Offers the credentials of a form that was sent, if they were generated. */
export function offerGenerated(context: CommandContext, form: WebhookForm): void {
  const credentials = generatedCredentials(form);
  if (credentials) {
    offerCredentials({ context, credentials, text: sentText(form.name) });
  }
}

/** @param name a webhook's; untrusted. */
export function sentText(name: string): string {
  return l10n.t(
    'Lettr now sends the generated credentials to webhook "{0}". VS Code doesn\'t keep them, so save them for your endpoint.',
    plain(name, 60),
  );
}

/** Offers to save credentials where the person's code finds them. */
export function offerCredentials(offer: CredentialOffer): void {
  const { context, text, severity = 'information', first } = offer;
  const actions = [...(first ? [first] : []), ...envActions(offer), ...handlerActions(offer)];
  context.tell({ severity, text, actions });
}

function envActions(offer: CredentialOffer): readonly Action[] {
  return [
    { label: l10n.t('Copy as .env Lines'), run: () => copyLines(offer) },
    { label: l10n.t('Append to .env'), run: () => append(offer) },
  ];
}

function handlerActions({ context, credentials, ...offer }: CredentialOffer): readonly Action[] {
  const { keepForHandlers } = context;
  if (!keepForHandlers) {
    return [];
  }
  const run = async (): Promise<void> => {
    await keepForHandlers(credentials);
    offerRest(context, envActions({ context, credentials, ...offer }));
  };
  return [{ label: l10n.t('Keep for Handler Tests'), run }];
}

/** A message goes with its first button, and the code and its tests may both need the credentials. */
function offerRest(context: CommandContext, actions: readonly Action[]): void {
  if (actions.length > 0) {
    const text = l10n.t('Do you also need the credentials elsewhere?');
    context.tell({ severity: 'information', text, actions });
  }
}

async function copyLines(offer: CredentialOffer): Promise<void> {
  await copyText(offer.context, envLines(offer.credentials), l10n.t('Copied the credentials as .env lines.'));
  offerRest(offer.context, handlerActions(offer));
}

async function append(offer: CredentialOffer): Promise<void> {
  const { context, credentials } = offer;
  const folder = await envFolder(offer);
  if (!folder) {
    // The message went with its button, and nothing else knows the credentials.
    offerCredentials(offer);
    return;
  }
  const refusal = await appendToEnv(folder.uri.fsPath, credentials);
  if (refusal) {
    throw refused(offer, refusalText(refusal, plain(folder.name, 60)));
  }
  tellDone(context, l10n.t('Added the credentials to .env in "{0}".', plain(folder.name, 60)), false);
  offerRest(context, handlerActions(offer));
}

/**
 * The folder whose `.env` is meant.
 *
 * @returns `undefined` when the person picked none of several.
 * @throws {Refusal} where no file may or can be written.
 */
async function envFolder(offer: CredentialOffer): Promise<vscode.WorkspaceFolder | undefined> {
  const { workspaceFolders: folders = [], isTrusted, textDocuments } = vscode.workspace;
  if (folders.length === 0) {
    throw refused(offer, l10n.t('No folder is open.'));
  }
  if (!isTrusted) {
    throw refused(offer, l10n.t("This workspace isn't trusted."));
  }
  const folder =
    folders.length === 1
      ? folders[0]
      : await vscode.window.showWorkspaceFolderPick({
          placeHolder: l10n.t('Select the folder of the .env file'),
          ignoreFocusOut: true,
        });
  if (folder && folder.uri.scheme !== 'file') {
    throw refused(offer, l10n.t('"{0}" is a virtual folder.', plain(folder.name, 60)));
  }
  const file = folder && vscode.Uri.joinPath(folder.uri, ENV_FILE).toString();
  if (textDocuments.some(({ uri, isDirty }) => isDirty && uri.toString() === file)) {
    throw refused(offer, l10n.t('.env has unsaved changes. Save it first.'));
  }
  return folder;
}

function refused(offer: CredentialOffer, reason: string): Refusal {
  const copy = { label: l10n.t('Copy Instead'), run: () => copyLines(offer) };
  return new Refusal({
    severity: 'warning',
    text: l10n.t("The credentials weren't added to .env. {0}", reason),
    actions: [copy, { label: l10n.t('Try Again'), run: () => append(offer) }, ...handlerActions(offer)],
  });
}

/** @param folder its name; harmless text. */
function refusalText(refusal: EnvRefusal, folder: string): string {
  switch (refusal.kind) {
    case 'noGit':
      return l10n.t("Git wasn't found, so VS Code can't check that .env won't be committed.");
    case 'notRepository':
      return l10n.t(
        "\"{0}\" isn't in a Git repository, so VS Code can't check that .env won't be committed.",
        folder,
      );
    case 'gitFailed':
      return l10n.t("Git couldn't tell whether it ignores .env.");
    case 'notIgnored':
      return l10n.t(
        'Git doesn\'t ignore .env in "{0}", so it could be committed. Add it to .gitignore first.',
        folder,
      );
    case 'notRegular':
      return l10n.t(".env isn't a regular file, so VS Code can't check that it won't be committed.");
    case 'notText':
      return l10n.t(".env isn't a UTF-8 text file.");
    case 'taken':
      return l10n.t('.env already sets {0}.', refusal.names.join(', '));
    case 'failed':
      return l10n.t("The file couldn't be written ({0}).", refusal.code);
  }
}
