import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { SecretSearch } from '../../support/secrets.ts';

const KEY = `lttr_${'0f1e2d3c4b5a6978'.repeat(4)}`;
const PASSWORD = 'Grüße & "Küsse" <von> C:\\temp + 100 %';

/** A file's content with a secret in it, and the form that is found. */
const PLANTED: readonly (readonly [string, string | Buffer, string])[] = [
  ['plain', `Authorization: Bearer ${KEY}`, 'plain'],
  ['a part of a key', `the key ends in ${KEY.slice(-31)}`, 'plain'],
  ['UTF-16', Buffer.from(`x${KEY}`, 'utf16le'), 'UTF-16'],
  ['UTF-16, big-endian', Buffer.from(`x${KEY}`, 'utf16le').swap16(), 'UTF-16'],
  ['base64', Buffer.from(KEY).toString('base64'), 'base64'],
  ['base64 behind a username', Buffer.from(`u:${PASSWORD}`).toString('base64'), 'base64'],
  ['base64 behind a longer one', Buffer.from(`user:${PASSWORD}!`).toString('base64'), 'base64'],
  ['base64 for URLs', Buffer.from(`>>>${PASSWORD}???`).toString('base64url'), 'base64 in a URL'],
  ['URL-encoded base64', encodeURIComponent(Buffer.from(PASSWORD).toString('base64')), 'base64 in a URL'],
  ['URL-encoded', `?password=${encodeURIComponent(PASSWORD)}&x=1`, 'URL-encoded'],
  ['a form', new URLSearchParams({ password: PASSWORD }).toString(), 'form-encoded'],
  ['JSON', JSON.stringify({ password: PASSWORD }), 'JSON'],
  ['JSON in JSON', JSON.stringify(JSON.stringify({ password: PASSWORD })), 'JSON'],
  ['HTML', '<p>Grüße &amp; &quot;Küsse&quot; &lt;von&gt; C:\\temp + 100 %</p>', 'HTML'],
  ['hexadecimal', Buffer.from(KEY).toString('hex'), 'hexadecimal'],
  ['between other bytes', Buffer.concat([Buffer.alloc(5000), Buffer.from(KEY), Buffer.alloc(9)]), 'plain'],
  ['a packed log', gzipSync(`GET /api/webhooks ${PASSWORD}`), 'plain'],
];

describe('the search for secrets', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lettr-secrets-'));
  const search = new SecretSearch();

  before(() => {
    search.register(KEY, 'the key');
    search.register(PASSWORD, 'a password');
  });
  beforeEach(() => mkdirSync(path.join(folder, 'deep/er'), { recursive: true }));
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [name, content, form] of PLANTED) {
    it(`finds one that is written in this way: ${name}`, () => {
      writeFileSync(path.join(folder, 'deep/er/state.vscdb'), content);
      writeFileSync(path.join(folder, 'innocent.log'), 'GET /api/webhooks 200 in 3 ms');
      const { files, findings } = search.searchFolder(folder);
      assert.equal(files.length, 2);
      assert.ok(
        findings.some((found) => found.form === form),
        JSON.stringify(findings),
      );
      assert.ok(findings.every(({ place }) => place.startsWith(path.join(folder, 'deep/er/state.vscdb'))));
      assert.doesNotMatch(JSON.stringify(findings), /0f1e2d3c|Grüße/);
    });
  }

  it('finds one in the name of a file', () => {
    writeFileSync(path.join(folder, `${KEY}.json`), '{}');
    const { findings } = search.searchFolder(folder);
    assert.deepEqual(
      findings.map(({ secret }) => secret),
      ['the key'],
    );
    assert.doesNotMatch(JSON.stringify(findings), /0f1e2d3c/);
  });

  it('finds nothing where there is none', () => {
    const innocent = [
      'lttr_… 0f1e2d3c4b5a697 Grüße & "Küsse"',
      Buffer.from(KEY.slice(0, 17)).toString('base64'),
      Buffer.from('user:other password').toString('base64'),
      gzipSync('nothing').subarray(0, 12),
      '',
      'abc',
    ];
    innocent.forEach((content, index) => writeFileSync(path.join(folder, `${index}`), content));
    const { files, findings } = search.searchFolder(folder);
    assert.equal(files.length, innocent.length);
    assert.deepEqual(findings, []);
  });

  it('does not take a word that is found by chance', () => {
    assert.throws(() => search.register('hush', 'a secret'), RangeError);
    assert.equal(search.size, 2);
  });
});
