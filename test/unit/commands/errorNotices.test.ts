import assert from 'node:assert/strict';

import type { Account } from '../../../src/accounts/account.ts';
import { Cancelled, LettrError, type Problem, type ProblemKind } from '../../../src/api/errors.ts';
import {
  type ActionHandlers,
  createErrorNotices,
  tellReason,
} from '../../../src/commands/shared/errorNotices.ts';
import { Failure, type FailureContext, Refusal, inContext } from '../../../src/commands/shared/failure.ts';
import type { ActionId } from '../../../src/messages/problems.ts';
import type { Notice } from '../../../src/platform/vscode/notify.ts';
import { WriteFailure } from '../../../src/webhooks/verdict.ts';

const ACME: Account = {
  id: 'acme',
  name: 'Acme',
  origin: 'https://app.lettr.com',
  mode: 'live',
  teamId: 1,
  source: 'stored',
};

/** What the buttons were used for, and an `explain` whose actions out note it. */
interface Explained {
  readonly notice: Notice | undefined;
  readonly labels: readonly string[];
  /** Chooses a button and says what it did. */
  choose(label: string): string | undefined;
}

function explained(error: unknown, hasProxy = false): Explained {
  let done: string | undefined;
  const note = (what: string) => () => (done = what);
  const actions: ActionHandlers = {
    replaceKey: ({ account }) => (done = `replaceKey ${account?.id}`),
    switchAccount: note('switchAccount'),
    showLog: note('showLog'),
    refresh: note('refresh'),
    openSettings: note('openSettings'),
    addAccount: note('addAccount'),
    copyId: (id) => (done = `copyId ${id}`),
  };
  const notice = createErrorNotices(actions, ({ account, verb = 'read' }) => ({
    accountName: account?.name ?? '',
    verb,
    hasProxy,
    now: 0,
    language: 'en',
  }))(error, note('again'));
  return {
    notice,
    labels: notice?.actions.map(({ label }) => label) ?? [],
    choose: (label) => {
      done = undefined;
      const way = notice?.actions.find((one) => one.label === label);
      assert.ok(way, `no button ${label}`);
      way.run();
      return done;
    },
  };
}

function failure(problem: Problem, context: FailureContext = {}): Failure {
  return new Failure(new LettrError(problem), { account: ACME, verb: 'create', ...context });
}

const UNREACHABLE: Problem = { kind: 'unreachable', cause: 'reset', code: 'ECONNRESET' };

/** The buttons of the error table, as every command shows them that says nothing of its own. */
const BUTTONS: Readonly<Record<ProblemKind, readonly [Problem, ...(readonly string[])]>> = {
  unauthorized: [{ kind: 'unauthorized' }, 'Replace Key'],
  insufficientScope: [{ kind: 'insufficientScope' }, 'Switch Account'],
  sandboxRestricted: [{ kind: 'sandboxRestricted' }, 'Switch Account'],
  addressRefused: [{ kind: 'addressRefused' }, 'Show Log'],
  notFound: [{ kind: 'notFound' }],
  conflict: [{ kind: 'conflict' }],
  invalid: [{ kind: 'invalid', fields: [], text: 'No.' }],
  badEndpoint: [{ kind: 'badEndpoint' }],
  rateLimited: [{ kind: 'rateLimited', retryAt: 0 }, 'Try Again'],
  server: [{ kind: 'server', status: 500 }, 'Try Again'],
  unreachable: [UNREACHABLE, 'Try Again', 'Show Log'],
  unreadable: [{ kind: 'unreadable', status: 200 }, 'Show Log'],
  redirected: [{ kind: 'redirected', host: 'x' }, 'Show Log'],
  unexpected: [{ kind: 'unexpected', status: 418 }, 'Show Log'],
  noKey: [{ kind: 'noKey', host: 'x' }, 'Replace Key', 'Switch Account'],
  keyUnreadable: [{ kind: 'keyUnreadable' }, 'Replace Key', 'Show Log'],
  keyGone: [{ kind: 'keyGone' }, 'Replace Key', 'Show Log'],
  badAddress: [{ kind: 'badAddress' }, 'Open Settings'],
  blocked: [{ kind: 'blocked', by: 'proxy', status: 407 }, 'Show Log'],
  accepted: [{ kind: 'accepted' }, 'Refresh'],
};

/** What a wizard's command adds: actions that only it knows. */
const WIZARD: NonNullable<FailureContext['actions']> = {
  checkEndpoint: () => undefined,
  editUrl: () => undefined,
  review: () => undefined,
  tryAgain: () => undefined,
};

describe('the failures of commands', () => {
  describe('have the buttons of the error table', () => {
    for (const [kind, [problem, ...labels]] of Object.entries(BUTTONS)) {
      it(`for ${kind}`, () => {
        const { notice, labels: shown } = explained(failure(problem));
        assert.equal(notice?.severity, 'error');
        assert.deepEqual(shown, labels);
      });

      it(`for ${kind} in a wizard, where all lead back to what was typed`, () => {
        assert.deepEqual(explained(failure(problem, { actions: WIZARD })).labels, [
          ...(kind === 'badEndpoint' ? ['Check Endpoint'] : []),
          ...(kind === 'conflict' || kind === 'badEndpoint' ? ['Edit URL'] : []),
          ...labels,
          // A webhook that is gone cannot be reviewed.
          ...(kind === 'notFound' ? [] : ['Review']),
        ]);
      });
    }

    it('and lead from a conflict to the other webhook, where the command can', () => {
      const actions = { ...WIZARD, revealIt: () => undefined };
      assert.deepEqual(explained(failure({ kind: 'conflict' }, { actions })).labels, [
        'Edit URL',
        'Reveal It',
        'Review',
      ]);
    });
  });

  it('do what their buttons say', () => {
    assert.equal(explained(failure({ kind: 'unauthorized' })).choose('Replace Key'), 'replaceKey acme');
    assert.equal(explained(failure({ kind: 'noKey', host: 'x' })).choose('Switch Account'), 'switchAccount');
    assert.equal(explained(failure(UNREACHABLE)).choose('Show Log'), 'showLog');
    assert.equal(explained(failure(UNREACHABLE)).choose('Try Again'), 'again');
    assert.equal(explained(failure({ kind: 'badAddress' })).choose('Open Settings'), 'openSettings');
  });

  it('do what the command says, where it says something', () => {
    const done: ActionId[] = [];
    const way = (name: ActionId) => () => void done.push(name);
    const actions = {
      editUrl: way('editUrl'),
      revealIt: way('revealIt'),
      review: way('review'),
      tryAgain: way('tryAgain'),
    };
    const conflict = explained(failure({ kind: 'conflict' }, { actions }));
    for (const label of ['Edit URL', 'Reveal It', 'Review']) {
      assert.equal(conflict.choose(label), undefined);
    }
    explained(failure(UNREACHABLE, { actions })).choose('Try Again');
    assert.deepEqual(done, ['editUrl', 'revealIt', 'review', 'tryAgain']);
  });

  it('name the account and the verb of their context', () => {
    assert.equal(
      explained(failure({ kind: 'unauthorized' })).notice?.text,
      'Lettr rejected the API key of "Acme".',
    );
    assert.equal(
      explained(failure({ kind: 'insufficientScope' }, { verb: 'delete' })).notice?.text,
      "This API key isn't allowed to delete webhooks. Use a key with full access.",
    );
    assert.equal(
      explained(failure({ kind: 'insufficientScope' }, { verb: undefined })).notice?.text,
      "This API key isn't allowed to read webhooks. Use a key with full access.",
    );
  });

  it('name the proxy at a 502, when there is one', () => {
    const bad = failure({ kind: 'server', status: 502 });
    assert.match(explained(bad, true).notice?.text ?? '', /http\.proxy/);
    assert.doesNotMatch(explained(bad, false).notice?.text ?? '', /proxy/);
  });

  describe("of Lettr's own", () => {
    const error = new LettrError(
      { kind: 'server', status: 500 },
      { effect: 'unknown', correlationId: 'c-1' },
    );

    it('carry the ID by which its support finds the request', () => {
      const read = explained(new Failure(error, { account: ACME, verb: 'read' }));
      assert.equal(read.notice?.text, 'Lettr had an internal error (status 500). Correlation ID: c-1');
      assert.deepEqual(read.labels, ['Try Again', 'Copy ID']);
      assert.equal(read.choose('Copy ID'), 'copyId c-1');
    });

    it('carry it also when their outcome was lost', () => {
      const lost = explained(
        new Failure(new WriteFailure(error, 'notDone'), { account: ACME, verb: 'change' }),
      );
      assert.equal(
        lost.notice?.text,
        'Lettr had an internal error (status 500). The list was read again: nothing was changed. Correlation ID: c-1',
      );
      assert.deepEqual(lost.labels, ['Try Again', 'Show Log', 'Copy ID']);
      assert.equal(lost.choose('Copy ID'), 'copyId c-1');
    });

    it("is not said of what isn't", () => {
      const rejected = new LettrError({ kind: 'unauthorized' }, { correlationId: 'c-1' });
      assert.deepEqual(explained(new Failure(rejected, { account: ACME })).labels, ['Replace Key']);
    });
  });

  it('say that nothing was changed, where that is certain', () => {
    const refused: Problem = { kind: 'unreachable', cause: 'refused', code: 'ECONNREFUSED' };
    const text = (effect: 'none' | 'unknown', verb: 'read' | 'change'): string | undefined =>
      explained(new Failure(new LettrError(refused, { effect }), { verb })).notice?.text;
    assert.equal(
      text('none', 'change'),
      "Couldn't reach Lettr: the connection was refused. Nothing was changed.",
    );
    assert.equal(text('unknown', 'change'), "Couldn't reach Lettr: the connection was refused.");
    assert.equal(text('none', 'read'), "Couldn't reach Lettr: the connection was refused.");
  });

  it('are nothing when the person cancelled', () => {
    assert.equal(explained(new Cancelled()).notice, undefined);
    assert.equal(
      explained(new Failure(new Cancelled(), { account: ACME, actions: WIZARD })).notice,
      undefined,
    );
  });

  it('are told by a refusal in its own words', () => {
    const notice: Notice = { severity: 'information', text: 'There is no account.', actions: [] };
    assert.equal(explained(new Refusal(notice)).notice, notice);
  });

  describe('whose outcome was lost', () => {
    const NOT_DONE = 'The list was read again: nothing was changed.';
    const UNCHECKED = "It isn't known whether the change was made.";
    const lost = (reason: unknown, verdict: 'notDone' | 'unchecked'): Failure =>
      new Failure(new WriteFailure(reason, verdict), { account: ACME, verb: 'change' });

    for (const [what, reason, sentence] of [
      [
        'a reset',
        new LettrError(UNREACHABLE, { effect: 'unknown' }),
        "Couldn't reach Lettr: the connection was closed before Lettr answered.",
      ],
      [
        'a timeout',
        new LettrError({ kind: 'unreachable', cause: 'timeout', code: undefined }, { effect: 'unknown' }),
        "Couldn't reach Lettr: it didn't answer in time.",
      ],
      [
        'an unreadable answer',
        new LettrError({ kind: 'unreadable', status: 200 }),
        'Lettr returned an unexpected response (status 200).',
      ],
      ['a cancelled request', new Cancelled('unknown'), 'The request was canceled while it was being sent.'],
    ] as const) {
      it(`by ${what} say what the list tells`, () => {
        const notDone = explained(lost(reason, 'notDone'));
        assert.equal(notDone.notice?.text, `${sentence} ${NOT_DONE}`);
        assert.deepEqual(notDone.labels, ['Try Again', 'Show Log']);
        const unchecked = explained(lost(reason, 'unchecked'));
        assert.equal(unchecked.notice?.text, `${sentence} ${UNCHECKED}`);
        assert.deepEqual(unchecked.labels, ['Refresh', 'Show Log']);
        assert.equal(unchecked.choose('Refresh'), 'refresh');
      });
    }

    it('by a 5xx do not claim both that nothing was changed and that nobody knows', () => {
      const { notice } = explained(lost(new LettrError({ kind: 'server', status: 503 }), 'unchecked'));
      assert.equal(notice?.text, `Lettr had an internal error (status 503). ${UNCHECKED}`);
    });

    it('lead back to the review in a wizard', () => {
      const write = new WriteFailure(new LettrError(UNREACHABLE), 'notDone');
      assert.deepEqual(explained(new Failure(write, { actions: WIZARD })).labels, [
        'Try Again',
        'Show Log',
        'Review',
      ]);
    });
  });

  describe('that nobody foresaw', () => {
    it('are told as faults of the extension', () => {
      for (const error of [new TypeError('x is not a function'), 'x is not a function']) {
        const { notice, labels } = explained(error);
        assert.equal(notice?.severity, 'error');
        assert.equal(notice.text, 'The Lettr extension had an internal error: x is not a function');
        assert.deepEqual(labels, ['Show Log']);
      }
    });

    it('are told whatever was thrown', () => {
      for (const error of [undefined, null, 42, {}]) {
        assert.match(explained(error).notice?.text ?? '', /^The Lettr extension had an internal error: ./);
      }
    });

    it('are harmless', () => {
      assert.equal(
        explained(new Error('[x](command:y) $(bug)\u202e')).notice?.text,
        'The Lettr extension had an internal error: [x] (command:y) $ (bug)',
      );
      assert.ok((explained(new Error('x'.repeat(100_000))).notice?.text.length ?? 0) < 300);
    });

    it('keep the actions of the command that they stopped', () => {
      assert.deepEqual(explained(new Failure(new Error('x'), { actions: WIZARD })).labels, [
        'Show Log',
        'Review',
      ]);
    });
  });

  it('are told in the same words in the summary of several rows', () => {
    const context = {
      accountName: 'Acme',
      verb: 'delete',
      hasProxy: false,
      now: 0,
      language: 'en',
    } as const;
    assert.equal(
      tellReason(new LettrError({ kind: 'insufficientScope' }), context).text,
      "This API key isn't allowed to delete webhooks. Use a key with full access.",
    );
    assert.match(
      tellReason(new WriteFailure(new Cancelled(), 'notDone'), context).text,
      /nothing was changed/,
    );
  });
});

describe('the context of a failure', () => {
  const context: FailureContext = { account: ACME, verb: 'delete' };

  it('is added to what went wrong', async () => {
    const fault = new LettrError({ kind: 'notFound' });
    await assert.rejects(
      inContext(context, () => Promise.reject(fault)),
      (error: unknown) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.reason, fault);
        assert.equal(error.context, context);
        assert.equal(error.cause, fault);
        return true;
      },
    );
  });

  it('stays the one that was nearest', async () => {
    for (const error of [
      new Failure('x', { verb: 'read' }),
      new Refusal({ severity: 'warning', text: 'x', actions: [] }),
    ]) {
      await assert.rejects(
        inContext(context, () => Promise.reject(error)),
        (thrown: unknown) => thrown === error,
      );
    }
  });

  it('changes nothing about what succeeds', async () => {
    assert.equal(await inContext(context, () => Promise.resolve(42)), 42);
  });
});
