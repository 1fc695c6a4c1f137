import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** A string or template of the source, and the code before it. */
interface Literal {
  readonly where: string;
  /** As it is written, with its quotes; a template's values are left out. */
  readonly source: string;
  readonly before: string;
}

interface Source {
  readonly file: string;
  readonly code: string;
}

/** Comments, and strings in one piece. */
const PIECE = /\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y;

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** Every string and template, also those in a template's values. Regular expressions pass for code, which is close enough. */
function literalsOf({ file, code }: Source): readonly Literal[] {
  const found: Literal[] = [];
  const note = (start: number, source: string): void => {
    const before = code.slice(0, start);
    found.push({ where: `${file}:${before.split('\n').length}`, source, before });
  };
  const template = (start: number): number => {
    let at = start + 1;
    let source = '`';
    while (at < code.length && code[at] !== '`') {
      if (code.startsWith('${', at)) {
        source += '${}';
        at = scan(at + 2, true);
      } else {
        const length = code[at] === '\\' ? 2 : 1;
        source += code.slice(at, at + length);
        at += length;
      }
    }
    note(start, `${source}\``);
    return at + 1;
  };
  const scan = (start: number, isValue: boolean): number => {
    let at = start;
    for (let depth = 0; at < code.length;) {
      PIECE.lastIndex = at;
      const piece = PIECE.exec(code)?.[0];
      if (code[at] === '`') {
        at = template(at);
        continue;
      }
      if (piece !== undefined && !piece.startsWith('/')) {
        note(at, piece);
      }
      depth += code[at] === '{' ? 1 : code[at] === '}' ? -1 : 0;
      at += piece?.length ?? 1;
      if (isValue && depth < 0) {
        return at;
      }
    }
    return at;
  };
  scan(0, false);
  return found;
}

function isTranslated({ before }: Literal): boolean {
  return /\bl10n\.t\(\s*$/.test(before);
}

/** The text that a literal without `${…}` stands for. */
function valueOf(source: string): string {
  const inner = source.slice(1, -1).replace(/\\(['`])/g, '$1');
  const value: string = JSON.parse(`"${source.startsWith('"') ? inner : inner.replace(/(?<!\\)"/g, '\\"')}"`);
  return value;
}

/** What a literal says besides values, icons and line breaks. */
function wordsOf(source: string): string {
  return source
    .slice(1, -1)
    .replaceAll('${}', '')
    .replace(/\$\([\w-]+\)|\\./g, ' ');
}

/** Where a person sees a text: fields of inputs, rows, messages and views, and what shows messages. */
const SHOWN =
  /(?:\b(?:placeHolder|placeholder|prompt|title|label|detail|description|tooltip|text|words|noneOffered|message|badge)\s*(?::|=)|\bshow(?:Error|Warning|Information)Message\(|\bsetStatusBarMessage\(|\bwithProgress\(|\b(?:tell|tellDone|append(?:Text|Markdown))\((?:context,)?)\s*$/;

/** What goes to the log and never to a person in this form. */
const FOR_THE_LOG = /\b(?:log\.(?:debug|info|warn|error)|new \w*Error|super)\(\s*$/;

/** The same in every language. */
const NOT_TRANSLATED: readonly string[] = [
  // What Git says.
  "'not a git repository'",
  // Examples of what is typed, and what stands in for a key.
  "'https://example.com/webhooks/lettr'",
  "'https://auth.example.com/oauth/token'",
  "'lttr_…'",
  // A command for a terminal.
  '`openssl s_client -connect ${}:${} -servername ${}`',
  // The first line of a request and of a response.
  '`${} ${} HTTP/1.1\\n${}`',
  '`HTTP/1.1 ${} ${}\\n${}`',
  // An address, and a link whose text is translated.
  '`localhost:${}`',
  '`\\n\\n[${}](command:${}?${})\\n`',
  // The product's name.
  "'Lettr'",
  // For the log: between errors, and of an error that wraps something that is none.
  "'\\nCaused by: '",
  "'A command failed'",
];

/** Code in other languages, which is the same whatever language a person reads. */
const CODE = ['src/messages/calls.ts:', 'src/deliveries/copies.ts:'] as const;

const sources: readonly Source[] = globSync('src/**/*.ts', { cwd: ROOT })
  .toSorted()
  .map((file) => ({ file, code: read(file) }));
const literals = sources.flatMap(literalsOf);
const translated = literals.filter(isTranslated);
const bundle: Readonly<Record<string, unknown>> = JSON.parse(read('l10n/bundle.l10n.json'));

function list(found: readonly Literal[]): readonly string[] {
  return found.map(({ where, source }) => `${where} ${source}`);
}

describe('texts for translators', () => {
  it('are all found', () => {
    assert.ok(translated.length > 200);
    const calls = sources.flatMap(({ code }) => [...code.matchAll(/\bl10n\.t\(/g)]);
    assert.equal(
      calls.length,
      translated.length,
      'l10n.t wants its text as a literal, in its first argument',
    );
    assert.deepEqual(
      list(translated.filter(({ source }) => source.startsWith('`') && source.includes('${'))),
      [],
      'a text with values in it is never found in the bundle; use {0}',
    );
  });

  it('stand in the bundle, and nothing else does', () => {
    const texts = [...new Set(translated.map(({ source }) => valueOf(source)))];
    assert.deepEqual(Object.keys(bundle), texts.toSorted(), 'run scripts/l10n.ts');
  });

  it('are their own translation in the bundle', () => {
    for (const [text, translation] of Object.entries(bundle)) {
      assert.equal(translation, text);
    }
  });

  it('number their places from 0, without a gap', () => {
    for (const text of Object.keys(bundle)) {
      const places = new Set([...text.matchAll(/\{(\d+)\}/g)].map(([, place]) => Number(place)));
      assert.deepEqual(
        [...places].toSorted((a, b) => a - b),
        Array.from(places, (_, index) => index),
        text,
      );
      assert.doesNotMatch(text.replace(/\{\d+\}/g, ''), /[{}]|\$\{/, text);
    }
  });

  it('have no spaces around them that a translator would lose', () => {
    assert.deepEqual(
      Object.keys(bundle).filter((text) => text !== text.trim() || text === ''),
      [],
    );
  });
});

describe('what a person sees', () => {
  const untranslated = literals.filter(
    (literal) =>
      !isTranslated(literal) &&
      !NOT_TRANSLATED.includes(literal.source) &&
      !CODE.some((file) => literal.where.startsWith(file)),
  );

  it('is translated in every field and message that shows it', () => {
    const shown = untranslated.filter(
      ({ before, source }) => SHOWN.test(before) && /\p{L}/u.test(wordsOf(source)),
    );
    assert.deepEqual(list(shown), []);
  });

  it('is translated wherever it reads like a sentence', () => {
    const sentences = untranslated.filter(
      ({ before, source }) => /\p{L}{2,}[,.:;]? \p{L}/u.test(wordsOf(source)) && !FOR_THE_LOG.test(before),
    );
    assert.deepEqual(list(sentences), []);
  });

  it('has no exception that is not used any more', () => {
    const all = new Set(literals.map(({ source }) => source));
    assert.deepEqual(
      NOT_TRANSLATED.filter((source) => !all.has(source)),
      [],
    );
  });

  it('would be found if it were not translated', () => {
    const find = (code: string): readonly Literal[] =>
      literalsOf({ file: 'x', code }).filter((one) => !isTranslated(one) && SHOWN.test(one.before));
    assert.equal(find("({ placeholder: 'Name', prompt: `Hello` })").length, 2);
    assert.equal(find("window.showErrorMessage('No');view.title = 'Yes'").length, 2);
    assert.equal(find("({ label: l10n.t('Name'), title: l10n.t(\n'x') })").length, 0);
    assert.deepEqual(
      find("f({ label: `a ${g({ b: `c ${'d'}` })} ${l10n.t('e')}` }) // 'f'").map(({ source }) => source),
      ['`a ${} ${}`'],
    );
    assert.equal(valueOf(`'"a" it\\'s\\n'`), `"a" it's\n`);
  });
});
