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
  language: 'de',
};

/** The rows of the error table that one kind of problem leads to, word by word. */
const TABLE: Readonly<Record<ProblemKind, readonly (readonly [Problem, string, ...ActionId[]])[]>> = {
  unauthorized: [[{ kind: 'unauthorized' }, 'Lettr rejected the API key of "Acme".', 'replaceKey']],
  insufficientScope: [
    [
      { kind: 'insufficientScope' },
      'This key may not create webhooks. Use a key with full access.',
      'switchAccount',
    ],
  ],
  sandboxRestricted: [
    [{ kind: 'sandboxRestricted' }, 'Sandbox keys can read webhooks but not change them.', 'switchAccount'],
  ],
  addressRefused: [
    [{ kind: 'addressRefused' }, 'Lettr refuses this network address for the key.', 'showLog'],
  ],
  notFound: [[{ kind: 'notFound' }, 'The webhook no longer exists; it was removed from the list.']],
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
      'Lettr did not accept this: The name is odd. So is the moon.',
      'review',
    ],
    [
      { kind: 'invalid', fields: [], text: 'Your plan has no room.' },
      'Lettr did not accept this: Your plan has no room.',
      'review',
    ],
    [{ kind: 'invalid', fields: [], text: '' }, 'Lettr did not accept this and did not say why.', 'review'],
  ],
  badEndpoint: [
    [
      { kind: 'badEndpoint' },
      'Lettr could not use this endpoint: it must be reachable from the internet on port 443 or 80 and answer 200.',
      'editUrl',
    ],
  ],
  rateLimited: [],
  server: [
    [
      { kind: 'server', status: 500 },
      'Lettr had an internal error; nothing was changed as far as it said.',
      'tryAgain',
    ],
    [
      { kind: 'server', status: 502 },
      'Lettr had an internal error; nothing was changed as far as it said.',
      'tryAgain',
    ],
  ],
  blocked: [
    [
      { kind: 'blocked', by: 'proxy', status: 407 },
      'The proxy requires you to sign in (status 407). Nothing reached Lettr.',
      'showLog',
    ],
    [
      { kind: 'blocked', by: 'network', status: 511 },
      'This network requires you to sign in first (status 511). Nothing reached Lettr.',
      'showLog',
    ],
    [
      { kind: 'blocked', by: 'gateway', status: 403 },
      'A proxy or firewall blocked the request (status 403). Nothing reached Lettr.',
      'showLog',
    ],
  ],
  accepted: [[{ kind: 'accepted' }, "Lettr accepted the request but hasn't carried it out yet.", 'refresh']],
  unreachable: [
    unreachable('timeout', undefined, 'it did not answer in time'),
    unreachable('dns', 'ENOTFOUND', 'its host name was not found'),
    unreachable('refused', 'ECONNREFUSED', 'the connection was refused'),
    unreachable('reset', 'ECONNRESET', 'the connection was closed while it was used'),
    unreachable('tls', 'CERT_HAS_EXPIRED', 'its certificate was not accepted (CERT_HAS_EXPIRED)'),
    unreachable('tls', undefined, 'its certificate was not accepted (TLS)'),
    unreachable('other', 'EMFILE', 'the network failed (EMFILE)'),
    unreachable('other', undefined, 'the network failed'),
  ],
  unreadable: [
    [{ kind: 'unreadable', status: 200 }, "Lettr's answer could not be read (status 200).", 'showLog'],
  ],
  redirected: [
    [
      { kind: 'redirected', host: 'evil.example.com:8443' },
      'The server redirected to evil.example.com:8443; the key was not sent there.',
      'showLog',
    ],
  ],
  unexpected: [
    [
      { kind: 'unexpected', status: 418 },
      'Lettr answered with status 418, which was not expected.',
      'showLog',
    ],
  ],
  noKey: [
    [
      { kind: 'noKey', host: 'api.example.com' },
      'The key of "Acme" was entered for another address and is not sent to api.example.com.',
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
      'The setting lettr.apiBaseUrl is not an https address or one of this machine; nothing was sent.',
      'openSettings',
    ],
  ],
};

function unreachable(
  cause: NetworkCause,
  code: string | undefined,
  words: string,
): readonly [Problem, string, ...ActionId[]] {
  return [
    { kind: 'unreachable', cause, code },
    `Lettr could not be reached: ${words}.`,
    'tryAgain',
    'showLog',
  ];
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
      read: 'This key may not read webhooks. Use a key with full access.',
      create: 'This key may not create webhooks. Use a key with full access.',
      change: 'This key may not change webhooks. Use a key with full access.',
      delete: 'This key may not delete webhooks. Use a key with full access.',
    };
    for (const verb of ['read', 'create', 'change', 'delete'] as const) {
      assert.equal(tellProblem({ kind: 'insufficientScope' }, { ...CONTEXT, verb }).text, sentences[verb]);
    }
  });

  it('names the proxy at a 502, when there is one', () => {
    const proxied = { ...CONTEXT, hasProxy: true };
    assert.equal(
      tellProblem({ kind: 'server', status: 502 }, proxied).text,
      'Lettr, or the proxy that the setting http.proxy names, had an internal error; nothing was changed as far as it said.',
    );
    for (const status of [500, 501, 503, 504]) {
      assert.doesNotMatch(tellProblem({ kind: 'server', status }, proxied).text, /proxy/);
    }
  });

  describe('at the rate limit', () => {
    const at = (ms: number): { text: string; actions: readonly ActionId[] } =>
      tellProblem({ kind: 'rateLimited', retryAt: NOW + ms }, CONTEXT);

    it('says how long it takes and when that is', () => {
      const time = new Date(NOW + 90_000).toLocaleTimeString('de', { timeStyle: 'medium' });
      assert.deepEqual(at(90_000), {
        text: `Lettr received too many requests. Try again in 90 seconds, at ${time}.`,
        actions: ['tryAgain'],
      });
    });

    it('counts begun seconds, at least one', () => {
      for (const [ms, words] of [
        [1001, '2 seconds'],
        [1000, '1 second'],
        [1, '1 second'],
        [0, '1 second'],
        [-5000, '1 second'],
      ] as const) {
        assert.match(at(ms).text, new RegExp(` in ${words}, `));
      }
    });

    it('says hours where seconds would be many', () => {
      assert.match(at(119_000).text, / in 119 seconds,/);
      assert.match(at(120_000).text, / in 2 minutes,/);
      assert.match(at(3_600_000).text, / in 60 minutes,/);
      assert.match(at(86_400_000).text, / in 24 hours,/);
    });

    it('names the limit that was met', () => {
      const words = (limit: RateLimit): string => tellWait({ ms: 2500, cause: 'rateLimit', limit });
      assert.equal(
        words({ owner: 'team', span: 'second', size: 3 }),
        "Your team's limit of 3 requests per second was reached. Trying again in 3 seconds.",
      );
      assert.equal(
        words({ owner: 'sandbox', span: 'day', size: 2000 }),
        "The sandbox key's limit of 2000 requests per day was reached. Trying again in 3 seconds.",
      );
    });

    it('says why it waits when Lettr is unavailable', () => {
      assert.equal(
        tellWait({ ms: 0, cause: 'unavailable', limit: undefined }),
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
        `The server redirected to ${MENDED}; the key was not sent there.`,
      ],
      [
        'the host without a key',
        { kind: 'noKey', host: EVIL },
        `The key of "${MENDED}" was entered for another address and is not sent to ${MENDED}.`,
      ],
      [
        "the server's words",
        { kind: 'invalid', fields: [], text: EVIL },
        `Lettr did not accept this: ${MENDED}`,
      ],
      [
        "the server's words about a field",
        { kind: 'invalid', fields: [{ field: 'url', text: EVIL }], text: '' },
        `Lettr did not accept this: ${MENDED}`,
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
        'Lettr did not accept this: [x]  (command:y)',
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
      assert.equal(tellProblem(problem, CONTEXT).text, 'Lettr did not accept this and did not say why.');
    });
  });
});
