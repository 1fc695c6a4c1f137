import assert from 'node:assert/strict';

import type { Finding } from '../../../src/wizard/validate.ts';
import { askText } from '../../../src/wizard/vscode/inputs.ts';
import { seen, until, useWorld } from '../support.ts';

const FRAME = { title: 'Test', step: 1, totalSteps: 1, canGoBack: false, problem: undefined };

describe('an input that is checked on Enter', () => {
  useWorld();

  it('accepts nothing while a check is under way', async () => {
    const checks: PromiseWithResolvers<Finding | undefined>[] = [];
    const asked = askText(
      {
        prompt: 'Type',
        placeholder: '',
        value: 'x',
        onType: () => undefined,
        validate: () => undefined,
        confirm: () => {
          const check = Promise.withResolvers<Finding | undefined>();
          checks.push(check);
          return check.promise;
        },
      },
      FRAME,
    );
    const input = await seen.input();
    for (let press = 0; press < 5; press += 1) {
      await input.enter();
    }
    assert.equal(checks.length, 1);
    checks[0]?.resolve({ severity: 'error', text: 'No.' });
    await until(() => input.remark === 'No.', 'the answer');
    await input.enter();
    await until(() => checks.length === 2, 'another check');
    await input.enter();
    assert.equal(checks.length, 2);
    checks[1]?.resolve(undefined);
    assert.equal(await asked, 'next');
  });
});
