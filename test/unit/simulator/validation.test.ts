import assert from 'node:assert/strict';
import { validateCreate, validateUpdate, type FieldErrors } from '../../../simulator/validation.ts';
import { fieldsOf } from '../../../simulator/json.ts';
import { at, call, useSimulator } from './harness.ts';

const valid = { name: 'A', url: 'https://a.example.com', auth_type: 'none', events_mode: 'all' };

function errorsOf(result: ReturnType<typeof validateCreate>): FieldErrors {
  return 'errors' in result ? result.errors : {};
}
const created = (changes: object) => errorsOf(validateCreate({ ...valid, ...changes }));
const updated = (body: object, auth: string | undefined = 'none') =>
  errorsOf(validateUpdate({ ...body }, auth));

describe('simulator: validation of a create', () => {
  it('asks for every required field', () => {
    assert.deepEqual(errorsOf(validateCreate({})), {
      name: ['The name field is required.'],
      url: ['The url field is required.'],
      auth_type: ['The auth type field is required.'],
      events_mode: ['The events mode field is required.'],
    });
    assert.deepEqual(created({ name: '  ' }), { name: ['The name field is required.'] });
    assert.deepEqual(created({}), {});
  });

  it('asks for the credentials of the chosen type only', () => {
    assert.deepEqual(created({ auth_type: 'basic', auth_username: 'u' }), {
      auth_password: ['The auth password field is required when auth type is basic.'],
    });
    assert.deepEqual(Object.keys(created({ auth_type: 'oauth2' })), [
      'oauth_client_id',
      'oauth_client_secret',
      'oauth_token_url',
    ]);
    assert.deepEqual(created({ auth_username: '', oauth_token_url: null }), {});
  });

  it('limits lengths in characters', () => {
    assert.deepEqual(created({ name: '😀'.repeat(24) }), {});
    assert.deepEqual(created({ name: 'x'.repeat(25) }), {
      name: ['The name field must not be greater than 24 characters.'],
    });
    const credentials = { auth_type: 'basic', auth_username: 'x'.repeat(256), auth_password: 'p' };
    assert.deepEqual(Object.keys(created(credentials)), ['auth_username']);
    assert.deepEqual(created({ url: `https://a.example.com/${'x'.repeat(2048)}` }), {
      url: ['The url field must not be greater than 2048 characters.'],
    });
  });

  it('refuses what is not a URL or not text', () => {
    for (const url of ['nonsense', 'ftp://a.example.com', 'https:a.example.com', 'https://a b', 'https://']) {
      assert.deepEqual(created({ url }), { url: ['The url field must be a valid URL.'] }, url);
    }
    assert.deepEqual(created({ name: 7 }), { name: ['The name field must be a string.'] });
    assert.deepEqual(created({ auth_type: 'token' }), { auth_type: ['The selected auth type is invalid.'] });
  });

  it('wants events for the selected mode and knows their names', () => {
    const required = { events: ['The events field is required when events mode is selected.'] };
    assert.deepEqual(created({ events_mode: 'selected' }), required);
    assert.deepEqual(created({ events_mode: 'selected', events: [] }), required);
    assert.deepEqual(created({ events_mode: 'selected', events: ['delivery', 'nope', 3] }), {
      'events.1': ['The selected events.1 is invalid.'],
      'events.2': ['The selected events.2 is invalid.'],
    });
    assert.deepEqual(created({ events_mode: 'some' }), {
      events_mode: ['The selected events mode is invalid.'],
    });
    assert.deepEqual(created({ events: 'delivery' }), { events: ['The events field must be an array.'] });
  });
});

describe('simulator: validation of an update', () => {
  it('refuses an empty one, and one of which nothing is known', () => {
    const empty = { body: ['At least one field must be provided.'] };
    assert.deepEqual(updated({}), empty);
    assert.deepEqual(updated({ events_mode: 'whatever' }), empty);
  });

  it('takes credentials only together with their type', () => {
    assert.deepEqual(Object.keys(updated({ auth_password: 'p' })), ['auth_type']);
  });

  it('checks each field it finds', () => {
    assert.deepEqual(updated({ active: 'yes', events: [], name: '', target: 'x' }), {
      name: ['The name field is required.'],
      target: ['The target field must be a valid URL.'],
      events: ['The events field must have at least 1 item.'],
      active: ['The active field must be true or false.'],
    });
    assert.deepEqual(updated({ events: null }), { events: ['The events field must be an array.'] });
  });

  it('wants all credentials on a change of type only', () => {
    assert.deepEqual(Object.keys(updated({ auth_type: 'basic' })), ['auth_username', 'auth_password']);
    assert.deepEqual(updated({ auth_type: 'basic' }, 'basic'), {});
  });
});

describe('simulator: the 422 answer', () => {
  const simulator = useSimulator();

  it('carries the messages by field', async () => {
    const { status, body } = await call(simulator(), 'POST', '/webhooks', { body: { ...valid, name: null } });
    assert.equal(status, 422);
    assert.deepEqual(body, {
      message: 'Validation failed.',
      error_code: 'validation_error',
      errors: { name: ['The name field is required.'] },
    });
  });

  it('takes broken JSON for an empty body', async () => {
    const response = await fetch(`${simulator().baseUrl}/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${simulator().keys.live}`, 'content-type': 'application/json' },
      body: '{"name":',
    });
    assert.equal(response.status, 422);
    assert.equal(Object.keys(fieldsOf(at(await response.json(), 'errors'))).length, 4);
  });
});
