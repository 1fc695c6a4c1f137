import { createHash, timingSafeEqual } from 'node:crypto';

import express from 'express';

const app = express();

app.post('/webhooks/lettr', authorize, express.json({ limit: '5mb' }), (request, response) => {
  // Answer first: Lettr waits about 10 seconds, and sends the batch again unless it gets a 200.
  response.sendStatus(200);
  setImmediate(() => receive(request.body));
});

function authorize(request, response, next) {
  if (isAuthorized(request.get('authorization'))) return next();
  response.set('WWW-Authenticate', 'Basic').sendStatus(401);
}

// Compares digests of the whole header: in constant time, and a password may contain a colon.
function isAuthorized(header = '') {
  const { WEBHOOK_USERNAME: username, WEBHOOK_PASSWORD: password } = process.env;
  if (!username || !password) return false;
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const digest = (text) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header), digest(expected));
}

// Lettr may deliver an event twice. A unique column in your database also remembers it after a restart.
const seen = new Set();

function receive(batch) {
  for (const envelope of Array.isArray(batch) ? batch : []) {
    // Lettr checks an endpoint with an empty msys.
    const [event] = Object.values(envelope?.msys ?? {});
    if (!event || seen.has(event.event_id)) continue;
    seen.add(event.event_id);
    // Ignore types you don't know: Lettr may add more.
    if (event.type === 'bounce') {
      // Your code: event.rcpt_to, event.reason, …
    }
  }
}

app.listen(process.env.PORT ?? 3000);
