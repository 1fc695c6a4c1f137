import { explain } from '../../../src/explain/explain.ts';
import type { Known } from '../../../src/explain/known.ts';
import { type Block, type Page, pageOf } from '../../../src/explain/page.ts';
import type { WebhookHistory } from '../../../src/webhooks/history.ts';
import { webhook } from '../api/harness.ts';
import {
  ACME,
  DAY,
  FAILING,
  HEALTHY,
  HOUR,
  MINUTE,
  NOW,
  SANDBOX,
  events,
  known,
  moved,
  switched,
  turned,
} from './harness.ts';

/** One change of each kind. */
export const HISTORY: WebhookHistory = [
  turned('waiting', 9 * DAY),
  turned('healthy', 8 * DAY, 'waiting'),
  moved(7 * DAY),
  { field: 'events', from: 'all', to: ['message.bounce'], at: NOW - 6 * DAY, by: 'here' },
  turned('failing', 5 * DAY, 'healthy'),
  switched(false, 4 * DAY),
  switched(true, 3 * DAY, 'here'),
  turned('unknown', 2 * DAY, 'failing'),
  turned('failing', HOUR, 'healthy'),
];

/** Situations that together have every rule, block and fix. */
export const SITUATIONS: Readonly<Record<string, Known>> = {
  'failing with everything': known(
    { ...FAILING, lastSuccessAt: null, authentication: 'none', url: 'http://a.example.com:8080/' },
    {
      history: HISTORY,
      events: events(MINUTE),
      others: [webhook({ id: 'two', name: 'Two', url: 'http://a.example.com:8080/x' })],
    },
  ),
  waiting: known({ events: ['message.bounce'] }, { events: events(undefined, ['message.bounce']) }),
  'waiting and overdue': known({}, { events: events(HOUR), history: [turned('waiting', DAY)] }),
  'disabled after failures': known({ ...FAILING, enabled: false }, { history: [switched(false, HOUR)] }),
  'disabled here': known({ enabled: false }, { history: [switched(false, HOUR, 'here')] }),
  recovered: known({ ...HEALTHY, lastFailureAt: NOW - HOUR }),
  healthy: known(HEALTHY, { events: events(5 * MINUTE) }),
  'healthy at a new URL': known(HEALTHY, { history: [moved(MINUTE)] }),
  'healthy without newer events': known({ ...HEALTHY, lastSuccessAt: NOW - DAY }, { events: events(HOUR) }),
  'an unknown status': known({ lastStatus: 'odd', authentication: 'mtls', hasCredentials: false }),
  'a fault': known(FAILING, { events: { kind: 'absent', why: 'Not known: a fault.', isFault: true } }),
  sandbox: known(FAILING, { account: SANDBOX, events: events(HOUR) }),
};

export function page(what: Known): Page {
  return pageOf(explain(what), 'en');
}

/** The same situation with `text` wherever text comes from outside. */
export function withText(text: string): Known {
  const url = `https://a.example.com/${text}`;
  return known(
    {
      id: text,
      name: text,
      url,
      lastStatus: text,
      authentication: text,
      hasCredentials: false,
      events: [text, 'message.bounce'],
    },
    {
      account: { ...ACME, id: text, name: text },
      others: [webhook({ id: `other ${text}`, name: text, url: 'https://a.example.com/2', events: [text] })],
      events: {
        kind: 'read',
        asked: [text, 'message.bounce'],
        at: NOW,
        recent: { total: 1, from: null, to: null, newest: new Map([[text, { count: 1, lastAt: NOW }]]) },
      },
      history: [
        { field: 'url', from: text, to: url, at: NOW - HOUR, by: 'here' },
        { field: 'events', from: [], to: [text], at: NOW - HOUR, by: 'elsewhere' },
      ],
    },
  );
}

/** Every text of a page that both renderings have to show. */
export function textsOf({ blocks }: Page): readonly string[] {
  return blocks.flatMap((block: Block): readonly string[] => {
    switch (block.kind) {
      case 'heading':
      case 'lead':
      case 'paragraph':
        return [block.text];
      case 'list':
        return block.items;
      case 'fields':
        return [block.caption, ...block.fields.flatMap(({ label, value }) => [label, value])];
      case 'table':
        return [block.caption, ...block.head, ...block.rows.flat()];
      case 'strip':
        return [block.strip.words];
      case 'fixes':
        return [block.label, ...block.fixes.map(({ label }) => label)];
      case 'actions':
        return [];
    }
  });
}

/** Control characters but line feeds, and what turns the writing direction around. */
export const UNPRINTED = /(?!\n)\p{Cc}|[\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;
