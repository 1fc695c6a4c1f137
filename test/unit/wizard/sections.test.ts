import assert from 'node:assert/strict';

import type { DraftField, Webhook } from '../../../src/api/types.ts';
import { type WebhookForm, emptyForm, formOf } from '../../../src/wizard/form.ts';
import { type Section, sectionOf, sectionRows } from '../../../src/wizard/sections.ts';
import { webhook } from '../api/harness.ts';

const KNOWN = webhook({
  events: ['message.bounce', 'message.open'],
  authentication: 'basic',
  hasCredentials: true,
});

function rows(
  known: Webhook,
  fields: Partial<WebhookForm> = {},
): readonly (readonly [string, string, string])[] {
  return sectionRows({ ...formOf(known), ...fields }, known).map(({ label, description, isChanged }) => [
    label,
    description,
    isChanged ? 'changed' : '',
  ]);
}

describe('the menu of the edit wizard', () => {
  it('shows the fields with their present values', () => {
    assert.deepEqual(rows(KNOWN), [
      ['Name', 'One', ''],
      ['Endpoint URL', 'https://one.example.com/', ''],
      ['Events', '2 events', ''],
      ['Authentication', 'Basic, credentials stored', ''],
      ['Enabled', 'yes', ''],
    ]);
    assert.deepEqual(
      rows(webhook({ events: undefined, enabled: false })).map(([, value]) => value),
      ['One', 'https://one.example.com/', 'events not given', 'None', 'no'],
    );
    assert.equal(rows(webhook({ events: 'all' }))[2]?.[1], 'all events');
  });

  it('shows what changed', () => {
    assert.deepEqual(
      rows(KNOWN, {
        name: 'New',
        url: 'https://new.example.com/',
        events: ['message.open'],
        authentication: 'oauth2',
        enabled: false,
      }),
      [
        ['Name', 'New', 'changed'],
        ['Endpoint URL', 'https://new.example.com/', 'changed'],
        ['Events', '1 event', 'changed'],
        ['Authentication', 'OAuth 2.0', 'changed'],
        ['Enabled', 'no', 'changed'],
      ],
    );
  });

  it('shows the events that stay when none are selected', () => {
    assert.deepEqual(rows(KNOWN, { events: [] })[2], ['Events', '2 events', '']);
  });

  it('is harmless', () => {
    const evil = webhook({
      name: '[x](command:y)$(bug)',
      url: 'https://x.com/[x](command:y)',
      authentication: '$(bug)',
    });
    for (const [, text] of rows(evil)) {
      assert.doesNotMatch(text, /\]\(|\$\(/);
    }
  });

  it('has a part for every field that the server may refuse', () => {
    const sections: Readonly<Partial<Record<DraftField, Section>>> = {
      name: 'name',
      url: 'url',
      eventsMode: 'events',
      events: 'events',
      authentication: 'authentication',
      username: 'authentication',
      password: 'authentication',
      clientId: 'authentication',
      clientSecret: 'authentication',
      tokenUrl: 'authentication',
      enabled: 'enabled',
    };
    // What was generated is told by the password's own part.
    const { generatedPassword: _, ...fields } = emptyForm();
    for (const field of Object.keys(fields)) {
      assert.ok(sectionOf(field), field);
    }
    for (const [field, section] of Object.entries(sections)) {
      assert.equal(sectionOf(field), section, field);
    }
    assert.equal(sectionOf('review'), undefined);
    assert.equal(sectionOf(undefined), undefined);
  });
});
