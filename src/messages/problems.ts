import * as l10n from '@vscode/l10n';

import type { NetworkCause, Problem } from '../api/errors.ts';
import type { RateLimit, Wait } from '../api/types.ts';
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
  /** Of the UI, for times. */
  readonly language: string;
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
      return told(rateLimited(problem, context), 'tryAgain');
    case 'server':
      return told(serverError(problem.status, context.hasProxy), 'tryAgain');
    case 'blocked':
      return told(blocked(problem), 'showLog');
    case 'accepted':
      return told(l10n.t("Lettr accepted the request but hasn't carried it out yet."), 'refresh');
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
    case 'keyUnreadable':
      return told(
        l10n.t(
          'The API key of "{0}" can\'t be read from VS Code\'s secret storage.',
          plain(context.accountName),
        ),
        'replaceKey',
        'showLog',
      );
    case 'keyGone':
      return told(
        l10n.t('VS Code\'s secret storage no longer has the API key of "{0}".', plain(context.accountName)),
        'replaceKey',
        'showLog',
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

/** The sentence shown while a call waits. */
export function tellWait({ ms, cause, limit }: Wait): string {
  const words = waitWords(ms);
  return cause === 'rateLimit'
    ? l10n.t('{0} Trying again in {1}.', limitWords(limit), words)
    : l10n.t('Lettr is temporarily unavailable. Trying again in {0}.', words);
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

function rateLimited(
  { retryAt, limit }: Extract<Problem, { kind: 'rateLimited' }>,
  { now, language }: ProblemContext,
): string {
  const time = new Date(retryAt).toLocaleTimeString(language, { timeStyle: 'medium' });
  return l10n.t('{0} Try again in {1}, at {2}.', limitWords(limit), waitWords(retryAt - now), time);
}

function limitWords(limit: RateLimit | undefined): string {
  if (!limit) {
    return l10n.t('Lettr received too many requests.');
  }
  const { owner, span, size } = limit;
  if (owner === 'team') {
    return l10n.t("Your team's limit of {0} requests per second was reached.", size);
  }
  switch (span) {
    case 'second':
      return l10n.t("The sandbox key's limit of {0} requests per second was reached.", size);
    case 'minute':
      return l10n.t("The sandbox key's limit of {0} requests per minute was reached.", size);
    case 'day':
      return l10n.t("The sandbox key's limit of {0} requests per day was reached.", size);
  }
}

/** A duration in its largest useful unit, rounded up, at least a second. */
function waitWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 120) {
    return seconds === 1 ? l10n.t('1 second') : l10n.t('{0} seconds', seconds);
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? l10n.t('{0} minutes', minutes) : l10n.t('{0} hours', Math.ceil(minutes / 60));
}

function blocked({ by, status }: Extract<Problem, { kind: 'blocked' }>): string {
  switch (by) {
    case 'proxy':
      return l10n.t('The proxy requires you to sign in (status {0}). Nothing reached Lettr.', status);
    case 'network':
      return l10n.t(
        'This network requires you to sign in first (status {0}). Nothing reached Lettr.',
        status,
      );
    case 'gateway':
      return l10n.t('A proxy or firewall blocked the request (status {0}). Nothing reached Lettr.', status);
  }
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
