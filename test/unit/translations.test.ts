import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

type Texts = Readonly<Record<string, string>>;

/** The German of a text of the source, or of one of package.json's. */
interface Pair {
  readonly key: string;
  readonly english: string;
  readonly german: string;
}

/** What has no words in it is left out: it is the same in every language. */
const SAME_IN_GERMAN: readonly string[] = [
  'Webhook: {0}',
  // Names of the product and of others' things.
  'Lettr',
  'Lettr: {0}',
  'OAuth 2.0',
  // Words that German took over.
  'Basic',
  'DNS',
  'Details',
  'Rest',
  'Status',
  'TLS',
  'Token',
  'URLs',
  'Webhook',
  '{0} ms',
  '{0} s',
  'URL',
  'Bounce',
  'Host',
  'ID',
  'Name',
  'Relay',
  'Team {0}',
  'Webhooks',
  'Webhooks ({0})',
  'live',
  'live · {0}',
];

function read(path: string): Texts {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
}

function pairsOf(english: Texts, german: Texts): readonly Pair[] {
  return Object.entries(english).map(([key, text]) => ({ key, english: text, german: german[key] ?? '' }));
}

/** The keys of the pairs for which `isFault` holds. */
function faulty(pairs: readonly Pair[], isFault: (pair: Pair) => boolean): readonly string[] {
  return pairs.filter(isFault).map(({ key }) => key);
}

function placesOf(text: string): readonly string[] {
  return [...new Set(text.match(/\{\d+\}/g))].toSorted();
}

/** What a person or VS Code reads letter by letter: commands of links, and code. */
function literalsOf(text: string): readonly string[] {
  return (
    text.match(/\]\(command:[^)]*\)|`+[^`]+`+|\blettr\.\w+|\b[A-Z]+(?:_[A-Z]+)+\b|\bhttp\.proxy\b/g) ?? []
  );
}

function spaceAround(text: string): readonly string[] {
  return [/^\s*/, /\s*$/].map((edge) => edge.exec(text)?.[0] ?? '');
}

function hasWords(text: string): boolean {
  return /\p{L}/u.test(text.replace(/\{\d+\}/g, ''));
}

const source = { english: read('l10n/bundle.l10n.json'), german: read('l10n/bundle.l10n.de.json') };
const manifest = { english: read('package.nls.json'), german: read('package.nls.de.json') };

for (const [what, { english, german }] of Object.entries({
  'l10n/bundle.l10n.de.json': source,
  'package.nls.de.json': manifest,
})) {
  const pairs = pairsOf(english, german);

  describe(what, () => {
    it('has every English text and no other', () => {
      assert.ok(pairs.length > 20);
      assert.deepEqual(
        Object.keys(english).filter((key) => !(key in german)),
        [],
        'texts without a translation',
      );
      assert.deepEqual(
        Object.keys(german).filter((key) => !(key in english)),
        [],
        'translations of texts that are gone',
      );
    });

    it('is in the order of the English file', () => {
      const isThere = (key: string): boolean => key in english && key in german;
      assert.deepEqual(Object.keys(german).filter(isThere), Object.keys(english).filter(isThere));
    });

    it('leaves nothing empty, and nothing in English', () => {
      assert.deepEqual(
        faulty(pairs, (pair) => pair.german.trim() === ''),
        [],
      );
      assert.deepEqual(
        faulty(pairs, (pair) => hasWords(pair.english) && pair.german === pair.english).filter(
          (key) => !SAME_IN_GERMAN.includes(english[key] ?? ''),
        ),
        [],
      );
    });

    it('has the same places for values', () => {
      assert.deepEqual(
        faulty(pairs, (pair) => placesOf(pair.german).join() !== placesOf(pair.english).join()),
        [],
      );
    });

    it('has the same links in the same order, code, settings and variables', () => {
      assert.deepEqual(
        faulty(pairs, (pair) => literalsOf(pair.german).join() !== literalsOf(pair.english).join()),
        [],
      );
    });

    it('has the same lines and the same space around them', () => {
      assert.deepEqual(
        faulty(pairs, (pair) => pair.german.split('\n').length !== pair.english.split('\n').length),
        [],
      );
      assert.deepEqual(
        faulty(pairs, (pair) => spaceAround(pair.german).join('|') !== spaceAround(pair.english).join('|')),
        [],
      );
    });

    it('ends sentences where the English does', () => {
      const isSentence = (text: string): boolean => /[.?]$/m.test(text);
      assert.deepEqual(
        faulty(pairs, (pair) => isSentence(pair.german) !== isSentence(pair.english)),
        [],
      );
    });

    it('quotes as German does', () => {
      const pairsOfQuotes = (text: string): number => text.match(/„[^„“]*“/g)?.length ?? 0;
      const quotes = (text: string): number => text.match(/[„“]/g)?.length ?? 0;
      assert.deepEqual(
        faulty(pairs, ({ german: text }) => /["”']/.test(text) || quotes(text) !== 2 * pairsOfQuotes(text)),
        [],
      );
    });
  });
}

describe('the German texts', () => {
  it('are the English ones only where a reason is listed', () => {
    const same = new Set(
      [source, manifest]
        .flatMap(({ english, german }) => pairsOf(english, german))
        .filter((pair) => pair.german === pair.english)
        .map((pair) => pair.english),
    );
    assert.deepEqual(
      SAME_IN_GERMAN.filter((text) => !same.has(text)),
      [],
    );
  });

  it('are the only translation: each language has both files', () => {
    const languages = (pattern: string): readonly (string | undefined)[] =>
      globSync(pattern, { cwd: ROOT })
        .toSorted()
        .map((file) => /\.([\w-]+)\.json$/.exec(file)?.[1]);
    assert.deepEqual(languages('package.nls.*.json'), ['de']);
    assert.deepEqual(languages('l10n/bundle.l10n.*.json'), ['de']);
  });
});
