import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';
import type { Authentication } from '../../api/types.ts';
import { plain } from '../../platform/text.ts';
import { endpointHost, sameEndpoint } from '../../webhooks/endpoint.ts';
import { askText } from './askText.ts';
import { type KnownHandler, type Target, faultOfUrl } from './target.ts';

/** What is sent to a target, and where it comes from. */
export interface FoundCredentials {
  readonly authentication: Authentication;
  /** The name of the handler whose credentials these are; `undefined` for typed ones. */
  readonly handler: string | undefined;
}

/** A handler that has credentials. */
type HandlerWithCredentials = KnownHandler & { readonly credentials: Authentication };

/**
 * The credentials that a target needs: those of the handler at its URL, of another handler where the person says so, or
 * typed ones, which are used once.
 *
 * @throws {Cancelled} when the person leaves a question.
 */
export async function findCredentials(
  target: Target,
  handlers: readonly KnownHandler[],
): Promise<FoundCredentials> {
  const here = handlers.find(({ url }) => sameEndpoint(url, target.url));
  const type = target.authentication ?? here?.authentication;
  const known = handlers.filter(
    (handler): handler is HandlerWithCredentials =>
      handler.credentials !== undefined && (type ?? handler.credentials.type) === handler.credentials.type,
  );
  const found =
    known.find(({ url }) => sameEndpoint(url, target.url)) ?? (await askHandler(target, type, known));
  return typeof found === 'object'
    ? { authentication: found.credentials, handler: found.name }
    : { authentication: await askCredentials({ ...target, authentication: found }), handler: undefined };
}

/** Offers the credentials of handlers, besides typing some. @returns a handler, or the type of what is to be typed */
async function askHandler(
  { url }: Target,
  type: string | undefined,
  known: readonly HandlerWithCredentials[],
): Promise<HandlerWithCredentials | string> {
  const others = known.filter(({ credentials }) => credentials.type !== 'none');
  if (type !== undefined && (type === 'none' || others.length === 0)) {
    return type;
  }
  const host = endpointHost(url);
  const typed = type === undefined ? typeRows() : [{ label: l10n.t('Enter the Credentials'), value: type }];
  const kept = others.map((handler) => ({
    label: `$(key) ${l10n.t('Use the Credentials of {0}', plain(handler.name, 60))}`,
    description: plain(handler.url, 80),
    value: handler,
  }));
  return pick<HandlerWithCredentials | string>(
    [...typed, ...kept],
    type === undefined
      ? l10n.t('Select how {0} authenticates requests', host)
      : l10n.t('Select the credentials to send to {0}', host),
  );
}

/**
 * Asks for the credentials that a target needs, and hands them back.
 *
 * @param use what the caller does with them, of which the person is told.
 * @throws {Cancelled} when the person leaves a question.
 */
export async function askCredentials(
  { url, authentication: type = 'none', webhook }: Target,
  use: 'once' | 'kept' = 'once',
): Promise<Authentication> {
  const title = l10n.t('Credentials for {0}', plain(webhook?.name ?? endpointHost(url), 60));
  const note =
    use === 'once'
      ? l10n.t('It is used once and not stored.')
      : l10n.t("It is stored in VS Code's secret storage.");
  const ask = (label: string, isSecret: boolean, validate = missingIn): Promise<string> =>
    askText({ title, prompt: `${label}. ${note}`, isSecret, validate });
  switch (type) {
    case 'basic':
      return {
        type,
        username: await ask(l10n.t('Username'), false),
        password: await ask(l10n.t('Password'), true),
      };
    case 'oauth2':
      return {
        type,
        clientId: await ask(l10n.t('Client ID'), false),
        clientSecret: await ask(l10n.t('Client secret'), true),
        tokenUrl: (await ask(l10n.t('Token URL'), false, faultOfUrl)).trim(),
      };
    default:
      return { type: 'none' };
  }
}

function missingIn(text: string): string | undefined {
  return text.trim() === '' ? l10n.t('Enter a value.') : undefined;
}

interface Row<T> extends vscode.QuickPickItem {
  readonly value: T;
}

function typeRows(): readonly Row<string>[] {
  return [
    { label: l10n.t('None'), value: 'none' },
    { label: l10n.t('Basic'), value: 'basic' },
    { label: l10n.t('OAuth 2.0'), value: 'oauth2' },
  ];
}

/** @throws {Cancelled} */
async function pick<T>(rows: readonly Row<T>[], placeHolder: string): Promise<T> {
  const picked = await vscode.window.showQuickPick(rows, { placeHolder, ignoreFocusOut: true });
  if (!picked) {
    throw new Cancelled();
  }
  return picked.value;
}
