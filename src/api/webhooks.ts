import { type Effect, LettrError, isProblem } from './errors.ts';
import type { Answer, ApiRequest } from './request.ts';
import type { CallOptions, VerbMemory, Webhook, WebhookDraft, WebhookPatch, WebhooksApi } from './types.ts';
import { draftBody, parseList, parseWebhook, patchBody } from './wire.ts';

/** Sends one request of a resource through the session. */
export type Call = (
  request: Omit<ApiRequest, 'url'> & { readonly path: string },
  options?: CallOptions,
) => Promise<Answer>;

/** The webhook calls on top of `call`; `origin` is where it sends. */
export function webhooksApi(call: Call, origin: string, verbs: VerbMemory): WebhooksApi {
  return {
    list: async (options) =>
      readable(parseList, await call({ method: 'GET', path: '/webhooks', operation: 'list' }, options)),
    get: async (id, options) =>
      readable(parseWebhook, await call({ method: 'GET', path: pathOf(id), operation: 'get' }, options)),
    create: async (draft: WebhookDraft, options) =>
      readable(
        parseWebhook,
        await call(
          { method: 'POST', path: '/webhooks', operation: 'create', body: draftBody(draft) },
          options,
        ),
        'unknown',
      ),
    update: (id, patch, options) => update(call, { id, patch, options }, origin, verbs),
    delete: async (id, options) => {
      await call({ method: 'DELETE', path: pathOf(id), operation: 'delete' }, options);
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
    return readable(parseWebhook, answer, 'unknown');
  };
  try {
    return await send(first);
  } catch (error) {
    if (!isVerbUnknown(error)) {
      throw error;
    }
    return send(second);
  }
}

/** A server that lacks the verb says 405, or 404 without the code that a missing webhook has. It did nothing. */
function isVerbUnknown(error: unknown): boolean {
  return (
    (isProblem(error, 'unexpected') && error.problem.status === 405) ||
    (isProblem(error, 'notFound') && error.code !== 'not_found')
  );
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

/** Parses an answer. `effect`: what is known when it cannot be read; a write may have been done. */
export function readable<T>(parse: (body: unknown) => T, answer: Answer, effect: Effect = 'none'): T {
  try {
    return parse(answer.body);
  } catch (error) {
    throw new LettrError({ kind: 'unreadable', status: answer.status }, { effect, cause: error });
  }
}

function pathOf(id: string): string {
  // A URL would resolve dot segments to another resource, and cannot hold half a surrogate pair.
  if (id === '' || id === '.' || id === '..' || /\p{Cs}/u.test(id)) {
    throw new LettrError({ kind: 'notFound' });
  }
  return `/webhooks/${encodeURIComponent(id)}`;
}
