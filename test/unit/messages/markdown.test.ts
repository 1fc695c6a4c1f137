import assert from 'node:assert/strict';

import { mdCode, mdFence, mdText } from '../../../src/messages/markdown.ts';

describe('Markdown', () => {
  it('leaves harmless text as it is written', () => {
    for (const text of [
      'Order Notifications',
      'Ünï 漢字 😀',
      'Terms & Conditions #12 (50%)',
      "Bob's order_created: 5 + 3 = 8!",
      'C++, 1.5 - 2; a/b',
    ]) {
      assert.equal(mdText(text), text);
    }
  });

  for (const [what, text, escaped] of [
    ['links', '[x](command:y)', '\\[x\\]\\(command:y)'],
    ['pictures', '![x](y)', '!\\[x\\]\\(y)'],
    ['emphasis', '*a* **b** _c_ __d__', '\\*a\\* \\*\\*b\\*\\* \\_c\\_ \\_\\_d\\_\\_'],
    ['code', '`a`', '\\`a\\`'],
    ['HTML', '<b>x</b>', '\\<b\\>x\\</b\\>'],
    ['entities', '&lt; &#60; &x', '\\&lt; \\&#60; &x'],
    ['cells', 'a|b', 'a\\|b'],
    ['strikethrough and formulas', '~~a~~ $b$', '\\~\\~a\\~\\~ \\$b\\$'],
    ['backslashes', '\\[x]', '\\\\\\[x\\]'],
    ['addresses of pages', 'https://a.de www.b.de //c.de', 'https\\:\\//a.de www\\.b.de \\//c.de'],
    ['addresses of people', 'a@b.de', 'a\\@b.de'],
    ['lists', '- a', '\\- a'],
    ['numbered lists', '1. a', '1\\. a'],
    ['other numbered lists', '12) a', '12\\) a'],
    ['headings', '## a', '\\## a'],
    ['ends of headings', 'a ##', 'a \\#\\#'],
    ['rules', '---', '\\---'],
    ['underlines of headings', '===', '\\==='],
    ['quotations', '> a', '\\> a'],
  ] as const) {
    it(`takes the meaning from ${what}`, () => {
      assert.equal(mdText(text), escaped);
    });
  }

  it('keeps a text in one line, without what turns its direction around', () => {
    assert.equal(mdText('a\r\n\n# b\u202ec\u2028d'), 'a # b c d');
    assert.doesNotMatch(mdCode('a\n```\nb\u202e'), /\n|\u202e/);
  });

  it('cuts text at 200 characters or as asked, and code at the length of a URL', () => {
    assert.equal(mdText('x'.repeat(300)).length, 200);
    assert.equal(mdText('x'.repeat(300), 255).length, 255);
    assert.equal(mdCode('x'.repeat(3000)).length, 2050);
  });

  it('writes inline code that its own backticks do not end', () => {
    assert.equal(mdCode('https://a.de/?b=[c](d)&$(e)'), '`https://a.de/?b=[c](d)&$(e)`');
    assert.equal(mdCode('a`b'), '``a`b``');
    assert.equal(mdCode('`a``'), '``` `a`` ```');
    assert.equal(mdCode('\u0000'), '–');
  });

  it('writes blocks of code that their own fences do not end', () => {
    assert.equal(mdFence('sh', 'a'), '```sh\na\n```');
    assert.equal(mdFence('sh', '```\n````x'), '`````sh\n```\n````x\n`````');
    const many = mdFence('sh', '`'.repeat(200_000));
    assert.ok(many.startsWith('`'.repeat(200_001)));
    assert.ok(mdFence('sh', '` '.repeat(300_000)).startsWith('```sh\n'));
  });
});
