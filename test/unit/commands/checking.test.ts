import assert from 'node:assert/strict';

import { endpointToCheck } from '../../../src/commands/shared/checking.ts';
import { emptyForm, formOf } from '../../../src/wizard/form.ts';
import { webhook } from '../api/harness.ts';

describe('the endpoint of a form, to be checked', () => {
  it('has the credentials that were typed, as they would be sent', () => {
    const form = {
      ...emptyForm(),
      url: ' https://example.com/hook ',
      authentication: 'basic',
      username: 'lettr',
      password: 'a:b ',
    } as const;
    assert.deepEqual(endpointToCheck(form), {
      url: 'https://example.com/hook',
      authentication: 'basic',
      credentials: { type: 'basic', username: 'lettr', password: 'a:b ' },
    });
  });

  it('asks for those that stay at Lettr, which are not known here', () => {
    const before = webhook({ authentication: 'oauth2' });
    const edited = { accountId: 'a', webhook: before };
    assert.deepEqual(endpointToCheck({ ...formOf(before), url: 'https://example.com/new' }, edited), {
      url: 'https://example.com/new',
      authentication: 'oauth2',
      credentials: undefined,
    });
  });

  it('is that of the webhook as long as its URL stays', () => {
    const before = webhook({ authentication: 'none' });
    const edited = { accountId: 'a', webhook: before };
    const form = { ...formOf(before), name: 'Another name' };
    assert.deepEqual(endpointToCheck(form, edited).webhook, {
      accountId: 'a',
      id: before.id,
      name: before.name,
    });
    const other = { ...form, url: 'https://example.com/new' };
    assert.equal(endpointToCheck(other, edited).webhook, undefined);
    assert.equal(endpointToCheck(form).webhook, undefined);
  });

  it('needs none where the webhook has no authentication', () => {
    const before = webhook({ authentication: 'none' });
    assert.deepEqual(endpointToCheck(formOf(before), { accountId: 'a', webhook: before }).credentials, {
      type: 'none',
    });
  });
});
