import assert from 'node:assert/strict';

import { readAudit } from '../../../scripts/packaging/advisories.ts';

const BUNDLED = ['node_modules/node-thing', 'node_modules/node-thing/node_modules/part'];

/** An entry of npm's report, as npm 11 writes it. */
function entry(name: string, node: string, via: readonly unknown[]): Readonly<Record<string, unknown>> {
  return {
    name,
    severity: 'high',
    isDirect: false,
    via,
    effects: [],
    range: '*',
    nodes: [node],
    fixAvailable: false,
  };
}

function report(vulnerabilities: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: {} });
}

const ADVISORY = {
  source: 1,
  name: 'part',
  title: 'Leaks headers',
  url: 'https://example.com/advisory',
  severity: 'high',
  range: '<4',
};

describe('what npm knows about the bundled packages', () => {
  it('is clean when it knows nothing', () => {
    assert.deepEqual(readAudit(report({}), BUNDLED), { kind: 'clean', lines: [] });
  });

  it('names a bundled package with its advisory, and not again for what depends on it', () => {
    const found = readAudit(
      report({
        part: entry('part', 'node_modules/node-thing/node_modules/part', [ADVISORY]),
        'node-thing': entry('node-thing', 'node_modules/node-thing', ['part']),
      }),
      BUNDLED,
    );
    assert.deepEqual(found, {
      kind: 'vulnerable',
      lines: ['part <4: high: Leaks headers. https://example.com/advisory'],
    });
  });

  it('tells of a package that is not bundled, and does not count it', () => {
    const found = readAudit(report({ part: entry('part', 'node_modules/part', [ADVISORY]) }), BUNDLED);
    assert.equal(found.kind, 'clean');
    assert.match(found.lines.join('\n'), /^part \(not in the bundle\) <4: high: /);
  });

  for (const [what, json, reason] of [
    [
      'refuses',
      '{"message": "405 Method Not Allowed - POST", "statusCode": 405, "error": {}}',
      /405 Method Not/,
    ],
    ['cannot be found', '{"error": {"summary": "no such host", "detail": ""}}', /no such host/],
    ['breaks npm', 'npm error', /nothing that can be read/],
    ['answers nothing', '', /nothing that can be read/],
  ] as const) {
    it(`is unknown when the registry ${what}`, () => {
      const found = readAudit(json, BUNDLED);
      assert.equal(found.kind, 'unknown');
      assert.match(found.lines[0] ?? '', reason);
    });
  }
});
