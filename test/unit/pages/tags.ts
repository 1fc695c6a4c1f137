import assert from 'node:assert/strict';

export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** The start tags in their order. Fails on whatever is not well-formed. */
export function tagsOf(html: string): readonly Tag[] {
  const found: Tag[] = [];
  const open: string[] = [];
  const rest = html
    .replace(/(<style[^>]*>)[^<]*/, '$1')
    .replaceAll(
      /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+="[^"<>]*")*)>|[^<>]+/g,
      (piece, end: string | undefined, name: string | undefined, attributes: string) => {
        if (name === undefined) {
          assert.doesNotMatch(piece, /&(?!#\d+;)/, 'every ampersand begins an entity');
        } else if (end) {
          assert.equal(open.pop(), name, piece);
        } else {
          const pairs = [...attributes.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)];
          found.push({
            name,
            attributes: new Map(pairs.map(([, key = '', value = '']) => [key, unescape(value)])),
          });
          if (name !== 'meta' && name !== 'input') {
            open.push(name);
          }
        }
        return '';
      },
    );
  assert.equal(rest, '', 'everything is a tag or text');
  assert.deepEqual(open, [], 'every element ends');
  return found;
}

/** What stands between the tags of the body, and what only a hover or a screen reader tells. */
export function textOf(html: string): string {
  const body = html.slice(html.indexOf('<body>'));
  return unescape(body.replace(/<[^>]*?(?: (?:aria-label|title)="([^"]*)")?[^>]*>/g, ' $1 '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** A page without its text: tags and names of attributes. */
export function skeleton(html: string): readonly string[] {
  return tagsOf(html).map(({ name, attributes }) => [name, ...attributes.keys()].join(' '));
}

/** Fails when a page could run or load anything but commands of this extension. */
export function assertHarmless(html: string, nonce: string): void {
  const tags = tagsOf(html);
  for (const { name, attributes } of tags) {
    assert.doesNotMatch(name, /^(?:script|link|img|iframe|object|form|base|image|use)$/);
    for (const [key, value] of attributes) {
      assert.doesNotMatch(key, /^(?:on|style$|src|xlink|action)/);
      assert.ok(key !== 'href' || /^command:lettr\.[\w.]+(?:\?[\w%!'()*.~-]+)?$/.test(value), value);
    }
  }
  const policy = tags.find(({ attributes }) => attributes.has('http-equiv'))?.attributes;
  assert.equal(policy?.get('http-equiv'), 'Content-Security-Policy');
  assert.equal(policy.get('content'), `default-src 'none'; style-src 'nonce-${nonce}'`);
  assert.deepEqual(
    tags.filter(({ name }) => name === 'style').map(({ attributes }) => attributes.get('nonce')),
    [nonce],
  );
}

/** Control characters but line feeds, and what turns the writing direction around. */
export const UNPRINTED = /(?!\n)\p{Cc}|[\p{Zl}\p{Zp}\u061C\u202A-\u202E\u2066-\u2069]/u;

/** Texts that would be more than text if a renderer let them. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><a href="command:workbench.action.quit">x</a>',
  "' onmouseover='x",
  '](command:workbench.action.quit) [x](command:workbench.action.quit)',
  '![p](https://evil.example/p.png)',
  '<https://evil.example> https://evil.example www.evil.example me@evil.example',
  '`code` ``` | cell | **bold** _x_ ~~y~~ $(alert) &lt; &#60;',
  '\n# heading\n- item\r\n> quote\u2028',
  '\u202Eabc\u202C\u2066x\u2069\u200B\u0000\u0007\u001B[31m',
  '</style></pre></svg>\uD800',
  'العربية',
];

function unescape(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
