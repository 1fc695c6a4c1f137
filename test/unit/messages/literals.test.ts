import assert from 'node:assert/strict';

import { jsonLiteral, pythonLiteral, shellJson } from '../../../src/messages/literals.ts';

/** What nobody sees, and what some reader takes for an order. */
const HIDDEN = [
  '\u0000\u0007\u001b[31m\u007f\u0085',
  '\u200b\u200e\u202a\u202e\u2066\u2069\u061c\ufeff',
  '\u2028\u2029\u00a0\u3000\u2003',
  '\u00ad\u115f\u3164\u{e0041}\u{1d173}',
  '\ud800 \udc00',
];

describe('literals', () => {
  it('are JSON of the same value', () => {
    for (const text of [...HIDDEN, '', 'a"b\\c\'d`e', 'Ünï 漢字 😀', '</script>', '\n\r\t\b\f']) {
      assert.equal(JSON.parse(jsonLiteral(text)), text);
    }
    assert.deepEqual(JSON.parse(jsonLiteral(['a', 'b'], '    ')), ['a', 'b']);
    assert.equal(jsonLiteral(['a', 'b'], '  '), '[\n    "a",\n    "b"\n  ]');
  });

  it('show everything that they hold', () => {
    for (const text of HIDDEN) {
      for (const literal of [jsonLiteral(text), pythonLiteral(text), shellJson({ text })]) {
        assert.match(literal, /^[\x20-\x7e\n]*$/, literal);
      }
    }
    assert.equal(jsonLiteral('Ünï 漢字 😀'), '"Ünï 漢字 😀"');
  });

  it('write one character as one escape in Python', () => {
    assert.equal(pythonLiteral('a\u202e\u{e0041}😀'), '"a\\u202e\\U000e0041😀"');
    assert.equal(pythonLiteral(['a'], '    '), '[\n        "a"\n    ]');
  });

  it('hold nothing in a shell’s quotation that any shell minds', () => {
    const values = ["it's", 'no!', '!!', 'a\\b\\\\c', '"\\"', '\\', "\\'", '\n', '$(x) `x` ${x}'];
    for (const value of values) {
      const quoted = shellJson({ value });
      const json = quoted.slice(1, -1);
      assert.deepEqual(JSON.parse(json), { value });
      assert.doesNotMatch(json, /['!]|\\\\/, json);
      assert.ok(quoted.startsWith("'") && quoted.endsWith("'"));
    }
  });
});
