import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import * as l10n from '@vscode/l10n';

import type { Account } from '../../src/accounts/account.ts';
import type { Webhook } from '../../src/api/types.ts';
import { coveragePage } from '../../src/coverage/page.ts';
import { changeWords } from '../../src/messages/historyWords.ts';
import { tellProblem, tellWait } from '../../src/messages/problems.ts';
import { notificationText } from '../../src/monitoring/notificationText.ts';
import { statusContent } from '../../src/monitoring/status.ts';
import { accountRow, webhookRow } from '../../src/tree/rows.ts';
import { TextCache } from '../../src/tree/textCache.ts';
import { viewTexts } from '../../src/tree/viewTexts.ts';
import { healthReport } from '../../src/webhooks/health.ts';
import { renderMarkdown } from '../../src/pages/markdown.ts';
import { type PageParts, webhookPage } from '../../src/webhookPage/page.ts';
import type { WebhookHistory } from '../../src/webhooks/history.ts';
import type { StoreState } from '../../src/webhooks/state.ts';
import { emptyForm, formCopying } from '../../src/wizard/form.ts';
import { reviewWords } from '../../src/wizard/review.ts';
import { eventsNote } from '../../src/wizard/ticks.ts';
import { validateEndpoint, validateName } from '../../src/wizard/validate.ts';
import { webhook } from './api/harness.ts';
import { ACME, DAY, FAILING, HEALTHY, HISTORY, HOUR, MINUTE, NOW } from './webhookPage/harness.ts';
import { SITUATIONS } from './webhookPage/situations.ts';

const BUNDLE = new URL('../../l10n/bundle.l10n.de.json', import.meta.url);

/** Words of English sentences that no German one has. */
const ENGLISH = /\b(?:the|and|of|it|is|not|this|that|with|yet|has|by|for|are|were|no)\b/iu;

function rowOf(
  fields: Partial<Webhook>,
  history: WebhookHistory = [],
): { description: string; words: string } {
  const context = { now: NOW, texts: new TextCache('de') };
  const one = webhook(fields);
  const facts = { report: healthReport(one, history, NOW), mode: 'live', isOneOfSeveral: false } as const;
  const { description, words } = webhookRow(one, facts, context);
  return { description, words };
}

/** The page of a webhook as text. */
function textOf(parts: PageParts): string {
  // An answer that is absent says why in the language in which it was given.
  const events = parts.events.kind === 'absent' ? { ...parts.events, why: '–' } : parts.events;
  return renderMarkdown(webhookPage({ ...parts, events }), 'de');
}

function readyState(...webhooks: readonly Webhook[]): StoreState {
  const all = new Map(webhooks.map((one) => [one.id, one]));
  return { kind: 'ready', webhooks: all, unreadable: [], loadedAt: NOW, askedAt: NOW, problem: undefined };
}

describe('in German', () => {
  before(() => l10n.config({ contents: JSON.parse(readFileSync(BUNDLE, 'utf8')) }));
  after(() => l10n.config({ contents: {} }));

  it('rows tell health, times and counts', () => {
    assert.deepEqual(rowOf({ ...FAILING, events: ['message.bounce'] }), {
      description: 'Fehlerhaft · letzter Erfolg vor 2 Tagen',
      words:
        'One, Fehlerhaft: letzter Fehler vor 7 Minuten, letzter Erfolg vor 2 Tagen, one.example.com · 1 Ereignis',
    });
    assert.equal(
      rowOf(HEALTHY).words,
      'One, In Ordnung: vor 4 Minuten zugestellt, one.example.com · alle Ereignisse',
    );
    assert.equal(
      rowOf({ ...HEALTHY, lastFailureAt: NOW - HOUR }).words,
      'One, Wieder in Ordnung: letzter Fehler vor 1 Stunde, one.example.com · alle Ereignisse',
    );
    assert.equal(rowOf({}).words, 'One, Noch keine Zustellungen, one.example.com · alle Ereignisse');
    assert.equal(
      rowOf({ ...FAILING, enabled: false }).words,
      'One, Vermutlich nach Fehlern von Lettr deaktiviert, one.example.com · alle Ereignisse',
    );
  });

  it('the texts around the rows and the row of an account are told', () => {
    const context = { hasProxy: false, now: NOW, language: 'de' };
    const state = readyState(webhook(FAILING), webhook({ id: 'two' }));
    const filter = { text: 'one', health: ['failing' as const], events: [] };
    const counts = { total: 2, shown: 1, failing: 2 };
    const only = { account: ACME, state };
    const facts = { only, filter, counts, environmentFault: undefined };
    const { title, message, badge } = viewTexts(facts, context);
    assert.equal(title, 'Webhooks (live · Acme)');
    assert.equal(message, '1 von 2 angezeigt: fehlerhaft, „one“');
    assert.equal(badge?.tooltip, '2 Webhooks sind fehlerhaft');
    const sandbox: Account = { ...ACME, mode: 'sandbox' };
    const row = accountRow({ account: sandbox, isCurrent: true, state, shown: 0 }, context);
    assert.equal(row.words, 'Acme, Konto, Sandbox, Standard, kein Treffer');
  });

  it('faults are told in whole sentences', () => {
    const context = {
      accountName: 'Acme',
      verb: 'create',
      hasProxy: true,
      now: NOW,
      language: 'de',
    } as const;
    assert.equal(
      tellProblem({ kind: 'unauthorized' }, context).text,
      'Lettr hat den API-Schlüssel von „Acme“ abgelehnt.',
    );
    assert.equal(
      tellProblem({ kind: 'unreachable', cause: 'dns', code: 'ENOTFOUND' }, context).text,
      'Lettr ist nicht erreichbar: Der Hostname wurde nicht gefunden.',
    );
    assert.equal(
      tellWait({ ms: 2_100, cause: 'rateLimit', limit: { owner: 'team', span: 'second', size: 3 } }),
      'Sie haben das Limit Ihres Teams von 3 Anforderungen pro Sekunde erreicht. Neuer Versuch in 3 Sekunden.',
    );
    const billing = {
      account: ACME,
      id: 'b',
      name: 'Billing',
      kind: 'failing' as const,
      lastFailureAt: NOW - 3 * MINUTE,
    };
    assert.equal(
      notificationText([billing], { isNamed: true, now: NOW, language: 'de' }),
      'Der Webhook „Billing“ (live · Acme) ist fehlerhaft: Die letzte Zustellung ist vor 3 Minuten fehlgeschlagen.',
    );
    assert.equal(
      notificationText([billing, { ...billing, kind: 'disabled' }], { isNamed: false, now: NOW }),
      '2 Webhooks brauchen Ihre Aufmerksamkeit: 1 fehlerhaft, 1 außerhalb von VS Code deaktiviert.',
    );
  });

  it('the wizard reviews, and finds faults', () => {
    const form = { ...emptyForm(), eventsMode: 'selected' as const, password: 'x' };
    assert.equal(reviewWords('eventsMode', form), 'ausgewählte Ereignisse');
    assert.equal(reviewWords('password', form), '••••••');
    assert.equal(eventsNote(['message.bounce'], false, false), '1 von 22 ausgewählt');
    assert.equal(formCopying(webhook({})).name, 'One (Kopie)');
    assert.equal(validateName('')?.text, 'Geben Sie einen Namen ein.');
    assert.equal(
      validateEndpoint('https://localhost/hook', [])?.text,
      'Lettr kann localhost nicht erreichen. Verwenden Sie eine öffentliche URL. ' +
        'Drücken Sie die Eingabetaste, um die URL trotzdem zu verwenden.',
    );
  });

  it('the history and the status bar put counts and times where German has them', () => {
    const change = HISTORY.find(({ field }) => field === 'events');
    assert.ok(change);
    assert.equal(
      changeWords(change),
      'Ereignisse in VS Code geändert: bisher alle Ereignisse, jetzt 1 Ereignis',
    );
    const content = statusContent(
      [
        {
          account: ACME,
          failing: [{ id: 'one', name: 'Billing' }],
          loadedAt: NOW,
          isOutdated: false,
          next: { kind: 'never', why: 'hidden' },
          quota: undefined,
        },
      ],
      'auto',
      'de',
    );
    assert.equal(content?.label, 'Lettr: 1 Webhook fehlerhaft');
    assert.match(
      content?.hover ?? '',
      /^1 Webhook fehlerhaft\n• Billing\nLetzte Aktualisierung: \d\d\.06\.2030, .+\nDie automatische Aktualisierung pausiert, solange die Ansicht ausgeblendet ist$/,
    );
  });

  it("a webhook's page names the causes and what mends them", () => {
    const what = SITUATIONS['failing with everything'];
    assert.ok(what);
    const text = textOf(what);
    for (const line of [
      '# One',
      '## Ursachen',
      '1. a.example.com:8080 nimmt keine Zustellungen an. Antworten Sie innerhalb von etwa 10 Sekunden mit HTTP 200.',
      '   - → URL bearbeiten',
    ]) {
      assert.ok(text.split('\n').includes(line), `${line} in ${text}`);
    }
  });

  for (const [what, parts] of Object.entries(SITUATIONS)) {
    it(`no English is left on the page of a webhook: ${what}`, () => {
      const text = textOf(parts);
      assert.deepEqual(
        text.split('\n').filter((line) => ENGLISH.test(line)),
        [],
      );
    });
  }

  it('no English is left in the coverage', () => {
    const state = readyState(
      webhook({ id: 'a', ...FAILING, events: ['message.bounce', 'message.click'] }),
      webhook({ id: 'b', lastFailureAt: NOW - DAY, events: ['message.bounce'] }),
      webhook({ id: 'c', enabled: false, lastFailureAt: NOW - MINUTE, events: ['message.spam_complaint'] }),
      webhook({ id: 'd', events: undefined }),
    );
    const text = renderMarkdown(coveragePage({ account: ACME, state, language: 'de' }), 'de');
    assert.deepEqual(
      text.split('\n').filter((line) => ENGLISH.test(line)),
      [],
    );
    assert.match(text, /^- Spambeschwerde: Der einzige Webhook, „One“, ist deaktiviert$/m);
  });
});
