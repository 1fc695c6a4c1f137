import { element } from '../../../src/pages/markup.ts';
import { type Action, type Page, sentence } from '../../../src/pages/page.ts';
import { Command } from '../../../src/platform/ids.ts';

export const NOW = Date.UTC(2030, 5, 15, 12, 0, 0);
const HOUR = 3_600_000;

/** A page with a block of every kind, and `text` wherever text may come from outside. */
export function everything(text: string): Page {
  const action: Action = {
    label: text,
    command: Command.webhookEdit,
    args: [{ id: text }],
    hint: `Edit ${text}`,
  };
  return {
    title: text,
    blocks: [
      { kind: 'title', text, badge: { tone: 'error', text }, actions: [action], more: [action] },
      {
        kind: 'lead',
        text: sentence('Last failure {0} at {1}', { time: NOW - HOUR }, { code: text, copy: text }),
      },
      { kind: 'paragraph', text, actions: [action] },
      { kind: 'badge', badge: { tone: 'success', text } },
      { kind: 'list', items: [{ text, details: [text], actions: [action] }] },
      { kind: 'list', isOrdered: true, items: [{ text }, { text }] },
      { kind: 'fields', fields: [{ label: text, value: text }] },
      {
        kind: 'table',
        caption: text,
        head: [{ text: 'Type' }, { text, action }],
        groups: [
          { label: text, rows: [[{ text }, { text, tone: 'off', action }]] },
          { rows: [[{ text }, { text: '' }]] },
        ],
      },
      { kind: 'actions', actions: [action] },
      {
        kind: 'columns',
        columns: [[{ kind: 'paragraph', text }], [{ kind: 'code', language: 'json', text, copy: action }]],
      },
      {
        kind: 'section',
        id: 'causes',
        title: text,
        blocks: [
          { kind: 'heading', text },
          { kind: 'picture', picture: element('svg', { 'aria-hidden': 'true' }), words: text },
        ],
      },
      {
        kind: 'section',
        id: 'folded',
        title: text,
        isFolded: true,
        blocks: [
          {
            kind: 'tabs',
            label: text,
            tabs: [
              { label: text, blocks: [{ kind: 'code', language: 'sh', text: `one\n\ttwo ${text}` }] },
              { label: text, blocks: [{ kind: 'paragraph', text }] },
            ],
          },
        ],
      },
    ],
  };
}
