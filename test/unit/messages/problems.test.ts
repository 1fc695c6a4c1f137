import assert from 'node:assert/strict';

import type { NetworkCause, Problem, ProblemKind } from '../../../src/api/errors.ts';
import type { RateLimit } from '../../../src/api/types.ts';
import {
  type ProblemContext,
  type Verb,
  type ActionId,
  tellProblem,
  tellWait,
} from '../../../src/messages/problems.ts';

const NOW = Date.UTC(2030, 5, 15, 12);
const CONTEXT: ProblemContext = {
  accountName: 'Acme',
  verb: 'create',
  hasProxy: false,
  now: NOW,
  language: 'en',
};

/** The rows of the error table that one kind of problem leads to, word by word. */
const TABLE: Readonly<Record<ProblemKind, readonly (readonly [Problem, string, ...ActionId[]])[]>> = {
  unauthorized: [[{ kind: 'unauthorized' }, 'Lettr rejected the API key of "Acme".', 'replaceKey']],
  insufficientScope: [
    [
      { kind: 'insufficientScope' },
      "This API key isn't allowed to create webhooks. Use a key with full access.",
      'switchAccount',
    ],
  ],
  sandboxRestricted: [
    [{ kind: 'sandboxRestricted' }, 'Sandbox keys can read webhooks but not change them.', 'switchAccount'],
  ],
  addressRefused: [
    [{ kind: 'addressRefused' }, "Lettr doesn't accept this API key from your network address.", 'showLog'],
  ],
  notFound: [[{ kind: 'notFound' }, 'The webhook no longer exists and was removed from the list.']],
  conflict: [[{ kind: 'conflict' }, 'Another webhook already uses this URL.', 'editUrl', 'revealIt']],
  invalid: [
    [
      {
        kind: 'invalid',
        fields: [
          { field: 'name', text: 'The name is odd.' },
          { field: undefined, text: 'So is the moon.' },
        ],
        text: 'The given data was invalid.',
      },
      "Lettr didn't accept this: The name is odd. So is the moon.",
      'review',
    ],
    [
      { kind: 'invalid', fields: [], text: 'Your plan has no room.' },
      "Lettr didn't accept this: Your plan has no room.",
      'review',
    ],
    [{ kind: 'invalid', fields: [], text: '' }, "Lettr didn't accept this and didn't say why.", 'review'],
  ],
  badEndpoint: [
    [
      { kind: 'badEndpoint' },
      "Lettr couldn't use this endpoint. It must be reachable from the internet on port 443 or 80 and answer HTTP 200.",
      'checkEndpoint',
      'editUrl',
    ],
  ],
  rateLimited: [],
  server: [
    [{ kind: 'server', status: 500 }, 'Lettr had an internal error (status 500).', 'tryAgain'],
    [{ kind: 'server', status: 502 }, 'Lettr had an internal error (status 502).', 'tryAgain'],
  ],
  blocked: [
    [
      { kind: 'blocked', by: 'proxy', status: 407 },
      "Couldn't reach Lettr: your proxy requires you to sign in (status 407).",
      'showLog',
    ],
    [
      { kind: 'blocked', by: 'network', status: 511 },
      "Couldn't reach Lettr: your network requires you to sign in first (status 511).",
      'showLog',
    ],
    [
      { kind: 'blocked', by: 'gateway', status: 403 },
      "Couldn't reach Lettr: a proxy or firewall blocked the request (status 403).",
      'showLog',
    ],
  ],
  accepted: [[{ kind: 'accepted' }, "Lettr accepted the request but hasn't carried it out yet.", 'refresh']],
  unreachable: [
    unreachable('timeout', undefined, "it didn't answer in time"),
    unreachable('dns', 'ENOTFOUND', "its host name couldn't be found"),
    unreachable('refused', 'ECONNREFUSED', 'the connection was refused'),
    unreachable('reset', 'ECONNRESET', 'the connection was closed before Lettr answered'),
    unreachable('tls', 'CERT_HAS_EXPIRED', "its certificate isn't trusted (CERT_HAS_EXPIRED)"),
    unreachable('tls', undefined, "its certificate isn't trusted (TLS)"),
    unreachable('other', 'EPROTO', 'the TLS connection failed (EPROTO)'),
    unreachable(
      'other',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'the TLS connection failed (ERR_SSL_WRONG_VERSION_NUMBER)',
    ),
    unreachable('other', 'EMFILE', 'the network failed (EMFILE)'),
    unreachable('other', undefined, 'the network failed'),
  ],
  unreadable: [
    [{ kind: 'unreadable', status: 200 }, 'Lettr returned an unexpected response (status 200).', 'showLog'],
  ],
  redirected: [
    [
      { kind: 'redirected', host: 'evil.example.com:8443' },
      "The server redirected to evil.example.com:8443. Your API key wasn't sent there.",
      'showLog',
    ],
  ],
  unexpected: [
    [{ kind: 'unexpected', status: 418 }, 'Lettr returned an unexpected status (418).', 'showLog'],
  ],
  noKey: [
    [
      { kind: 'noKey', host: 'api.example.com' },
      'The API key of "Acme" was added for another address, so it isn\'t sent to api.example.com.',
      'replaceKey',
      'switchAccount',
    ],
  ],
  keyUnreadable: [
    [
      { kind: 'keyUnreadable' },
      `The API key of "Acme" can't be read from VS Code's secret storage.`,
      'replaceKey',
      'showLog',
    ],
  ],
  keyGone: [
    [
      { kind: 'keyGone' },
      `VS Code's secret storage no longer has the API key of "Acme".`,
      'replaceKey',
      'showLog',
    ],
  ],
  badAddress: [
    [
      { kind: 'badAddress' },
      'The setting lettr.apiBaseUrl must use HTTPS, except on localhost. Nothing was sent.',
      'openSettings',
    ],
  ],
};

function unreachable(
  cause: NetworkCause,
  code: string | undefined,
  words: string,
): readonly [Problem, string, ...ActionId[]] {
  return [{ kind: 'unreachable', cause, code }, `Couldn't reach Lettr: ${words}.`, 'tryAgain', 'showLog'];
}

const EVIL = '[x](command:y) $(bug)\u202e\n';
const MENDED = '[x] (command:y) $ (bug)';

describe('the error table', () => {
  for (const [problem, text, ...actions] of Object.values(TABLE).flat()) {
    it(`says "${text}"`, () => {
      assert.deepEqual(tellProblem(problem, CONTEXT), { text, actions });
    });
  }

  it('names what a key may not do', () => {
    const sentences: Readonly<Record<Verb, string>> = {
      read: "This API key isn't allowed to read webhooks. Use a key with full access.",
      create: "This API key isn't allowed to create webhooks. Use a key with full access.",
      change: "This API key isn't allowed to change webhooks. Use a key with full access.",
      delete: "This API key isn't allowed to delete webhooks. Use a key with full access.",
    };
    for (const verb of ['read', 'create', 'change', 'delete'] as const) {
      assert.equal(tellProblem({ kind: 'insufficientScope' }, { ...CONTEXT, verb }).text, sentences[verb]);
    }
  });

  it('names the proxy at a 502, when there is one', () => {
    const proxied = { ...CONTEXT, hasProxy: true };
    assert.equal(
      tellProblem({ kind: 'server', status: 502 }, proxied).text,
      'Lettr, or the proxy in the setting http.proxy, had an internal error (status 502).',
    );
    for (const status of [500, 501, 503, 504]) {
      assert.doesNotMatch(tellProblem({ kind: 'server', status }, proxied).text, /proxy/);
    }
  });

  it('offers another account where the rejected key is the one in the environment', () => {
    assert.deepEqual(tellProblem({ kind: 'unauthorized' }, { ...CONTEXT, isEnvironmentKey: true }), {
      text: 'Lettr rejected the API key in LETTR_API_KEY.',
      actions: ['addAccount'],
    });
  });

  describe('at a rate limit', () => {
    const SANDBOX_DAY = { owner: 'sandbox', span: 'day', size: 2_000 } as const;
    const TEAM = { owner: 'team', span: 'second', size: 3 } as const;
    const at = (ms: number, limit?: RateLimit, language = 'en'): string =>
      tellProblem({ kind: 'rateLimited', retryAt: NOW + ms, limit }, { ...CONTEXT, language }).text;
    const clock = (ms: number, options: Intl.DateTimeFormatOptions, language = 'en'): string =>
      new Date(NOW + ms).toLocaleString(language, options);

    it('names the one that was met, and the time of day', () => {
      assert.equal(
        at(2_000, TEAM),
        `You've reached your team's limit of 3 requests per second. Try again at ${clock(2_000, { timeStyle: 'medium' })}.`,
      );
      assert.equal(
        at(90_000, { owner: 'sandbox', span: 'minute', size: 120 }),
        `You've reached the sandbox limit of 120 requests per minute. Try again in 2 minutes (${clock(90_000, { timeStyle: 'short' })}).`,
      );
      assert.equal(
        at(86_400_000, SANDBOX_DAY),
        `You've reached the sandbox limit of 2000 requests per day. Try again in 24 hours (${clock(86_400_000, { dateStyle: 'medium', timeStyle: 'short' })}).`,
      );
      assert.match(at(2_000), /^Lettr received too many requests\. Try again at /);
    });

    it('tells times in the language of the UI', () => {
      assert.ok(at(90_000, TEAM, 'de').includes(clock(90_000, { timeStyle: 'short' }, 'de')));
      assert.notEqual(at(90_000, TEAM, 'de'), at(90_000, TEAM, 'en'));
    });

    it('knows what is no time', () => {
      for (const ms of [Number.NaN, Number.POSITIVE_INFINITY, 9e15, -9e15]) {
        assert.match(at(ms, TEAM), / Try again later\.$/);
      }
    });

    it('says while it waits for how long it does', () => {
      const wait = (ms: number): string => tellWait({ ms, cause: 'rateLimit', limit: TEAM });
      assert.equal(
        wait(2_500),
        "You've reached your team's limit of 3 requests per second. Trying again in 3 seconds.",
      );
      for (const [ms, words] of [
        [0, '1 second'],
        [1_001, '2 seconds'],
        [59_000, '59 seconds'],
        [59_500, '1 minute'],
        [61_000, '2 minutes'],
        [3_600_000, '1 hour'],
        [3_600_001, '2 hours'],
      ] as const) {
        assert.ok(wait(ms).endsWith(`Trying again in ${words}.`), `${ms} ms`);
      }
      assert.equal(
        tellWait({ ms: 1_000, cause: 'unavailable', limit: undefined }),
        'Lettr is temporarily unavailable. Trying again in 1 second.',
      );
    });
  });

  describe('is harmless', () => {
    const cases: readonly (readonly [string, Problem, string])[] = [
      ['the name of the account', { kind: 'unauthorized' }, `Lettr rejected the API key of "${MENDED}".`],
      [
        'the host of a redirect',
        { kind: 'redirected', host: EVIL },
        `The server redirected to ${MENDED}. Your API key wasn't sent there.`,
      ],
      [
        'the host without a key',
        { kind: 'noKey', host: EVIL },
        `The API key of "${MENDED}" was added for another address, so it isn't sent to ${MENDED}.`,
      ],
      [
        "the server's words",
        { kind: 'invalid', fields: [], text: EVIL },
        `Lettr didn't accept this: ${MENDED}`,
      ],
      [
        "the server's words about a field",
        { kind: 'invalid', fields: [{ field: 'url', text: EVIL }], text: '' },
        `Lettr didn't accept this: ${MENDED}`,
      ],
      [
        'a link that two of its words make up',
        {
          kind: 'invalid',
          fields: [
            { field: 'url', text: '[x]\u200b' },
            { field: 'name', text: '(command:y)' },
          ],
          text: '',
        },
        "Lettr didn't accept this: [x]  (command:y)",
      ],
    ];
    for (const [what, problem, text] of cases) {
      it(`whatever ${what} is`, () => {
        assert.equal(tellProblem(problem, { ...CONTEXT, accountName: EVIL }).text, text);
      });
    }

    it('however long the words are', () => {
      const long = 'x'.repeat(100_000);
      for (const problem of [
        { kind: 'unauthorized' },
        { kind: 'redirected', host: long },
        { kind: 'invalid', fields: [], text: long },
      ] as const) {
        assert.ok(tellProblem(problem, { ...CONTEXT, accountName: long }).text.length < 300);
      }
    });

    it('where the words are nothing but invisible', () => {
      const problem = { kind: 'invalid', fields: [], text: '\u202e\u200b\n' } as const;
      assert.equal(tellProblem(problem, CONTEXT).text, "Lettr didn't accept this and didn't say why.");
    });
  });
});
