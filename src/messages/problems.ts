import * as l10n from '@vscode/l10n';

import type { NetworkCause, Problem } from '../api/errors.ts';
import { plain } from '../platform/text.ts';

/** What the person can do about a problem; each is a button of the message. */
export type ActionId =
  | 'replaceKey'
  | 'switchAccount'
  | 'showLog'
  | 'editUrl'
  | 'revealIt'
  | 'review'
  | 'tryAgain'
  | 'refresh'
  | 'openSettings';

/** What was tried, for the sentences that say so. */
export type Verb = 'read' | 'create' | 'change' | 'delete';

export interface ProblemContext {
  /** The name of the account whose call failed; text that a person typed. */
  readonly accountName: string;
  readonly verb: Verb;
  /** Whether VS Code's own proxy setting is on; a proxy's 502 looks like one of Lettr's. */
  readonly hasProxy: boolean;
  /** Unix ms. */
  readonly now: number;
}

/** A problem in one sentence, with the actions out in the order of their buttons. */
export interface ProblemText {
  readonly text: string;
  readonly actions: readonly ActionId[];
}

/** The error table: the same words wherever a problem is shown. The text is harmless in every place. */
export function tellProblem(problem: Problem, context: ProblemContext): ProblemText {
  switch (problem.kind) {
    case 'unauthorized':
      return told(l10n.t('Lettr rejected the API key of "{0}".', plain(context.accountName)), 'replaceKey');
    case 'insufficientScope':
      return told(insufficientScope(context.verb), 'switchAccount');
    case 'sandboxRestricted':
      return told(l10n.t('Sandbox keys can read webhooks but not change them.'), 'switchAccount');
    case 'addressRefused':
      return told(l10n.t('Lettr refuses this network address for the key.'), 'showLog');
    case 'notFound':
      return told(l10n.t('The webhook no longer exists; it was removed from the list.'));
    case 'conflict':
      return told(l10n.t('Another webhook already uses this URL.'), 'editUrl', 'revealIt');
    case 'invalid':
      return told(invalid(problem), 'review');
    case 'badEndpoint':
      return told(
        l10n.t(
          'Lettr could not use this endpoint: it must be reachable from the internet on port 443 or 80 and answer 200.',
        ),
        'editUrl',
      );
    case 'rateLimited':
      return told(rateLimited(problem.retryAt, context.now), 'tryAgain');
    case 'server':
      return told(serverError(problem.status, context.hasProxy), 'tryAgain');
    case 'unreachable':
      return told(
        l10n.t('Lettr could not be reached: {0}.', causeWords(problem.cause, problem.code)),
        'tryAgain',
        'showLog',
      );
    case 'unreadable':
      return told(l10n.t("Lettr's answer could not be read (status {0}).", problem.status), 'showLog');
    case 'redirected':
      return told(
        l10n.t('The server redirected to {0}; the key was not sent there.', plain(problem.host)),
        'showLog',
      );
    case 'unexpected':
      return told(
        l10n.t('Lettr answered with status {0}, which was not expected.', problem.status),
        'showLog',
      );
    case 'noKey':
      return told(
        l10n.t(
          'The key of "{0}" was entered for another address and is not sent to {1}.',
          plain(context.accountName),
          plain(problem.host),
        ),
        'replaceKey',
        'switchAccount',
      );
    case 'badAddress':
      return told(
        l10n.t(
          'The setting lettr.apiBaseUrl is not an https address or one of this machine; nothing was sent.',
        ),
        'openSettings',
      );
  }
}

/** The sentence shown while a call waits for the rate limit; `ms` is how long. */
export function tellWait(ms: number): string {
  return l10n.t(
    "Lettr's rate limit (3 requests a second per team) was reached; trying again in {0} s.",
    Math.max(1, Math.ceil(ms / 1000)),
  );
}

function told(text: string, ...actions: readonly ActionId[]): ProblemText {
  return { text, actions };
}

function insufficientScope(verb: Verb): string {
  switch (verb) {
    case 'read':
      return l10n.t('This key may not read webhooks. Use a key with full access.');
    case 'create':
      return l10n.t('This key may not create webhooks. Use a key with full access.');
    case 'change':
      return l10n.t('This key may not change webhooks. Use a key with full access.');
    case 'delete':
      return l10n.t('This key may not delete webhooks. Use a key with full access.');
  }
}

function invalid(problem: Extract<Problem, { kind: 'invalid' }>): string {
  const words = plain(problem.fields.map((field) => field.text).join(' ') || problem.text);
  return words === ''
    ? l10n.t('Lettr did not accept this and did not say why.')
    : l10n.t('Lettr did not accept this: {0}', words);
}

function rateLimited(retryAt: number, now: number): string {
  const seconds = Math.max(1, Math.ceil((retryAt - now) / 1000));
  const time = new Date(retryAt).toLocaleTimeString(undefined, { timeStyle: 'medium' });
  return l10n.t(
    "Lettr's rate limit (3 requests a second per team) was reached; it can be tried again in {0} s, at {1}.",
    seconds,
    time,
  );
}

function serverError(status: number, hasProxy: boolean): string {
  return status === 502 && hasProxy
    ? l10n.t(
        'Lettr, or the proxy that the setting http.proxy names, had an internal error; nothing was changed as far as it said.',
      )
    : l10n.t('Lettr had an internal error; nothing was changed as far as it said.');
}

function causeWords(cause: NetworkCause, code: string | undefined): string {
  switch (cause) {
    case 'timeout':
      return l10n.t('it did not answer in time');
    case 'dns':
      return l10n.t('its host name was not found');
    case 'refused':
      return l10n.t('the connection was refused');
    case 'reset':
      return l10n.t('the connection was closed while it was used');
    case 'tls':
      if (code === 'EPROTO') {
        return l10n.t('no secure connection came about (EPROTO)');
      }
      return l10n.t('its certificate was not accepted ({0})', code ?? 'TLS');
    case 'other':
      return code === undefined ? l10n.t('the network failed') : l10n.t('the network failed ({0})', code);
  }
}
