import assert from 'node:assert/strict';

import { type FieldProblem, LettrError } from '../../../src/api/errors.ts';
import { validationStep } from '../../../src/commands/shared/validationStep.ts';

function refused(fields: readonly FieldProblem[], text = 'The given data was invalid.'): unknown {
  return validationStep(new LettrError({ kind: 'invalid', fields, text }));
}

describe('a refusal by the server', () => {
  it('leads to the first field that a step asks for, with the words about it', () => {
    const fields: readonly FieldProblem[] = [
      { field: undefined, text: 'Odd.' },
      { field: 'url', text: 'Not that one.' },
      { field: 'name', text: 'Too long.' },
    ];
    assert.deepEqual(refused(fields), { step: 'url', text: 'Not that one.' });
  });

  it('without a known field has all the words, or those of the whole', () => {
    const fields = [
      { field: undefined, text: 'One.' },
      { field: undefined, text: 'Two.' },
    ];
    assert.deepEqual(refused(fields), { step: undefined, text: 'One. Two.' });
    assert.deepEqual(refused([]), { step: undefined, text: 'The given data was invalid.' });
  });

  it('is harmless', () => {
    assert.deepEqual(refused([{ field: 'name', text: '[x](command:y) $(bug)' }]), {
      step: 'name',
      text: '[x] (command:y) $ (bug)',
    });
    assert.deepEqual(refused([], '[x](command:y)'), { step: undefined, text: '[x] (command:y)' });
  });

  it('is no other failure', () => {
    assert.equal(validationStep(new LettrError({ kind: 'badEndpoint' })), undefined);
    assert.equal(validationStep(new Error('x')), undefined);
  });
});
