import fastify, { type FastifyInstance } from 'fastify';
import { addControlRoutes } from './control.ts';
import { parseJson } from './json.ts';
import type { Parts } from './parts.ts';
import { addApiRoutes } from './routes.ts';

/** The API at `/api` and the remote control at `/control`, not yet listening. */
export async function buildServer(parts: Parts): Promise<FastifyInstance> {
  const app = fastify({
    // Without it, closing waits for kept and hanging connections.
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096 },
  });
  app.removeAllContentTypeParsers();
  // Laravel takes a broken body for an empty one and lets the validation speak.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
    done(null, parseJson(String(text)));
  });
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) =>
    reply.code(error.statusCode ?? 500).send({ message: error.message }),
  );
  await app.register(async (api) => addApiRoutes(api, parts), { prefix: '/api' });
  await app.register(async (control) => addControlRoutes(control, parts), { prefix: '/control' });
  return app;
}
