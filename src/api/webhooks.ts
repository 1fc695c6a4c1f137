import type { Call } from './call.ts';
import { LettrError, isProblem } from './errors.ts';
import type {
  ApiLog,
  CallOptions,
  UnreadableRow,
  VerbMemory,
  Webhook,
  WebhookDraft,
  WebhookList,
  WebhookPatch,
} from './types.ts';

export interface WebhookCallsOptions {
  /** Where the calls go. */
  readonly origin: string;
  readonly verbs: VerbMemory;
  /** Told which rows of a list could not be read. */
  readonly log: Pick<ApiLog, 'warn'>;
}

/** The calls for the webhooks of one account, on top of `call`, which says what they throw. */
export function webhooksApi(call: Call, { origin, verbs, log }: WebhookCallsOptions) {
  const logUnreadable = unreadableLog(log);
  return {
    list: async (options?: CallOptions): Promise<WebhookList> => {
      const list = await call(
        ({ parseList }) => ({ method: 'GET', path: '/webhooks', operation: 'list', parse: parseList }),
        options,
      );
      logUnreadable(list.unreadable);
      return list;
    },
    get: (id: string, options?: CallOptions): Promise<Webhook> =>
      call(
        ({ parseWebhook }) => ({ method: 'GET', path: pathOf(id), operation: 'get', parse: parseWebhook }),
        options,
      ),
    create: (draft: WebhookDraft, options?: CallOptions): Promise<Webhook> =>
      call(
        ({ draftBody, parseWebhook }) => ({
          method: 'POST',
          path: '/webhooks',
          operation: 'create',
          body: draftBody(draft),
          parse: parseWebhook,
        }),
        options,
      ),
    /** Sends only the fields of `patch`. */
    update: (id: string, patch: WebhookPatch, options?: CallOptions): Promise<Webhook> =>
      update(call, { id, patch, options }, origin, verbs),
    delete: (id: string, options?: CallOptions): Promise<void> =>
      call(
        ({ parseNothing }) => ({
          method: 'DELETE',
          path: pathOf(id),
          operation: 'delete',
          parse: parseNothing,
        }),
        options,
      ),
  };
}

/** Names in the log what keeps rows from being read, once for as long as it stays the same. */
function unreadableLog(log: Pick<ApiLog, 'warn'>): (rows: readonly UnreadableRow[]) => void {
  let last = '';
  return (rows) => {
    const text = rows.map(({ id, field }) => `${id || '?'}: ${field}`).join(', ');
    if (text !== last && text !== '') {
      log.warn(`Rows of the list that couldn't be read, and the field that is wrong: ${text}`);
    }
    last = text;
  };
}

interface Update {
  readonly id: string;
  readonly patch: WebhookPatch;
  readonly options: CallOptions | undefined;
}

/** Lettr's documents name PATCH, its API description PUT; the verb that the server knew last time goes first. */
async function update(call: Call, what: Update, origin: string, verbs: VerbMemory): Promise<Webhook> {
  if (Object.values(what.patch).every((value) => value === undefined)) {
    throw new RangeError('An update must change something');
  }
  const first = verbs.get(origin) ?? 'PATCH';
  const second = first === 'PATCH' ? 'PUT' : 'PATCH';
  const send = async (method: 'PATCH' | 'PUT'): Promise<Webhook> => {
    const operation = what.patch.url === undefined ? 'update' : 'updateUrl';
    try {
      const webhook = await call(
        ({ patchBody, parseWebhook }) => ({
          method,
          path: pathOf(what.id),
          operation,
          body: patchBody(what.patch),
          parse: parseWebhook,
        }),
        what.options,
      );
      verbs.set(origin, method);
      return webhook;
    } catch (error) {
      if (isVerbKnown(error)) {
        verbs.set(origin, method);
      }
      throw error;
    }
  };
  try {
    return await send(first);
  } catch (error) {
    if (!isVerbUnknown(error)) {
      throw error;
    }
    return send(second).catch((failure: unknown) => {
      // The first request may have been carried out, whatever became of the second one.
      throw error.effect === 'unknown' && !(failure instanceof LettrError && failure.effect === 'unknown')
        ? error
        : failure;
    });
  }
}

/**
 * A server that lacks the verb says 405 or 501, and what stands before Lettr may refuse the verb in any way: with whatever
 * is not Lettr's own answer, the other verb is tried. Sending the same values twice does no harm. Not after answers
 * that have nothing to do with the verb: the key, the rate, a proxy, or a server that is down for now.
 */
function isVerbUnknown(error: unknown): error is LettrError {
  if (!(error instanceof LettrError) || !('status' in error.problem)) {
    return false;
  }
  const { status } = error.problem;
  if (status === 405 || status === 501) {
    return true;
  }
  const isNotOwn = error.responder === 'gateway' || (status === 404 && error.code !== 'not_found');
  return isNotOwn && status !== undefined && status >= 400 && ![407, 503, 511].includes(status);
}

/** What only the verb's own handler says. */
function isVerbKnown(error: unknown): boolean {
  return (
    isProblem(error, 'accepted') ||
    (isProblem(error, 'unreadable') &&
      (error.problem.status ?? 0) >= 200 &&
      (error.problem.status ?? 0) < 300) ||
    isProblem(error, 'invalid') ||
    isProblem(error, 'conflict') ||
    isProblem(error, 'badEndpoint') ||
    (isProblem(error, 'notFound') && error.code === 'not_found')
  );
}

function pathOf(id: string): string {
  // A URL would resolve dot segments to another resource, and cannot hold half a surrogate pair.
  if (id === '' || id === '.' || id === '..' || /\p{Cs}/u.test(id)) {
    throw new LettrError({ kind: 'notFound' });
  }
  return `/webhooks/${encodeURIComponent(id)}`;
}
