import assert from 'node:assert/strict';

import { endpointHost, sameEndpoint, urlFault } from '../../../src/webhooks/endpoint.ts';
import { EVIL, MENDED } from '../tree/hostile.ts';

describe('the host of an endpoint', () => {
  for (const [url, host] of [
    ['https://example.com/webhooks?x=1', 'example.com'],
    ['https://example.com:8443/', 'example.com:8443'],
    ['https://user:secret@example.com/', 'example.com'],
    ['not a url', 'not a url'],
    [EVIL, MENDED],
  ] as const) {
    it(`is ${host} in ${JSON.stringify(url).slice(0, 40)}`, () => {
      assert.equal(endpointHost(url), host);
    });
  }

  it('stays short', () => {
    assert.equal(endpointHost(`https://${'x'.repeat(100_000)}`).length, 200);
  });
});

describe('a text as the URL of an endpoint', () => {
  for (const [text, fault] of [
    ['https://example.com', undefined],
    ['HTTP://localhost:3000/webhooks/lettr?a=b@c', undefined],
    ['http://[::1]:80/', undefined],
    ['', 'malformed'],
    ['example.com', 'malformed'],
    ['ftp://example.com', 'malformed'],
    ['https:///example.com', 'malformed'],
    ['https://\\\\example.com', 'malformed'],
    ['https://example.com/a b', 'malformed'],
    ['https://example.com:99999/', 'malformed'],
    ['https://me:secret@example.com/', 'credentials'],
    ['https://me@example.com/', 'credentials'],
    ['https://:secret@example.com/', 'credentials'],
  ] as const) {
    it(`is ${fault ?? 'right'}: ${JSON.stringify(text)}`, () => assert.equal(urlFault(text), fault));
  }
});

describe('two endpoints', () => {
  const ONE = 'https://example.com/Hook~1?a=%2F';

  for (const [a, b] of [
    ['https://example.com', 'https://example.com/'],
    ['https://example.com?x', 'https://example.com/?x'],
    [ONE, 'HTTPS://EXAMPLE.com/Hook~1?a=%2F'],
    [ONE, 'https://example.com:443/Hook~1?a=%2F'],
    [ONE, 'https://example.com/Hook%7e1?a=%2f'],
    [ONE, 'https://example.com/H%6Fok~1?a=%2F'],
    [ONE, ' https://example.com/Hook~1?a=%2F\n'],
    [ONE, 'https://example.com/x/../Hook~1?a=%2F'],
    [ONE, `${ONE}#part`],
    ['http://example.com:80/', 'http://example.com/'],
    ['https://exämple.com/', 'https://xn--exmple-cua.com/'],
    ['https://EXÄMPLE.com/ö', 'https://xn--exmple-cua.com/%C3%B6'],
    ['https://example.com/a b', 'https://example.com/a%20b'],
    ['https://127.1/', 'https://127.0.0.1/'],
    ['not a url', ' not a url '],
    ['https://example.com./hook', 'https://example.com/hook'],
    ['https://example.com.:443/', 'https://example.com'],
    ['https://example.com/a|b?c=[1]', 'https://example.com/a%7Cb?c=%5b1%5D'],
    ['https://example.com/{id}?', 'https://example.com/%7Bid%7D'],
    ['https://STRASSE.faß.example/', 'https://strasse.xn--fa-hia.example'],
    ['https://example。com/', 'https://example.com/'],
  ] as const) {
    it(`are the same: ${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => {
      assert.ok(sameEndpoint(a, b));
      assert.ok(sameEndpoint(b, a));
    });
  }

  for (const [a, b] of [
    [ONE, 'https://example.com/hook~1?a=%2F'],
    [ONE, 'https://example.com/Hook~1/?a=%2F'],
    [ONE, 'https://example.com/Hook~1?a=/'],
    [ONE, 'https://example.com/Hook~1?A=%2F'],
    [ONE, 'http://example.com/Hook~1?a=%2F'],
    [ONE, 'https://example.com:8443/Hook~1?a=%2F'],
    [ONE, 'https://me@example.com/Hook~1?a=%2F'],
    [ONE, 'https://www.example.com/Hook~1?a=%2F'],
    ['https://example.com/%E4', 'https://example.com/%C3%A4'],
    ['https://example.com/%25%37%45', 'https://example.com/~'],
    ['https://example.com:80/', 'https://example.com/'],
    ['not a url', 'Not a URL'],
    ['https://example.com/a+b', 'https://example.com/a%20b'],
    ['https://example.com/a//b', 'https://example.com/a/b'],
    ['https://example.com/?a&b', 'https://example.com/?b&a'],
    ['https://example.com/a;b', 'https://example.com/a%3Bb'],
  ] as const) {
    it(`are others: ${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => {
      assert.ok(!sameEndpoint(a, b));
      assert.ok(!sameEndpoint(b, a));
    });
  }
});
