import assert from 'node:assert/strict';

import { commandUri, joined, sentence } from '../../../src/pages/page.ts';
import { Command } from '../../../src/platform/ids.ts';

describe('a sentence', () => {
  it('takes texts with moments and code in place of its placeholders, in the order of its language', () => {
    assert.deepEqual(sentence('vor {1}: {0}.', 'words', { time: 5 }), [
      'vor ',
      { time: 5 },
      ': ',
      'words',
      '.',
    ]);
    assert.deepEqual(sentence('{0}', ['a ', { code: 'b' }]), ['a ', { code: 'b' }]);
  });

  it('does not look for placeholders in what it is given, and leaves those alone that it is not', () => {
    assert.deepEqual(sentence('{0} and {1}', '{1}'), ['{1}', ' and ', '{1}']);
  });

  it('joins others', () => {
    assert.deepEqual(joined(['a', ['b', { time: 1 }]], ' · '), ['a', ' · ', 'b', { time: 1 }]);
  });
});

describe('a button', () => {
  it('is a link that VS Code reads as a command with its arguments', () => {
    const args = [{ id: 'é"%\uD800' }];
    const uri = commandUri({ label: 'Edit', command: Command.webhookEdit, args });
    assert.deepEqual(JSON.parse(decodeURIComponent(uri.slice('command:lettr.webhook.edit?'.length))), args);
    assert.equal(commandUri({ label: 'Log', command: Command.logShow, args: [] }), 'command:lettr.log.show');
  });
});
