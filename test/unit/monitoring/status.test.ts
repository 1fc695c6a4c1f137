import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { type AccountStatus, statusContent } from '../../../src/monitoring/status.ts';
import { absoluteTime } from '../../../src/webhooks/times.ts';

const LOADED = Date.UTC(2030, 0, 1, 10);
const NEXT = LOADED + 60_000;

const ACME: Account = {
  id: 'a',
  name: 'Acme',
  origin: 'https://x.example.com',
  mode: 'live',
  teamId: 1,
  source: 'stored',
};

function status(change: Partial<AccountStatus> = {}): AccountStatus {
  return {
    account: ACME,
    failing: [],
    loadedAt: LOADED,
    isOutdated: false,
    next: { kind: 'at', at: NEXT },
    quota: undefined,
    ...change,
  };
}

function named(...names: readonly string[]): AccountStatus['failing'] {
  return names.map((name) => ({ id: name, name }));
}

function hover(...accounts: readonly AccountStatus[]): readonly string[] {
  return statusContent(accounts, 'always', 'en')?.hover.split('\n') ?? [];
}

describe('the status bar item', () => {
  it('is shown by itself only while something fails', () => {
    assert.equal(statusContent([status()], 'auto'), undefined);
    assert.equal(
      statusContent([status({ failing: named('One') })], 'auto')?.text,
      '$(error) 1 webhook failing',
    );
  });

  it('is always shown once a list was read, when that is asked for', () => {
    assert.equal(statusContent([status()], 'always')?.text, '$(pass) Lettr');
    assert.equal(statusContent([status({ loadedAt: undefined })], 'always'), undefined);
    assert.equal(statusContent([], 'always'), undefined);
  });

  it('is never shown when that is asked for', () => {
    assert.equal(statusContent([status({ failing: named('One') })], 'never'), undefined);
  });

  it('counts over all accounts', () => {
    const content = statusContent(
      [status({ failing: named('One') }), status({ failing: named('Two') })],
      'auto',
    );
    assert.equal(content?.text, '$(error) 2 webhooks failing');
    assert.equal(content?.label, 'Lettr: 2 webhooks failing');
  });

  it('counts a webhook once that two accounts of one team list', () => {
    const other = { ...ACME, id: 'b', name: 'Beta' };
    const failing = named('One', 'Two');
    const both = [status({ failing }), status({ account: other, failing: named('One') })];
    assert.equal(statusContent(both, 'auto')?.text, '$(error) 2 webhooks failing');
    for (const change of [{ teamId: 2 }, { teamId: undefined }, { origin: 'https://y.example.com' }]) {
      const apart = status({ account: { ...other, ...change }, failing: named('One') });
      assert.equal(statusContent([status({ failing }), apart], 'auto')?.text, '$(error) 3 webhooks failing');
    }
  });

  it('has a label in words for those who do not see its icon', () => {
    assert.equal(statusContent([status()], 'always')?.label, 'Lettr: no webhooks failing');
  });
});

describe('the hover of the status bar item', () => {
  it('names what fails, the last refresh and the next one', () => {
    assert.deepEqual(hover(status({ failing: named('CRM sync') })), [
      '1 webhook failing',
      '• CRM sync',
      `Last refresh: ${absoluteTime(LOADED, 'en')}`,
      `Next automatic refresh: ${absoluteTime(NEXT, 'en')}`,
    ]);
  });

  it('names the first five', () => {
    const lines = hover(status({ failing: named('1', '2', '3', '4', '5', '6', '7') }));
    assert.deepEqual(lines.slice(0, 7), [
      '7 webhooks failing',
      '• 1',
      '• 2',
      '• 3',
      '• 4',
      '• 5',
      '… and 2 more',
    ]);
  });

  it('has no icon and no line that a webhook named', () => {
    const [, name] = hover(status({ failing: named('$(trash)\nLast refresh: never') }));
    assert.equal(name, '• $ (trash) Last refresh: never');
  });

  it('names the accounts when there are several', () => {
    const lines = hover(status(), status({ account: { ...ACME, name: 'Beta', mode: 'sandbox' } }));
    assert.equal(lines[0], 'live · Acme');
    assert.equal(lines[5], 'sandbox · Beta');
  });

  for (const [why, words] of [
    ['off', 'Automatic refresh is turned off in the settings'],
    ['quotaUnknown', 'Automatic refresh is paused until Lettr reports the sandbox limits'],
    ['quotaLow', "Automatic refresh is paused to save what's left of today's sandbox requests"],
    ['rejected', "Automatic refresh is paused: the API key or the API URL wasn't accepted"],
    ['unfocused', 'Automatic refresh is paused while this window is in the background'],
    ['hidden', 'Automatic refresh is paused while the view is hidden'],
  ] as const) {
    it(`says why there is no next refresh (${why})`, () => {
      assert.equal(hover(status({ next: { kind: 'never', why } })).at(-1), words);
    });
  }

  it('says that the last attempt failed', () => {
    assert.ok(hover(status({ isOutdated: true })).includes('The last refresh failed'));
  });

  it('says what is left of the day of a sandbox key', () => {
    const quota = {
      second: undefined,
      minute: undefined,
      day: { limit: 100, remaining: 87 },
      at: LOADED,
    };
    assert.equal(
      hover(status({ quota })).at(-1),
      `Sandbox requests left today: 87 of 100 (as of ${absoluteTime(LOADED, 'en')})`,
    );
  });
});
