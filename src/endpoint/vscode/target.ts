import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { Cancelled } from '../../api/errors.ts';
import type { Authentication, Webhook } from '../../api/types.ts';
import type { DeliveryWebhook } from '../../deliveries/delivery.ts';
import type { Memory } from '../../platform/memory.ts';
import { plain } from '../../platform/text.ts';
import { sameEndpoint, urlFault } from '../../webhooks/endpoint.ts';
import type { WebhookStores } from '../../webhooks/stores.ts';
import { askText } from './askText.ts';

/** Where a batch goes, before its credentials are asked for. */
export interface Target {
  readonly url: string;
  readonly webhook?: DeliveryWebhook | undefined;
  /** `none`, `basic`, `oauth2`; `undefined` when nobody said yet. */
  readonly authentication: string | undefined;
}

/** A handler of the workspace, to which batches can go and whose credentials another endpoint may have too. */
export interface KnownHandler {
  readonly name: string;
  readonly url: string;
  /** `none`, `basic`, `oauth2`. */
  readonly authentication: string;
  /** Those that are kept for its tests; `undefined` when they are missing. */
  readonly credentials: Authentication | undefined;
}

export interface TargetDeps {
  readonly accounts: Accounts;
  readonly stores: WebhookStores;
  /** Of the workspace: an app's address belongs to its code. */
  readonly memory: Memory;
  /** The handlers of the workspace. */
  readonly handlers: () => Promise<readonly KnownHandler[]>;
}

/** Where an app usually listens, with the path of Lettr's own documents. */
const USUAL_URL = 'http://localhost:3000/webhooks/lettr';
const REMEMBERED = 'lettr.endpoints';
const MOST_REMEMBERED = 5;

/** The URLs that were used last in this workspace. */
function remembered({ memory }: TargetDeps): readonly string[] {
  const urls = memory.get<unknown>(REMEMBERED, []);
  return Array.isArray(urls) ? urls.filter((url) => typeof url === 'string') : [];
}

/** Offers a URL first the next time. One that can't be used isn't written down: it may hold a password. */
export function rememberUrl(deps: TargetDeps, url: string): void {
  if (urlFault(url) !== undefined) {
    return;
  }
  const others = remembered(deps).filter((one) => one !== url);
  void deps.memory.update(REMEMBERED, [url, ...others].slice(0, MOST_REMEMBERED));
}

/**
 * What a command was called for: a webhook's row, `{ id, account? }` or `{ url }`; else the person picks a webhook, a URL that
 * was used before, a handler, or enters a URL.
 *
 * @throws {Cancelled} when the person leaves a picker.
 */
export async function targetOf(
  [argument]: readonly unknown[],
  deps: TargetDeps,
  placeholder: string,
): Promise<Target> {
  const named = namedIn(argument);
  if (named?.url !== undefined) {
    return { url: named.url, authentication: named.authentication };
  }
  await deps.accounts.load();
  const account = accountOf(named?.account, deps);
  const webhooks = account ? await webhooksOf(account, deps) : [];
  const webhook = webhooks.find(({ id }) => id === named?.id);
  return account && webhook ? toTarget(account, webhook) : pickTarget(account, webhooks, deps, placeholder);
}

function accountOf(id: string | undefined, { accounts }: TargetDeps): Account | undefined {
  return id === undefined ? accounts.current : accounts.all.find((one) => one.id === id);
}

/** The list as far as it can be had: a local URL can be picked without it. */
async function webhooksOf(account: Account, { stores }: TargetDeps): Promise<readonly Webhook[]> {
  try {
    return [...(await stores.of(account).ensure()).values()];
  } catch {
    return [];
  }
}

function toTarget(account: Account, { id, name, url, authentication }: Webhook): Target {
  return { url, webhook: { accountId: account.id, id, name }, authentication };
}

async function pickTarget(
  account: Account | undefined,
  webhooks: readonly Webhook[],
  deps: TargetDeps,
  placeholder: string,
): Promise<Target> {
  const separator = (label: string) => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
    target: undefined,
  });
  const handlers = await deps.handlers();
  const urls = [...new Set([...remembered(deps), USUAL_URL])].filter(
    (url) => !handlers.some((handler) => sameEndpoint(handler.url, url)),
  );
  const items = [
    separator(l10n.t('URLs')),
    ...urls.map((url) => ({ label: plain(url), target: { url, authentication: undefined } })),
    { label: `$(edit) ${l10n.t('Enter a URL…')}`, alwaysShow: true, target: undefined },
    ...(handlers.length > 0 ? [separator(l10n.t('Handlers'))] : []),
    ...handlers.map(({ name, url, authentication }) => ({
      label: plain(name),
      description: plain(url),
      target: { url, authentication },
    })),
    ...(account && webhooks.length > 0 ? [separator(l10n.t('Webhooks'))] : []),
    ...webhooks.flatMap((webhook) =>
      account
        ? [
            {
              label: plain(webhook.name),
              description: plain(webhook.url),
              target: toTarget(account, webhook),
            },
          ]
        : [],
    ),
  ];
  const picked = await vscode.window.showQuickPick<
    vscode.QuickPickItem & { readonly target: Target | undefined }
  >(items, {
    placeHolder: placeholder,
    matchOnDescription: true,
  });
  if (!picked) {
    throw new Cancelled();
  }
  return picked.target ?? { url: await askUrl(), authentication: undefined };
}

async function askUrl(): Promise<string> {
  const url = await askText({
    prompt: l10n.t('Endpoint URL'),
    placeholder: USUAL_URL,
    validate: faultOfUrl,
  });
  return url.trim();
}

/** What is wrong with a URL that is typed; `undefined` when nothing is. */
export function faultOfUrl(text: string): string | undefined {
  switch (urlFault(text.trim())) {
    case 'malformed':
      return l10n.t('Enter a full URL, for example https://example.com/webhooks/lettr.');
    case 'credentials':
      return l10n.t('Remove the username and password from the URL. You can enter them in a later step.');
    case undefined:
      return undefined;
  }
}

interface Named {
  readonly id: string | undefined;
  readonly account: string | undefined;
  readonly url: string | undefined;
  readonly authentication: string | undefined;
}

function namedIn(argument: unknown): Named | undefined {
  if (typeof argument !== 'object' || argument === null) {
    return undefined;
  }
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(argument, name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    id: text('id'),
    account: text('account') ?? text('accountId'),
    url: text('url'),
    authentication: text('authentication'),
  };
}
