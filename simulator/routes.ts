import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { unknownRoute, wrongVerb, type Answer } from './answers.ts';
import { refusal } from './gate.ts';
import { listEmailEvents } from './eventQuery.ts';
import { fieldsOf } from './json.ts';
import type { Identity } from './keys.ts';
import {
  authCheck,
  createWebhook,
  deleteWebhook,
  health,
  listWebhooks,
  showWebhook,
  updateWebhook,
  type Operation,
} from './operations.ts';
import type { Parts } from './parts.ts';
import { breakOff, isReplacement, replacement } from './strike.ts';

type ApiRequest = FastifyRequest<{ Params: { webhookId?: string } }>;
type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type RouteTable = Readonly<Record<string, Partial<Record<Verb, Operation>>>>;

/** Every path below `/api`, and the verbs it knows. */
function routeTable(updateVerb: 'put' | 'patch' | 'both'): RouteTable {
  return {
    '/health': { GET: health },
    '/auth/check': { GET: authCheck },
    '/webhooks': { GET: listWebhooks, POST: createWebhook },
    '/webhooks/:webhookId': {
      GET: showWebhook,
      ...(updateVerb === 'patch' ? {} : { PUT: updateWebhook }),
      ...(updateVerb === 'put' ? {} : { PATCH: updateWebhook }),
      DELETE: deleteWebhook,
    },
    '/emails/events': { GET: listEmailEvents },
  };
}

/** Adds the API to an instance that is mounted at `/api`. */
export function addApiRoutes(app: FastifyInstance, parts: Parts): void {
  const table = routeTable(parts.options.updateVerb);
  for (const [url, verbs] of Object.entries(table)) {
    for (const [method, operation] of Object.entries(verbs)) {
      app.route<{ Params: { webhookId?: string } }>({
        method,
        url,
        handler: (request, reply) => serve(parts, operation, request, reply),
      });
    }
  }
  app.setNotFoundHandler((request: ApiRequest, reply) =>
    serve(parts, unrouted(table, request), request, reply),
  );
}

/** Laravel matches the route before any middleware, so neither key nor limit plays a part in these. */
function unrouted(table: RouteTable, request: ApiRequest): Operation {
  const path = request.url.split('?', 1)[0]?.replace(/\/+$/, '') ?? '';
  const below = path.replace(/^\/api/, '');
  const row = Object.entries(table).find(
    ([url]) => below.replace(/^\/webhooks\/[^/]+$/, '/webhooks/:webhookId') === url,
  );
  const shown = path.slice(1);
  if (!row) return { access: 'open', run: () => unknownRoute(shown) };
  const allow = Object.keys(row[1]).flatMap((verb) => (verb === 'GET' ? ['GET', 'HEAD'] : [verb]));
  return { access: 'open', run: () => wrongVerb(request.method, shown, allow) };
}

/** Answers one request, unless a fault keeps it from doing so. */
async function serve(parts: Parts, operation: Operation, request: ApiRequest, reply: FastifyReply) {
  const identity = parts.keys.identify(request.headers.authorization);
  const entry = parts.log.add(request, identity.name);
  const fault = parts.faults.claim(entry.method, entry.path);
  const after = fault?.phase === 'after';
  const ownHeaders = () => ({
    'x-correlation-id': entry.correlationId,
    ...parts.limits.headers(identity.key),
  });
  const finish = (answer: Answer) => {
    entry.status = answer.status;
    return send(reply, { ...answer, headers: { ...ownHeaders(), ...answer.headers } });
  };
  const finishFromOutside = (answer: Answer) => {
    entry.status = answer.status;
    return send(reply, answer);
  };
  if (!fault) return finish(await decide(parts, operation, identity, request));
  if (fault.kind === 'delay') {
    const answer = after ? await decide(parts, operation, identity, request) : undefined;
    await sleep(fault.ms, undefined, { signal: parts.closing });
    return finish(answer ?? (await decide(parts, operation, identity, request)));
  }
  // A slow answer is a whole one, so the request behind it is carried out in either phase.
  const carriedOut = after || fault.kind === 'slow';
  const answer = carriedOut ? await decide(parts, operation, identity, request) : untouched;
  if (isReplacement(fault)) {
    const instead = replacement(fault, operation);
    // A page or a text in place of the answer comes from something that stands before Lettr.
    return fault.kind === 'status' || fault.kind === 'authUnavailable'
      ? finish(instead)
      : finishFromOutside(instead);
  }
  const headers = { ...ownHeaders(), ...answer.headers };
  entry.status = await breakOff(reply, fault, { ...answer, headers }, parts.closing);
  return reply;
}

/** What a truncated answer to a request that was never carried out is cut from. */
const untouched: Answer = { status: 200, body: { message: 'This answer will not arrive in one piece.' } };

async function decide(parts: Parts, operation: Operation, identity: Identity, request: ApiRequest) {
  const refused = refusal(parts, operation.access, identity, request.ip);
  if (refused) return refused;
  const { webhookId: id = '' } = request.params;
  const team = identity.key?.team ?? 0;
  return operation.run(parts, { team, id, body: fieldsOf(request.body), query: queryOf(request.query) });
}

function queryOf(query: unknown): Record<string, string> {
  const parameters = Object.entries(fieldsOf(query)).map(([name, value]): [string, unknown] => [
    name,
    Array.isArray(value) ? value.at(-1) : value,
  ]);
  return Object.fromEntries(parameters.map(([name, value]) => [name, String(value)]));
}

function send(reply: FastifyReply, { status, body, raw, headers }: Answer): FastifyReply {
  return reply
    .code(status)
    .headers({ 'content-type': 'application/json', ...headers })
    .send(raw ?? JSON.stringify(body));
}
