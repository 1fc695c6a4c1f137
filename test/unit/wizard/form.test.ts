import assert from 'node:assert/strict';

import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import type { Webhook } from '../../../src/api/types.ts';
import {
  type WebhookForm,
  draftOf,
  emptyForm,
  formCopying,
  formLike,
  formOf,
  generatedCredentials,
  isTouched,
  patchOf,
  patchSize,
  rebase,
} from '../../../src/wizard/form.ts';
import { webhook } from '../api/harness.ts';

const TWO = ['message.bounce', 'engagement.click'];
const BASIC = { authentication: 'basic', username: 'lettr', password: ' s3cret ' } as const;
const OAUTH2 = {
  authentication: 'oauth2',
  clientId: ' id ',
  clientSecret: ' secret ',
  tokenUrl: ' https://auth.example.com/token ',
} as const;

function typed(fields: Partial<WebhookForm> = {}): WebhookForm {
  return {
    ...emptyForm(),
    name: 'Orders',
    url: 'https://example.com/',
    eventsMode: 'all',
    authentication: 'none',
    ...fields,
  };
}

/** A form of `known` in which a person changed `fields`. */
function edited(known: Webhook, fields: Partial<WebhookForm>): WebhookForm {
  return { ...formOf(known), ...fields };
}

describe('the form of a webhook', () => {
  describe('as a draft', () => {
    it('has the name and the URL without the spaces around them', () => {
      assert.deepEqual(draftOf(typed({ name: '  Orders \t', url: ' https://example.com/ ' })), {
        name: 'Orders',
        url: 'https://example.com/',
        events: 'all',
        authentication: { type: 'none' },
      });
    });

    it('has the username and the password as typed', () => {
      assert.deepEqual(draftOf(typed(BASIC)).authentication, {
        type: 'basic',
        username: 'lettr',
        password: ' s3cret ',
      });
    });

    it('has the OAuth 2.0 credentials, the secret as typed', () => {
      assert.deepEqual(draftOf(typed(OAUTH2)).authentication, {
        type: 'oauth2',
        clientId: 'id',
        clientSecret: ' secret ',
        tokenUrl: 'https://auth.example.com/token',
      });
    });

    it('leaves out the credentials of another authentication', () => {
      const draft = draftOf(typed({ ...OAUTH2, ...BASIC }));
      assert.deepEqual(Object.keys(draft.authentication), ['type', 'username', 'password']);
      assert.deepEqual(draftOf(typed({ ...BASIC, authentication: 'none' })).authentication, { type: 'none' });
    });

    it('has the selected events, and not those of a selection that was given up', () => {
      assert.deepEqual(draftOf(typed({ eventsMode: 'selected', events: TWO })).events, TWO);
      assert.equal(draftOf(typed({ eventsMode: 'all', events: TWO })).events, 'all');
    });

    it('is refused while a choice is missing', () => {
      for (const missing of [
        { eventsMode: undefined },
        { authentication: undefined },
        { authentication: 'keep' },
      ] as const) {
        assert.throws(() => draftOf(typed(missing)), /not complete/);
      }
    });
  });

  describe('of a webhook that is there', () => {
    it('shows it as it is', () => {
      const known = webhook({
        name: 'A',
        url: 'https://a.example.com/',
        events: TWO,
        authentication: 'basic',
        enabled: false,
      });
      assert.deepEqual(formOf(known), {
        ...emptyForm(),
        name: 'A',
        url: 'https://a.example.com/',
        eventsMode: 'selected',
        events: TWO,
        authentication: 'keep',
        enabled: false,
      });
    });

    it('starts from every type when all events are given up', () => {
      const form = formOf(webhook({ events: 'all' }));
      assert.equal(form.eventsMode, 'all');
      assert.deepEqual(form.events, EVENT_TYPE_NAMES);
    });

    it('does not take events that were not given for all', () => {
      const form = formOf(webhook({ events: undefined }));
      assert.equal(form.eventsMode, 'selected');
      assert.deepEqual(form.events, []);
    });

    it('keeps what is not known about the authentication', () => {
      assert.equal(formOf(webhook({ authentication: 'none' })).authentication, 'none');
      assert.equal(formOf(webhook({ authentication: 'mtls' })).authentication, 'keep');
    });

    it('makes the same one again, without credentials', () => {
      for (const authentication of ['none', 'basic', 'oauth2'] as const) {
        const form = formLike(webhook({ authentication, events: TWO, enabled: false }));
        assert.equal(form.authentication, authentication);
        assert.equal(form.enabled, false);
        assert.deepEqual(form.events, TWO);
        assert.deepEqual(
          [form.username, form.password, form.clientId, form.clientSecret, form.tokenUrl],
          ['', '', '', '', ''],
        );
      }
      assert.equal(formLike(webhook({ authentication: 'mtls' })).authentication, undefined);
    });

    it('makes a copy that says so in its name', () => {
      const one = webhook({ authentication: 'basic', events: TWO });
      assert.deepEqual(formCopying(one), { ...formLike(one), name: 'One (copy)' });
      const nameOf = (name: string): string => formCopying(webhook({ name })).name;
      assert.equal(nameOf('😀'.repeat(255)), `${'😀'.repeat(17)} (copy)`);
      assert.equal(nameOf('Order Notifications'), 'Order Notificatio (copy)');
      assert.equal(nameOf('Order notification a b'), 'Order notificatio (copy)');
      // What is seen as one character is not cut in two.
      assert.equal(nameOf('Family of the year 👩‍👩‍👧‍👦'), 'Family of the yea (copy)');
      assert.equal(nameOf('A family: 👩‍👩‍👧‍👦👩‍👩‍👧‍👦'), 'A family: 👩‍👩‍👧‍👦 (copy)');
    });
  });

  describe('as a patch', () => {
    const known = webhook({ events: TWO, authentication: 'basic', hasCredentials: true });

    it('is empty when nothing changed', () => {
      const odd = { name: ' spaced ', url: 'https://one.example.com/ ', authentication: 'mtls' };
      for (const one of [
        known,
        webhook(),
        webhook({ events: undefined, enabled: false }),
        webhook({ events: ['a.new.type'], authentication: 'oauth2' }),
        webhook(odd),
      ]) {
        assert.deepEqual(patchOf(formOf(one), one), {});
      }
      assert.equal(patchSize({}), 0);
    });

    it('has each field alone', () => {
      const changes: readonly (readonly [Partial<WebhookForm>, object])[] = [
        [{ name: ' New ' }, { name: 'New' }],
        [{ url: ' https://new.example.com/ ' }, { url: 'https://new.example.com/' }],
        [{ events: ['message.bounce'] }, { events: ['message.bounce'] }],
        [{ authentication: 'none' }, { authentication: { type: 'none' } }],
        [BASIC, { authentication: { type: 'basic', username: 'lettr', password: ' s3cret ' } }],
        [{ enabled: false }, { enabled: false }],
      ];
      for (const [fields, patch] of changes) {
        assert.deepEqual(patchOf(edited(known, fields), known), patch);
        assert.equal(patchSize(patch), 1);
      }
    });

    it('has all of them together', () => {
      const form = edited(known, {
        name: 'New',
        url: 'https://new.example.com/',
        events: ['message.open'],
        enabled: false,
        ...OAUTH2,
      });
      assert.deepEqual(Object.keys(patchOf(form, known)), [
        'name',
        'url',
        'events',
        'authentication',
        'enabled',
      ]);
    });

    it('sends the credentials again even where the kind of authentication stays', () => {
      assert.deepEqual(patchOf(edited(known, { ...BASIC, password: 'new' }), known).authentication, {
        type: 'basic',
        username: 'lettr',
        password: 'new',
      });
    });

    it('keeps the credentials, and no authentication where there is none', () => {
      assert.deepEqual(patchOf(edited(known, { ...BASIC, authentication: 'keep' }), known), {});
      assert.deepEqual(patchOf(edited(webhook(), { authentication: 'none' }), webhook()), {});
    });

    it('does not mind the order of the events', () => {
      assert.deepEqual(patchOf(edited(known, { events: TWO.toReversed() }), known), {});
      assert.deepEqual(patchOf(edited(known, { events: [...TWO, ...TWO] }), known), {});
    });

    it('can name every type where all events were followed', () => {
      const all = webhook({ events: 'all' });
      assert.deepEqual(patchOf(edited(all, { eventsMode: 'selected' }), all), { events: EVENT_TYPE_NAMES });
    });

    it('never returns to all events, and never selects none', () => {
      assert.deepEqual(patchOf(edited(known, { eventsMode: 'all' }), known), {});
      assert.deepEqual(patchOf(edited(known, { events: [] }), known), {});
    });
  });

  describe('after a change elsewhere', () => {
    const before = webhook({ events: TWO, authentication: 'basic' });
    const now = webhook({
      name: 'Theirs',
      url: 'https://theirs.example.com/',
      enabled: false,
      events: ['relay.relay_injection'],
      authentication: 'none',
    });

    it('follows in the fields that nobody touched', () => {
      const form = formOf(before);
      rebase(form, before, now);
      assert.deepEqual(form, formOf(now));
      assert.deepEqual(patchOf(form, now), {});
    });

    it('keeps the fields that were touched', () => {
      const mine: Partial<WebhookForm> = {
        name: 'Mine',
        url: 'https://mine.example.com/',
        events: ['message.open'],
        ...OAUTH2,
      };
      const form = edited(before, mine);
      rebase(form, before, now);
      assert.deepEqual(form, { ...formOf(now), ...mine });
    });

    it('keeps one touched field and follows in the others', () => {
      const form = edited(before, { enabled: false });
      const elsewhere = { ...before, name: 'Theirs', enabled: true };
      rebase(form, before, elsewhere);
      assert.deepEqual(patchOf(form, elsewhere), { enabled: false });
      assert.equal(form.name, 'Theirs');
    });

    it('does not count the order of events as touched', () => {
      const form = edited(before, { events: TWO.toReversed() });
      rebase(form, before, now);
      assert.deepEqual(form.events, now.events);
    });

    it('does not count a selection as touched that was given up for all events', () => {
      const all = webhook({ events: 'all' });
      const form = edited(all, { eventsMode: 'all', events: ['message.open'] });
      rebase(form, all, now);
      assert.deepEqual([form.eventsMode, form.events], ['selected', now.events]);
    });

    it('keeps a selection that was made of all events', () => {
      const all = webhook({ events: 'all' });
      const form = edited(all, { eventsMode: 'selected', events: ['message.open'] });
      rebase(form, all, { ...all, events: TWO });
      assert.deepEqual([form.eventsMode, form.events], ['selected', ['message.open']]);
    });

    it('keeps credentials that somebody else put there', () => {
      const open = webhook();
      const form = formOf(open);
      rebase(form, open, { ...open, authentication: 'oauth2' });
      assert.equal(form.authentication, 'keep');
    });
  });

  describe('is touched', () => {
    it('by every field', () => {
      const changes: readonly Partial<WebhookForm>[] = [
        { name: 'x' },
        { url: 'x' },
        { eventsMode: 'all' },
        { events: ['message.open'] },
        { authentication: 'none' },
        { username: 'x' },
        { password: 'x' },
        { clientId: 'x' },
        { clientSecret: 'x' },
        { tokenUrl: 'x' },
        { enabled: false },
        { generatedPassword: 'x' },
      ];
      for (const change of changes) {
        assert.ok(isTouched({ ...emptyForm(), ...change }, emptyForm()), JSON.stringify(change));
      }
      assert.equal(changes.length, Object.keys(emptyForm()).length);
    });

    it('by nothing but a change', () => {
      assert.ok(!isTouched(emptyForm(), emptyForm()));
      const known = webhook({ events: TWO });
      assert.ok(!isTouched(edited(known, { events: TWO.toReversed() }), formOf(known)));
    });
  });
});

describe('the generated credentials of a form', () => {
  const generated = { ...BASIC, password: 'made', generatedPassword: 'made' } as const;

  it('are those that are sent', () => {
    assert.deepEqual(generatedCredentials(typed(generated)), { username: 'lettr', password: 'made' });
  });

  it('are none when the password was typed, also over a generated one', () => {
    assert.equal(generatedCredentials(typed(BASIC)), undefined);
    assert.equal(generatedCredentials(typed({ ...generated, password: 'mine' })), undefined);
    assert.equal(generatedCredentials(typed({ ...generated, password: 'made2' })), undefined);
  });

  it('are none when they are not sent', () => {
    for (const authentication of ['none', 'keep', 'oauth2', undefined] as const) {
      assert.equal(generatedCredentials(typed({ ...generated, authentication })), undefined);
    }
  });
});
