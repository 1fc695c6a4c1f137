import type { FastifyInstance, FastifyReply } from 'fastify';
import { happened } from './emailEvents.ts';
import { emit } from './emit.ts';
import { parseFault } from './faults.ts';
import { fieldsOf } from './json.ts';
import { resetParts, type Parts } from './parts.ts';
import { putWebhook } from './put.ts';

/** Adds the remote control to an instance that is mounted at `/control`. What it cannot read it answers with 422. */
export function addControlRoutes(app: FastifyInstance, parts: Parts): void {
  app.setErrorHandler((error, _request, reply) => {
    const misused = error instanceof TypeError || error instanceof RangeError;
    return reply
      .code(misused ? 422 : 500)
      .send({ message: error instanceof Error ? error.message : String(error) });
  });
  app.post('/faults', (request, reply) => {
    const faults = Array.isArray(request.body) ? request.body : [request.body];
    for (const fault of faults.map(parseFault)) parts.faults.add(fault);
    return done(reply);
  });
  app.delete('/faults', (_request, reply) => {
    parts.faults.clear();
    return done(reply);
  });
  app.post('/reset', (request, reply) => {
    const { empty = parts.options.empty } = fieldsOf(request.body);
    resetParts(parts, empty === true);
    return done(reply);
  });
  app.post('/emit', (request) => {
    const { type, ...options } = fieldsOf(request.body);
    if (typeof type !== 'string') throw new TypeError('"type" is a string and must be there.');
    return emit(parts, type, options).then((deliveries) => ({ deliveries }));
  });
  app.get('/requests', () => ({ requests: parts.log.entries }));
  app.delete('/requests', (_request, reply) => {
    parts.log.clear();
    return done(reply);
  });
  app.post<{ Params: Record<'name' | 'action', string> }>('/keys/:name/:action', (request, reply) => {
    const { name, action } = request.params;
    if (action !== 'revoke' && action !== 'restore') throw new TypeError('A key can be revoked or restored.');
    parts.keys[action](name);
    return done(reply);
  });
  addWebhookRoutes(app, parts);
  addEventRoutes(app, parts);
}

function addEventRoutes(app: FastifyInstance, parts: Parts): void {
  app.get('/events', () => ({ events: parts.emailEvents.list() }));
  app.post('/events', (request, reply) => {
    const { type, ...options } = fieldsOf(request.body);
    if (typeof type !== 'string') throw new TypeError('"type" is a string and must be there.');
    return reply.code(201).send({ events: happened(parts.emailEvents, type, options) });
  });
  app.delete('/events', (_request, reply) => {
    parts.emailEvents.clear();
    return done(reply);
  });
}

function addWebhookRoutes(app: FastifyInstance, parts: Parts): void {
  app.get('/webhooks', () => ({ webhooks: parts.state.list() }));
  app.post('/webhooks', (request, reply) => {
    const { team, ...webhook } = fieldsOf(request.body);
    const put = putWebhook(parts.state, webhook, typeof team === 'number' ? team : undefined);
    return reply.code(201).send(put);
  });
  app.delete('/webhooks', (_request, reply) => {
    parts.state.replaceAll([]);
    return done(reply);
  });
  app.delete<{ Params: { id: string } }>('/webhooks/:id', (request, reply) => {
    const { id } = request.params;
    if (!parts.state.remove(id)) return reply.code(404).send({ message: `There is no webhook "${id}".` });
    return done(reply);
  });
}

function done(reply: FastifyReply): FastifyReply {
  return reply.code(204).send();
}
