// app/webhooks/lettr/route.ts
import { createHash, timingSafeEqual } from 'node:crypto';

import { after } from 'next/server';

export async function POST(request: Request): Promise<Response> {
  if (!isAuthorized(request.headers.get('authorization') ?? '')) {
    return new Response(null, { status: 401, headers: { 'WWW-Authenticate': 'Basic' } });
  }
  let batch: unknown;
  try {
    batch = await request.json();
  } catch {
    return new Response(null, { status: 400 });
  }
  // Answer first: Lettr waits about 10 seconds, and sends the batch again unless it gets a 200.
  after(() => receive(batch));
  return new Response(null, { status: 200 });
}

// Compares digests of the whole header: in constant time, and a password may contain a colon.
function isAuthorized(header: string): boolean {
  const { WEBHOOK_USERNAME: username, WEBHOOK_PASSWORD: password } = process.env;
  if (!username || !password) return false;
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header), digest(expected));
}

interface LettrEvent {
  type: string;
  event_id: string;
  rcpt_to?: string;
  reason?: string;
}

// Lettr may deliver an event twice. A unique column in your database also remembers it after a restart.
const seen = new Set<string>();

function receive(batch: unknown): void {
  for (const envelope of Array.isArray(batch) ? batch : []) {
    // Lettr checks an endpoint with an empty msys.
    const [event] = Object.values<LettrEvent>(envelope?.msys ?? {});
    if (!event || seen.has(event.event_id)) continue;
    seen.add(event.event_id);
    // Ignore types you don't know: Lettr may add more.
    if (event.type === 'bounce') {
      // Your code: event.rcpt_to, event.reason, …
    }
  }
}
