import assert from 'node:assert/strict';

import { Drafts } from '../../../src/wizard/drafts.ts';

describe('drafts of wizards that were left', () => {
  it('are kept one per key, the last one of them', () => {
    const drafts = new Drafts<string>();
    assert.equal(drafts.get('create a'), undefined);
    drafts.keep('create a', 'one');
    drafts.keep('create b', 'two');
    drafts.keep('create a', 'three');
    assert.deepEqual([drafts.get('create a'), drafts.get('create b')], ['three', 'two']);
  });

  it('are dropped by key', () => {
    const drafts = new Drafts<string>();
    drafts.keep('create a', 'one');
    drafts.keep('create b', 'two');
    drafts.drop('create a');
    drafts.drop('never kept');
    assert.deepEqual([drafts.get('create a'), drafts.get('create b')], [undefined, 'two']);
  });

  it('never come into what is written', () => {
    const drafts = new Drafts<{ readonly password: string }>();
    drafts.keep('create a', { password: 's3cret' });
    assert.doesNotMatch(JSON.stringify({ drafts }), /s3cret/);
  });
});
