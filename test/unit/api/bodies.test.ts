import assert from 'node:assert/strict';

import type { Authentication, WebhookPatch } from '../../../src/api/types.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { DRAFT, ORDERS, problemIn, testClient } from './harness.ts';

const BASIC: Authentication = { type: 'basic', username: 'me', password: 'secret:word' };
const OAUTH2: Authentication = {
  type: 'oauth2',
  clientId: 'client',
  clientSecret: 'secret',
  tokenUrl: 'https://auth.example.com/token',
};

describe('what is sent', () => {
  let sim: Simulator;

  before(async () => {
    sim = await startSimulator({ rateLimit: false, updateVerb: 'both' });
  });
  beforeEach(() => sim.reset());
  after(() => sim.close());

  it('creates with no, basic and oauth2 authentication', async () => {
    const bodies = [
      [{ type: 'none' }, { auth_type: 'none' }],
      [BASIC, { auth_type: 'basic', auth_username: 'me', auth_password: 'secret:word' }],
      [
        OAUTH2,
        {
          auth_type: 'oauth2',
          oauth_client_id: 'client',
          oauth_client_secret: 'secret',
          oauth_token_url: 'https://auth.example.com/token',
        },
      ],
    ] as const;
    for (const [authentication, wire] of bodies) {
      sim.reset({ empty: true });
      const created = await testClient(sim).webhooks.create({ ...DRAFT, authentication });
      const { method, path, body } = sim.requests[0] ?? {};
      assert.deepEqual(
        { method, path, body },
        {
          method: 'POST',
          path: '/webhooks',
          body: { name: DRAFT.name, url: DRAFT.url, events_mode: 'all', ...wire },
        },
      );
      assert.equal(created.authentication, authentication.type);
      assert.equal(created.hasCredentials, authentication.type !== 'none');
      assert.equal(created.events, 'all');
    }
  });

  it('creates with selected events', async () => {
    const events = ['message.bounce', 'relay.relay_delivery'];
    const created = await testClient(sim).webhooks.create({ ...DRAFT, events });
    assert.deepEqual(sim.requests[0]?.body, {
      name: DRAFT.name,
      url: DRAFT.url,
      auth_type: 'none',
      events_mode: 'selected',
      events,
    });
    assert.deepEqual(created.events, events);
  });

  it('updates only the fields that are given, and never `target`', async () => {
    const patches: readonly (readonly [WebhookPatch, unknown])[] = [
      [{ name: 'Other' }, { name: 'Other' }],
      [{ url: 'https://other.example.com/' }, { url: 'https://other.example.com/' }],
      [{ events: ['message.delay'] }, { events: ['message.delay'] }],
      [{ enabled: false }, { active: false }],
      [
        { enabled: true, name: 'Again' },
        { active: true, name: 'Again' },
      ],
      [{ authentication: { type: 'none' } }, { auth_type: 'none' }],
      [{ authentication: BASIC }, { auth_type: 'basic', auth_username: 'me', auth_password: 'secret:word' }],
      [
        { authentication: OAUTH2 },
        {
          auth_type: 'oauth2',
          oauth_client_id: 'client',
          oauth_client_secret: 'secret',
          oauth_token_url: 'https://auth.example.com/token',
        },
      ],
    ];
    for (const [patch, body] of patches) {
      sim.reset();
      await testClient(sim).webhooks.update(ORDERS, patch);
      assert.deepEqual(
        sim.requests.map((request) => request.body),
        [body],
      );
    }
  });

  it('returns the webhook as the update left it', async () => {
    const patch = { name: 'Other', enabled: false, events: ['message.delay'] };
    const updated = await testClient(sim).webhooks.update(ORDERS, patch);
    assert.deepEqual({ ...updated, ...patch }, updated);
    assert.equal(updated.id, ORDERS);
  });

  it('brings a webhook from one authentication to the next with all its credentials', async () => {
    const client = testClient(sim);
    for (const authentication of [OAUTH2, BASIC, { type: 'none' } as const]) {
      const { authentication: type, hasCredentials } = await client.webhooks.update(ORDERS, {
        authentication,
      });
      assert.equal(type, authentication.type);
      assert.equal(hasCredentials, type !== 'none');
    }
  });

  it('writes an id as one segment of the path', async () => {
    const client = testClient(sim);
    for (const id of ['a/b', 'ü?x=1#y', '../webhooks']) {
      assert.equal((await problemIn(client.webhooks.get(id))).problem.kind, 'notFound');
      assert.equal(sim.requests[0]?.path, `/webhooks/${encodeURIComponent(id)}`);
      sim.clearRequests();
    }
  });

  it('sends nothing for an id that would lead to another path', async () => {
    const client = testClient(sim);
    for (const id of ['', '.', '..', '\ud800']) {
      for (const work of [
        client.webhooks.get(id),
        client.webhooks.delete(id),
        client.webhooks.update(id, { enabled: true }),
      ]) {
        assert.equal((await problemIn(work)).problem.kind, 'notFound');
      }
    }
    assert.equal(sim.requests.length, 0);
  });
});
