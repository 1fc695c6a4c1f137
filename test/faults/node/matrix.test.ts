import assert from 'node:assert/strict';

import { asText, count, matrix, missing } from '../matrix.ts';
import type { Result } from '../results.ts';
import { FAULTS } from '../table.ts';

const RESULTS: readonly Result[] = [
  { operation: 'list', fault: 'dns', title: '', ms: 1 },
  { operation: 'list', fault: 'dns', title: 'again', ms: 1, failure: 'It was not.' },
  { operation: 'create', fault: 'conflict', title: '', ms: 1 },
];

describe('the matrix', () => {
  it('counts what survived', () => {
    assert.deepEqual(count(RESULTS), { survived: 2, total: 3 });
    assert.deepEqual(count(RESULTS, 'list', 'dns'), { survived: 1, total: 2 });
    assert.deepEqual(count(RESULTS, 'get'), { survived: 0, total: 0 });
  });

  it('has a row for each fault, a dot for what cannot happen and a dash for what did not', () => {
    const rows = new Map(matrix(RESULTS).map(([name = '', ...cells]) => [name, cells]));
    assert.equal(rows.size, Object.keys(FAULTS).length + 2);
    assert.deepEqual(rows.get('DNS failure')?.slice(0, 2), ['1/2', '–']);
    assert.deepEqual(rows.get('409')?.slice(0, 4), ['·', '·', '1/1', '–']);
    assert.equal(rows.get('all')?.at(-1), '2/3');
    assert.equal(
      new Set(
        asText(RESULTS)
          .split('\n')
          .map(({ length }) => length),
      ).size,
      1,
    );
  });

  it('misses what can happen and was not seen', () => {
    const unmet = missing(RESULTS);
    assert.ok(unmet.includes('get × DNS failure'));
    assert.ok(!unmet.includes('list × DNS failure'));
    assert.ok(!unmet.includes('list × 409'));
  });
});
