import * as l10n from '@vscode/l10n';

import type { LettrError, NetworkCause, Problem } from '../api/errors.ts';
import type { RateLimit, Wait } from '../api/types.ts';
import { plain } from '../platform/text.ts';

/** What the person can do about a problem; each is a button of the message. */
export type ActionId =
  | 'replaceKey'
  | 'addAccount'
  | 'switchAccount'
  | 'showLog'
  | 'copyId'
  | 'checkEndpoint'
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
  /** Whether that account's key is the one in the environment, which can't be replaced from here. */
  readonly isEnvironmentKey?: boolean;
  readonly verb: Verb;
  /** Whether VS Code's own proxy setting is on; a proxy's 502 looks like one of Lettr's. */
  readonly hasProxy: boolean;
  /** Unix ms. */
  readonly now: number;
  /** The UI's, as `Intl` takes it. */
  readonly language: string;
}

/** A problem in words, with its buttons in their order. */
export interface ProblemText {
  readonly text: string;
  readonly actions: readonly ActionId[];
}

/**
 * A failed call in words: what happened, that nothing was changed where that is certain, and the ID by which Lettr's
 * support finds the request where Lettr itself is at fault.
 *
 * @param outcome a sentence that says what became of a write whose answer was lost.
 */
export function tellError(error: LettrError, context: ProblemContext, outcome?: string): ProblemText {
  const { problem, effect, correlationId } = error;
  const { text, actions } = tellProblem(problem, context);
  const isUnchanged = context.verb !== 'read' && effect === 'none' && mayHaveChanged(problem);
  const ending = outcome ?? (isUnchanged ? l10n.t('Nothing was changed.') : undefined);
  const sentences = ending === undefined ? text : l10n.t('{0} {1}', text, ending);
  return correlationId !== undefined && isLettrsFault(problem)
    ? {
        text: l10n.t('{0} Correlation ID: {1}', sentences, plain(correlationId, 60)),
        actions: [...actions, 'copyId'],
      }
    : { text: sentences, actions };
}

/** The error table: the same words wherever a problem is shown. The text is harmless in every place. */
export function tellProblem(problem: Problem, context: ProblemContext): ProblemText {
  switch (problem.kind) {
    case 'unauthorized':
      return context.isEnvironmentKey === true
        ? told(l10n.t('Lettr rejected the API key in LETTR_API_KEY.'), 'addAccount')
        : told(l10n.t('Lettr rejected the API key of "{0}".', plain(context.accountName)), 'replaceKey');
    case 'insufficientScope':
      return told(insufficientScope(context.verb), 'switchAccount');
    case 'sandboxRestricted':
      return told(l10n.t('Sandbox keys can read webhooks but not change them.'), 'switchAccount');
    case 'addressRefused':
      return told(l10n.t("Lettr doesn't accept this API key from your network address."), 'showLog');
    case 'notFound':
      return told(l10n.t('The webhook no longer exists and was removed from the list.'));
    case 'conflict':
      return told(l10n.t('Another webhook already uses this URL.'), 'editUrl', 'revealIt');
    case 'invalid':
      return told(invalid(problem), 'review');
    case 'badEndpoint':
      return told(
        l10n.t(
          "Lettr couldn't use this endpoint. It must be reachable from the internet on port 443 or 80 and answer HTTP 200.",
        ),
        'checkEndpoint',
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
        l10n.t("Couldn't reach Lettr: {0}.", causeWords(problem.cause, problem.code)),
        'tryAgain',
        'showLog',
      );
    case 'unreadable':
      return told(
        problem.status === undefined
          ? l10n.t('Lettr returned an unexpected response.')
          : l10n.t('Lettr returned an unexpected response (status {0}).', problem.status),
        'showLog',
      );
    case 'redirected':
      return told(
        l10n.t("The server redirected to {0}. Your API key wasn't sent there.", plain(problem.host)),
        'showLog',
      );
    case 'unexpected':
      return told(l10n.t('Lettr returned an unexpected status ({0}).', problem.status), 'showLog');
    case 'noKey':
      return told(
        l10n.t(
          'The API key of "{0}" was added for another address, so it isn\'t sent to {1}.',
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
        l10n.t('The setting lettr.apiBaseUrl must use HTTPS, except on localhost. Nothing was sent.'),
        'openSettings',
      );
  }
}

/** The sentence shown while a call waits. */
export function tellWait({ ms, cause, limit }: Wait): string {
  const duration = durationWords(ms);
  return cause === 'rateLimit'
    ? l10n.t('{0} Trying again in {1}.', limitWords(limit), duration)
    : l10n.t('Lettr is temporarily unavailable. Trying again in {0}.', duration);
}

function told(text: string, ...actions: readonly ActionId[]): ProblemText {
  return { text, actions };
}

/** Problems of a write after which a person wonders whether it was made; the others say so, or never are in doubt. */
function mayHaveChanged({ kind }: Problem): boolean {
  return (
    kind === 'unreachable' ||
    kind === 'blocked' ||
    kind === 'unreadable' ||
    kind === 'redirected' ||
    kind === 'server' ||
    kind === 'unexpected'
  );
}

/** Problems that Lettr's support has to look into. */
function isLettrsFault({ kind }: Problem): boolean {
  return kind === 'server' || kind === 'unreadable' || kind === 'unexpected';
}

function insufficientScope(verb: Verb): string {
  switch (verb) {
    case 'read':
      return l10n.t("This API key isn't allowed to read webhooks. Use a key with full access.");
    case 'create':
      return l10n.t("This API key isn't allowed to create webhooks. Use a key with full access.");
    case 'change':
      return l10n.t("This API key isn't allowed to change webhooks. Use a key with full access.");
    case 'delete':
      return l10n.t("This API key isn't allowed to delete webhooks. Use a key with full access.");
  }
}

function invalid(problem: Extract<Problem, { kind: 'invalid' }>): string {
  const words = plain(problem.fields.map((field) => field.text).join(' ') || problem.text);
  return words === ''
    ? l10n.t("Lettr didn't accept this and didn't say why.")
    : l10n.t("Lettr didn't accept this: {0}", words);
}

/** A message may stand for long, so it names the time of day; a countdown would be wrong a moment later. */
function rateLimited(
  { retryAt, limit }: Extract<Problem, { kind: 'rateLimited' }>,
  { now, language }: ProblemContext,
): string {
  const date = new Date(retryAt);
  if (Number.isNaN(date.getTime())) {
    return l10n.t('{0} Try again later.', limitWords(limit));
  }
  const wait = retryAt - now;
  if (wait < MINUTE_MS) {
    const time = date.toLocaleTimeString(language, { timeStyle: 'medium' });
    return l10n.t('{0} Try again at {1}.', limitWords(limit), time);
  }
  const time =
    wait < 12 * HOUR_MS
      ? date.toLocaleTimeString(language, { timeStyle: 'short' })
      : date.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  return l10n.t('{0} Try again in {1} ({2}).', limitWords(limit), durationWords(wait), time);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function limitWords(limit: RateLimit | undefined): string {
  if (!limit) {
    return l10n.t('Lettr received too many requests.');
  }
  const { owner, span, size } = limit;
  const isSandbox = owner === 'sandbox';
  switch (span) {
    case 'second':
      return isSandbox
        ? l10n.t("You've reached the sandbox limit of {0} requests per second.", size)
        : l10n.t("You've reached your team's limit of {0} requests per second.", size);
    case 'minute':
      return isSandbox
        ? l10n.t("You've reached the sandbox limit of {0} requests per minute.", size)
        : l10n.t("You've reached your team's limit of {0} requests per minute.", size);
    case 'day':
      return isSandbox
        ? l10n.t("You've reached the sandbox limit of {0} requests per day.", size)
        : l10n.t("You've reached your team's limit of {0} requests per day.", size);
  }
}

/** A duration in its largest useful unit, rounded up, at least a second. */
function durationWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) {
    return seconds === 1 ? l10n.t('1 second') : l10n.t('{0} seconds', seconds);
  }
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) {
    return minutes === 1 ? l10n.t('1 minute') : l10n.t('{0} minutes', minutes);
  }
  const hours = Math.ceil(minutes / 60);
  return hours === 1 ? l10n.t('1 hour') : l10n.t('{0} hours', hours);
}

function blocked({ by, status }: Extract<Problem, { kind: 'blocked' }>): string {
  switch (by) {
    case 'proxy':
      return l10n.t("Couldn't reach Lettr: your proxy requires you to sign in (status {0}).", status);
    case 'network':
      return l10n.t("Couldn't reach Lettr: your network requires you to sign in first (status {0}).", status);
    case 'gateway':
      return l10n.t("Couldn't reach Lettr: a proxy or firewall blocked the request (status {0}).", status);
  }
}

function serverError(status: number, hasProxy: boolean): string {
  return status === 502 && hasProxy
    ? l10n.t('Lettr, or the proxy in the setting http.proxy, had an internal error (status {0}).', status)
    : l10n.t('Lettr had an internal error (status {0}).', status);
}

function causeWords(cause: NetworkCause, code: string | undefined): string {
  switch (cause) {
    case 'timeout':
      return l10n.t("it didn't answer in time");
    case 'dns':
      return l10n.t("its host name couldn't be found");
    case 'refused':
      return l10n.t('the connection was refused');
    case 'reset':
      return l10n.t('the connection was closed before Lettr answered');
    case 'tls':
      return l10n.t("its certificate isn't trusted ({0})", code ?? 'TLS');
    case 'other':
      return otherWords(code);
  }
}

function otherWords(code: string | undefined): string {
  if (code === undefined) {
    return l10n.t('the network failed');
  }
  return code === 'EPROTO' || code.startsWith('ERR_SSL_')
    ? l10n.t('the TLS connection failed ({0})', code)
    : l10n.t('the network failed ({0})', code);
}
