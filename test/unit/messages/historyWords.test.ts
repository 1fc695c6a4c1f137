import assert from 'node:assert/strict';

import { changeIcon, changeWords, historyWords } from '../../../src/messages/historyWords.ts';
import type { DeliveryState, HistoryChange } from '../../../src/webhooks/history.ts';
import { absoluteTime } from '../../../src/webhooks/times.ts';

const AT = Date.UTC(2030, 5, 15, 12);
const here = { at: AT, by: 'here' } as const;
const elsewhere = { at: AT, by: 'elsewhere' } as const;
const STATES: readonly DeliveryState[] = ['failing', 'healthy', 'waiting', 'unknown'];

const ROWS: readonly (readonly [HistoryChange, string])[] = [
  [{ ...elsewhere, field: 'health', from: 'healthy', to: 'failing' }, 'Started failing'],
  [{ ...elsewhere, field: 'health', from: undefined, to: 'failing' }, 'Already failing when first checked'],
  [{ ...elsewhere, field: 'health', from: 'failing', to: 'healthy' }, 'Recovered'],
  [{ ...elsewhere, field: 'health', from: 'waiting', to: 'healthy' }, 'Started delivering'],
  [{ ...here, field: 'enabled', from: true, to: false }, 'Disabled in VS Code'],
  [{ ...elsewhere, field: 'enabled', from: true, to: false }, 'Disabled outside VS Code'],
  [{ ...here, field: 'enabled', from: false, to: true }, 'Enabled in VS Code'],
  [{ ...elsewhere, field: 'enabled', from: false, to: true }, 'Enabled outside VS Code'],
  [
    { ...here, field: 'url', from: 'https://a.example', to: 'https://b.example' },
    'Endpoint changed in VS Code from https://a.example to https://b.example',
  ],
  [
    {
      ...elsewhere,
      field: 'events',
      from: ['message.bounce', 'message.delay'],
      to: ['message.bounce', 'x.y'],
    },
    'Events changed outside VS Code: added x.y; removed message.delay',
  ],
  [
    { ...here, field: 'events', from: [], to: ['message.bounce'] },
    'Events changed in VS Code: added message.bounce',
  ],
  [
    { ...here, field: 'events', from: 'all', to: ['x.y'] },
    'Events changed in VS Code: all events to 1 event',
  ],
  [
    { ...elsewhere, field: 'events', from: ['x.y'], to: 'all' },
    'Events changed outside VS Code: 1 event to all events',
  ],
];

describe('a change in words', () => {
  for (const [change, words] of ROWS) {
    it(`is "${words}"`, () => {
      assert.equal(changeWords(change), words);
      assert.equal(historyWords(change, 'en'), `${absoluteTime(AT, 'en')}: ${words}`);
    });
  }

  it('tells every state from the others, and the first sight from a change', () => {
    const words = STATES.flatMap((to) => [
      changeWords({ ...elsewhere, field: 'health', from: undefined, to }),
      changeWords({ ...elsewhere, field: 'health', from: to === 'failing' ? 'healthy' : 'failing', to }),
    ]);
    assert.equal(new Set(words).size, words.length);
    const icons = STATES.map((to) => changeIcon({ ...elsewhere, field: 'health', from: undefined, to }));
    assert.equal(new Set(icons).size, icons.length);
  });

  it('speaks of time in the language that is asked for', () => {
    const change: HistoryChange = { ...here, field: 'enabled', from: true, to: false };
    assert.match(historyWords(change, 'de'), /^15\.06\.2030/);
  });

  it('is harmless and short whatever Lettr sent', () => {
    const evil = `[x](command:y) $(bug)\u202e${'x'.repeat(10_000)}`;
    for (const change of [
      { ...here, field: 'url', from: evil, to: evil },
      { ...here, field: 'events', from: [evil], to: [`${evil}2`, 'b'] },
    ] as const) {
      const words = changeWords(change);
      assert.doesNotMatch(words, /\]\(|\$\(|\u202e/);
      assert.ok(words.length < 600);
    }
  });
});
