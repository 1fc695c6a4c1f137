import { type Effect, LettrError, isProblem } from './errors.ts';
import type { Answer, ApiRequest } from './request.ts';
import type {
  CallOptions,
  UnreadableRow,
  VerbMemory,
  Webhook,
  WebhookDraft,
  WebhookPatch,
  WebhooksApi,
} from './types.ts';
import { draftBody, parseList, parseWebhook, patchBody } from './wire.ts';

/** Sends one request of a resource through the session. */
export type Call = (
  request: Omit<ApiRequest, 'url'> & { readonly path: string },
  options?: CallOptions,
) => Promise<Answer>;

/** What the webhook calls are made of. */
export interface WebhookCalls {
  readonly call: Call;
  /** Where `call` sends. */
  readonly origin: string;
  readonly verbs: VerbMemory;
  /** Told after each list which of its rows could not be read. */
  readonly onUnreadable: (rows: readonly UnreadableRow[]) => void;
}

/** The webhook calls on top of `call`. */
export function webhooksApi({ call, origin, verbs, onUnreadable }: WebhookCalls): WebhooksApi {
  return {
    list: async (options) => {
      const answer = await call({ method: 'GET', path: '/webhooks', operation: 'list' }, options);
      const list = readable(parseList, answer);
      onUnreadable(list.unreadable);
      return list;
    },
    get: async (id, options) =>
      readable(parseWebhook, await call({ method: 'GET', path: pathOf(id), operation: 'get' }, options)),
    create: async (draft: WebhookDraft, options) =>
      written(
        await call(
          { method: 'POST', path: '/webhooks', operation: 'create', body: draftBody(draft) },
          options,
        ),
      ),
    update: (id, patch, options) => update(call, { id, patch, options }, origin, verbs),
    delete: async (id, options) => {
      const answer = await call({ method: 'DELETE', path: pathOf(id), operation: 'delete' }, options);
      if (answer.status === 202) {
        throw accepted(answer);
      }
    },
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
    const answer = await call(
      { method, path: pathOf(what.id), operation, body: patchBody(what.patch) },
      what.options,
    ).catch((error: unknown) => {
      if (isVerbKnown(error)) {
        verbs.set(origin, method);
      }
      throw error;
    });
    verbs.set(origin, method);
    return written(answer);
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

/** Refusals that only the verb's own handler gives. */
function isVerbKnown(error: unknown): boolean {
  return (
    isProblem(error, 'invalid') ||
    isProblem(error, 'conflict') ||
    isProblem(error, 'badEndpoint') ||
    (isProblem(error, 'notFound') && error.code === 'not_found')
  );
}

/** The webhook that a write answers with. Without a usable one the list has to tell what became of it. */
function written(answer: Answer): Webhook {
  try {
    return readable(parseWebhook, answer, 'unknown');
  } catch (error) {
    throw answer.status === 202 ? accepted(answer) : error;
  }
}

function accepted({ correlationId }: Answer): LettrError {
  return new LettrError({ kind: 'accepted' }, { effect: 'unknown', responder: 'lettr', correlationId });
}

/** Parses an answer. `effect`: what is known when it cannot be read; a write may have been done. */
export function readable<T>(parse: (body: unknown) => T, answer: Answer, effect: Effect = 'none'): T {
  try {
    return parse(answer.body);
  } catch (error) {
    const { status, correlationId } = answer;
    throw new LettrError({ kind: 'unreadable', status }, { effect, cause: error, correlationId });
  }
}

function pathOf(id: string): string {
  // A URL would resolve dot segments to another resource, and cannot hold half a surrogate pair.
  if (id === '' || id === '.' || id === '..' || /\p{Cs}/u.test(id)) {
    throw new LettrError({ kind: 'notFound' });
  }
  return `/webhooks/${encodeURIComponent(id)}`;
}
