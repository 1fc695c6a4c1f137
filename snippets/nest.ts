// In main.ts, let a batch be as large as Lettr's: app.useBodyParser('json', { limit: '5mb' })
import { createHash, timingSafeEqual } from 'node:crypto';

import { Body, Controller, Headers, HttpCode, Post, UnauthorizedException } from '@nestjs/common';

interface LettrEvent {
  type: string;
  event_id: string;
  rcpt_to?: string;
  reason?: string;
}

@Controller('webhooks/lettr')
export class LettrWebhookController {
  // Lettr may deliver an event twice. A unique column in your database also remembers it after a restart.
  private readonly seen = new Set<string>();

  // Nest answers a POST with 201; Lettr expects 200.
  @Post()
  @HttpCode(200)
  deliver(@Headers('authorization') authorization: string | undefined, @Body() batch: unknown): void {
    if (!isAuthorized(authorization ?? '')) throw new UnauthorizedException();
    // Answer first: Lettr waits about 10 seconds, and sends the batch again unless it gets a 200.
    setImmediate(() => this.receive(batch));
  }

  private receive(batch: unknown): void {
    for (const envelope of Array.isArray(batch) ? batch : []) {
      // Lettr checks an endpoint with an empty msys.
      const [event] = Object.values<LettrEvent>(envelope?.msys ?? {});
      if (!event || this.seen.has(event.event_id)) continue;
      this.seen.add(event.event_id);
      // Ignore types you don't know: Lettr may add more.
      if (event.type === 'bounce') {
        // Your code: event.rcpt_to, event.reason, …
      }
    }
  }
}

// Compares digests of the whole header: in constant time, and a password may contain a colon.
function isAuthorized(header: string): boolean {
  const { WEBHOOK_USERNAME: username, WEBHOOK_PASSWORD: password } = process.env;
  if (!username || !password) return false;
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header), digest(expected));
}
